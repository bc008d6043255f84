package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import dev.longbeam.memory.PerThread;

/**
 * {@code binary_to_term} as work in slices. It never trusts the bytes: for wrong ones the result is NON_VALUE, and nothing is recorded
 * in the heap.
 *
 * <p>Each thread has one for what is done in one go; one that must go on later leaves the thread.
 */
public final class TermDecoding extends SlicedWork {
    private static final PerThread<TermDecoding> OF_THREAD = new PerThread<>(TermDecoding::new);

    private static final int PHASE_UNPACK = 0;
    private static final int PHASE_BUILD = 1;
    private static final int PHASE_HASH = 2;
    private static final int PHASE_DONE = 3;

    private static final int HASH_PART_BYTES = 1 << 14;
    private static final int HASHED_PER_STEP = 16;

    private final ExternalDecoder decoder = new ExternalDecoder();
    private TermHeap heap;
    private boolean isSafe;
    private boolean wantsUsed;
    private int phase;
    private TermUnpacking unpacking;
    /** Bytes that belong to the term, when that does not follow from where the decoder stops; 0 when it does. */
    private long usedBytes;
    private long sourceAddr;
    /** Where the bytes stand that a hash goes over, or 0, and that hash. */
    private long hashedAddr;
    private LocalHash hash;
    private long term;
    private boolean ofThread = true;

    private TermDecoding() {
    }

    /**
     * The decoding of the term that a range of bytes begins with; nothing is done yet, and the bytes must stay.
     *
     * @param safe      refuse atoms and functions that do not exist yet
     * @param wantsUsed the result is {@code {Term, Used}}, with the number of bytes that belong to the term
     */
    public static TermDecoding of(final TermHeap to, final long addr, final long bytes, final boolean safe, final boolean wantsUsed) {
        final TermDecoding decoding = OF_THREAD.get();
        decoding.heap = to;
        decoding.isSafe = safe;
        decoding.wantsUsed = wantsUsed;
        decoding.begin(addr, bytes);
        return decoding;
    }

    private void begin(final long addr, final long bytes) {
        sourceAddr = addr;
        usedBytes = 0;
        term = Term.NON_VALUE;
        phase = PHASE_DONE;
        if (bytes < 2 || Memory.getUnsignedByte(addr) != ExternalTags.VERSION_MAGIC) {
            return;
        }
        if (TermUnpacking.isPacked(addr, bytes)) {
            unpacking = TermUnpacking.of(addr, bytes);
            phase = unpacking == null ? PHASE_DONE : PHASE_UNPACK;
        } else {
            beginBody(addr + 1, bytes - 1);
        }
    }

    /** What follows the version byte. */
    private void beginBody(final long addr, final long bytes) {
        final boolean isLocal = Memory.getUnsignedByte(addr) == ExternalTags.LOCAL;
        final int header = isLocal ? ExternalTerm.LOCAL_HEADER_BYTES - 1 : 0;
        hashedAddr = isLocal ? addr + header : 0;
        if (bytes <= header) {
            phase = PHASE_DONE;
            return;
        }
        decoder.begin(heap, addr + header, bytes - header, isSafe, isLocal);
        phase = PHASE_BUILD;
    }

    @Override
    protected boolean proceed() {
        while (phase != PHASE_DONE) {
            if (budget < 0) {
                if (ofThread) {
                    OF_THREAD.release();
                    ofThread = false;
                }
                return false;
            }
            switch (phase) {
                case PHASE_UNPACK -> unpack();
                case PHASE_BUILD -> build();
                default -> hash();
            }
        }
        return true;
    }

    private void unpack() {
        budget -= TermUnpacking.PART_STEPS;
        if (unpacking.advance()) {
            if (unpacking.isWrong()) {
                phase = PHASE_DONE;
            } else {
                usedBytes = unpacking.usedBytes();
                beginBody(unpacking.plainAddr(), unpacking.plainBytes());
            }
        }
    }

    private void build() {
        decoder.budget = budget;
        final boolean built = decoder.proceed();
        budget = decoder.budget;
        if (built) {
            term = decoder.result();
            hash = hashedAddr != 0 && term != Term.NON_VALUE ? new LocalHash(hashedAddr) : null;
            phase = hash == null ? PHASE_DONE : PHASE_HASH;
        }
    }

    private void hash() {
        while (hash.position() < decoder.position() && budget >= 0) {
            final long part = Math.min(HASH_PART_BYTES, decoder.position() - hash.position());
            hash.add(hash.position(), part);
            budget -= part / HASHED_PER_STEP;
        }
        if (hash.position() == decoder.position()) {
            if (hash.value() != Integer.reverseBytes(Memory.getInt(hashedAddr - Integer.BYTES))) {
                term = Term.NON_VALUE;
            }
            hash = null;
            phase = PHASE_DONE;
        }
    }

    @Override
    public long result() {
        final long used = usedBytes != 0 ? usedBytes : decoder.position() - sourceAddr;
        final long result = term == Term.NON_VALUE || !wantsUsed ? term : Tuple.make(heap, term, Term.makeSmall(used));
        release();
        return result;
    }

    @Override
    public void release() {
        heap = null;
        decoder.abandon();
        if (unpacking != null) {
            unpacking.close();
            unpacking = null;
        }
    }
}
