package dev.longbeam.otp.posix;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The compression library zlib of the system, which programs can tell from others by its output, its treatment of dictionaries
 * and its error codes.
 *
 * <pre>
 *   z_stream   next_in 0, avail_in 8 (4 bytes), total_in 16, next_out 24, avail_out 32 (4 bytes), total_out 40, msg 48, state 56,
 *              zalloc 64, zfree 72, opaque 80, data_type 88 (4 bytes), adler 96, reserved 104; 112 bytes
 * </pre>
 *
 * <p>A stream is used by one thread at a time. Nothing blocks; a call takes as long as its input and output are.
 */
@SuppressWarnings("restricted")
public final class Zlib {
    /** Success. */
    public static final int OK = 0;
    /** The end of the compressed data. */
    public static final int STREAM_END = 1;
    /** A dictionary must be set. */
    public static final int NEED_DICT = 2;
    /** The state of the stream does not allow the call. */
    public static final int STREAM_ERROR = -2;
    /** The data is damaged. */
    public static final int DATA_ERROR = -3;
    /** Out of memory. */
    public static final int MEM_ERROR = -4;
    /** No progress is possible. */
    public static final int BUF_ERROR = -5;
    /** The library is of another version. */
    public static final int VERSION_ERROR = -6;
    /** Flush mode: none. */
    public static final int NO_FLUSH = 0;

    private static final int STREAM_BYTES = 112;
    private static final int AVAIL_IN = 8;
    private static final int NEXT_OUT = 24;
    private static final int AVAIL_OUT = 32;
    private static final int ADLER = 96;
    private static final ValueLayout INT = ValueLayout.JAVA_INT;
    private static final ValueLayout WORD = ValueLayout.JAVA_LONG;

    private static final SymbolLookup LOOKUP = SymbolLookup.libraryLookup("libz.so.1", Arena.global());
    private static final MethodHandle VERSION = function("zlibVersion", WORD);
    private static final MethodHandle DEFLATE_INIT = function("deflateInit2_", INT, WORD, INT, INT, INT, INT, INT, WORD, INT);
    private static final MethodHandle INFLATE_INIT = function("inflateInit2_", INT, WORD, INT, WORD, INT);
    private static final MethodHandle DEFLATE = function("deflate", INT, WORD, INT);
    private static final MethodHandle INFLATE = function("inflate", INT, WORD, INT);
    private static final MethodHandle DEFLATE_END = function("deflateEnd", INT, WORD);
    private static final MethodHandle INFLATE_END = function("inflateEnd", INT, WORD);
    private static final MethodHandle DEFLATE_RESET = function("deflateReset", INT, WORD);
    private static final MethodHandle INFLATE_RESET = function("inflateReset", INT, WORD);
    private static final MethodHandle DEFLATE_PARAMS = function("deflateParams", INT, WORD, INT, INT);
    private static final MethodHandle DEFLATE_SET_DICTIONARY = function("deflateSetDictionary", INT, WORD, WORD, INT);
    private static final MethodHandle INFLATE_SET_DICTIONARY = function("inflateSetDictionary", INT, WORD, WORD, INT);
    private static final MethodHandle INFLATE_GET_DICTIONARY = function("inflateGetDictionary", INT, WORD, WORD, WORD);
    private static final MethodHandle CRC32 = function("crc32", WORD, WORD, WORD, INT);
    private static final MethodHandle ADLER32 = function("adler32", WORD, WORD, WORD, INT);

    private Zlib() {
    }

    /** A new stream, to be initialized for one direction and freed in the end. */
    public static long allocateStream() {
        final long streamAddr = Blocks.allocate(STREAM_BYTES, MemoryKind.SYSTEM);
        Memory.fill(streamAddr, STREAM_BYTES, 0);
        return streamAddr;
    }

    /** Frees a stream that has been ended. */
    public static void freeStream(final long streamAddr) {
        Blocks.free(streamAddr, STREAM_BYTES, MemoryKind.SYSTEM);
    }

    /** Sets the input of the next call. */
    public static void input(final long streamAddr, final long addr, final int bytes) {
        Memory.putLong(streamAddr, addr);
        Memory.putInt(streamAddr + AVAIL_IN, bytes);
    }

    /** Bytes of input that are not used yet. */
    public static int inputLeft(final long streamAddr) {
        return Memory.getInt(streamAddr + AVAIL_IN);
    }

