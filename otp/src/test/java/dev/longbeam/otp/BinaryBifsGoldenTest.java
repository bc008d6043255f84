package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.NodeTerms;
import dev.longbeam.term.OtpVariant;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryBifsGoldenTest {
    private final GoldenCalls calls = new GoldenCalls(ErlangBinaryBifs.class, ErlangAtomBifs.class, ErlangChecksumBifs.class,
        BinaryBifs.class, BinarySearchBifs.class, UnicodeBifs.class);

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 8})
    void shouldAgreeWithEmulatorOnBinariesAndIodata(final int bitOffset) {
        calls.bitOffset = bitOffset;
        assertEquals(List.of(), calls.differences("binaries.txt"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void shouldAgreeWithEmulatorOnModuleBinary(final int bitOffset) {
        calls.bitOffset = bitOffset;
        assertEquals(List.of(), calls.differences("binary_module.txt"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void shouldAgreeWithEmulatorOnCharacterData(final int bitOffset) {
        calls.bitOffset = bitOffset;
        assertEquals(List.of(), calls.differences("unicode.txt"));
    }

    @Test
    void shouldConvertLongCharacterDataInSlices() {
        final String text = "a\u20ac\ud83d\ude00".repeat(8_000);
        final long binary = Bitstring.make(calls.process, text.getBytes(StandardCharsets.UTF_8));
        final long split = Cons.list(calls.process, Bitstring.makeSub(calls.process, binary, 0, 16),
            Cons.list(calls.process, Bitstring.makeSub(calls.process, binary, 16, Bitstring.bitSize(binary) - 16)));

        final long list = calls.bif("unicode:characters_to_list/2", split, Atom.of("unicode"));

        assertEquals(24_000, Cons.length(list));
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), Bitstring.toArray(calls.bif("unicode:characters_to_binary/2", list,
            Atom.of("utf8"))));
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), Bitstring.toArray(calls.bif("unicode:characters_to_binary/2", split,
            Atom.of("utf8"))));
    }

    @Test
    void shouldSearchWithCompiledPatterns() {
        final long subject = TermText.read(calls.process, "<<\"a,b;c\">>");
        final long one = calls.bif("binary:compile_pattern/1", TermText.read(calls.process, "<<\";\">>"));
        final long two = calls.bif("binary:compile_pattern/1", TermText.read(calls.process, "[<<\";\">>,<<\",\">>]"));

        assertEquals("{3,1}", TermText.write(calls.bif("binary:match/2", subject, one)));
        assertEquals("[{1,1},{3,1}]", TermText.write(calls.bif("binary:matches/2", subject, two)));
        assertEquals(Atom.of("ac"), Tuple.element(two, 1));
        assertEquals(Term.NON_VALUE, calls.bif("binary:match/2", subject, Tuple.make(calls.process, Atom.of("bm"), Tuple.element(two, 2))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void shouldSearchLargeHostileBinaryInSlices(final int bitOffset) {
        final byte[] bytes = new byte[60_000];
        Arrays.fill(bytes, (byte)'a');
        final long whole = Bitstring.make(calls.process, bytes);
        final long subject = Bitstring.makeSub(calls.process, whole, bitOffset, (bytes.length - 1) * 8L);
        final long pattern = Bitstring.make(calls.process, bitOffset == 0 ? ("a".repeat(1000) + "b").getBytes(StandardCharsets.US_ASCII)
            : new byte[] {0x2c});

        assertEquals(bitOffset == 0 ? "nomatch" : "{0,1}", TermText.write(calls.bif("binary:match/2", subject, Cons.list(calls.process, pattern, pattern))));
        assertEquals(bitOffset == 0 ? 0 : bytes.length - 1, Cons.length(calls.bif("binary:matches/2", subject,
            Bitstring.make(calls.process, new byte[] {(byte)(bitOffset == 0 ? 'b' : 0x2c)}))));
    }

    @Test
    void shouldGoOnWithMd5Context() {
        assertEquals("<<144,1,80,152,60,210,79,176,214,150,63,125,40,225,127,114>>", TermText.write(calls.bif("erlang:md5_final/1",
            calls.bif("erlang:md5_update/2", calls.bif("erlang:md5_init/0"), TermText.read(calls.process, "[\"a\",<<98,99>>]")))));
    }

    @Test
    void shouldFollowLaterReleases() {
        final NodeTerms later = NodeTerms.open(OtpVariant.OTP_27);
        final NodeTerms before = NodeTerms.enter(later);
        try {
            for (final String call : List.of("binary:match(<<>>,a)", "binary:split(<<>>,[])", "binary:part(<<1,2:3>>,0,1)",
                "binary:copy(<<1,2:3>>,0)", "erlang:binary_to_list(<<1,2:3>>,1,1)", "erlang:binary_part(<<1,2:3>>,{0,1})")) {
                assertEquals("error:badarg", calls.call(call));
            }
            assertEquals(List.of(550L), iovec(250, 300));
            assertEquals(List.of(20L, 1000L), iovec(20, 1000));
            assertEquals(List.of(1000L, 20L), iovec(1000, 20));
            assertEquals(List.of(515L), iovec(512, 3));
        } finally {
            NodeTerms.enter(before);
            later.close();
        }
        assertEquals(List.of(256L, 294L), iovec(250, 300));
    }

    private List<Long> iovec(final int first, final int second) {
        final List<Long> sizes = new ArrayList<>();
        final long data = Cons.list(calls.process, Bitstring.make(calls.process, new byte[first]), Bitstring.make(calls.process, new byte[second]));
        for (long rest = calls.bif("erlang:iolist_to_iovec/1", data); Term.isCons(rest); rest = Cons.tail(rest)) {
            sizes.add(Bitstring.byteSize(Cons.head(rest)));
        }
        return sizes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void shouldWorkOnLargeDataInSlices(final int bitOffset) throws Exception {
        final byte[] bytes = new byte[300_000];
        new Random(6).nextBytes(bytes);
        final byte[] shifted = new BigInteger(1, bytes).shiftLeft(8 - bitOffset).toByteArray();
        final byte[] padded = new byte[bytes.length + 1];
        final int extra = Math.max(0, shifted.length - padded.length);
        System.arraycopy(shifted, extra, padded, padded.length - shifted.length + extra, shifted.length - extra);
        final long binary = Bitstring.makeSub(calls.process, Bitstring.make(calls.process, padded), bitOffset, bytes.length * 8L);

        final long list = calls.bif("erlang:binary_to_list/1", binary);
        final long nested = Cons.make(calls.process, Cons.list(calls.process, list, Term.makeSmall(1)), binary);
        final long joined = calls.bif("erlang:list_to_binary/1", nested);
        final long bits = calls.bif("erlang:list_to_bitstring/1", Cons.list(calls.process, TermText.read(calls.process, "<<1:1>>"), list));

        assertEquals(bytes.length, Cons.length(list));
        assertArrayEquals(bytes, Arrays.copyOf(Bitstring.toArray(joined), bytes.length));
        assertArrayEquals(bytes, Arrays.copyOfRange(Bitstring.toArray(joined), bytes.length + 1, bytes.length * 2 + 1));
        assertEquals(bytes.length * 8L + 1, Bitstring.bitSize(bits));
        assertArrayEquals(bytes, Bitstring.toArray(Bitstring.makeSub(calls.process, bits, 1, bytes.length * 8L)));
        assertArrayEquals(MessageDigest.getInstance("MD5").digest(bytes), Bitstring.toArray(calls.bif("erlang:md5/1", list)));
        assertArrayEquals(MessageDigest.getInstance("MD5").digest(bytes), Bitstring.toArray(calls.bif("erlang:md5_final/1",
            calls.bif("erlang:md5_update/2", calls.bif("erlang:md5_init/0"), binary))));
        final CRC32 crc = new CRC32();
        crc.update(bytes);
        assertEquals(Term.makeSmall(crc.getValue()), calls.bif("erlang:crc32/1", binary));
        final Adler32 adler = new Adler32();
        adler.update(bytes);
        assertEquals(Term.makeSmall(adler.getValue()), calls.bif("erlang:adler32/1", binary));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void shouldAgreeWithEmulatorOnAtoms(final int bitOffset) {
        calls.bitOffset = bitOffset;
        assertEquals(List.of(), calls.differences("atoms.txt"));
    }
}
