package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BitMatchTest {
    private static final int[] FLAGS = {0, BitMatch.FLAG_LITTLE, BitMatch.FLAG_SIGNED, BitMatch.FLAG_LITTLE | BitMatch.FLAG_SIGNED,
        BitMatch.FLAG_NATIVE};

    private final LocalHeap heap = new LocalHeap();

    @AfterEach
    void release() {
        OffHeapList.releaseAll(heap.offHeapAddr);
        heap.close();
    }

    private long context(final String bits, final int offset) {
        return BitMatch.start(heap, BitModel.term(heap, bits, offset));
    }

    @Test
    void shouldReadIntegersOfAnySizeAtAnyOffset() {
        final Random random = new Random(1);
        for (int round = 0; round < 4000; round++) {
            final int skip = random.nextInt(20);
            final int size = random.nextInt(round % 4 == 0 ? 300 : 90);
            final String bits = BitModel.random(random, skip + size + random.nextInt(12));
            final int flags = FLAGS[random.nextInt(FLAGS.length)];
            final long ctx = context(bits, random.nextInt(9));
            assertTrue(BitMatch.skipBits(ctx, skip));

            final long term = BitMatch.getInteger(heap, ctx, size, flags);

            final BigInteger expected = BitModel.integer(bits.substring(skip, skip + size), (flags & 18) != 0, (flags & 4) != 0);
            assertEquals(expected, BitModel.value(term), "round=" + round + " size=" + size + " flags=" + flags);
            assertEquals(bits.length() - skip - size, BitMatch.left(ctx));
        }
    }

    @Test
    void shouldReadIntegersAtTheBordersOfSmallIntegers() {
        for (final BigInteger value : new BigInteger[] {BigInteger.valueOf(Term.MAX_SMALL), BigInteger.valueOf(Term.MIN_SMALL),
            BigInteger.valueOf(Term.MAX_SMALL + 1), BigInteger.valueOf(Term.MIN_SMALL - 1), BigInteger.valueOf(Long.MIN_VALUE),
            BigInteger.ONE.shiftLeft(64), BigInteger.ONE.shiftLeft(64).negate(), BigInteger.ONE.shiftLeft(128).negate(),
            BigInteger.ONE.negate()}) {
            for (final int size : new int[] {130, 136, 192, 200}) {
                final long ctx = context(BitModel.bits(value, size, false), 3);
                assertEquals(value, BitModel.value(BitMatch.getInteger(heap, ctx, size, BitMatch.FLAG_SIGNED)));
            }
        }
    }

    @Test
    void shouldNotMatchWhatIsTooLong() {
        final long ctx = context("10110011", 2);

        assertEquals(Term.NON_VALUE, BitMatch.getInteger(heap, ctx, 9, 0));
        assertEquals(Term.NON_VALUE, BitMatch.getBinary(heap, ctx, 9));
        assertEquals(Term.NON_VALUE, BitMatch.getInteger(heap, ctx, -1, 0));
        assertEquals(Term.NON_VALUE, BitMatch.getFloat(heap, ctx, 16, 0));
        assertFalse(BitMatch.skipBits(ctx, 9));
        assertFalse(BitMatch.skipBits(ctx, -1));
        assertEquals(8, BitMatch.left(ctx));
    }

    @Test
    void shouldRefuseSizesThatNoBitstringHas() {
        assertEquals(24, BitMatch.fieldBits(Term.makeSmall(3), 8));
        assertEquals(-1, BitMatch.fieldBits(Term.makeSmall(-1), 8));
        assertEquals(-1, BitMatch.fieldBits(Atoms.ALL, 8));
        assertEquals(-1, BitMatch.fieldBits(Term.makeSmall(Term.MAX_SMALL), 256));
        assertEquals(-1, BitMatch.fieldBits(Term.makeSmall(Term.MAX_SMALL), 32));
    }

    @Test
    void shouldReadFloats() {
        assertFloat(1.0009765625, "3c01", 0);
        assertFloat(5.960464477539063e-8, "0001", 0);
        assertFloat(-65504.0, "fffb", BitMatch.FLAG_LITTLE);
        assertFloat(16777216.0, "4b800000", 0);
        assertFloat(16777216.0, "0000804b", BitMatch.FLAG_NATIVE);
        assertFloat(1.2345678901234568e29, "45f8ee90ff6c373e", 0);
        for (final String notFinite : new String[] {"7c00", "fc01", "7f800000", "7ff0000000000000", "7ff8000000000001"}) {
            final long ctx = context(BitModel.bits(new BigInteger(notFinite, 16), notFinite.length() * 4, false), 1);
            assertEquals(Term.NON_VALUE, BitMatch.getFloat(heap, ctx, notFinite.length() * 4L, 0));
        }
        assertEquals(0.0, FloatTerm.value(BitMatch.getFloat(heap, context("", 0), 0, 0)));
        assertEquals(Term.NON_VALUE, BitMatch.getFloat(heap, context("00000000", 0), 8, 0));
    }

    private void assertFloat(final double expected, final String hex, final int flags) {
        for (int offset = 0; offset < 8; offset++) {
            final long ctx = context(BitModel.bits(new BigInteger(hex, 16), hex.length() * 4, false), offset);
            final double value = FloatTerm.value(BitMatch.getFloat(heap, ctx, hex.length() * 4L, flags));
            assertEquals(expected, value);
            assertEquals(0, BitMatch.left(ctx));
        }
    }

    @Test
    void shouldTakeBinariesAndTheRest() {
        final Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            final int skip = random.nextInt(20);
            final int size = random.nextInt(1200);
            final String bits = BitModel.random(random, skip + size + random.nextInt(100));
            final long ctx = context(bits, random.nextInt(9));
            assertTrue(BitMatch.skipBits(ctx, skip));

            final long part = BitMatch.getBinary(heap, ctx, size);

            assertEquals(bits.substring(skip, skip + size), BitModel.of(part));
            assertEquals(size % 8 == 0 && size <= 512, !Bitstring.isSub(part));
            final long position = BitMatch.getPosition(ctx);
            assertEquals(bits.substring(skip + size), BitModel.of(BitMatch.getTail(heap, ctx)));
            assertEquals(bits.substring(skip + size), BitModel.of(BitMatch.getBinaryAll(heap, ctx, 1)));
            assertTrue(BitMatch.testTail(ctx, 0));
            BitMatch.setPosition(ctx, position);
            final int left = bits.length() - skip - size;
            assertTrue(BitMatch.testTail(ctx, left));
            assertEquals(left % 8 == 0, BitMatch.testUnit(ctx, 8));
            assertEquals(left >= 16 && left % 8 == 0, BitMatch.ensureAtLeast(ctx, 16, 8));
            assertEquals(left == 16, BitMatch.ensureExactly(ctx, 16));
            assertEquals(left % 8 == 0, BitMatch.getBinaryAll(heap, ctx, 8) != Term.NON_VALUE);
        }
    }

    @Test
    void shouldMatchStrings() {
        final Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            final int skip = random.nextInt(9);
            final int size = random.nextInt(300);
            final String bits = BitModel.random(random, skip + size + 5);
            final long ctx = context(bits, random.nextInt(9));
            BitMatch.skipBits(ctx, skip);
            final long string = BitModel.term(heap, bits.substring(skip, skip + size) + "0".repeat(-size & 7), 0);
            final byte[] array = Bitstring.toArray(string);
            final long position = BitMatch.getPosition(ctx);

            assertTrue(BitMatch.matchString(ctx, size, Bitstring.dataAddr(string)));
            assertEquals(5, BitMatch.left(ctx));
            BitMatch.setPosition(ctx, position);
            assertTrue(BitMatch.matchString(ctx, size, array, 0));
            assertEquals(5, BitMatch.left(ctx));
            if (size > 0) {
                final int flip = random.nextInt(size);
                array[flip / 8] ^= (byte)(0x80 >>> flip % 8);
                BitMatch.setPosition(ctx, position);
                assertFalse(BitMatch.matchString(ctx, size, array, 0));
                assertFalse(BitMatch.matchString(ctx, size, Bitstring.dataAddr(Bitstring.make(heap, array))));
                assertEquals(position, BitMatch.getPosition(ctx));
            }
        }
    }

    @Test
    void shouldCompareBits() {
        final long ctx = context("1011001110001111", 5);

        assertTrue(BitMatch.equalBits(ctx, 3, 0b101));
        assertFalse(BitMatch.equalBits(ctx, 8, 0b10011101));
    }

    @Test
    void shouldReadUtf8AsTheEmulatorDoes() {
        assertUtf8(0x24, "24");
        assertUtf8(0xA2, "c2a2");
        assertUtf8(0x20AC, "e282ac");
        assertUtf8(0x10348, "f0908d88");
        assertUtf8(0x10FFFF, "f48fbfbf");
        assertUtf8(0xFFFF, "efbfbf");
        for (final String wrong : new String[] {"80", "c080", "c1bf", "c2", "c220", "e09fbf", "eda080", "edbfbf", "e282", "f08fbfbf", "f4908080",
            "f5808080", "f8888080", "ff", "f0908d"}) {
            assertUtf8(-1, wrong);
        }
        assertEquals(Term.NON_VALUE, BitMatchUtf.getUtf8(context("0100100", 0)));
    }

    private void assertUtf8(final int expected, final String hex) {
        for (int offset = 0; offset < 8; offset++) {
            final long ctx = context(BitModel.bits(new BigInteger(hex, 16), hex.length() * 4, false), offset);
            final long term = BitMatchUtf.getUtf8(ctx);
            assertEquals(expected < 0 ? Term.NON_VALUE : Term.makeSmall(expected), term, hex);
            assertEquals(expected < 0 ? hex.length() * 4L : 0, BitMatch.left(ctx));
        }
    }

    @Test
    void shouldReadUtf16AndUtf32() {
        assertEquals(Term.makeSmall(0x20AC), BitMatchUtf.getUtf16(contextOf("20ac"), 0));
        assertEquals(Term.makeSmall(0x20AC), BitMatchUtf.getUtf16(contextOf("ac20"), BitMatch.FLAG_LITTLE));
        assertEquals(Term.makeSmall(0x10348), BitMatchUtf.getUtf16(contextOf("d800df48"), 0));
        assertEquals(Term.makeSmall(0x10348), BitMatchUtf.getUtf16(contextOf("00d848df"), BitMatch.FLAG_NATIVE));
        for (final String wrong : new String[] {"d800", "dc00dc00", "d800d800", "d80041", "41"}) {
            assertEquals(Term.NON_VALUE, BitMatchUtf.getUtf16(contextOf(wrong), 0));
        }
        assertEquals(Term.makeSmall(0x10348), BitMatchUtf.getUtf32(contextOf("00010348"), 0));
        assertEquals(Term.makeSmall(0x10348), BitMatchUtf.getUtf32(contextOf("48030100"), BitMatch.FLAG_LITTLE));
        for (final String wrong : new String[] {"0000d800", "00110000", "80000041", "000041"}) {
            assertFalse(BitMatchUtf.skipUtf32(contextOf(wrong), 0));
        }
        assertTrue(BitMatchUtf.skipUtf8(contextOf("41")));
        assertTrue(BitMatchUtf.skipUtf16(contextOf("0041"), 0));
    }

    private long contextOf(final String hex) {
        return context(BitModel.bits(new BigInteger(hex, 16), hex.length() * 4, false), 3);
    }

    @Test
    void shouldStartOnBitstringsAndContextsOnly() {
        final long ctx = context("1", 0);

        assertEquals(ctx, BitMatch.start(heap, ctx));
        assertEquals(Term.NON_VALUE, BitMatch.start(heap, Atoms.OK));
        assertEquals(Term.NON_VALUE, BitMatch.start(heap, Tuple.make(heap, Atoms.OK, Atoms.OK)));
    }
}