    /** Sets the room for output of the next calls. */
    public static void output(final long streamAddr, final long addr, final int bytes) {
        Memory.putLong(streamAddr + NEXT_OUT, addr);
        Memory.putInt(streamAddr + AVAIL_OUT, bytes);
    }

    /** Bytes of room for output that are not used yet. */
    public static int outputLeft(final long streamAddr) {
        return Memory.getInt(streamAddr + AVAIL_OUT);
    }

    /** The checksum of a stream, or of the dictionary that it needs. */
    public static long checksum(final long streamAddr) {
        return Memory.getLong(streamAddr + ADLER);
    }

    /** Begins to compress. */
    public static int deflateInit(final long streamAddr, final int level, final int method, final int windowBits, final int memLevel,
        final int strategy) {
        try {
            return (int)DEFLATE_INIT.invokeExact(streamAddr, level, method, windowBits, memLevel, strategy,
                (long)VERSION.invokeExact(), STREAM_BYTES);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /** Begins to decompress. */
    public static int inflateInit(final long streamAddr, final int windowBits) {
        try {
            return (int)INFLATE_INIT.invokeExact(streamAddr, windowBits, (long)VERSION.invokeExact(), STREAM_BYTES);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /** Compresses input to output. */
    public static int deflate(final long streamAddr, final int flush) {
        return call(DEFLATE, streamAddr, flush);
    }

    /** Decompresses input to output. */
    public static int inflate(final long streamAddr, final int flush) {
        return call(INFLATE, streamAddr, flush);
    }

    /** Ends compression. */
    public static int deflateEnd(final long streamAddr) {
        return call(DEFLATE_END, streamAddr);
    }

    /** Ends decompression. */
    public static int inflateEnd(final long streamAddr) {
        return call(INFLATE_END, streamAddr);
    }

    /** Begins a new stream with the same parameters. */
    public static int deflateReset(final long streamAddr) {
        return call(DEFLATE_RESET, streamAddr);
    }

    /** Begins a new stream with the same parameters. */
    public static int inflateReset(final long streamAddr) {
        return call(INFLATE_RESET, streamAddr);
    }

    /** Changes level and strategy. */
    public static int deflateParams(final long streamAddr, final int level, final int strategy) {
        try {
            return (int)DEFLATE_PARAMS.invokeExact(streamAddr, level, strategy);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /** Sets the dictionary to compress with. */
    public static int deflateSetDictionary(final long streamAddr, final long addr, final int bytes) {
        return setDictionary(DEFLATE_SET_DICTIONARY, streamAddr, addr, bytes);
    }

    /** Sets the dictionary to decompress with. */
    public static int inflateSetDictionary(final long streamAddr, final long addr, final int bytes) {
        return setDictionary(INFLATE_SET_DICTIONARY, streamAddr, addr, bytes);
    }

    /** Writes the dictionary of a stream, up to 32 KiB, and its length in bytes as an int to {@code lengthAddr}. */
    public static int inflateGetDictionary(final long streamAddr, final long toAddr, final long lengthAddr) {
        try {
            return (int)INFLATE_GET_DICTIONARY.invokeExact(streamAddr, toAddr, lengthAddr);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /** CRC-32 of more bytes. */
    public static long crc32(final long before, final long addr, final int bytes) {
        return checksum(CRC32, before, addr, bytes);
    }

    /** Adler-32 of more bytes. */
    public static long adler32(final long before, final long addr, final int bytes) {
        return checksum(ADLER32, before, addr, bytes);
    }

    private static MethodHandle function(final String name, final ValueLayout result, final ValueLayout... parameters) {
        final MemorySegment symbol = LOOKUP.find(name).orElseThrow(() -> new UnsatisfiedLinkError(name));
        return Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.of(result, parameters));
    }

    private static int call(final MethodHandle function, final long streamAddr, final int argument) {
        try {
            return (int)function.invokeExact(streamAddr, argument);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    private static int call(final MethodHandle function, final long streamAddr) {
        try {
            return (int)function.invokeExact(streamAddr);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    private static int setDictionary(final MethodHandle function, final long streamAddr, final long addr, final int bytes) {
        try {
            return (int)function.invokeExact(streamAddr, addr, bytes);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    private static long checksum(final MethodHandle function, final long before, final long addr, final int bytes) {
        try {
            return (long)function.invokeExact(before, addr, bytes);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    private static IllegalStateException failed(final Throwable t) {
        return new IllegalStateException("downcall failed to run", t);
    }
}
