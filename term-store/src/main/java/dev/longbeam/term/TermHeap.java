package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * A place where terms are built: the heap of a process, the fragment of a message, a literal area.
 *
 * <p>Owned by one thread at a time. Allocation is a bump of {@link #heapTop}; what does not fit goes to {@link #allocateSlow},
 * which never collects and never moves a term: terms that a caller holds stay valid until its process reaches a collection point.
 *
 * <p>Building functions report failure by {@link #fail}: they record an exception here and return {@link Term#NON_VALUE}.
 */
public abstract class TermHeap {
    /** Next free address. */
    public long heapTop;

    /** First address that may not be allocated. For a process this is its stack pointer: heap and stack grow towards each other. */
    public long heapLimit;

    /** The off-heap list: address of the first object that must be released when it dies (binary references, magic references), 0 at the end. */
    public long offHeapAddr;

    /** Bytes of off-heap binaries that this heap refers to; collections are triggered by it. */
    public long offHeapBytes;

    /** Class of the exception: {@link Atoms#ERROR}, {@link Atoms#EXIT} or {@link Atoms#THROW}; {@link Term#NON_VALUE} when there is none. */
    public long failClassTerm;

    /** Reason of the exception, on this heap. */
    public long failReasonTerm;

    /** What {@code error_info} says of the exception's cause (a term such as {@code badkey}); NON_VALUE for nothing. */
    public long failCauseTerm;

    /**
     * Allocates words; they are garbage until written.
     *
     * @return the address of the first word
     */
    public final long allocate(final long words) {
        final long addr = heapTop;
        final long top = addr + words * Memory.WORD_BYTES;
        if (top > heapLimit) {
            return allocateSlow(words);
        }
        heapTop = top;
        return addr;
    }

    /** Allocates words that are known to be free: the caller has made sure of that, and of nothing having been allocated since. */
    public final long take(final long words) {
        final long addr = heapTop;
        final long top = addr + words * Memory.WORD_BYTES;
        assert top <= heapLimit : "no room: words=" + words;
        heapTop = top;
        return addr;
    }

    /** Allocates where the bump does not reach: a heap fragment, a larger buffer. */
    protected abstract long allocateSlow(long words);

    /**
     * True when terms on this heap may point to literals: the owner is then asked before a literal area is freed. Heaps that nobody asks
     * get copies of literals.
     */
    public boolean sharesLiterals() {
        return true;
    }

    /**
     * Gives back the end of the last allocation when it was larger than needed; nothing happens when it was not the last one at the
     * heap top.
     *
     * @param allocatedAddr what {@link #allocate} returned
     * @param words         what was asked for
     * @param usedWords     what is needed
     */
    public final void trim(final long allocatedAddr, final long words, final long usedWords) {
        if (allocatedAddr + words * Memory.WORD_BYTES == heapTop) {
            heapTop = allocatedAddr + usedWords * Memory.WORD_BYTES;
        }
    }

    /** Records an exception of class error; always returns {@link Term#NON_VALUE}. */
    public final long fail(final long reasonTerm) {
        failClassTerm = Atoms.ERROR;
        failReasonTerm = reasonTerm;
        failCauseTerm = Term.NON_VALUE;
        return Term.NON_VALUE;
    }

    /** Records an exception of class error with a cause for {@code error_info}; always returns {@link Term#NON_VALUE}. */
    public final long fail(final long reasonTerm, final long causeTerm) {
        fail(reasonTerm);
        failCauseTerm = causeTerm;
        return Term.NON_VALUE;
    }

    /** Records an exception of any class; always returns {@link Term#NON_VALUE}. */
    public final long raise(final long classTerm, final long reasonTerm) {
        failClassTerm = classTerm;
        failReasonTerm = reasonTerm;
        failCauseTerm = Term.NON_VALUE;
        return Term.NON_VALUE;
    }

    /** {@code badarg}. */
    public final long badarg() {
        return fail(Atoms.BADARG);
    }

    /** {@code badarith}. */
    public final long badarith() {
        return fail(Atoms.BADARITH);
    }

    /** {@code system_limit}. */
    public final long systemLimit() {
        return fail(Atoms.SYSTEM_LIMIT);
    }

    /** {@code {badmap, Term}}. */
    public final long badmap(final long term) {
        return fail(Tuple.make(this, Atoms.BADMAP, term));
    }

    /** {@code {badkey, Key}}. */
    public final long badkey(final long keyTerm) {
        return fail(Tuple.make(this, Atoms.BADKEY, keyTerm));
    }
}
