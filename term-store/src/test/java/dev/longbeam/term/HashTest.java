package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Memory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tables hold terms and their hashes: term, phash2, phash2 to 2^32, phash to 2^32, internal hash (none for terms with atoms). */
class HashTest {
    private final LocalHeap heap = new LocalHeap();

    @AfterEach
    void close() {
        Release.leave();
        heap.close();
    }

    private static List<String> lines(final String name) throws IOException {
        try (BufferedReader reader = new BufferedReader(
            new InputStreamReader(HashTest.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private void check(final String table) throws IOException {
        for (final String line : lines(table)) {
            final String[] fields = line.split("\t");
            final long term = TermText.parse(heap, fields[0]);
            assertEquals(Long.parseLong(fields[1]), Hash.phash2(term), line);
            final SlicedWork work = Hash.phash2Work(term, 1L << 32);
            assertTrue(work.advance(Long.MAX_VALUE));
            assertEquals(Long.parseLong(fields[2]), Term.smallValue(work.result()), line);
            assertEquals(Long.parseLong(fields[3]), Hash.phash(term, 1L << 32), line);
            if (!"-".equals(fields[4])) {
                assertEquals(Long.parseUnsignedLong(fields[4], 16), Hash.internal(term), line);
            }
        }
    }

    @Test
    void shouldHashAsOtp25() throws IOException {
        check("hash25.tsv");
    }

    @Test
    void shouldHashAsOtp27() throws IOException {
        Release.enter(OtpVariant.OTP_27);
        check("hash27.tsv");
    }

    @Test
    void shouldHashAsOtp29() throws IOException {
        Release.enter(OtpVariant.OTP_29);
        check("hash29.tsv");
    }

    @Test
    void shouldHashBitstringsWhereverTheyBegin() {
        for (final OtpVariant variant : new OtpVariant[] {OtpVariant.OTP_25, OtpVariant.OTP_27}) {
            Release.enter(variant);
            for (int bits = 0; bits < 400; bits++) {
                final long aligned = Bitstring.makeSub(heap, Bitstring.allocate(heap, 50), 0, bits);
                final long shifted = Bitstring.makeSub(heap, Bitstring.allocate(heap, 51), 3, bits);
                Memory.fill(Bitstring.dataAddr(aligned), 50, 0xFF);
                Memory.fill(Bitstring.dataAddr(shifted), 51, 0xFF);
                assertEquals(Hash.phash2(aligned), Hash.phash2(shifted));
                assertEquals(Hash.internal(aligned), Hash.internal(shifted));
                assertEquals(Hash.phash(aligned, 1 << 20), Hash.phash(shifted, 1 << 20));
            }
        }
    }

    @Test
    void shouldHashInPartsAsAtOnce() throws IOException {
        for (final String line : lines("hash25.tsv")) {
            final String[] fields = line.split("\t");
            final SlicedWork work = Hash.phash2Work(TermText.parse(heap, fields[0]), 1L << 32);
            while (!work.advance(1)) {
                assertEquals(0, WorkStack.get().top(), line);
            }
            assertEquals(Long.parseLong(fields[2]), Term.smallValue(work.result()), line);
        }
    }

    @Test
    void shouldHashDeepTerms() {
        long deep = Term.NIL;
        for (int i = 0; i < 100_000; i++) {
            deep = Cons.make(heap, Tuple.make(heap, new long[] {deep}), Term.makeSmall(i));
        }
        assertEquals(Hash.phash2(deep), Hash.phash2(deep));
        assertEquals(Hash.internal(deep), Hash.internal(deep));
    }
}
