package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.otp.posix.Zlib;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Integers;
import dev.longbeam.term.IoList;
import dev.longbeam.term.OffHeapBinary;
import dev.longbeam.term.OtpVariant;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Natives of {@code zlib}. Each fails with {@code not_on_controlling_process} when another process calls it. */
public final class ZlibBifs {
    private static final long AM_NOT_ON_CONTROLLING_PROCESS = Atom.of("not_on_controlling_process");
    private static final long AM_NOT_INITIALIZED = Atom.of("not_initialized");
    private static final long AM_ALREADY_INITIALIZED = Atom.of("already_initialized");
    private static final long AM_CONTINUE = Atom.of("continue");
    private static final long AM_FINISHED = Atom.of("finished");
    private static final long AM_NEED_DICTIONARY = Atom.of("need_dictionary");
    private static final long AM_EMPTY = Atom.of("empty");
    private static final long AM_STREAM_END = Atom.of("stream_end");
    private static final long AM_STREAM_ERROR = Atom.of("stream_error");
    private static final long AM_DATA_ERROR = Atom.of("data_error");
    private static final long AM_MEM_ERROR = Atom.of("mem_error");
    private static final long AM_BUF_ERROR = Atom.of("buf_error");
    private static final long AM_VERSION_ERROR = Atom.of("version_error");
    private static final long AM_UNKNOWN_ERROR = Atom.of("unknown_error");
    private static final int MAX_DICTIONARY_BYTES = 32768;
    /** Bytes compressed for one reduction: a chunk of 8 KiB costs a time slice. */
    private static final int BYTES_PER_REDUCTION = 2;

    private ZlibBifs() {
    }

    /** {@code open_nif()}. */
    @Bif(value = "zlib:open_nif/0", kind = Bif.Kind.NATIVE)
    public static long open(final Process p) {
        return Ref.makeMagic(p, new ZlibStream(p.self));
    }

    /** {@code close_nif(Z)}. */
    @Bif(value = "zlib:close_nif/1", kind = Bif.Kind.NATIVE)
    public static long close(final Process p, final long zTerm) {
        final ZlibStream z = stream(p, zTerm);
        if (z == null) {
            return Term.NON_VALUE;
        }
        if (z.state() == ZlibStream.State.CLOSED) {
            return p.fail(AM_NOT_INITIALIZED);
        }
        z.close();
        return Atoms.OK;
    }

    /** {@code set_controller_nif(Z, Pid)}. */
    @Bif(value = "zlib:set_controller_nif/2", kind = Bif.Kind.NATIVE)
    public static long setController(final Process p, final long zTerm, final long pidTerm) {
        final ZlibStream z = Term.isLocalPid(pidTerm) ? stream(p, zTerm) : null;
        if (z == null) {
            return Term.isLocalPid(pidTerm) ? Term.NON_VALUE : p.badarg();
        }
        z.controllerTerm(pidTerm);
        return Atoms.OK;
    }

    /** {@code deflateInit_nif(Z, Level, Method, WindowBits, MemLevel, Strategy)}. */
    @Bif(value = "zlib:deflateInit_nif/6", kind = Bif.Kind.NATIVE)
    public static long deflateInit(final Process p, final long zTerm, final long levelTerm, final long methodTerm,
        final long windowBitsTerm, final long memLevelTerm, final long strategyTerm) {
        if (!Integers.fitsInt(levelTerm) || !Integers.fitsInt(methodTerm) || !Integers.fitsInt(windowBitsTerm)
            || !Integers.fitsInt(memLevelTerm) || !Integers.fitsInt(strategyTerm)) {
            return p.badarg();
        }
        final ZlibStream z = stream(p, zTerm, ZlibStream.State.NONE, AM_ALREADY_INITIALIZED);
        return z == null ? Term.NON_VALUE : answer(p, z.deflateInit(Integers.intValue(levelTerm), Integers.intValue(methodTerm),
            Integers.intValue(windowBitsTerm), Integers.intValue(memLevelTerm), Integers.intValue(strategyTerm)));
    }

