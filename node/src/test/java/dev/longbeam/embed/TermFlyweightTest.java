package dev.longbeam.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.term.NodeTerms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers, writers and claims. */
class TermFlyweightTest {
    private static final int AM_A = AtomTable.of("a");
    private static final int AM_B = AtomTable.of("b");
    /** {@code {1, 2}} in the external format. */
    private static final byte[] PAIR = {(byte)131, 104, 2, 97, 1, 97, 2};

    private final TermWriter writer = new TermWriter();
    private final TermReader reader = new TermReader();
    private final TermReader part = new TermReader();

    @AfterEach
    void close() {
        writer.close();
    }

    private TermReader read() {
        reader.wrap(writer.term(), Lifetime.NONE);
        return reader;
    }

    @Test
    void shouldWriteTermsFromTheOutsideIn() {
        writer.reset().tuple(6).atom("quote").int64(-7).float64(1.5).list(2).bool(true).nil()
            .map(2).atom("ask").int64(Long.MAX_VALUE).atom("bid").string("gr\u00fcn")
            .beginList().int64(1).tuple(0).endList();

        assertEquals("{quote,-7,1.500000e+00,[true,[]],#{ask=>9223372036854775807,bid=><<103,114,195,188,110>>},[1,{}]}", read().toString());
    }

    @Test
    void shouldReadTuples() {
        writer.reset().tuple(4).atom(AM_A).int64(1L << 62).float64(0.25).string("text");
        final TermReader tuple = read();

        assertTrue(tuple.isTuple(AM_A, 4));
        assertFalse(tuple.isTuple(AM_A, 3));
        assertFalse(tuple.isTuple(AM_B, 4));
        assertEquals(4, tuple.arity());
        assertEquals(AM_A, tuple.atomAt(0));
        assertEquals(1L << 62, tuple.int64At(1));
        assertEquals(0.25, tuple.float64At(2));
        assertEquals("text", tuple.elementAt(3, part).string());
        assertEquals(TermType.BINARY, part.type());
        assertEquals("a tuple of 4 elements has no element 4",
            assertThrows(IndexOutOfBoundsException.class, () -> tuple.elementAt(4, part)).getMessage());
    }

    @Test
    void shouldWalkOverLists() {
        writer.reset().beginList();
        for (int i = 0; i < 1000; i++) {
            writer.int64(i);
        }
        writer.endList();
        final TermReader list = read();
        assertEquals(1000, list.length());
        long sum = 0;
        while (list.next(part)) {
            sum += part.int64();
        }

        assertEquals(499_500, sum);
        assertEquals(TermType.NIL, list.type());
    }

    @Test
    void shouldReadSmallAndLargeMaps() {
        for (final int size : new int[] {0, 1, 32, 33, 1000}) {
            writer.reset().map(size);
            for (int i = 0; i < size; i++) {
                writer.int64(i).int64(i * 10L);
            }
            final TermReader map = read();
            final TermReader key = new TermReader();
            long sum = 0;
            int count = 0;
            map.beginEntries();
            while (map.nextEntry(key, part)) {
                assertEquals(key.int64() * 10, part.int64());
                sum += key.int64();
                count++;
            }
            assertEquals(size, count);
            assertEquals(size, map.size());
            assertEquals((long)size * (size - 1) / 2, sum);
        }
        writer.reset().map(1).atom(AM_A).int64(5);
        assertTrue(read().get(AM_A, part));
        assertEquals(5, part.int64());
        assertFalse(reader.get(AM_B, part));
    }

    @Test
    void shouldShowBytesWhereTheyStand() {
        final byte[] bytes = "0123456789".repeat(20).getBytes(StandardCharsets.US_ASCII);
        for (final int length : new int[] {0, 10, 64, 65, 200}) {
            writer.reset().binary(new UnsafeBuffer(bytes), 0, length);
            final UnsafeBuffer view = new UnsafeBuffer(0, 0);
            assertTrue(read().wrapBytes(view));
            assertEquals(length, view.capacity());
            assertEquals(length, reader.byteLength());
            final byte[] copy = new byte[length];
            assertEquals(length, reader.getBytes(copy, 0));
            assertArrayEquals(java.util.Arrays.copyOf(bytes, length), copy);
            if (length > 0) {
                assertEquals(bytes[length - 1], view.getByte(length - 1));
                assertThrows(IndexOutOfBoundsException.class, () -> reader.getBytes(copy, 1));
            }
        }
    }

