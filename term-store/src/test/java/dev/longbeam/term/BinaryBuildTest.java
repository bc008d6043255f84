package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BinaryBuildTest {
    private final LocalHeap heap = new LocalHeap();
    private final BinaryBuild build = new BinaryBuild();

    @AfterEach
    void release() {
        OffHeapList.releaseAll(heap.offHeapAddr);
        heap.close();
    }

    @Test
    void shouldWriteIntegersAndBitstringsAtAnyOffset() {
        final Random random = new Random(4);
        for (int round = 0; round < 1500; round++) {
            final int segments = 1 + random.nextInt(6);
            final String[] parts = new String[segments];
            final int[] sizes = new int[segments];
            final long[] terms = new long[segments];
            final int[] flags = new int[segments];
            long total = 0;
            for (int i = 0; i < segments; i++) {
                sizes[i] = random.nextInt(random.nextInt(4) == 0 ? 300 : 80);
                if (random.nextBoolean()) {
                    flags[i] = random.nextBoolean() ? 0 : BitMatch.FLAG_LITTLE;
                    final BigInteger magnitude = new BigInteger(random.nextInt(260), random).shiftLeft(random.nextInt(2) * random.nextInt(130));
                    final BigInteger value = random.nextBoolean() ? magnitude : magnitude.negate();
                    terms[i] = BitModel.integerTerm(heap, value);
                    parts[i] = BitModel.bits(value, sizes[i], flags[i] != 0);
                } else {
                    final String whole = BitModel.random(random, sizes[i] + random.nextInt(10));
                    terms[i] = BitModel.term(heap, whole, random.nextInt(9));
                    parts[i] = whole.substring(0, sizes[i]);
                }
                total += sizes[i];
            }

            final long term = build.init(heap, total);
            for (int i = 0; i < segments; i++) {
                assertTrue(Term.isBitstring(terms[i]) ? build.putBinary(heap, terms[i], sizes[i])
                    : build.putInteger(heap, terms[i], sizes[i], flags[i]));
            }

            assertEquals(String.join("", parts), BitModel.of(term), "round=" + round);
        }
    }

    @Test
    void shouldWriteFloatsAsTheEmulatorDoes() {
        assertEquals("7f800000", floatHex(heapFloat(1.0e300), 32));
        assertEquals("7c00", floatHex(heapFloat(1.0e300), 16));
        assertEquals("7c00", floatHex(Term.makeSmall(65520), 16));
        assertEquals("7bff", floatHex(heapFloat(65519.9999), 16));
        assertEquals("45f8ee90ff6c373e", floatHex(big("123456789012345678901234567890"), 64));
        assertEquals("4340000000000000", floatHex(Term.makeSmall(9007199254740993L), 64));
        assertEquals("5b000000", floatHex(Term.makeSmall(36028797018963969L), 32));
        assertEquals("4b800000", floatHex(Term.makeSmall(16777217), 32));
        assertEquals("4400000000000001", floatHex(big("36893488147419107329"), 64));
        assertEquals("4400000000000000", floatHex(big("36893488147419103233"), 64));
        final String[] pairs = {"3e60000000000000 0", "3e60000000000001 1", "3e60000010000000 1", "3e70000000000001 1", "3e78000000000000 2",
            "3e78000000000001 2", "3e77ffffffffffff 1", "3f00000000000001 200", "3f10020000000001 401", "3f10020000000000 400",
            "3ff0020000000001 3c01", "3ff0020000000100 3c01", "3f00020000000000 200", "3f00020000000001 200", "3f00060000000000 201",
            "3f00080000000000 201", "3f0fff0000000000 400", "3f0ffe0000000001 400", "8000000000000000 8000", "3f00080000000001 201"};
        for (final String pair : pairs) {
            final String[] fields = pair.split(" ");
            final double value = Double.longBitsToDouble(Long.parseUnsignedLong(fields[0], 16));
            assertEquals("0".repeat(4 - fields[1].length()) + fields[1], floatHex(heapFloat(value), 16), pair);
        }
    }

    private long heapFloat(final double value) {
        return FloatTerm.make(heap, value);
    }

    private long big(final String decimal) {
        return BitModel.integerTerm(heap, new BigInteger(decimal));
    }

    private String floatHex(final long numberTerm, final int bits) {
        final String text = floatBits(numberTerm, bits, 0);
        final StringBuilder hex = new StringBuilder();
        for (int i = 0; i < bits; i += 4) {
            hex.append(Character.forDigit(Integer.parseInt(text.substring(i, i + 4), 2), 16));
        }
        final BigInteger pattern = new BigInteger(text, 2);
        assertEquals(BitModel.bits(pattern, bits, true), floatBits(numberTerm, bits, BitMatch.FLAG_LITTLE));
        return hex.toString();
    }

    private String floatBits(final long numberTerm, final int bits, final int flags) {
        final long term = build.init(heap, bits + 3);
        assertTrue(build.putInteger(heap, Term.makeSmall(0), 3, 0));
        assertTrue(build.putFloat(heap, numberTerm, bits, flags));
        return BitModel.of(term).substring(3);
    }

    @Test
    void shouldWriteCharacters() {
        final int[] characters = {0x24, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x1_0000, 0x10FFFF};
        for (final int c : characters) {
            final long ch = Term.makeSmall(c);
            final long bits = BinaryBuild.utf8Bits(ch) + 2 * BinaryBuild.utf16Bits(ch) + 64;
            final long term = build.init(heap, bits + 5);
            assertTrue(build.putInteger(heap, Term.makeSmall(0), 5, 0));
            assertTrue(build.putUtf8(heap, ch));
            assertTrue(build.putUtf16(heap, ch, 0));
            assertTrue(build.putUtf16(heap, ch, BitMatch.FLAG_LITTLE));
            assertTrue(build.putUtf32(heap, ch, 0));
            assertTrue(build.putUtf32(heap, ch, BitMatch.FLAG_NATIVE));

            final long ctx = BitMatch.start(heap, term);
            assertTrue(BitMatch.skipBits(ctx, 5));
            assertEquals(ch, BitMatchUtf.getUtf8(ctx));
            assertEquals(ch, BitMatchUtf.getUtf16(ctx, 0));
            assertEquals(ch, BitMatchUtf.getUtf16(ctx, BitMatch.FLAG_LITTLE));
            assertEquals(ch, BitMatchUtf.getUtf32(ctx, 0));
            assertEquals(ch, BitMatchUtf.getUtf32(ctx, BitMatch.FLAG_LITTLE));
            assertTrue(BitMatch.testTail(ctx, 0));
        }
        for (final long wrong : new long[] {Term.makeSmall(-1), Term.makeSmall(0xD800), Term.makeSmall(0x110000), Atoms.OK}) {
            build.init(heap, 64);
            assertFalse(build.putUtf8(heap, wrong));
            assertFalse(build.putUtf16(heap, wrong, 0));
            assertFalse(build.checkUtf32(heap, wrong));
            assertEquals(Atoms.BADARG, heap.failReasonTerm);
            assertEquals(Atom.of("type"), build.whyTerm);
            assertEquals(wrong, build.valueTerm);
        }
    }

    @Test
    void shouldSayWhatWasWrong() {
        final long bitstring = BitModel.term(heap, "1010101010", 0);
        build.init(heap, 64);

        assertEquals(-1, build.segmentBits(heap, Term.makeSmall(-1), 8));
        assertFailure(Atoms.BADARG, "size", Term.makeSmall(-1));
        assertEquals(-1, build.segmentBits(heap, Atoms.OK, 8));
        assertFailure(Atoms.BADARG, "size", Atoms.OK);
        final long huge = big("123456789012345678901234567890");
        assertEquals(-1, build.segmentBits(heap, huge, 8));
        assertFailure(Atoms.SYSTEM_LIMIT, "size", huge);
        assertEquals(-1, build.segmentBits(heap, Term.makeSmall(Term.MAX_SMALL), 256));
        assertFailure(Atoms.SYSTEM_LIMIT, "size", Term.makeSmall(Term.MAX_SMALL));
        assertEquals(-1, build.wholeBits(heap, Atoms.OK));
        assertFailure(Atoms.BADARG, "type", Atoms.OK);
        assertFalse(build.putBinary(heap, bitstring, 11));
        assertFailure(Atoms.BADARG, "short", bitstring);
        assertFalse(build.putBinaryAll(heap, bitstring, 8));
        assertFailure(Atoms.BADARG, "unit", bitstring);
        assertFalse(build.putInteger(heap, Atoms.OK, 8, 0));
        assertFailure(Atoms.BADARG, "type", Atoms.OK);
        assertFalse(build.putFloat(heap, Term.makeSmall(1), 17, 0));
        assertFailure(Atoms.BADARG, "invalid", Term.makeSmall(17));
        final long noFloat = BitModel.integerTerm(heap, BigInteger.ONE.shiftLeft(2000));
        assertFalse(build.putFloat(heap, noFloat, 64, 0));
        assertFailure(Atoms.BADARG, "no_float", noFloat);
        assertEquals(Term.NON_VALUE, build.append(heap, bitstring, 8, 8));
        assertFailure(Atoms.BADARG, "unit", bitstring);
        build.cause(heap, 3, Atom.of("append"));
        assertEquals(bitstring, Tuple.element(heap.failCauseTerm, 4));
    }

    private void assertFailure(final long reasonTerm, final String why, final long valueTerm) {
        assertEquals(reasonTerm, heap.failReasonTerm);
        assertEquals(Atom.of(why), build.whyTerm);
        assertEquals(valueTerm, build.valueTerm);
    }

    @Test
    void shouldAddSizes() {
        assertEquals(Term.makeSmall(19), BinaryBuild.add(heap, Term.makeSmall(3), Term.makeSmall(2), 8));
        assertEquals(Term.NON_VALUE, BinaryBuild.add(heap, Term.makeSmall(3), Term.makeSmall(-2), 8));
        assertEquals(Atoms.BADARG, heap.failReasonTerm);
        assertEquals(Term.NON_VALUE, BinaryBuild.add(heap, Atoms.OK, Term.makeSmall(2), 8));
        assertEquals(Atoms.BADARG, heap.failReasonTerm);
        assertEquals(Term.NON_VALUE, BinaryBuild.add(heap, Term.makeSmall(3), big("123456789012345678901234567890"), 8));
        assertEquals(Atoms.SYSTEM_LIMIT, heap.failReasonTerm);
    }

    @Test
    void shouldAppendWithoutChangingWhatOthersSee() {
        final Random random = new Random(5);
        final long[] terms = new long[400];
        final String[] texts = new String[400];
        terms[0] = BitModel.term(heap, "", 0);
        texts[0] = "";
        for (int i = 1; i < terms.length; i++) {
            final int from = random.nextInt(4) == 0 ? random.nextInt(i) : i - 1;
            final String more = BitModel.random(random, random.nextInt(90));
            final long moreTerm = BitModel.term(heap, more, random.nextInt(9));
            terms[i] = build.append(heap, terms[from], more.length(), 1);
            assertTrue(build.putBinaryAll(heap, moreTerm, 1));
            texts[i] = texts[from] + more;
        }
        for (int i = 0; i < terms.length; i++) {
            assertEquals(texts[i], BitModel.of(terms[i]));
        }
    }

    @Test
    void shouldAppendInPlaceWhileThereIsRoom() {
        long acc = build.append(heap, Bitstring.make(heap, new byte[0]), 8, 8);
        assertTrue(build.putInteger(heap, Term.makeSmall(7), 8, 0));
        final long dataAddr = Bitstring.dataAddr(acc);
        for (int i = 1; i < 256; i++) {
            acc = build.append(heap, acc, 8, 8);
            assertTrue(build.putInteger(heap, Term.makeSmall(i), 8, 0));
            assertEquals(dataAddr, Bitstring.dataAddr(acc));
        }
        assertEquals(256, heap.offHeapBytes);

        final long grown = build.append(heap, acc, 8, 8);

        assertNotEquals(dataAddr, Bitstring.dataAddr(grown));
        assertEquals(256, Bitstring.byteSize(acc));
        assertEquals(257, Bitstring.byteSize(grown));
    }

    @Test
    void shouldExtendPrivateBinariesThemselves() {
        long acc = BinaryBuild.initWritable(heap, Term.makeSmall(4));
        for (int i = 0; i < 4; i++) {
            final long before = acc;
            acc = build.privateAppend(heap, acc, 8, 1);
            assertTrue(build.putInteger(heap, Term.makeSmall(i), 8, 0));
            assertEquals(before, acc);
        }
        for (int i = 4; i < 100; i++) {
            acc = build.privateAppend(heap, acc, 9, 1);
            assertTrue(build.putInteger(heap, Term.makeSmall(i), 9, 0));
        }
        assertEquals(4 * 8 + 96 * 9, Bitstring.bitSize(acc));
        final long ctx = BitMatch.start(heap, acc);
        for (int i = 0; i < 100; i++) {
            assertEquals(Term.makeSmall(i), BitMatch.getInteger(heap, ctx, i < 4 ? 8 : 9, 0));
        }
    }

    @Test
    void shouldBuildWithTheOlderInstructions() {
        final long binary = build.initBytes(heap, Term.makeSmall(3));
        build.putString(new byte[] {1, 2, 3, 4}, 1, 2);
        assertTrue(build.putUtf8(heap, Term.makeSmall('x')));
        assertEquals("000000100000001101111000", BitModel.of(binary));
        final long bits = build.initBits(heap, Term.makeSmall(19));
        assertTrue(build.putInteger(heap, Term.makeSmall(5), 3, 0));
        build.putString(Bitstring.dataAddr(binary), 2);
        assertEquals("1010000001000000011", BitModel.of(bits));
        assertEquals(Term.NON_VALUE, build.initBytes(heap, Term.makeSmall(-1)));
        assertEquals(Atoms.BADARG, heap.failReasonTerm);
        assertEquals(Term.NON_VALUE, build.initBits(heap, big("123456789012345678901234567890")));
        assertEquals(Atoms.SYSTEM_LIMIT, heap.failReasonTerm);
        assertEquals(16, build.buildBits(heap, Term.makeSmall(16)));
    }

    @Test
    void shouldRefuseToWriteBehindTheEnd() {
        build.init(heap, 8);

        assertTrue(build.putInteger(heap, Term.makeSmall(1), 1, 0));
        assertFalse(build.putInteger(heap, Term.makeSmall(1), 8, 0));
        assertFalse(build.putFloat(heap, Term.makeSmall(1), 16, 0));
        assertFalse(build.putUtf8(heap, Term.makeSmall('x')));
        assertFalse(build.putUtf16(heap, Term.makeSmall('x'), 0));
        assertFalse(build.putBinaryAll(heap, BitModel.term(heap, "11111111", 0), 1));
        assertThrows(IllegalStateException.class, () -> build.putString(new byte[2], 0, 2));
        assertTrue(build.putInteger(heap, Term.makeSmall(1), 7, 0));
        build.append(heap, Bitstring.make(heap, new byte[] {1}), 0, 8);
        assertFalse(build.putInteger(heap, Term.makeSmall(1), 1, 0));
    }
}