    /** {@code inflateInit_nif(Z, WindowBits, EosBehaviour)}. */
    @Bif(value = "zlib:inflateInit_nif/3", kind = Bif.Kind.NATIVE)
    public static long inflateInit(final Process p, final long zTerm, final long windowBitsTerm, final long eosTerm) {
        if (!Integers.fitsInt(windowBitsTerm) || !Integers.fitsInt(eosTerm)) {
            return p.badarg();
        }
        final ZlibStream z = stream(p, zTerm, ZlibStream.State.NONE, AM_ALREADY_INITIALIZED);
        return z == null ? Term.NON_VALUE
            : answer(p, z.inflateInit(Integers.intValue(windowBitsTerm), Integers.intValue(eosTerm)));
    }

    /** {@code deflateSetDictionary_nif(Z, Dictionary)}: the checksum of the dictionary. */
    @Bif(value = "zlib:deflateSetDictionary_nif/2", kind = Bif.Kind.NATIVE)
    public static long deflateSetDictionary(final Process p, final long zTerm, final long dictionaryTerm) {
        return setDictionary(p, zTerm, dictionaryTerm, ZlibStream.State.DEFLATE);
    }

    /** {@code inflateSetDictionary_nif(Z, Dictionary)}. */
    @Bif(value = "zlib:inflateSetDictionary_nif/2", kind = Bif.Kind.NATIVE)
    public static long inflateSetDictionary(final Process p, final long zTerm, final long dictionaryTerm) {
        return setDictionary(p, zTerm, dictionaryTerm, ZlibStream.State.INFLATE);
    }

    /** {@code inflateGetDictionary_nif(Z)}. */
    @Bif(value = "zlib:inflateGetDictionary_nif/1", kind = Bif.Kind.NATIVE)
    public static long inflateGetDictionary(final Process p, final long zTerm) {
        final ZlibStream z = stream(p, zTerm, ZlibStream.State.INFLATE, AM_NOT_INITIALIZED);
        if (z == null) {
            return Term.NON_VALUE;
        }
        final int blockBytes = MAX_DICTIONARY_BYTES + Long.BYTES;
        final long blockAddr = Blocks.allocate(blockBytes, MemoryKind.SYSTEM);
        try {
            Memory.putInt(blockAddr, 0);
            final int result = Zlib.inflateGetDictionary(z.streamAddr(), blockAddr + Long.BYTES, blockAddr);
            if (result < 0) {
                return answer(p, result);
            }
            final int bytes = Memory.getInt(blockAddr);
            final long binaryTerm = Bitstring.allocate(p, bytes);
            Memory.copy(blockAddr + Long.BYTES, Bitstring.dataAddr(binaryTerm), bytes);
            return binaryTerm;
        } finally {
            Blocks.free(blockAddr, blockBytes, MemoryKind.SYSTEM);
        }
    }

    /** {@code deflateReset_nif(Z)}. */
    @Bif(value = "zlib:deflateReset_nif/1", kind = Bif.Kind.NATIVE)
    public static long deflateReset(final Process p, final long zTerm) {
        final ZlibStream z = stream(p, zTerm, ZlibStream.State.DEFLATE, AM_NOT_INITIALIZED);
        return z == null ? Term.NON_VALUE : answer(p, z.reset());
    }

    /** {@code inflateReset_nif(Z)}. */
    @Bif(value = "zlib:inflateReset_nif/1", kind = Bif.Kind.NATIVE)
    public static long inflateReset(final Process p, final long zTerm) {
        final ZlibStream z = stream(p, zTerm, ZlibStream.State.INFLATE, AM_NOT_INITIALIZED);
        return z == null ? Term.NON_VALUE : answer(p, z.reset());
    }

    /** {@code deflateEnd_nif(Z)}. */
    @Bif(value = "zlib:deflateEnd_nif/1", kind = Bif.Kind.NATIVE)
    public static long deflateEnd(final Process p, final long zTerm) {
        final ZlibStream z = stream(p, zTerm, ZlibStream.State.DEFLATE, AM_NOT_INITIALIZED);
        return z == null ? Term.NON_VALUE : answer(p, z.end());
    }

