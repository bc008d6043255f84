package dev.longbeam.trace;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TraceFilterTest {
    @Test
    void shouldLeaveNothingOutWithoutWords() {
        assertNull(TraceFilter.of("", " "));
    }

    @Test
    void shouldTakeOnlyWhatIsNamed() {
        final TraceFilter filter = TraceFilter.of("server, lists:reverse/1,gen:", "");

        assertTrue(filter.accepts("erlang", "apply", 2, "server"));
        assertTrue(filter.accepts("lists", "reverse", 1, ""));
        assertTrue(filter.accepts("gen", "any", 7, ""));
        assertFalse(filter.accepts("lists", "reverse", 2, ""));
        assertFalse(filter.accepts("erlang", "apply", 2, "other"));
    }

    @Test
    void shouldLeaveOutWhatIsNamedWhateverElseMatches() {
        final TraceFilter filter = TraceFilter.of("gen:", "noisy");

        assertTrue(filter.accepts("gen", "init", 1, "quiet"));
        assertFalse(filter.accepts("gen", "init", 1, "noisy"));
    }
}
