package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermSizeTest {
    private final LocalHeap heap = new LocalHeap();

    @AfterEach
    void close() {
        heap.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"a;0", "1;0", "1.0;2", "1152921504606846976;2", "[];0", "{};0", "#{};3", "{1,2};3", "[1,2];4", "[97,98,99];6", "<<>>;2",
        "<<1>>;3", "<<1:3>>;8", "#{a=>1};6", "#{a=>[1]};8"})
    void shouldCountFlatWords(final String term, final long expected) {
        final long parsed = TermText.parse(heap, term);
        assertEquals(expected, TermSize.flat(parsed));
    }

    @Test
    void shouldCountWhatIsSharedOnce() {
        final long shared = Tuple.make(heap, Term.makeSmall(1), Term.makeSmall(2), Term.makeSmall(3));
        final long term = Cons.make(heap, shared, shared);
        assertEquals(10, TermSize.flat(term));
        assertEquals(6, TermSize.shared(term));
    }

    @Test
    void shouldCountPartsOfBinariesAsCopiesWouldTake() {
        final long whole = Bitstring.make(heap, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        assertEquals(3 + 5, TermSize.flat(Bitstring.makeSub(heap, whole, 4, 24)));
        assertEquals(4, TermSize.flat(Bitstring.makeSub(heap, whole, 8, 72)));
        assertEquals(8, TermSize.flat(Bitstring.makeSub(heap, whole, 8, 13)));
        assertEquals(8, TermSize.flat(Bitstring.makeSub(heap, whole, 3, 21)));
        final long large = Bitstring.make(heap, new byte[200]);
        assertEquals(6, TermSize.flat(large));
        assertEquals(11, TermSize.flat(Bitstring.makeSub(heap, large, 3, 24)));
        assertEquals(6, TermSize.flat(Bitstring.makeSub(heap, large, 8, 24)));
    }

    @Test
    void shouldCountBigMaps() {
        long map = Maps.empty(heap);
        for (int i = 1; i <= 100; i++) {
            map = Maps.put(heap, map, Term.makeSmall(i), Term.makeSmall(i));
            if (i == 33) {
                assertEquals(127, TermSize.flat(map));
            }
        }
        assertEquals(366, TermSize.flat(map));
    }

    @Test
    void shouldCountDeepTerms() {
        long deep = Term.NIL;
        for (int i = 0; i < 300_000; i++) {
            deep = Cons.make(heap, deep, Term.NIL);
        }
        assertEquals(600_000, TermSize.flat(deep));
        assertEquals(600_000, TermSize.shared(deep));
    }
}
