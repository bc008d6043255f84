package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/** A binary several times over, as work that goes on in parts. Belongs to the owner of the heap. */
public final class BinaryRepeat extends SlicedWork {
    private static final long BYTES_PER_STEP = 64;

    private final long binaryTerm;
    private final long copyTerm;
    private final long periodBytes;
    private final long bytes;
    private long done;

    /**
     * Work on a binary that is not empty.
     *
     * @param bytes size of the result, a multiple of the binary's
     */
    public BinaryRepeat(final TermHeap heap, final long binaryTerm, final long bytes) {
        this.binaryTerm = binaryTerm;
        this.bytes = bytes;
        copyTerm = Bitstring.allocate(heap, bytes);
        periodBytes = Bitstring.byteSize(binaryTerm);
    }

    @Override
    protected boolean proceed() {
        final long toAddr = Bitstring.dataAddr(copyTerm);
        while (done < bytes && budget > 0) {
            final long fromBytes = done % periodBytes;
            final boolean isFirst = done < periodBytes;
            final long known = isFirst ? periodBytes - done : done - fromBytes;
            final long more = Math.min(Math.min(known, bytes - done), budget * BYTES_PER_STEP);
            if (isFirst) {
                Bits.copy(Bitstring.dataAddr(binaryTerm) + done, Bitstring.bitOffset(binaryTerm), toAddr + done, 0, more << 3);
            } else {
                Memory.copy(toAddr + fromBytes, toAddr + done, more);
            }
            done += more;
            budget -= more / BYTES_PER_STEP + 1;
        }
        return done == bytes;
    }

    @Override
    public long result() {
        return copyTerm;
    }
}