    /** {@code inflateEnd_nif(Z)}. */
    @Bif(value = "zlib:inflateEnd_nif/1", kind = Bif.Kind.NATIVE)
    public static long inflateEnd(final Process p, final long zTerm) {
        final ZlibStream z = stream(p, zTerm, ZlibStream.State.INFLATE, AM_NOT_INITIALIZED);
        return z == null ? Term.NON_VALUE : answer(p, z.end());
    }

    /** {@code deflateParams_nif(Z, Level, Strategy)}. */
    @Bif(value = "zlib:deflateParams_nif/3", kind = Bif.Kind.NATIVE)
    public static long deflateParams(final Process p, final long zTerm, final long levelTerm, final long strategyTerm) {
        if (!Integers.fitsInt(levelTerm) || !Integers.fitsInt(strategyTerm)) {
            return p.badarg();
        }
        final ZlibStream z = stream(p, zTerm, ZlibStream.State.DEFLATE, AM_NOT_INITIALIZED);
        return z == null ? Term.NON_VALUE
            : answer(p, z.deflateParams(Integers.intValue(levelTerm), Integers.intValue(strategyTerm)));
    }

    /** {@code deflate_nif(Z, InputBytes, OutputBytes, Flush)}: {@code {continue | finished, Output}}. */
    @Bif(value = "zlib:deflate_nif/4", kind = Bif.Kind.NATIVE)
    public static long deflate(final Process p, final long zTerm, final long inputBytesTerm, final long outputBytesTerm,
        final long flushTerm) {
        if (!Integers.fitsInt(inputBytesTerm) || !Integers.fitsInt(outputBytesTerm) || !Integers.fitsInt(flushTerm)) {
            return p.badarg();
        }
        final ZlibStream z = stream(p, zTerm, ZlibStream.State.DEFLATE, AM_NOT_INITIALIZED);
        return z == null ? Term.NON_VALUE
            : codec(p, z, Integers.intValue(inputBytesTerm), Integers.intValue(outputBytesTerm), Integers.intValue(flushTerm));
    }

    /** {@code inflate_nif(Z, InputBytes, OutputBytes, Flush)}: also {@code {need_dictionary, Adler32, Output}}. */
    @Bif(value = "zlib:inflate_nif/4", kind = Bif.Kind.NATIVE)
    public static long inflate(final Process p, final long zTerm, final long inputBytesTerm, final long outputBytesTerm,
        final long flushTerm) {
        if (!Integers.fitsInt(inputBytesTerm) || !Integers.fitsInt(outputBytesTerm) || !Integers.fitsInt(flushTerm)) {
            return p.badarg();
        }
        final ZlibStream z = stream(p, zTerm, ZlibStream.State.INFLATE, AM_NOT_INITIALIZED);
        if (z == null) {
            return Term.NON_VALUE;
        }
        final int result = z.passEndOfStream();
        return result != Zlib.OK ? answer(p, result)
            : codec(p, z, Integers.intValue(inputBytesTerm), Integers.intValue(outputBytesTerm), Integers.intValue(flushTerm));
    }

    /** {@code crc32_nif(Z)}: CRC-32 of the plain data of a raw stream. */
    @Bif(value = "zlib:crc32_nif/1", kind = Bif.Kind.NATIVE)
    public static long crc32(final Process p, final long zTerm) {
        final ZlibStream z = stream(p, zTerm);
        if (z == null) {
            return Term.NON_VALUE;
        }
        return isRunning(z) ? Integers.make(p, z.crc()) : p.fail(AM_NOT_INITIALIZED);
    }