    @Test
    void shouldCopyTermsBetweenWritersAndTheExternalFormat() {
        writer.reset().tuple(2).string("x".repeat(100)).int64(1);
        try (TermWriter other = new TermWriter()) {
            other.reset().list(2).term(writer).external(read().toExternal());
            writer.reset();
            reader.wrap(other.term(), Lifetime.NONE);
            reader.next(part);
            final String first = part.toString();
            reader.next(part);

            assertEquals(first, part.toString());
            assertEquals("{<<\"" + "x".repeat(100) + "\">>,1}", first);
        }
    }

    @Test
    void shouldNameBothTypesWhenATermIsOfAnother() {
        writer.reset().tuple(1).atom(AM_A);

        assertEquals("not INTEGER of 64 bits but TUPLE: {a}", assertThrows(IllegalArgumentException.class, () -> read().int64()).getMessage());
        assertEquals("not PID but ATOM: a", assertThrows(IllegalArgumentException.class, () -> read().pidAt(0)).getMessage());
        assertEquals("not MAP but TUPLE: {a}", assertThrows(IllegalArgumentException.class, () -> read().size()).getMessage());
    }

    @Test
    void shouldRefuseTermsThatAreNotComplete() {
        assertEquals("nothing was written", message(writer::term));
        writer.reset().tuple(3).int64(1);
        assertEquals("the term is not complete: elements missing in the innermost container: 2", message(writer::term));
        writer.reset().beginList().int64(1);
        assertEquals("the term is not complete: endList() is missing", message(writer::term));
        writer.reset().int64(1);
        assertEquals("the term is complete; reset() begins the next", message(() -> writer.int64(2)));
        writer.reset().tuple(1);
        assertThrows(IllegalStateException.class, writer::endList);
        assertThrows(IllegalArgumentException.class, () -> writer.float64(Double.NaN));
    }

    private static String message(final Runnable action) {
        return assertThrows(IllegalStateException.class, action::run).getMessage();
    }

    @Test
    void shouldWriteClaimsWithinTheirWords() {
        final SteppedJavaNode stepped = new SteppedJavaNode(1);
        final List<String> seen = new ArrayList<>();
        final long pid = stepped.node.spawn(ProcessSpec.of((ctx, message) -> seen.add(message.toString())));
        try (Sender sender = stepped.node.sender(); Claim claim = new Claim()) {
            final int words = TermWriter.tupleWords(3) + TermWriter.FLOAT_WORDS + TermWriter.mapWords(1) + TermWriter.binaryWords(5);
            assertEquals(SendResult.SENT, sender.tryClaim(pid, words, claim));
            claim.writer().tuple(3).atom(AM_A).float64(2.5).map(1).atom(AM_B).string("hello");
            assertEquals(SendResult.SENT, claim.commit());
            assertEquals("nothing is claimed", message(claim::writer));

            sender.tryClaim(pid, TermWriter.tupleWords(2), claim);
            assertEquals("the claim is open: commit or abort it first", message(() -> sender.tryClaim(pid, 1, claim)));
            claim.writer().tuple(2).int64(1);
            assertEquals("write beyond the claimed length: claimedWords=3 freeWords=0 neededWords=2",
                assertThrows(IndexOutOfBoundsException.class, () -> claim.writer().float64(1.5)).getMessage());
            assertThrows(IllegalStateException.class, claim::commit);
            claim.abort();
            stepped.settle();
        }
        stepped.node.close();

        assertEquals(List.of("{a,2.500000e+00,#{b=><<\"hello\">>}}"), seen);
    }

    @Test
    void shouldLeaveTheThreadAsItWasWhenATermDoesNotFit() {
        final SteppedJavaNode stepped = new SteppedJavaNode(1);
        final long pid = stepped.node.spawn(ProcessSpec.of((ctx, message) -> { }));
        final NodeTerms before = NodeTerms.current();
        try (Sender sender = stepped.node.sender(); Claim claim = new Claim()) {
            sender.tryClaim(pid, 1, claim);
            assertThrows(IndexOutOfBoundsException.class, () -> claim.writer().external(PAIR));
            claim.abort();
            assertSame(before, NodeTerms.current());
        }
        stepped.node.close();
    }

    @Test
    void shouldRefuseAReaderWhoseMessageIsGone() {
        final SteppedJavaNode stepped = new SteppedJavaNode(1);
        final TermReader[] kept = {null, new TermReader()};
        final long pid = stepped.node.spawn(ProcessSpec.of((ctx, message) -> {
            kept[0] = message;
            message.elementAt(0, kept[1]);
        }));
        try (Sender sender = stepped.node.sender()) {
            sender.offer(pid, sender.message().tuple(1).int64(3));
        }
        stepped.settle();
        stepped.node.close();

        assertEquals("reader used after its message is gone", message(() -> kept[0].arity()));
        assertEquals("reader used after its message is gone", message(() -> kept[1].int64()));
    }
}
