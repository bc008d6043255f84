package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapBinary;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrimBufferTest {
    private final LocalHeap heap = new LocalHeap();
    private final PrimBuffer buffer = new PrimBuffer();

    @AfterEach
    void release() {
        buffer.dispose();
        OffHeapList.releaseAll(heap.offHeapAddr);
        heap.close();
    }

    @Test
    void shouldGiveBackWhatWasWrittenInOrder() {
        write("abc", "", "def");
        write("x".repeat(3000), "y");
        write("end");
        assertEquals(3 + 3 + 3000 + 1 + 3, buffer.sizeBytes());
        assertEquals("abcdefxx", read(8));
        buffer.drop(2997);
        assertEquals("xyen", read(4));
        assertEquals("d", read(1));
        assertEquals(0, buffer.sizeBytes());
        assertEquals("", read(0));
    }

    @Test
    void shouldShareLargeBinaries() {
        final long binaryTerm = Bitstring.make(heap, "z".repeat(5000).getBytes(StandardCharsets.ISO_8859_1));
        final long objectAddr = Term.word(binaryTerm, Bitstring.REFC_OBJECT_WORD);
        final long listTerm = Cons.list(heap, Bitstring.makeSub(heap, binaryTerm, 80, 32000));
        buffer.write(listTerm, IoQueue.sizeOf(listTerm));
        assertEquals(2, OffHeapBinary.count(objectAddr));
        final long headTerm = buffer.headBinary(heap);
        assertEquals(4000, Bitstring.byteSize(headTerm));
        assertEquals(Bitstring.dataAddr(binaryTerm) + 10, Bitstring.dataAddr(headTerm));
        assertEquals(3, OffHeapBinary.count(objectAddr));
        buffer.drop(4000);
        assertEquals(2, OffHeapBinary.count(objectAddr));
    }

    @Test
    void shouldFindBytesAcrossParts() {
        write("a".repeat(2000));
        write("b".repeat(2001) + "\n" + "\n");
        write("tail\n");
        assertEquals(4001, buffer.indexOf('\n'));
        assertEquals(0, buffer.indexOf('a'));
        assertEquals(2000, buffer.indexOf('b'));
        assertEquals(4003, buffer.indexOf('t'));
        assertEquals(-1, buffer.indexOf(0));
        assertEquals(-1, buffer.indexOf(0xFF));
    }

    @Test
    void shouldTakeManyParts() {
        final StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            final String text = Integer.toString(i).repeat(500);
            write(text);
            expected.append(text);
            if (i % 3 == 0) {
                assertEquals(expected.substring(0, 100), read(100));
                expected.delete(0, 100);
            }
        }
        assertEquals(expected.toString(), read(expected.length()));
    }

    @Test
    void shouldLockOnce() {
        assertTrue(buffer.tryLock());
        assertFalse(buffer.tryLock());
        assertTrue(buffer.unlock());
        assertFalse(buffer.unlock());
    }

    @Test
    void shouldTakeOnlyProperListsOfBinaries() {
        final long binaryTerm = Bitstring.make(heap, new byte[] {1, 2});
        assertEquals(-1, IoQueue.sizeOf(binaryTerm));
        assertEquals(-1, IoQueue.sizeOf(Cons.list(heap, Term.NIL)));
        assertEquals(-1, IoQueue.sizeOf(Cons.make(heap, binaryTerm, binaryTerm)));
        assertEquals(-1, IoQueue.sizeOf(Cons.list(heap, Bitstring.makeSub(heap, binaryTerm, 0, 12))));
        assertEquals(4, IoQueue.sizeOf(Cons.list(heap, binaryTerm, binaryTerm)));
    }

    private void write(final String... parts) {
        final long[] terms = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            terms[i] = Bitstring.make(heap, parts[i].getBytes(StandardCharsets.ISO_8859_1));
        }
        final long listTerm = Cons.list(heap, terms);
        buffer.write(listTerm, IoQueue.sizeOf(listTerm));
    }

    private String read(final long bytes) {
        return new String(Bitstring.toArray(buffer.read(heap, bytes)), StandardCharsets.ISO_8859_1);
    }
}