    /** {@code getStash_nif(Z)}: {@code {ok, Term}} or {@code empty}. */
    @Bif(value = "zlib:getStash_nif/1", kind = Bif.Kind.NATIVE)
    public static long getStash(final Process p, final long zTerm) {
        final ZlibStream z = stream(p, zTerm);
        if (z == null) {
            return Term.NON_VALUE;
        }
        return z.hasStash() ? Tuple.make(p, Atoms.OK, z.stash(p)) : AM_EMPTY;
    }

    /** {@code clearStash_nif(Z)}. */
    @Bif(value = "zlib:clearStash_nif/1", kind = Bif.Kind.NATIVE)
    public static long clearStash(final Process p, final long zTerm) {
        final ZlibStream z = stream(p, zTerm);
        if (z == null) {
            return Term.NON_VALUE;
        }
        if (!z.hasStash()) {
            return p.fail(Atoms.ERROR);
        }
        z.clearStash();
        return Atoms.OK;
    }

    /** {@code setStash_nif(Z, Term)}. */
    @Bif(value = "zlib:setStash_nif/2", kind = Bif.Kind.NATIVE)
    public static long setStash(final Process p, final long zTerm, final long term) {
        final ZlibStream z = stream(p, zTerm);
        if (z == null) {
            return Term.NON_VALUE;
        }
        if (z.hasStash()) {
            return p.fail(Atoms.ERROR);
        }
        z.stash(term);
        return Atoms.OK;
    }

    /** {@code getBufSize_nif(Z)}. */
    @Bif(value = "zlib:getBufSize_nif/1", kind = Bif.Kind.NATIVE)
    public static long getBufSize(final Process p, final long zTerm) {
        final ZlibStream z = stream(p, zTerm);
        return z == null ? Term.NON_VALUE : Term.makeSmall(z.chunkBytes());
    }

    /** {@code setBufSize_nif(Z, Bytes)}. */
    @Bif(value = "zlib:setBufSize_nif/2", kind = Bif.Kind.NATIVE)
    public static long setBufSize(final Process p, final long zTerm, final long bytesTerm) {
        final ZlibStream z = stream(p, zTerm);
        if (z == null) {
            return Term.NON_VALUE;
        }
        if (!Integers.fitsInt(bytesTerm)) {
            return p.badarg();
        }
        z.chunkBytes(Integers.intValue(bytesTerm));
        return Atoms.OK;
    }

    /** {@code enqueue_nif(Z, Binaries)}: takes everything, so it never answers {@code {continue, Rest}}. */
    @Bif(value = "zlib:enqueue_nif/2", kind = Bif.Kind.NATIVE)
    public static long enqueue(final Process p, final long zTerm, final long binariesTerm) {
        final ZlibStream z = stream(p, zTerm);
        if (z == null) {
            return Term.NON_VALUE;
        }
        if (!isRunning(z)) {
            return p.fail(AM_NOT_INITIALIZED);
        }
        if (IoQueue.sizeOf(binariesTerm) < 0) {
            return p.badarg();
        }
        z.input.add(binariesTerm);
        return Atoms.OK;
    }

    private static long codec(final Process p, final ZlibStream z, final int inputBytes, final int outputBytes, final int flush) {
        if (inputBytes <= 0 || outputBytes < 0) {
            return p.badarg();
        }
        final long objectAddr = OffHeapBinary.allocate(outputBytes);
        final ZlibStream.Progress progress = z.run(inputBytes, OffHeapBinary.dataAddr(objectAddr), outputBytes, flush);
        p.bumpReductions((int)Math.min(Integer.MAX_VALUE, (progress.consumed() + progress.produced()) / BYTES_PER_REDUCTION));
        final int result = progress.result();
        final boolean failed = result < 0 && result != Zlib.BUF_ERROR;
        final boolean stuck = progress.consumed() == 0 && progress.produced() == 0 && z.input.sizeBytes() > 0;
        if (failed || stuck) {
            OffHeapBinary.release(objectAddr);
            return answer(p, failed ? result : Zlib.DATA_ERROR);
        }
        final long outputTerm = output(p, objectAddr, progress.produced());
        if (z.input.sizeBytes() == 0 && progress.produced() < outputBytes) {
            return Tuple.make(p, AM_FINISHED, outputTerm);
        } else if (result != Zlib.NEED_DICT) {
            return Tuple.make(p, AM_CONTINUE, outputTerm);
        }
        return Tuple.make(p, AM_NEED_DICTIONARY, checksum(p, Zlib.checksum(z.streamAddr())), outputTerm);
    }

