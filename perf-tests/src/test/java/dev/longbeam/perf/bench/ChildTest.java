package dev.longbeam.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class ChildTest {
    private static final int LONG_MS = 300_000;
    private static final int SHORT_MS = 50;
    /** Answers each line but "die" with itself, after a line that is no answer; "die" ends it with status 3. */
    private static final String ECHO = "while read -r line; do [ \"$line\" != die ] || exit 3; echo said; echo \"@@$line\"; done";

    @Test
    void shouldAnswerEachRequestWithItsLine() throws IOException, InterruptedException {
        try (Child child = child(ECHO)) {
            assertEquals("one two", child.ask("one two", LONG_MS));
            assertEquals("three", child.ask("three", LONG_MS));
        }
    }

    @Test
    void shouldRaiseTheErrorThatTheProgramAnswersWith() throws IOException {
        try (Child child = child(ECHO)) {
            assertEquals("too bad", assertThrows(IOException.class, () -> child.ask("error too bad", LONG_MS)).getMessage());
        }
    }

    @Test
    void shouldTellTheStatusOfAProgramThatHasEnded() throws IOException {
        try (Child child = child(ECHO)) {
            final String message = assertThrows(IOException.class, () -> child.ask("die", LONG_MS)).getMessage();
            assertEquals("the program has ended with status 3", message);
            assertTrue(assertThrows(IOException.class, () -> child.ask("more", LONG_MS)).getMessage().startsWith("the program has ended"));
        }
    }

    @Test
    void shouldNotWaitLongerThanTold() throws IOException {
        try (Child child = child("sleep 30")) {
            assertEquals("no answer within 0 s", assertThrows(IOException.class, () -> child.ask("anything", SHORT_MS)).getMessage());
        }
    }

    private static Child child(final String script) throws IOException {
        return new Child(new ProcessBuilder("sh", "-c", script));
    }
}
