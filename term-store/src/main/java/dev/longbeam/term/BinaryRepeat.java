package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/** A binary several times over, as work that goes on in parts. Belongs to the owner of the heap. */
public final class BinaryRepeat extends SlicedWork {
    private static final long BYTES_PER_STEP = 64;

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
        this.bytes = bytes;
        copyTerm = Bitstring.allocate(heap, bytes);
        periodBytes = Bitstring.byteSize(binaryTerm);
        if (bytes != 0) {
            Bits.copy(Bitstring.dataAddr(binaryTerm), Bitstring.bitOffset(binaryTerm), Bitstring.dataAddr(copyTerm), 0, periodBytes << 3);
            done = periodBytes;
        }
    }

    @Override
    protected boolean proceed() {
        final long toAddr = Bitstring.dataAddr(copyTerm);
        while (done < bytes && budget > 0) {
            final long fromBytes = done % periodBytes;
            final long more = Math.min(Math.min(done - fromBytes, bytes - done), budget * BYTES_PER_STEP);
            Memory.copy(toAddr + fromBytes, toAddr + done, more);
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
