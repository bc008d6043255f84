package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IoListSizeTest {
    private final LocalHeap heap = new LocalHeap();

    @AfterEach
    void close() {
        heap.close();
    }

    private long doubled(final long term, final int times) {
        long list = term;
        for (int i = 0; i < times; i++) {
            list = Cons.list(heap, list, list);
        }
        return list;
    }

    @Test
    void shouldCountSharedPartsInSlices() {
        final IoListSize size = new IoListSize(0);
        long rest = doubled(Bitstring.make(heap, new byte[1000]), 12);
        int slices = 0;
        while (rest != Term.NIL) {
            rest = size.run(heap, rest, 100);
            slices++;
        }

        assertEquals(4096 * 1000, size.bytes());
        assertEquals(true, slices > 40);
    }

    @Test
    void shouldRefuseWrongTailThatLiesBehindSlice() {
        final IoListSize size = new IoListSize(0);
        long rest = Cons.make(heap, doubled(Cons.list(heap, Term.makeSmall(1)), 5), Term.makeSmall(2));
        rest = size.run(heap, rest, 10);
        assertNotEquals(Term.NON_VALUE, rest);

        assertEquals(Term.NON_VALUE, size.run(heap, rest, 1000));
    }

    @Test
    void shouldTakeBinaryAsTailAndRefuseBitstring() {
        final IoListSize size = new IoListSize(5);

        assertEquals(Term.NIL, size.run(heap, Cons.make(heap, Term.makeSmall(255), Bitstring.make(heap, new byte[3])), 100));
        assertEquals(9, size.bytes());
        assertEquals(Term.NON_VALUE, size.run(heap, Cons.list(heap, Term.makeSmall(256)), 100));
    }
}
