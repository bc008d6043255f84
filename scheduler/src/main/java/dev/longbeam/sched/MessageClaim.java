package dev.longbeam.sched;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;

/**
 * A message that is built in its own block and then sent or given up: {@link #open}, build terms on this heap, {@link #send} or {@link
 * #abort}.
 *
 * <p>One thread at a time; the block belongs to this object until it has been sent.
 */
public final class MessageClaim extends TermHeap {
    private long block;
    private long words;

    /** Opens a block with room for so many words; nothing must be open. */
    public void open(final long newWords) {
        words = newWords;
        block = SignalLayout.allocate(SignalLayout.MESSAGE, words);
        SignalLayout.sender(block, Term.NON_VALUE);
        heapTop = block + SignalLayout.HEADER_BYTES;
        heapLimit = heapTop + words * Memory.WORD_BYTES;
        offHeapAddr = 0;
        offHeapBytes = 0;
    }

    /** True between {@link #open} and {@link #send} or {@link #abort}. */
    public boolean isOpen() {
        return block != 0;
    }

    /** Words that were asked for. */
    public long words() {
        return words;
    }

    /**
     * Sends the message.
     *
     * @param from    the process that runs on this thread, or null
     * @param term    the message, built on this heap
     * @param limited the limit of the receiver has admitted it; false for a message that does not count
     * @return false when the receiver is gone
     */
    public boolean send(final Process from, final Process to, final long term, final boolean limited) {
        final long signal = block;
        block = 0;
        SignalLayout.fill(heapTop, heapLimit);
        SignalLayout.term(signal, term);
        SignalLayout.offHeapList(signal, offHeapAddr);
        return Signals.built(from, to, signal, limited);
    }

    /** Opens a block that fits a term, and sends a copy of it; see {@link #send}. */
    public boolean sendCopy(final Process from, final Process to, final long term, final boolean limited) {
        if (Term.isImmediate(term)) {
            open(0);
            return send(from, to, term, limited);
        }
        final long size = TermCopy.sizeWords(term);
        open(size);
        final long copy = TermCopy.copy(term, heapTop, size, this);
        heapTop = heapLimit;
        return send(from, to, copy, limited);
    }

    /** Gives the message up. */
    public void abort() {
        if (block != 0) {
            OffHeapList.releaseAll(offHeapAddr);
            SignalLayout.free(block);
            block = 0;
        }
    }

    @Override
    protected long allocateSlow(final long needWords) {
        throw new IndexOutOfBoundsException("write beyond the claimed length: claimedWords=" + words + " freeWords="
            + (heapLimit - heapTop >> 3) + " neededWords=" + needWords);
    }
}
