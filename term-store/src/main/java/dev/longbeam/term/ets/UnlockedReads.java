package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/**
 * Lookups in sets that take no lock and write nothing that others read: processes on all schedulers read one table at full speed.
 *
 * <p>A row may be changed or freed, and its memory be something else, while it is read. So each address is followed only after a look at the lock has
 * shown that it was right at that moment (memory of blocks stays readable for ever), and what has been copied counts only after another look.
 *
 * <p>Any thread. Only keys that are immediates, and rows without off-heap objects, whose counts nobody may touch without the lock: all else, and a
 * reader who meets a writer, takes the lock.
 */
final class UnlockedReads {
    /** The operation has found nothing out: take the lock. */
    static final long MISSED = Term.NON_VALUE;

    private static final int CONS_WORDS = 2;

    private UnlockedReads() {
    }

    /** {@code [Row]} or {@code []}, or {@link #MISSED}. */
    static long lookup(final HashStore table, final TermHeap heap, final long hash, final long keyTerm) {
        final long stamp = stamp(table, hash, keyTerm);
        final long row = stamp == StripeLocks.NO_STAMP ? MISSED : find(table, hash, keyTerm, stamp);
        if (row == Term.NIL) {
            return Term.NIL;
        }
        final long words = row == MISSED ? 0 : EtsRow.plainWordsUnlocked(row, table.headerWords);
        if (words == 0 || !table.locks.isUnchanged(hash, stamp)) {
            return MISSED;
        }
        final long consAddr = heap.allocate(words + CONS_WORDS);
        final long tupleAddr = consAddr + CONS_WORDS * 8L;
        EtsRow.copyUnlocked(row, table.headerWords, tupleAddr, words);
        if (!table.locks.isUnchanged(hash, stamp)) {
            forget(consAddr, words + CONS_WORDS);
            return MISSED;
        }
        return Cons.write(consAddr, EtsRow.copied(row, table.headerWords, tupleAddr, words), Term.NIL);
    }

    /** {@code true} or {@code false}, or {@link #MISSED}. */
    static long member(final HashStore table, final long hash, final long keyTerm) {
        final long stamp = stamp(table, hash, keyTerm);
        final long row = stamp == StripeLocks.NO_STAMP ? MISSED : find(table, hash, keyTerm, stamp);
        return row == MISSED || !table.locks.isUnchanged(hash, stamp) ? MISSED : Atoms.bool(row != Term.NIL);
    }

    /** An element that is an immediate, or {@link #MISSED}. */
    static long element(final HashStore table, final long hash, final long keyTerm, final int position) {
        final long stamp = stamp(table, hash, keyTerm);
        final long row = stamp == StripeLocks.NO_STAMP ? MISSED : find(table, hash, keyTerm, stamp);
        if (row == MISSED || row == Term.NIL) {
            return MISSED;
        }
        final long tupleAddr = row + table.headerWords * 8L;
        final long header = Memory.getLongUnchecked(tupleAddr);
        if (!table.locks.isUnchanged(hash, stamp) || position > Term.headerWords(header)) {
            return MISSED;
        }
        final long element = Memory.getLongUnchecked(tupleAddr + position * 8L);
        return Term.isImmediate(element) && table.locks.isUnchanged(hash, stamp) ? element : MISSED;
    }

    private static long stamp(final HashStore table, final long hash, final long keyTerm) {
        final long stamp = table.isSet && Term.isImmediate(keyTerm) ? table.locks.stamp(hash) : StripeLocks.NO_STAMP;
        return table.closed ? StripeLocks.NO_STAMP : stamp;
    }

    /** The live row of a key, which may have gone since it was found; {@link Term#NIL} when there is none. */
    private static long find(final HashStore table, final long hash, final long keyTerm, final long stamp) {
        final long link = table.buckets.linkOfHashUnlocked(hash);
        if (link == 0 || !table.locks.isUnchanged(hash, stamp)) {
            return MISSED;
        }
        long row = Memory.getLongUnchecked(link);
        while (table.locks.isUnchanged(hash, stamp)) {
            if (row == 0) {
                return Term.NIL;
            }
            if (Memory.getLongUnchecked(row + 8) == hash << 1
                && Memory.getLongUnchecked(row + (table.headerWords + table.keyPosition) * 8L) == keyTerm) {
                return row;
            }
            row = Memory.getLongUnchecked(row);
        }
        return MISSED;
    }

    /** Makes words of a heap that hold anything into terms. */
    private static void forget(final long addr, final long words) {
        for (long i = 0; i < words; i++) {
            Memory.putLong(addr + i * 8L, Term.NIL);
        }
    }
}
