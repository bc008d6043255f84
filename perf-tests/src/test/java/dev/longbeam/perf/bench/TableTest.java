package dev.longbeam.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Table table = new Table("what", "ns");

    @Test
    void shouldPrintColumnsOfEvenWidth() {
        table.row("a long name", "5");
        table.row("b", "12345");
        final StringWriter text = new StringWriter();

        table.print(new PrintWriter(text));

        assertEquals("what            ns\na long name      5\nb            12345\n", text.toString().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void shouldPrintAsMarkdown() {
        table.row("a", "5");

        assertEquals("| what | ns |\n|---|---:|\n| a | 5 |\n", table.markdown());
    }

    @Test
    void shouldRefuseARowOfAnotherWidth() {
        assertThrows(IllegalArgumentException.class, () -> table.row("a"));
    }
}
