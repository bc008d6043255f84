package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlicedWorkTest {
    private static final int OPTIONS = ExternalTerm.options(2);
    private static final int MANY = 20_000;
    private static final long PART = 1000;
    private final LocalHeap heap = new LocalHeap();

    @AfterEach
    void close() {
        OffHeapList.releaseAll(heap.offHeapAddr);
        heap.close();
    }

    /** A term with everything that can be stopped in: long lists, nested ones, strings, maps of all sizes, long binaries. */
    private long large() {
        final long[] numbers = new long[MANY];
        final long[] bytes = new long[MANY];
        final long[] strings = new long[MANY / 10];
        for (int i = 0; i < MANY; i++) {
            numbers[i] = Term.makeSmall(i * 3L);
            bytes[i] = Term.makeSmall(i & 0xFF);
        }
        for (int i = 0; i < strings.length; i++) {
            strings[i] = Cons.list(heap, bytes[i % 256], bytes[(i + 1) % 256], bytes[(i + 2) % 256]);
        }
        final long binary = Bitstring.make(heap, new byte[1 << 19]);
        return Tuple.make(heap, Cons.list(heap, numbers), Cons.list(heap, bytes), Cons.list(heap, strings), Tuple.make(heap, numbers),
            map(MANY, 1), map(40, 1), map(7, 1), binary, Bitstring.makeSub(heap, binary, 3, (1 << 21) + 5));
    }

    private long pairs(final int count, final long factor) {
        long list = Term.NIL;
        for (int i = 0; i < count; i++) {
            list = Cons.make(heap, Tuple.make(heap, Term.makeSmall(i * factor), Term.makeSmall(i)), list);
        }
        return list;
    }

    private long map(final int count, final long factor) {
        return Maps.fromList(heap, pairs(count, factor));
    }

    private long bytes(final int count, final int differentAt) {
        final byte[] bytes = new byte[count];
        if (differentAt >= 0) {
            bytes[differentAt] = 1;
        }
        return Bitstring.make(heap, bytes);
    }

    /** A binary with the same bytes that does not begin at a byte border. */
    private long shifted(final long binaryTerm) {
        final long bits = Bitstring.bitSize(binaryTerm);
        final long wider = Bitstring.allocate(heap, (bits >> 3) + 1);
        Bits.copy(Bitstring.dataAddr(binaryTerm), 0, Bitstring.dataAddr(wider), 3, bits);
        return Bitstring.makeSub(heap, wider, 3, bits);
    }

    @Test
    void shouldCountCommonBytesInParts() {
        for (final int at : new int[] {0, 7, 8, 9, 15, 16, 500, 499_990, 499_999, -1}) {
            final long same = bytes(500_000, -1);
            final long other = bytes(500_000, at);
            final long expected = at < 0 ? 500_000 : at;
            final long fromBehind = at < 0 ? 500_000 : 499_999 - at;
            for (final long b : new long[] {other, shifted(other)}) {
                final SlicedWork prefix = new CommonBytes(Cons.list(heap, same, same, b), 500_000, false);
                assertTrue(parts(prefix, PART) > 500_000 / 8 / PART);
                assertEquals(Term.makeSmall(expected), prefix.result());
                final SlicedWork suffix = new CommonBytes(Cons.list(heap, same, same, b), 500_000, true);
                assertTrue(parts(suffix, PART) > 500_000 / 8 / PART);
                assertEquals(Term.makeSmall(fromBehind), suffix.result());
            }
        }
        final SlicedWork ofDifferentSizes = new CommonBytes(Cons.list(heap, bytes(20, 19), bytes(11, 10)), 11, true);
        parts(ofDifferentSizes, PART);
        assertEquals(Term.makeSmall(11), ofDifferentSizes.result());
    }

    /** Does work in parts; returns how many there were. */
    private static int parts(final SlicedWork work, final long steps) {
        int parts = 1;
        while (!work.advance(steps)) {
            assertEquals(0, work.stepsLeft());
            parts++;
        }
        return parts;
    }

    private static long result(final SlicedWork work, final long steps) {
        assertTrue(parts(work, steps) > 1);
        return work.result();
    }

    private static boolean equal(final long a, final long b) {
        return Compare.exactEqual(a, b);
    }

    @Test
    void shouldSortMapsInPartsAsInOneGo() {
        final int options = OPTIONS | ExternalTerm.DETERMINISTIC;
        final long term = Tuple.make(heap, map(MANY, 7), map(40, 3), map(3, 1), Maps.empty(heap));
        final byte[] atOnce = ExternalTerm.encodeToArray(term, options);

        for (final long steps : new long[] {1, 7, PART}) {
            assertArrayEquals(atOnce, Bitstring.toArray(result(TermEncoding.of(heap, term, options, 0, TermEncoding.Result.BINARY), steps)));
        }
    }

    @Test
    void shouldListMapsInPartsAsInOneGo() {
        final long map = map(MANY, 1);

        assertTrue(equal(Maps.keys(heap, map), result(new MapListing(heap, map, true), PART)));
        assertTrue(equal(Maps.values(heap, map), result(new MapListing(heap, map, false), PART)));
    }

    @Test
    void shouldWriteAndReadInPartsAsInOneGo() {
        final long term = large();
        final byte[] atOnce = ExternalTerm.encodeToArray(term, OPTIONS);

        for (final long steps : new long[] {1, 7, PART}) {
            final long binary = result(TermEncoding.of(heap, term, OPTIONS, 0, TermEncoding.Result.BINARY), steps);

            assertArrayEquals(atOnce, Bitstring.toArray(binary));
            assertTrue(equal(term, result(TermDecoding.of(heap, Bitstring.dataAddr(binary), atOnce.length, false, false), steps)));
        }
    }

    @Test
    void shouldJoinListsInPartsAsInOneGo() {
        final long binary = Bitstring.make(heap, new byte[3000]);
        long list = Bitstring.make(heap, new byte[] {9, 9});
        for (int i = 0; i < 2000; i++) {
            list = Cons.make(heap, Cons.list(heap, Term.makeSmall(i & 0xFF), i % 500 == 0 ? binary : Term.NIL), list);
        }
        final long odd = Cons.make(heap, Bitstring.makeSub(heap, binary, 3, 13), list);

        for (final long steps : new long[] {1, 7, PART}) {
            final long joined = result(new IoListJoin(heap, list, false), steps);
            final long joinedBits = result(new IoListJoin(heap, odd, true), steps);

            assertTrue(equal(IoList.toBinary(heap, list), joined));
            assertEquals(IoList.bitSize(odd), Bitstring.bitSize(joinedBits));
        }
        final IoListJoin refused = new IoListJoin(heap, odd, false);
        assertTrue(refused.advance(PART));
        assertEquals(Term.NON_VALUE, refused.result());
    }

    @Test
    void shouldJoinBytesOfNestedListsAroundOtherThings() {
        final byte[] expected = new byte[3 * 700];
        new Random(2).nextBytes(expected);
        long list = Term.NIL;
        for (int i = expected.length - 3; i >= 0; i -= 3) {
            final long inner = Cons.make(heap, Term.makeSmall(expected[i] & 0xFF), Bitstring.make(heap, new byte[] {expected[i + 1]}));
            list = Cons.make(heap, inner, Cons.make(heap, Term.makeSmall(expected[i + 2] & 0xFF), Cons.list(heap, Term.NIL, list)));
        }
        final long shifted = Cons.make(heap, Bitstring.makeSub(heap, Bitstring.make(heap, new byte[] {0x50}), 0, 4), list);

        for (final long steps : new long[] {1, 7, 100}) {
            final long joinedBits = result(new IoListJoin(heap, shifted, true), steps);

            assertArrayEquals(expected, Bitstring.toArray(result(new IoListJoin(heap, list, false), steps)));
            assertArrayEquals(expected, Bitstring.toArray(Bitstring.makeSub(heap, joinedBits, 4, expected.length * 8L)));
        }
        for (final long wrong : new long[] {Term.makeSmall(256), Term.makeSmall(-1), Atoms.BADARG}) {
            final long inHead = Cons.list(heap, Cons.list(heap, Term.makeSmall(1), wrong));
            final long inTail = Cons.make(heap, Cons.list(heap, Term.makeSmall(1)), wrong);
            for (final long listTerm : new long[] {inHead, inTail}) {
                final IoListJoin refused = new IoListJoin(heap, listTerm, false);

                assertTrue(refused.advance(PART));
                assertEquals(Term.NON_VALUE, refused.result());
            }
        }
    }

    @Test
    void shouldRepeatBinariesInParts() {
        final byte[] bytes = new byte[999];
        new Random(1).nextBytes(bytes);
        final byte[] expected = new byte[bytes.length * 50];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = bytes[i % bytes.length];
        }

        for (final long steps : new long[] {1, 7, 100}) {
            assertArrayEquals(expected, Bitstring.toArray(result(new BinaryRepeat(heap, Bitstring.make(heap, bytes), expected.length), steps)));
        }
    }

    @Test
    void shouldCompressAndHashInParts() {
        final long term = large();
        for (final int options : new int[] {OPTIONS, OPTIONS | ExternalTerm.LOCAL}) {
            final TermEncoding atOnce = TermEncoding.of(heap, term, options, 6, TermEncoding.Result.BINARY);
            assertTrue(atOnce.advance(Long.MAX_VALUE));
            final long expected = atOnce.result();
            final long packed = result(TermEncoding.of(heap, term, options, 6, TermEncoding.Result.BINARY), PART);
            final long bytes = Bitstring.byteSize(packed);
            final long again = result(TermDecoding.of(heap, Bitstring.dataAddr(packed), bytes, false, true), PART);

            assertTrue(equal(expected, packed));
            assertTrue(bytes < 1 << 19, "bytes=" + bytes);
            assertTrue(equal(term, Tuple.element(again, 1)));
            assertEquals(Term.makeSmall(bytes), Tuple.element(again, 2));
        }
    }

    @Test
    void shouldRefuseDamagedBytesInParts() {
        final byte[] good = ExternalTerm.encodeToArray(large(), OPTIONS);
        final long addr = Blocks.allocate(good.length, MemoryKind.SYSTEM);
        final Random random = new Random(5);
        for (int i = 0; i < 50; i++) {
            final int length = 1 + random.nextInt(good.length - 1);
            Memory.copyFromArray(good, 0, addr, length);

            final TermDecoding work = TermDecoding.of(heap, addr, length, false, false);
            parts(work, PART);

            assertEquals(Term.NON_VALUE, work.result());
        }
        Blocks.free(addr, good.length, MemoryKind.SYSTEM);
    }

    @Test
    void shouldHashInPartsAsInOneGo() {
        final long term = large();
        final long atOnce = Hash.phash2(term);

        assertEquals(atOnce, Term.smallValue(result(Hash.phash2Work(term), 1)));
        assertEquals(atOnce, Term.smallValue(result(Hash.phash2Work(term), PART)));
    }

    @Test
    void shouldMakeMapsOfListsInPartsAsInOneGo() {
        for (final OtpVariant variant : new OtpVariant[] {OtpVariant.OTP_25, OtpVariant.OTP_27}) {
            Release.enter(variant);
            for (final int count : new int[] {33, 600, MANY, 300_000}) {
                final long list = pairs(count, 7);
                final long atOnce = Maps.fromList(heap, list);
                final long inParts = result(MapConstruction.ofPairs(heap, list), count < 1000 ? 3 : PART * 10);

                assertTrue(equal(atOnce, inParts), "count=" + count);
                assertEquals(TermSize.flat(atOnce), TermSize.flat(inParts));
                assertTrue(equal(Maps.keys(heap, atOnce), Maps.keys(heap, inParts)));
            }
        }
        Release.leave();
    }

    @Test
    void shouldLetTheLastOfEqualKeysWin() {
        final List<Long> elements = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            elements.add(Tuple.make(heap, Term.makeSmall(i % 500), Term.makeSmall(i)));
        }
        final long list = Cons.list(heap, elements.stream().mapToLong(Long::longValue).toArray());
        final long map = result(MapConstruction.ofPairs(heap, list), PART);

        assertEquals(500, Maps.size(map));
        assertEquals(Term.makeSmall(MANY - 1), Maps.get(map, Term.makeSmall(499)));
        assertTrue(equal(Maps.fromList(heap, list), map));

        final long few = result(MapConstruction.ofKeys(heap, Cons.list(heap, repeated(MANY, 3)), Atoms.OK), PART);

        assertTrue(MapLayout.isFlat(few));
        assertEquals("#{0=>ok,1=>ok,2=>ok}", TermPrinter.text(few).replace(" ", ""));
    }

    private static long[] repeated(final int count, final int different) {
        final long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = Term.makeSmall(i % different);
        }
        return keys;
    }

    @Test
    void shouldRefuseListsOfOtherThings() {
        final long noPair = Cons.make(heap, Atoms.OK, pairs(MANY, 1));
        final long improper = Cons.list(heap, Tuple.make(heap, Atoms.OK, Atoms.OK));
        Memory.putLong(Term.addr(improper) + 8, Atoms.OK);

        for (final long list : new long[] {noPair, improper}) {
            final MapConstruction work = MapConstruction.ofPairs(heap, list);
            parts(work, 1);
            assertEquals(Term.NON_VALUE, work.result());
        }
    }

    @Test
    void shouldMergeInPartsAsInOneGo() {
        for (final int count : new int[] {40, 5000, 100_000}) {
            final long a = map(count, 2);
            final long b = map(count, 3);
            final MapMerging atOnce = new MapMerging(heap, a, b);
            assertTrue(atOnce.advance(Long.MAX_VALUE));
            final long merged = result(new MapMerging(heap, a, b), count < 1000 ? 1 : PART);

            assertTrue(equal(atOnce.result(), merged));
            assertEquals(2L * count - (count + 2) / 3, Maps.size(merged));
            assertEquals(Term.makeSmall(2), Maps.get(merged, Term.makeSmall(6)));
            final MapMerging same = new MapMerging(heap, merged, a);
            parts(same, PART);
            assertTrue(equal(Maps.merge(heap, merged, a), same.result()));
        }
    }

    @Test
    void shouldGiveBackWhatItHoldsWhenNobodyWantsItAnyMore() {
        final long term = large();
        final long before = Blocks.usedBytes(MemoryKind.SYSTEM);
        for (final int level : new int[] {0, 6}) {
            for (final long steps : new long[] {1, 50_000, 100_000}) {
                final TermEncoding encoding = TermEncoding.of(heap, term, OPTIONS, level, TermEncoding.Result.BINARY);
                assertFalse(encoding.advance(steps));
                encoding.release();
            }
        }
        final MapConstruction map = MapConstruction.ofPairs(heap, pairs(MANY, 1));
        assertFalse(map.advance(MANY * 4));
        map.release();

        assertEquals(before, Blocks.usedBytes(MemoryKind.SYSTEM));
    }
}
