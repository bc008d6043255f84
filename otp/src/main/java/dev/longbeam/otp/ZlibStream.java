package dev.longbeam.otp;

import dev.longbeam.memory.MemoryKind;
import dev.longbeam.otp.posix.Zlib;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.MagicResource;
import dev.longbeam.term.OffHeapBinary;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;

/**
 * A stream of module {@code zlib}: the library's stream, the input that waits for it, and one stashed term.
 *
 * <p>Used by its controlling process only, so by one thread at a time.
 */
final class ZlibStream implements MagicResource {
    /** What to do with input behind the end of the compressed data: fail. */
    static final int EOS_ERROR = 0;
    /** What to do with input behind the end of the compressed data: take it as a new stream. */
    static final int EOS_RESET = 1;
    /** What to do with input behind the end of the compressed data: drop it. */
    static final int EOS_CUT = 2;

    /** States of a stream. */
    enum State {
        /** Not initialized. */
        NONE,
        /** Compresses. */
        DEFLATE,
        /** Decompresses. */
        INFLATE,
        /** Closed for ever. */
        CLOSED
    }

    private static final int DEFAULT_CHUNK_BYTES = 4000;

    /** Input that waits. */
    final IoQueue input = new IoQueue();
    private final long streamAddr = Zlib.allocateStream();
    private volatile long controllerTerm;
    private State state = State.NONE;
    private int eosBehaviour = EOS_CUT;
    private boolean eosSeen;
    private boolean raw;
    private long inputCrc;
    private long outputCrc;
    private int chunkBytes = DEFAULT_CHUNK_BYTES;
    private LocalHeap stashHeap;
    private long stashTerm;

    /** What one run of the codec has done. */
    record Progress(int result, int produced, long consumed) {
    }

    /** A stream of a process. */
    ZlibStream(final long controllerTerm) {
        this.controllerTerm = controllerTerm;
    }

    /** The process that may use the stream. */
    long controllerTerm() {
        return controllerTerm;
    }

    /** Hands the stream to another process. */
    void controllerTerm(final long newControllerTerm) {
        controllerTerm = newControllerTerm;
    }

    /** The state. */
    State state() {
        return state;
    }

    /** The library's stream. */
    long streamAddr() {
        return streamAddr;
    }

    /** True for a stream without header and trailer. */
    boolean isRaw() {
        return raw;
    }

    /** Size of the parts that {@code inflateChunk} gives. */
    int chunkBytes() {
        return chunkBytes;
    }

    /** Sets the size of the parts that {@code inflateChunk} gives. */
    void chunkBytes(final int bytes) {
        chunkBytes = bytes;
    }

    /** CRC-32 of the plain data so far, kept for raw streams only. */
    long crc() {
        return state == State.DEFLATE ? inputCrc : outputCrc;
    }

    /** Begins to compress; a code of {@link Zlib}. */
    int deflateInit(final int level, final int method, final int windowBits, final int memLevel, final int strategy) {
        final int result = Zlib.deflateInit(streamAddr, level, method, windowBits, memLevel, strategy);
        if (result == Zlib.OK) {
            begin(State.DEFLATE, windowBits);
        }
        return result;
    }

    /** Begins to decompress; a code of {@link Zlib}. */
    int inflateInit(final int windowBits, final int newEosBehaviour) {
        final int result = Zlib.inflateInit(streamAddr, windowBits);
        if (result == Zlib.OK) {
            begin(State.INFLATE, windowBits);
            eosBehaviour = newEosBehaviour;
        }
        return result;
    }

    /** Begins anew with the same parameters, input and stash dropped; a code of {@link Zlib}. */
    int reset() {
        final int result = state == State.DEFLATE ? Zlib.deflateReset(streamAddr) : Zlib.inflateReset(streamAddr);
        inputCrc = 0;
        outputCrc = 0;
        eosSeen = false;
        dropInput();
        return result;
    }

    /** Ends compression or decompression: a data error when there is unused input, or no end of the compressed data was seen. */
    int end() {
        int result;
        if (state == State.DEFLATE) {
            result = Zlib.deflateEnd(streamAddr);
            result = result == Zlib.OK && input.sizeBytes() > 0 ? Zlib.DATA_ERROR : result;
        } else {
            result = Zlib.inflateEnd(streamAddr);
            result = result == Zlib.OK && (!eosSeen || input.sizeBytes() > 0) ? Zlib.DATA_ERROR : result;
        }
        dropInput();
        state = State.NONE;
        return result;
    }