    private static long output(final Process p, final long objectAddr, final int bytes) {
        final long listTerm;
        if (bytes == 0) {
            listTerm = Term.NIL;
        } else if (bytes == OffHeapBinary.capacityBytes(objectAddr)) {
            return Cons.make(p, Bitstring.makeRefc(p, objectAddr), Term.NIL);
        } else {
            final long binaryTerm = Bitstring.allocate(p, bytes);
            Memory.copy(OffHeapBinary.dataAddr(objectAddr), Bitstring.dataAddr(binaryTerm), bytes);
            listTerm = Cons.make(p, binaryTerm, Term.NIL);
        }
        OffHeapBinary.release(objectAddr);
        return listTerm;
    }

    private static long setDictionary(final Process p, final long zTerm, final long dictionaryTerm, final ZlibStream.State state) {
        final long bytes = IoList.byteSize(dictionaryTerm);
        if (bytes < 0 || bytes > Integer.MAX_VALUE) {
            return p.badarg();
        }
        final ZlibStream z = stream(p, zTerm, state, AM_NOT_INITIALIZED);
        if (z == null) {
            return Term.NON_VALUE;
        }
        final long objectAddr = OffHeapBinary.allocate(bytes);
        try {
            final long addr = OffHeapBinary.dataAddr(objectAddr);
            IoList.copy(dictionaryTerm, addr);
            final int result = z.setDictionary(addr, (int)bytes);
            if (result != Zlib.OK || state == ZlibStream.State.INFLATE) {
                return answer(p, result);
            }
            // The library keeps no checksum in raw streams, where the C emulator gives this one, counted from 0.
            return checksum(p, z.isRaw() ? Zlib.adler32(0, addr, (int)bytes) : Zlib.checksum(z.streamAddr()));
        } finally {
            OffHeapBinary.release(objectAddr);
        }
    }

    /** OTP 25 gives the checksum as a signed number of 32 bits. */
    private static long checksum(final Process p, final long value) {
        return Integers.make(p, OtpVariant.current().equals(OtpVariant.OTP_25) ? (int)value : value);
    }

    private static long answer(final Process p, final int result) {
        return switch (result) {
            case Zlib.OK -> Atoms.OK;
            case Zlib.STREAM_END -> AM_STREAM_END;
            case Zlib.STREAM_ERROR -> p.fail(AM_STREAM_ERROR);
            case Zlib.DATA_ERROR -> p.fail(AM_DATA_ERROR);
            case Zlib.MEM_ERROR -> AM_MEM_ERROR;
            case Zlib.BUF_ERROR -> AM_BUF_ERROR;
            case Zlib.VERSION_ERROR -> AM_VERSION_ERROR;
            default -> AM_UNKNOWN_ERROR;
        };
    }

    private static boolean isRunning(final ZlibStream z) {
        return z.state() == ZlibStream.State.DEFLATE || z.state() == ZlibStream.State.INFLATE;
    }

    /** The stream of a term that the calling process controls; null after recording the exception. */
    private static ZlibStream stream(final Process p, final long zTerm) {
        final ZlibStream z = Ref.resource(zTerm, ZlibStream.class);
        if (z == null) {
            p.badarg();
        } else if (z.controllerTerm() != p.self) {
            p.fail(AM_NOT_ON_CONTROLLING_PROCESS);
            return null;
        }
        return z;
    }

    private static ZlibStream stream(final Process p, final long zTerm, final ZlibStream.State state, final long otherwiseTerm) {
        final ZlibStream z = stream(p, zTerm);
        if (z != null && z.state() != state) {
            p.fail(otherwiseTerm);
            return null;
        }
        return z;
    }
}
