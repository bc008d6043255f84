package dev.longbeam.term.ets;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.memory.PerThread;
import dev.longbeam.term.MovedTerms;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * A row of a table: one block with the tuple in it, laid out as in the C emulator.
 *
 * <pre>
 *   hash row    [next] [hash &lt;&lt; 1 | deleted]            [words of the tuple and what it refers to] [first of the off-heap list] [tuple ..]
 *   tree row    [left] [right] [priority]                [words ..]                                   [off-heap list]              [tuple ..]
 * </pre>
 *
 * <p>Any thread that holds the lock which guards the row; a row that is in no table belongs to who made it.
 */
final class EtsRow {
    /** Words before the tuple in hash tables. */
    static final int HASH_HEADER_WORDS = 4;
    /** Words before the tuple in trees. */
    static final int TREE_HEADER_WORDS = 5;

    /** Elements up to which a tuple is copied by a plain loop. */
    private static final int FLAT_ARITY = 16;
    /** Words up to which a tuple is copied without a lock: what is copied in vain is waste on the heap. */
    private static final int UNLOCKED_WORDS = 64;

    private static final PerThread<Owner> OWNER = new PerThread<>(Owner::new);

    private EtsRow() {
    }

    /** Collects the off-heap references of one row while it is copied. */
    private static final class Owner extends TermHeap {
        @Override
        protected long allocateSlow(final long words) {
            throw new IllegalStateException("a row has a fixed size: words=" + words);
        }
    }

    /** A new row with a copy of a tuple, its link words zero. */
    static long create(final long tupleTerm, final int headerWords) {
        final int arity = Tuple.arity(tupleTerm);
        final boolean flat = isFlat(tupleTerm, arity);
        final long words = flat ? arity + 1L : TermCopy.sizeWordsWithLiterals(tupleTerm);
        final long rowAddr = Blocks.allocate((headerWords + words) * Memory.WORD_BYTES, MemoryKind.ETS);
        for (int i = 0; i < headerWords - 2; i++) {
            Memory.putLong(rowAddr + i * 8L, 0);
        }
        final long tupleAddr = rowAddr + headerWords * 8L;
        Memory.putLong(tupleAddr - 16, words);
        if (flat) {
            Memory.copyWords(Term.addr(tupleTerm), tupleAddr, words);
            Memory.putLong(tupleAddr - 8, 0);
            return rowAddr;
        }
        final Owner owner = OWNER.get();
        owner.offHeapAddr = 0;
        owner.offHeapBytes = 0;
        final long copyTerm = TermCopy.copyWithLiterals(tupleTerm, tupleAddr, words, owner);
        assert copyTerm == Term.makeBoxed(tupleAddr) : "row=" + rowAddr + " copy=" + copyTerm;
        Memory.putLong(tupleAddr - 8, owner.offHeapAddr);
        return rowAddr;
    }

    /** True for a tuple of immediates: most rows, and nothing but words to copy. */
    private static boolean isFlat(final long tupleTerm, final int arity) {
        if (arity > FLAT_ARITY) {
            return false;
        }
        for (int i = 1; i <= arity; i++) {
            if (!Term.isImmediate(Tuple.element(tupleTerm, i))) {
                return false;
            }
        }
        return true;
    }

    /** Frees a row and lets go of what it refers to. */
    static void free(final long rowAddr, final int headerWords) {
        final long tupleAddr = rowAddr + headerWords * 8L;
        final long offHeapAddr = Memory.getLong(tupleAddr - 8);
        if (offHeapAddr != 0) {
            OffHeapList.releaseAll(offHeapAddr);
        }
        Blocks.free(rowAddr, totalWords(rowAddr, headerWords) * Memory.WORD_BYTES, MemoryKind.ETS);
    }

    /** The tuple of a row. */
    static long tuple(final long rowAddr, final int headerWords) {
        return Term.makeBoxed(rowAddr + headerWords * 8L);
    }

    /** Words of a row with its header. */
    static long totalWords(final long rowAddr, final int headerWords) {
        return headerWords + Memory.getLong(rowAddr + headerWords * 8L - 16);
    }

    /** A copy of the tuple of a row on a heap. */
    static long copyTuple(final TermHeap heap, final long rowAddr, final int headerWords) {
        final long tupleAddr = rowAddr + headerWords * 8L;
        final long words = Memory.getLong(tupleAddr - 16);
        if (words <= FLAT_ARITY && words == Term.headerWords(Memory.getLong(tupleAddr)) + 1) {
            final long copyAddr = heap.allocate(words);
            Memory.copyWords(tupleAddr, copyAddr, words);
            return Term.makeBoxed(copyAddr);
        }
        return TermCopy.copy(Term.makeBoxed(tupleAddr), heap.allocate(words), words, heap);
    }

    /** Words of the tuple of a row without an off-heap list, as a reader without a lock sees them; 0 for other rows, and for large ones. */
    static long plainWordsUnlocked(final long rowAddr, final int headerWords) {
        final long tupleAddr = rowAddr + headerWords * 8L;
        final long words = Memory.getLongUnchecked(tupleAddr - 16);
        return Memory.getLongUnchecked(tupleAddr - 8) == 0 && words > 0 && words <= UNLOCKED_WORDS ? words : 0;
    }

    /** Copies the words of a row's tuple, which then needs {@link #copied}, for a reader without a lock. */
    static void copyUnlocked(final long rowAddr, final int headerWords, final long toAddr, final long words) {
        final long tupleAddr = rowAddr + headerWords * 8L;
        for (long offset = 0; offset < words * Memory.WORD_BYTES; offset += Memory.WORD_BYTES) {
            Memory.putLong(toAddr + offset, Memory.getLongUnchecked(tupleAddr + offset));
        }
    }

    /** The tuple that {@link #copyUnlocked} has copied. */
    static long copied(final long rowAddr, final int headerWords, final long toAddr, final long words) {
        if (words != Term.headerWords(Memory.getLong(toAddr)) + 1) {
            MovedTerms.relocate(toAddr, words, rowAddr + headerWords * 8L);
        }
        return Term.makeBoxed(toAddr);
    }

    /** First object of the row's off-heap list. */
    static long offHeapAddr(final long rowAddr, final int headerWords) {
        return Memory.getLong(rowAddr + headerWords * 8L - 8);
    }
}
