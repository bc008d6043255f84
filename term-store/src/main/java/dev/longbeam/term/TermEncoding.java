package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import dev.longbeam.memory.PerThread;

/**
 * {@code term_to_binary} and {@code external_size} as work in slices: the term is written into a buffer, that is compressed into
 * another one if so wanted, and the binary is filled from it.
 *
 * <p>Each thread has one for what is done in one go; one that must go on later leaves the thread.
 */
public final class TermEncoding extends SlicedWork {
    /** What the result is. */
    public enum Result {
        /** A binary. */
        BINARY,
        /** A list of binaries. */
        VECTOR,
        /** The number of bytes. */
        SIZE
    }

    private static final PerThread<TermEncoding> OF_THREAD = new PerThread<>(TermEncoding::new);

    private static final int PART_BYTES = 1 << 14;
    private static final int COPIED_PER_STEP = 64;
    private static final int HASHED_PER_STEP = 16;

    private static final int PHASE_WRITE = 0;
    private static final int PHASE_HASH = 1;
    private static final int PHASE_PACK = 2;
    private static final int PHASE_COPY = 3;

    private final ExternalEncoder encoder = new ExternalEncoder();
    private TermHeap heap;
    private Result wanted;
    private int level;
    private int phase;
    private LocalHash hash;
    private TermPacking packing;
    /** What the binary is made of, and how many of its bytes are done. */
    private ExternalBuffer source;
    private long done;
    private long binaryTerm;
    private boolean ofThread = true;

    private TermEncoding() {
    }

    /**
     * The encoding of a term; nothing is done yet.
     *
     * @param level 0, or how hard to compress, 1 to 9; 6 is usual
     */
    public static TermEncoding of(final TermHeap heap, final long term, final int options, final int level, final Result wanted) {
        final TermEncoding encoding = OF_THREAD.get();
        encoding.heap = heap;
        encoding.wanted = wanted;
        encoding.level = level;
        encoding.phase = PHASE_WRITE;
        encoding.encoder.clear();
        ExternalTerm.begin(encoding.encoder, term, options);
        return encoding;
    }

    @Override
    protected boolean proceed() {
        while (budget >= 0) {
            switch (phase) {
                case PHASE_WRITE -> write();
                case PHASE_HASH -> hash();
                case PHASE_PACK -> pack();
                default -> {
                    if (copy()) {
                        return true;
                    }
                }
            }
        }
        if (ofThread) {
            OF_THREAD.release();
            ofThread = false;
        }
        return false;
    }

    private void write() {
        encoder.budget = budget;
        final boolean written = encoder.proceed();
        budget = encoder.budget;
        if (!written) {
            if (!encoder.isWithinBytes()) {
                encoder.out.endBlock();
            }
        } else if ((encoder.flags & ExternalTerm.LOCAL) != 0) {
            hash = new LocalHash(ExternalTerm.LOCAL_HEADER_BYTES);
            phase = PHASE_HASH;
        } else {
            written();
        }
    }

    private void hash() {
        final ExternalBuffer out = encoder.out;
        while (hash.position() < out.size() && budget >= 0) {
            final long part = Math.min(PART_BYTES, out.run(hash.position()));
            hash.add(out.at(hash.position()), (int)part);
            budget -= part / HASHED_PER_STEP;
        }
        if (hash.position() == out.size()) {
            out.patch32(ExternalTerm.LOCAL_HASH_AT, hash.value());
            hash = null;
            written();
        }
    }

    private void written() {
        if (level == 0 || wanted == Result.SIZE) {
            fill(encoder.out);
        } else {
            packing = new TermPacking(encoder.out, level);
            phase = PHASE_PACK;
        }
    }

    private void pack() {
        budget -= TermPacking.PART_STEPS;
        if (packing.advance()) {
            fill(packing.isSmaller() ? packing.packed : encoder.out);
        }
    }

    private void fill(final ExternalBuffer from) {
        source = from;
        done = 0;
        binaryTerm = wanted == Result.SIZE ? Term.NIL : Bitstring.allocate(heap, from.size());
        phase = PHASE_COPY;
    }

    private boolean copy() {
        final long size = wanted == Result.SIZE ? 0 : source.size();
        while (done < size && budget >= 0) {
            final long part = Math.min(PART_BYTES, source.run(done));
            Memory.copy(source.at(done), Bitstring.dataAddr(binaryTerm) + done, part);
            done += part;
            budget -= part / COPIED_PER_STEP;
        }
        return done == size;
    }

    @Override
    public long result() {
        final long result = switch (wanted) {
            case BINARY -> binaryTerm;
            case VECTOR -> Cons.make(heap, binaryTerm, Term.NIL);
            case SIZE -> Term.makeSmall(source.size() + encoder.funSlackBytes());
        };
        release();
        return result;
    }

    @Override
    public void release() {
        heap = null;
        source = null;
        if (packing != null) {
            packing.close();
            packing = null;
        }
        if (!ofThread) {
            encoder.out.free();
        }
    }
}
