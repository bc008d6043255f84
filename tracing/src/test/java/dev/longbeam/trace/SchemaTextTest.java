package dev.longbeam.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SchemaTextTest {
    @Test
    void shouldStandInTheWrittenFormatAsItIs() throws IOException {
        Path home = Path.of("").toAbsolutePath();
        while (!Files.exists(home.resolve("docs/trace-format.md"))) {
            home = home.getParent();
        }
        final String document = Files.readString(home.resolve("docs/trace-format.md"));

        assertEquals(SchemaText.within(document), document, "write it anew: ./dev trace-format");
    }
}