    /** Closes the stream for ever. */
    void close() {
        if (state == State.DEFLATE) {
            Zlib.deflateEnd(streamAddr);
        } else if (state == State.INFLATE) {
            Zlib.inflateEnd(streamAddr);
        }
        state = State.CLOSED;
        clearStash();
    }

    /** Treats input behind the end of the compressed data as was asked for; a code of {@link Zlib}. */
    int passEndOfStream() {
        if (!eosSeen || input.sizeBytes() == 0) {
            return Zlib.OK;
        }
        switch (eosBehaviour) {
            case EOS_ERROR:
                return Zlib.DATA_ERROR;
            case EOS_RESET:
                eosSeen = false;
                return Zlib.inflateReset(streamAddr);
            default:
                dropInput();
                return Zlib.OK;
        }
    }

    /**
     * Compresses or decompresses waiting input.
     *
     * @param inputLimit  about how many bytes to use at most
     * @param toAddr      where the output goes
     * @param outputBytes room there
     * @param flush       flush mode when the input is used up
     */
    Progress run(final int inputLimit, final long toAddr, final int outputBytes, final int flush) {
        int result = Zlib.OK;
        long consumed = 0;
        Zlib.output(streamAddr, toAddr, outputBytes);
        while (result == Zlib.OK && input.sizeBytes() > 0 && consumed < inputLimit && Zlib.outputLeft(streamAddr) > 0) {
            final long addr = input.headAddr();
            final int bytes = (int)Math.min(input.headBytes(), inputLimit);
            Zlib.input(streamAddr, addr, bytes);
            result = codec(Zlib.NO_FLUSH);
            final int used = bytes - Zlib.inputLeft(streamAddr);
            if (raw && state == State.DEFLATE) {
                inputCrc = Zlib.crc32(inputCrc, addr, used);
            }
            consumed += used;
            input.drop(used);
        }
        if (result == Zlib.OK && input.sizeBytes() == 0 && Zlib.outputLeft(streamAddr) > 0) {
            Zlib.input(streamAddr, 0, 0);
            result = codec(flush);
        }
        final int produced = outputBytes - Zlib.outputLeft(streamAddr);
        if (raw && state == State.INFLATE && (result >= 0 || result == Zlib.BUF_ERROR)) {
            outputCrc = Zlib.crc32(outputCrc, toAddr, produced);
        }
        eosSeen |= result == Zlib.STREAM_END;
        return new Progress(result, produced, consumed);
    }

    /** Sets the dictionary; a code of {@link Zlib}. */
    int setDictionary(final long addr, final int bytes) {
        return state == State.DEFLATE ? Zlib.deflateSetDictionary(streamAddr, addr, bytes)
            : Zlib.inflateSetDictionary(streamAddr, addr, bytes);
    }

    /** Changes level and strategy; a code of {@link Zlib}. Everything before must have been flushed. */
    int deflateParams(final int level, final int strategy) {
        final long spareAddr = OffHeapBinary.allocate(1);
        try {
            Zlib.output(streamAddr, OffHeapBinary.dataAddr(spareAddr), 1);
            final int result = Zlib.deflateParams(streamAddr, level, strategy);
            return Zlib.outputLeft(streamAddr) == 0 ? Zlib.STREAM_ERROR : result;
        } finally {
            OffHeapBinary.release(spareAddr);
        }
    }

    /** True when a term is stashed. */
    boolean hasStash() {
        return stashHeap != null;
    }

    /** Stashes a copy of a term. */
    void stash(final long term) {
        stashHeap = new LocalHeap(MemoryKind.SYSTEM);
        stashTerm = TermCopy.copy(term, stashHeap);
    }

    /** A copy of the stashed term. */
    long stash(final TermHeap heap) {
        return TermCopy.copy(stashTerm, heap);
    }

    /** Drops the stashed term. */
    void clearStash() {
        if (stashHeap != null) {
            OffHeapList.releaseAll(stashHeap.offHeapAddr);
            stashHeap.close();
            stashHeap = null;
            stashTerm = Term.NON_VALUE;
        }
    }

    @Override
    public void dispose() {
        close();
        input.clear();
        Zlib.freeStream(streamAddr);
    }

    private void begin(final State newState, final int windowBits) {
        state = newState;
        eosSeen = false;
        raw = windowBits < 0;
        inputCrc = 0;
        outputCrc = 0;
    }

    private void dropInput() {
        input.clear();
        clearStash();
    }

    private int codec(final int flush) {
        return state == State.DEFLATE ? Zlib.deflate(streamAddr, flush) : Zlib.inflate(streamAddr, flush);
    }
}
