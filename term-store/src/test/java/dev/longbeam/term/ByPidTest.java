package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByPidTest {
    /** Falls into the same slot of the filter as {@link #PID}. */
    private static final long OTHER = Pid.makeLocal(7 + 1024);
    private static final long PID = Pid.makeLocal(7);

    private final ByPid<String> texts = new ByPid<>();

    @Test
    void shouldKeepWhatAProcessHasUntilItIsTaken() {
        texts.change(PID, old -> old + "a");
        texts.change(PID, old -> old + "b");

        assertTrue(texts.has(PID));
        assertFalse(texts.has(OTHER));
        assertNull(texts.remove(OTHER));
        assertEquals("nullab", texts.remove(PID));
        assertFalse(texts.has(PID));
        assertNull(texts.remove(PID));
    }

    @Test
    void shouldForgetWhatBecomesNothing() {
        texts.change(PID, old -> "a");
        texts.change(OTHER, old -> "b");

        texts.change(PID, old -> null);
        texts.change(PID, old -> null);

        assertFalse(texts.has(PID));
        assertNull(texts.remove(PID));
        assertTrue(texts.has(OTHER));
        assertEquals("b", texts.remove(OTHER));
    }
}
