package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Expected bytes are those of OTP 25 with zlib 1.2.13. */
class ZlibBifsTest {
    private static final int CHUNK = 8 << 10;
    private static final int FINISH = 4;
    private static final int SYNC = 2;
    private static final byte[] HELLO = "hello zlib ".repeat(300).getBytes(StandardCharsets.ISO_8859_1);

    private final GoldenCalls calls = new GoldenCalls(ZlibBifs.class);
    private final long z = calls.bif("zlib:open_nif/0");

    @AfterEach
    void dispose() {
        Ref.resource(z, ZlibStream.class).dispose();
    }

    @Test
    void shouldWriteGzipAsTheCEmulatorDoes() throws IOException {
        assertEquals("ok", deflateInit(9, 31, 8, 0));
        enqueue(HELLO);
        final byte[] gzip = run("deflate", FINISH);
        assertEquals("ok", call("deflateEnd_nif"));
        assertEquals("<<31,139,8,0,0,0,0,0,2,3,237,198,193,9,0,32,12,4,176,85,58,155,32,84,56,240,223,233,157,67,72,94,233,1"
            + "57,220,154,156,85,173,170,170,170,170,170,250,123,31,134,224,127,108,228,12,0,0>>", TermText.write(binary(gzip)));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            assertEquals(new String(HELLO, StandardCharsets.ISO_8859_1), new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void shouldKeepTheChecksumOfRawStreams() {
        assertEquals("ok", deflateInit(-1, -15, 8, 0));
        enqueue(HELLO);
        final byte[] raw = run("deflate", FINISH);
        assertEquals("1820319878", call("crc32_nif"));
        assertEquals("ok", call("deflateEnd_nif"));
        assertEquals("ok", inflateInit(-15, 2));
        enqueue(raw);
        assertEquals(HELLO.length, run("inflate", 0).length);
        assertEquals("1820319878", call("crc32_nif"));
        assertEquals("ok", call("inflateEnd_nif"));
        assertEquals("error:not_initialized", call("crc32_nif"));
    }

    @Test
    void shouldCompressAndDecompressWithDictionary() {
        final long dictionaryTerm = binary("hello zzz".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("ok", deflateInit(1, 9, 1, 2));
        assertEquals("299631523", call("deflateSetDictionary_nif", dictionaryTerm));
        enqueue("hello zlib hello".getBytes(StandardCharsets.ISO_8859_1));
        final byte[] compressed = run("deflate", FINISH);
        assertEquals("<<24,56,17,220,3,163,203,72,205,201,201,87,168,202,201,76,82,200,72,205,201,201,7,0,51,224,6,26>>",
            TermText.write(binary(compressed)));
        assertEquals("ok", call("deflateEnd_nif"));
        assertEquals("ok", inflateInit(15, 2));
        enqueue(compressed);
        assertEquals("{need_dictionary,299631523,[]}", inflateOnce());
        assertEquals("ok", call("inflateSetDictionary_nif", dictionaryTerm));
        assertEquals("hello zlib hello", new String(run("inflate", 0), StandardCharsets.ISO_8859_1));
        assertEquals("<<104,101,108,108,111,32,122,122,122>>", call("inflateGetDictionary_nif"));
        assertEquals("ok", call("inflateEnd_nif"));
    }

    @Test
    void shouldTreatInputBehindTheEndAsAsked() {
        assertEquals("ok", deflateInit(9, 31, 8, 0));
        enqueue(HELLO);
        final byte[] gzip = run("deflate", FINISH);
        assertEquals("ok", call("deflateEnd_nif"));

        assertEquals("ok", inflateInit(31, 1));
        enqueue(gzip);
        enqueue(gzip);
        assertEquals(2 * HELLO.length, run("inflate", 0).length);
        enqueue("garbage".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("error:data_error", inflateOnce());
        assertEquals("error:data_error", call("inflateEnd_nif"));

        assertEquals("ok", inflateInit(31, 2));
        enqueue(gzip);
        enqueue(gzip);
        assertEquals(HELLO.length, run("inflate", 0).length);
        assertEquals("ok", call("inflateEnd_nif"));

        assertEquals("ok", inflateInit(31, 0));
        enqueue(gzip);
        enqueue(gzip);
        assertEquals("continue", TermText.write(Tuple.element(inflateTerm(), 1)));
        assertEquals("error:data_error", inflateOnce());
        assertEquals("error:data_error", call("inflateEnd_nif"));
    }

    @Test
    void shouldStreamLargeInputInChunks() {
        final byte[] data = new byte[300_000];
        new Random(1).nextBytes(data);
        assertEquals("ok", deflateInit(6, 15, 8, 0));
        for (int at = 0; at < data.length; at += 1000) {
            enqueue(java.util.Arrays.copyOfRange(data, at, at + 1000));
        }
        final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        compressed.writeBytes(run("deflate", SYNC));
        assertEquals("ok", call("deflateParams_nif", Term.makeSmall(9), Term.makeSmall(0)));
        compressed.writeBytes(run("deflate", FINISH));
        assertEquals("ok", call("deflateEnd_nif"));
        assertEquals("ok", inflateInit(15, 2));
        enqueue(compressed.toByteArray());
        org.junit.jupiter.api.Assertions.assertArrayEquals(data, run("inflate", 0));
        assertEquals("ok", call("inflateEnd_nif"));
    }

    @Test
    void shouldCheckStateAndArguments() {
        assertEquals("error:not_initialized", call("deflateEnd_nif"));
        assertEquals("error:stream_error", deflateInit(5, 16, 8, 0));
        assertEquals("ok", deflateInit(5, 15, 8, 0));
        assertEquals("error:already_initialized", deflateInit(5, 15, 8, 0));
        assertEquals("error:badarg", show(calls.bif("zlib:deflateEnd_nif/1", Term.NIL)));
        assertEquals("error:badarg", call("enqueue_nif", Term.makeSmall(1)));
        assertEquals("4000", call("getBufSize_nif"));
        assertEquals("ok", call("setBufSize_nif", Term.makeSmall(100)));
        assertEquals("100", call("getBufSize_nif"));
        assertEquals("ok", call("close_nif"));
        assertEquals("error:not_initialized", call("close_nif"));
        assertEquals("error:badarg", call("set_controller_nif", Term.makeSmall(1)));
        assertEquals("ok", call("set_controller_nif", Pid.makeLocal(1 << 20)));
        assertEquals("error:not_on_controlling_process", call("deflateEnd_nif"));
    }

    @Test
    void shouldStashOneTerm() {
        assertEquals("empty", call("getStash_nif"));
        assertEquals("error:error", call("clearStash_nif"));
        final long term = Tuple.make(calls.process, Atom.of("deflate"), Cons.list(calls.process, binary(HELLO)));
        assertEquals("ok", call("setStash_nif", term));
        assertEquals("error:error", call("setStash_nif", term));
        assertEquals("{ok," + TermText.write(term) + "}", call("getStash_nif"));
        assertEquals("ok", call("clearStash_nif"));
        assertEquals("empty", call("getStash_nif"));
    }

    private String deflateInit(final int level, final int windowBits, final int memLevel, final int strategy) {
        return call("deflateInit_nif", Term.makeSmall(level), Term.makeSmall(8), Term.makeSmall(windowBits), Term.makeSmall(memLevel),
            Term.makeSmall(strategy));
    }

    private String inflateInit(final int windowBits, final int eosBehaviour) {
        return call("inflateInit_nif", Term.makeSmall(windowBits), Term.makeSmall(eosBehaviour));
    }

    private void enqueue(final byte[] bytes) {
        assertEquals("ok", call("enqueue_nif", Cons.list(calls.process, binary(bytes))));
    }

    private long inflateTerm() {
        return calls.bif("zlib:inflate_nif/4", z, Term.makeSmall(CHUNK), Term.makeSmall(CHUNK), Term.makeSmall(0));
    }

    private String inflateOnce() {
        return show(inflateTerm());
    }

    private byte[] run(final String codec, final int flush) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (true) {
            final long resultTerm = calls.bif("zlib:" + codec + "_nif/4", z, Term.makeSmall(CHUNK), Term.makeSmall(CHUNK),
                Term.makeSmall(flush));
            assertTrue(Term.isTuple(resultTerm), () -> show(resultTerm));
            for (long at = Tuple.element(resultTerm, 2); Term.isCons(at); at = Cons.tail(at)) {
                out.writeBytes(Bitstring.toArray(Cons.head(at)));
            }
            if (Tuple.element(resultTerm, 1) == Atom.of("finished")) {
                return out.toByteArray();
            }
        }
    }

    private long binary(final byte[] bytes) {
        return Bitstring.make(calls.process, bytes);
    }

    private String call(final String function, final long... args) {
        final long[] all = new long[args.length + 1];
        all[0] = z;
        System.arraycopy(args, 0, all, 1, args.length);
        return show(calls.bif("zlib:" + function + "/" + all.length, all));
    }

    private String show(final long term) {
        return term != Term.NON_VALUE ? TermText.write(term)
            : Atom.name(calls.process.failClassTerm) + ":" + TermText.write(calls.process.failReasonTerm);
    }
}
