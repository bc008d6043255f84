package dev.longbeam.sched;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.FlatCopy;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Ref;
import dev.longbeam.term.ShallowCopy;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Builds the term of a signal inside the signal's own block.
 *
 * <p>One per thread that sends. Use: {@link #open}, build terms on this heap, {@link #close}.
 */
final class SignalBuilder extends TermHeap {
    /** In place of the number of a reference; no reference has it, they come from a counter. */
    static final long NO_REF = -1;

    private static final long TIMEOUT_WORDS = 4 + Ref.WORDS;

    private final MessageSizes sizes = new MessageSizes();
    private long block;

    /** Opens a block with room for {@code words}. */
    void open(final int type, final long senderTerm, final long words) {
        block = SignalLayout.allocate(type, words);
        SignalLayout.sender(block, senderTerm);
        heapTop = block + SignalLayout.HEADER_BYTES;
        heapLimit = heapTop + words * Memory.WORD_BYTES;
        offHeapAddr = 0;
        offHeapBytes = 0;
    }

    /** Ends the block: its address, ready to be pushed. */
    long close(final long term) {
        SignalLayout.fill(heapTop, heapLimit);
        SignalLayout.term(block, term);
        SignalLayout.offHeapList(block, offHeapAddr);
        return block;
    }

    /** A whole signal that carries a copy of one term. */
    long copy(final int type, final long senderTerm, final long term) {
        if (Term.isImmediate(term)) {
            open(type, senderTerm, 0);
            return close(term);
        }
        final long flatWords = FlatCopy.words(term);
        if (flatWords != 0) {
            open(type, senderTerm, flatWords);
            return close(FlatCopy.copy(term, flatWords, this));
        }
        final long foreseenWords = sizes.foreseen(senderTerm);
        if (foreseenWords != 0) {
            final long signal = copyOfSize(type, senderTerm, term, foreseenWords);
            if (signal != 0) {
                return signal;
            }
        }
        final long shallowWords = ShallowCopy.words(term);
        sizes.had(senderTerm, Math.max(0, shallowWords));
        if (shallowWords >= 0) {
            open(type, senderTerm, shallowWords);
            return close(ShallowCopy.copy(term, this));
        }
        final long words = TermCopy.sizeWords(term);
        open(type, senderTerm, words);
        final long copy = TermCopy.copy(term, heapTop, words, this);
        heapTop = heapLimit;
        return close(copy);
    }

    /** A signal with a copy of a term that may have so many words; 0 when it has not, or cannot be copied without being counted. */
    private long copyOfSize(final int type, final long senderTerm, final long term, final long words) {
        open(type, senderTerm, words);
        final long copy = ShallowCopy.tryCopy(term, this);
        if (copy != Term.NON_VALUE && heapTop == heapLimit) {
            return close(copy);
        }
        OffHeapList.releaseAll(offHeapAddr);
        SignalLayout.free(block);
        return 0;
    }

    /**
     * The message of a timer. It may wait for days where nobody looks for references to literals, so that it has copies of them.
     *
     * @param refNumber the reference in {@code {timeout, Ref, Term}}, or {@link #NO_REF} for the term alone
     */
    long timed(final long refNumber, final long term) {
        final long words = Term.isImmediate(term) ? 0 : TermCopy.sizeWordsWithLiterals(term);
        final boolean tuple = refNumber != NO_REF;
        open(SignalLayout.MESSAGE, Term.NON_VALUE, words + (tuple ? TIMEOUT_WORDS : 0));
        final long copy = words == 0 ? term : TermCopy.copyWithLiterals(term, allocate(words), words, this);
        final long message = close(tuple ? Tuple.make(this, Atoms.TIMEOUT, Ref.make(this, refNumber), copy) : copy);
        SignalLayout.number(message, SequentialTrace.NO_TOKEN);
        return message;
    }

    /** A message with a copy of the term of another, and all else as in that one. */
    long copyOf(final long messageAddr) {
        final long copy = copy(SignalLayout.type(messageAddr), SignalLayout.sender(messageAddr), SignalLayout.term(messageAddr));
        SignalLayout.number(copy, SignalLayout.number(messageAddr));
        SignalLayout.id(copy, SignalLayout.id(messageAddr), SignalLayout.causeId(messageAddr));
        return copy;
    }

    @Override
    protected long allocateSlow(final long words) {
        throw new IllegalStateException("signal block is too small: words=" + words + " left=" + (heapLimit - heapTop >> 3));
    }
}
