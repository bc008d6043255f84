package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FlatCopyTest {
    private final LocalHeap from = new LocalHeap();
    private final LocalHeap to = new LocalHeap();

    private static long small(final long value) {
        return Term.makeSmall(value);
    }

    private void assertCopied(final long term, final long words) {
        final String text = TermPrinter.text(term);
        assertEquals(words, FlatCopy.words(term));
        final long copy = FlatCopy.copy(term, words, to);
        assertTrue(copy != term && to.heapTop - Term.addr(copy) == words * 8, text);
        assertEquals(text, TermPrinter.text(copy));
    }

    @Test
    void shouldCopySmallTuplesOfImmediates() {
        assertCopied(Tuple.make(from, Atoms.OK, small(1), Term.NIL), 4);
        assertCopied(Tuple.make(from, small(1)), 2);
    }

    @Test
    void shouldLeaveAllElseToOthers() {
        final long inner = Tuple.make(from, Atoms.OK);
        assertEquals(0, FlatCopy.words(Tuple.make(from, inner)));
        assertEquals(0, FlatCopy.words(Cons.list(from, small(1))));
        assertEquals(0, FlatCopy.words(FloatTerm.make(from, 1.5)));
        assertEquals(0, FlatCopy.words(Tuple.make(from, new long[40])), "a large tuple");
    }

    @Test
    void shouldLeaveLiteralsToOthers() {
        final long literal = Tuple.make(new LiteralHeap(2), small(2));
        assertEquals(0, FlatCopy.words(literal));
    }
}
