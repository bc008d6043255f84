package dev.longbeam.term;

import dev.longbeam.memory.Literals;
import dev.longbeam.memory.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Persistent terms: terms in the literal range, by key, that every process reads without a copy.
 *
 * <p>Any thread. Reading takes no lock; changes take turns. An entry is one literal, {@code {Key, Term}}. The memory of a term that
 * was replaced or erased is not freed: a process may still hold it, and finding that out needs a scan of all heaps.
 */
public final class PersistentTerms {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int FIRST_SLOTS = 64;
    private static final int ENTRY_WORDS = 3;

    /** Slots of a table with open addressing: entries or NON_VALUE. A slot once set is never set back to NON_VALUE. */
    private static volatile long[] table = new long[FIRST_SLOTS];
    private static volatile int count;
    private static long bytes;
    /** Takes the references that the literals hold to off-heap objects. */
    private static final LocalHeap OFF_HEAP_OWNER = new LocalHeap();

    private PersistentTerms() {
    }

    /** The term of a key, a literal; NON_VALUE when there is none. */
    public static long get(final long key) {
        final long[] slots = table;
        final long entry = (long)SLOT.getAcquire(slots, find(slots, key));
        return entry == Term.NON_VALUE ? Term.NON_VALUE : Tuple.element(entry, 2);
    }

    /** Number of keys. */
    public static int count() {
        return count;
    }

    /** Bytes of the table and of all terms in it. */
    public static synchronized long bytes() {
        return bytes + table.length * 8L;
    }

    /** Sets the term of a key. */
    public static synchronized void put(final long key, final long term) {
        final long[] slots = table;
        final int slot = find(slots, key);
        final long old = slots[slot];
        if (old != Term.NON_VALUE && MapKeys.equal(Tuple.element(old, 2), term)) {
            return;
        }
        if (old != Term.NON_VALUE) {
            bytes -= entryBytes(old);
            SLOT.setRelease(slots, slot, makeEntry(key, term));
        } else if (count * 2 < slots.length) {
            SLOT.setRelease(slots, slot, makeEntry(key, term));
            count++;
        } else {
            table = copyWithout(Term.NON_VALUE, slots.length * 2);
            put(key, term);
        }
    }

    /** Sets the term of a key that has none; true also when it has this very term. */
    public static synchronized boolean putNew(final long key, final long term) {
        final long old = get(key);
        if (old != Term.NON_VALUE) {
            return MapKeys.equal(old, term);
        }
        put(key, term);
        return true;
    }

    /** Forgets a key; true when it was there. */
    public static synchronized boolean erase(final long key) {
        final long[] slots = table;
        final long entry = slots[find(slots, key)];
        if (entry == Term.NON_VALUE) {
            return false;
        }
        bytes -= entryBytes(entry);
        table = copyWithout(entry, slots.length);
        count--;
        return true;
    }

    /** Forgets all keys. */
    public static synchronized void eraseAll() {
        table = new long[FIRST_SLOTS];
        count = 0;
        bytes = 0;
    }

    /** A list of all entries, {@code {Key, Term}}; the entries are literals. */
    public static synchronized long all(final TermHeap heap) {
        long list = Term.NIL;
        for (final long entry : table) {
            if (entry != Term.NON_VALUE) {
                list = Cons.make(heap, entry, list);
            }
        }
        return list;
    }

    private static int find(final long[] slots, final long key) {
        final int mask = slots.length - 1;
        int slot = MapKeys.hash(key, 0) & mask;
        for (;;) {
            final long entry = (long)SLOT.getAcquire(slots, slot);
            if (entry == Term.NON_VALUE || MapKeys.equal(Tuple.element(entry, 1), key)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
    }

    private static long[] copyWithout(final long leftOut, final int size) {
        final long[] copy = new long[size];
        for (final long entry : table) {
            if (entry != Term.NON_VALUE && entry != leftOut) {
                copy[find(copy, Tuple.element(entry, 1))] = entry;
            }
        }
        return copy;
    }

    private static long makeEntry(final long key, final long term) {
        final long keyWords = TermCopy.sizeWordsWithLiterals(key);
        final long termWords = TermCopy.sizeWordsWithLiterals(term);
        final long addr = Literals.allocate((ENTRY_WORDS + keyWords + termWords) * Memory.WORD_BYTES);
        final long keyAddr = addr + ENTRY_WORDS * (long)Memory.WORD_BYTES;
        final long termAddr = keyAddr + keyWords * Memory.WORD_BYTES;
        Memory.putLong(addr, Tuple.header(2));
        Memory.putLong(addr + 8, TermCopy.copyWithLiterals(key, keyAddr, keyWords, OFF_HEAP_OWNER));
        Memory.putLong(addr + 16, TermCopy.copyWithLiterals(term, termAddr, termWords, OFF_HEAP_OWNER));
        final long entry = Term.makeBoxed(addr);
        bytes += entryBytes(entry);
        return entry;
    }

    private static long entryBytes(final long entry) {
        return TermCopy.sizeWordsWithLiterals(entry) * Memory.WORD_BYTES;
    }
}
