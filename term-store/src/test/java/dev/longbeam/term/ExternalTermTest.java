package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalTermTest {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int OTP_25 = ExternalTerm.options(1);
    private static final String FUN_25 = "8370000000590166372DD03400DAB411E752C3324F312300000000000000026400016661006"
        + "20331B96E5864000D6E6F6E6F6465406E6F686F737400000009000000000000000061076C000000026B0003616263640003666F6F6A";
    private static final int FUN_25_EXTERNAL_SIZE = 94;
    private final LocalHeap heap = new LocalHeap();

    private static long small(final long value) {
        return Term.makeSmall(value);
    }

    private long decode(final String hex) {
        final byte[] bytes = HEX.parseHex(hex);
        return ExternalTerm.decode(heap, bytes, 0, bytes.length);
    }

    /** A binary, in parts that are as small as they can be. */
    private long pack(final long term, final int options, final int level) {
        return inParts(TermEncoding.of(heap, term, options, level, TermEncoding.Result.BINARY));
    }

    private static long inParts(final SlicedWork work) {
        while (!work.advance(1)) {
            assertEquals(0, work.stepsLeft());
        }
        return work.result();
    }

    private static String encode(final long term, final int options) {
        return HEX.formatHex(ExternalTerm.encodeToArray(term, options));
    }

    /** Written by {@code term_to_binary/1} of OTP 25, a term a line. */
    private static List<String> goldenTerms() throws IOException {
        try (InputStream in = ExternalTermTest.class.getResourceAsStream("external-terms-25.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        }
    }

    @Test
    void shouldWriteWhatItReadByteForByteAsTheCEmulator() throws IOException {
        for (final String golden : goldenTerms()) {
            final long term = decode(golden);

            assertNotEquals(Term.NON_VALUE, term, golden);
            assertEquals(golden, encode(term, OTP_25));
            assertEquals(golden.length() / 2, ExternalTerm.sizeBytes(term, OTP_25));
            assertArrayEquals(HEX.parseHex(golden), Bitstring.toArray(pack(term, OTP_25, 0)));
            assertEquals(golden, encode(TermCopy.copy(term, heap), OTP_25));
        }
    }

    @Test
    void shouldRefuseEveryGoldenTermThatIsCutShort() throws IOException {
        for (final String golden : goldenTerms()) {
            final byte[] bytes = HEX.parseHex(golden);
            for (int length = 0; length < bytes.length; length += 1 + length / 50) {
                assertEquals(Term.NON_VALUE, ExternalTerm.decode(heap, bytes, 0, length), golden + " length=" + length);
            }
        }
    }

    @Test
    void shouldSurviveRandomBytesAndRandomChanges() throws IOException {
        final Random random = new Random(11);
        final List<String> golden = goldenTerms();
        for (int round = 0; round < 20_000; round++) {
            final byte[] bytes = round % 2 == 0 ? new byte[random.nextInt(40) + 1] : HEX.parseHex(golden.get(random.nextInt(golden.size())));
            if (round % 2 == 0) {
                random.nextBytes(bytes);
                bytes[0] = (byte)131;
            } else {
                for (int n = random.nextInt(4); n >= 0; n--) {
                    bytes[1 + random.nextInt(bytes.length - 1)] = (byte)random.nextInt();
                }
            }
            final long term = ExternalTerm.decode(heap, bytes, 0, bytes.length);
            if (term != Term.NON_VALUE) {
                final byte[] again = ExternalTerm.encodeToArray(term, OTP_25);
                assertArrayEquals(again, ExternalTerm.encodeToArray(ExternalTerm.decode(heap, again, 0, again.length), OTP_25));
            }
        }
    }

    @Test
    void shouldWriteOldFloatsLatin1AndUtf8Atoms() {
        final long floats = Cons.list(heap, FloatTerm.make(heap, 1.5), FloatTerm.make(heap, -0.1), FloatTerm.make(heap, 1.0e300),
            FloatTerm.make(heap, 5.0e-324), FloatTerm.make(heap, 0.0), FloatTerm.make(heap, -0.0), FloatTerm.make(heap, 123456789.125),
            Atom.of("abc"));
        final String golden = "836C0000000863312E3530303030303030303030303030303030303030652B30300000000000632D312E3030303030303030"
            + "303030303030303035353531652D30310000000063312E3030303030303030303030303030303035323530652B3330300000"
            + "000063342E3934303635363435383431323436353434313737652D3332340000000063302E30303030303030303030303030"
            + "30303030303030652B30300000000000632D302E3030303030303030303030303030303030303030652B3030000000006331"
            + "2E3233343536373839313235303030303030303030652B303800000000006400036162636A";

        assertEquals(golden, encode(floats, ExternalTerm.options(0)));
        assertEquals(encode(floats, OTP_25), encode(decode(golden), OTP_25));
        assertEquals("836C0000000277036162637702C3A56A",
            encode(Cons.list(heap, Atom.of("abc"), Atom.of("\u00e5")), ExternalTerm.options(2)));
    }

    @Test
    void shouldSortLargeMapsWhenDeterministic() {
        final long map = decode(mapOf40());
        final String bytes = encode(map, OTP_25 | ExternalTerm.DETERMINISTIC);

        assertTrue(bytes.startsWith("837400000028610161016102610261036103"), bytes);
        assertTrue(bytes.endsWith("612661266127612761286128"), bytes);
    }

    private String mapOf40() {
        long map = Maps.empty(heap);
        for (int i = 1; i <= 40; i++) {
            map = Maps.put(heap, map, small(i), small(i));
        }
        return encode(map, OTP_25);
    }

    @Test
    void shouldCompressWhenThatGainsSomething() {
        long list = Term.NIL;
        for (int i = 0; i < 200; i++) {
            list = Cons.make(heap, Atom.of("abc"), list);
        }
        final byte[] packed = Bitstring.toArray(pack(list, OTP_25, 6));

        assertEquals("8350000004B6789CCB6160603891C2C09C98943C4A8E92A3E42839F8C92C00015A37D6", HEX.formatHex(packed));
        assertEquals(encode(list, OTP_25), encode(ExternalTerm.decode(heap, packed, 0, packed.length), OTP_25));
        assertEquals("83640003616263", HEX.formatHex(Bitstring.toArray(pack(Atom.of("abc"), OTP_25, 9))));
        packed[5]++;
        assertEquals(Term.NON_VALUE, ExternalTerm.decode(heap, packed, 0, packed.length));
    }

    @Test
    void shouldSayHowManyBytesBelongToTheTerm() {
        final byte[] bytes = HEX.parseHex("83680261016102" + "FFFFFF");
        final long addr = Blocks.allocate(bytes.length, MemoryKind.SYSTEM);
        Memory.copyFromArray(bytes, 0, addr, bytes.length);
        final long term = inParts(TermDecoding.of(heap, addr, bytes.length, false, true));

        assertEquals("{{1,2},7}", TermPrinter.text(term));
        Blocks.free(addr, bytes.length, MemoryKind.SYSTEM);
    }

    @ParameterizedTest
    @CsvSource({"'',83640000", "a,8364000161", "abcdefg,8364000761626364656667", "abcdefgh,836400086162636465666768", "\u00e9,83640001E9"})
    void shouldWriteAtomsOfAnyLength(final String name, final String expected) {
        assertEquals(expected, encode(Atom.of(name), OTP_25));
    }

    @Test
    void shouldRefuseNewAtomsWhenSafe() {
        final byte[] bytes = "\u00836atom never seen before".getBytes(StandardCharsets.ISO_8859_1);
        bytes[1] = 's';
        final byte[] withLength = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, withLength, 0, 2);
        withLength[2] = (byte)(bytes.length - 2);
        System.arraycopy(bytes, 2, withLength, 3, bytes.length - 2);
        final long addr = Blocks.allocate(withLength.length, MemoryKind.SYSTEM);
        Memory.copyFromArray(withLength, 0, addr, withLength.length);

        assertEquals(Term.NON_VALUE, inParts(TermDecoding.of(heap, addr, withLength.length, true, false)));
        assertTrue(Term.isAtom(inParts(TermDecoding.of(heap, addr, withLength.length, false, false))));
        assertTrue(Term.isAtom(inParts(TermDecoding.of(heap, addr, withLength.length, true, false))));
        Blocks.free(addr, withLength.length, MemoryKind.SYSTEM);
    }

    @Test
    void shouldReadOlderIdentifiersAndEmptyLists() {
        assertEquals("8358640003614062000000010000000200000003", encode(decode("836764000361406200000001" + "0000000203"), OTP_25));
        assertEquals(Term.NON_VALUE, decode("8367640003614062000000010000000204"));
        assertEquals("83596400036140620000000100000002", encode(decode("836664000361406200000001" + "02"), OTP_25));
        assertEquals("835A0001640003614062000000020000000" + "1", encode(decode("836564000361406200000001" + "02"), OTP_25));
        assertEquals("835A000264000361406200000002000000010000000" + "9",
            encode(decode("83720002640003614062" + "02" + "00000001" + "00000009"), OTP_25));
        assertEquals(small(5), decode("836C000000006105"));
        assertEquals(small(0), decode("836E0100" + "00"));
        assertEquals(small(-256), decode("836E03010001" + "00"));
    }

    @Test
    void shouldRefuseMapsWithAKeyTwice() {
        assertEquals(Term.NON_VALUE, decode("8374000000026101610261016103"));
        assertNotEquals(Term.NON_VALUE, decode("8374000000026102610261016103"));
        final String map = mapOf40();
        assertEquals(Term.NON_VALUE, decode(map.substring(0, 12) + map.substring(20, 28) + map.substring(20)));
    }

    @Test
    void shouldReadAndWriteFunsWithTheirEnvironment() {
        final long fun = decode(FUN_25);

        assertTrue(Fun.isLocal(fun));
        assertEquals(1, Fun.arity(fun));
        assertEquals(2, Fun.freeCount(fun));
        assertEquals(FUN_25, encode(fun, OTP_25));
        assertEquals(FUN_25_EXTERNAL_SIZE, ExternalTerm.sizeBytes(fun, OTP_25));
        assertEquals(FUN_25, encode(TermCopy.copy(fun, heap), OTP_25));
    }

    @Test
    void shouldReadAndWriteNativeRecords() {
        final String golden = "834300000003007701727705706F696E7477017877017977017A61056B000261626A";
        final long record = decode(golden);

        assertTrue(NativeRecord.is(record));
        assertEquals(Atom.of("point"), NativeRecord.name(NativeRecord.definition(record)));
        assertEquals(small(5), NativeRecord.value(record, 0));
        assertEquals(golden, encode(TermCopy.copy(record, heap), ExternalTerm.options(2)));
    }

    @Test
    void shouldNameItselfInPidsOnceItHasAName() {
        NodeTable.thisNode(Atom.of("a@b"), 5);
        try {
            final String own = encode(Pid.makeLocal(7), OTP_25);

            assertEquals("8358640003614062000000070000000000000005", own);
            assertEquals(Pid.makeLocal(7), decode(own));
            assertTrue(Term.isBoxed(decode("8358640003614062000000070000000000000006"), Term.SUBTAG_EXTERNAL_PID));
        } finally {
            NodeTable.thisNode(Atoms.NONODE_NOHOST, 0);
        }
    }

    @Test
    void shouldReadItsOwnLocalFormOnly() {
        final long term = Tuple.make(heap, Pid.makeLocal(5), Ref.make(heap, 77));
        final byte[] bytes = ExternalTerm.encodeToArray(term, OTP_25 | ExternalTerm.LOCAL);
        final long again = ExternalTerm.decode(heap, bytes, 0, bytes.length);

        assertEquals('y', bytes[1]);
        assertEquals(Pid.makeLocal(5), Tuple.element(again, 1));
        assertEquals(77, Ref.number(Tuple.element(again, 2)));
        bytes[3]++;
        assertEquals(Term.NON_VALUE, ExternalTerm.decode(heap, bytes, 0, bytes.length));
    }

    @Test
    void shouldReadAndWriteDeepTermsWithoutRecursion() {
        long deep = Term.NIL;
        for (int i = 0; i < 300_000; i++) {
            deep = i % 3 == 0 ? Cons.make(heap, deep, Term.NIL) : i % 3 == 1 ? Tuple.make(heap, small(1), deep)
                : Maps.put(heap, Maps.empty(heap), Atoms.OK, deep);
        }
        final byte[] bytes = ExternalTerm.encodeToArray(deep, OTP_25);

        assertArrayEquals(bytes, ExternalTerm.encodeToArray(ExternalTerm.decode(heap, bytes, 0, bytes.length), OTP_25));
    }

    @Test
    void shouldReadAndWriteListsThatNestInTheirHeadsOnly() {
        long deep = Term.NIL;
        for (int i = 0; i < 300_000; i++) {
            deep = Cons.list(heap, small(i), deep);
        }
        final byte[] bytes = ExternalTerm.encodeToArray(deep, OTP_25);

        assertArrayEquals(bytes, ExternalTerm.encodeToArray(ExternalTerm.decode(heap, bytes, 0, bytes.length), OTP_25));
    }

    @Test
    void shouldReadEmptyListsAsTheirTails() {
        final byte[] bytes = new byte[1 + 5 * 300_000 + 2];
        bytes[0] = (byte)131;
        for (int i = 1; i < bytes.length - 2; i += 5) {
            bytes[i] = 108;
        }
        bytes[bytes.length - 2] = 97;
        bytes[bytes.length - 1] = 7;

        assertEquals(small(7), ExternalTerm.decode(heap, bytes, 0, bytes.length));
    }

    @Test
    void shouldWriteBinariesThatBeginInsideAByte() {
        final long binary = Bitstring.make(heap, new byte[] {0x12, 0x34, 0x56, 0x78});

        assertEquals("836D00000002" + "2345", encode(Bitstring.makeSub(heap, binary, 4, 16), OTP_25));
        assertEquals("834D0000000205" + "2340", encode(Bitstring.makeSub(heap, binary, 4, 13), OTP_25));
        assertEquals("834D0000000104" + "80", encode(Bitstring.makeSub(heap, binary, 28, 4), OTP_25));
        assertEquals(Arrays.hashCode(ExternalTerm.encodeToArray(Bitstring.makeSub(heap, binary, 8, 8), OTP_25)),
            Arrays.hashCode(HEX.parseHex("836D0000000134")));
    }
}
