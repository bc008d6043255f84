package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IoListJoinTest {
    private final LocalHeap heap = new LocalHeap();
    private final Random random = new Random(7);

    @AfterEach
    void close() {
        heap.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 100, 1_000_000})
    void shouldJoinInPartsOfAnySizeWhatAWalkInOneJoins(final long budget) {
        for (int i = 0; i < 200; i++) {
            final long term = list(6);
            final byte[] expected = IoList.toArray(term);

            assertArrayEquals(expected, Bitstring.toArray(joined(term, budget)));
        }
    }

    @Test
    void shouldRefuseWhatIsNoByteBehindHeapBinaries() {
        final long binary = Bitstring.make(heap, new byte[5]);

        assertEquals(Term.NON_VALUE, joined(Cons.list(heap, binary, Cons.list(heap, binary), Term.makeSmall(256)), 3));
    }

    private long joined(final long term, final long budget) {
        final IoListJoin join = new IoListJoin(heap, term, false);
        while (!join.advance(budget)) {
            assertEquals(0, join.stepsLeft());
        }
        return join.result();
    }

    private long list(final int depth) {
        long list = random.nextInt(4) == 0 ? binary() : Term.NIL;
        for (int i = random.nextInt(6); i > 0; i--) {
            final int kind = random.nextInt(4);
            list = Cons.make(heap, kind == 0 && depth > 0 ? list(depth - 1) : kind == 1 ? binary() : Term.makeSmall(random.nextInt(256)), list);
        }
        return list;
    }

    private long binary() {
        final byte[] bytes = new byte[random.nextInt(5) == 0 ? 3000 : random.nextInt(70)];
        random.nextBytes(bytes);
        final long whole = Bitstring.make(heap, bytes);
        return bytes.length < 3 || random.nextBoolean() ? whole : Bitstring.makeSub(heap, whole, random.nextInt(8), (bytes.length - 2) * 8L);
    }
}
