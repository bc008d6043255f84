package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The persistent terms of a node: terms in the literal range, by key, that every process reads without a copy.
 *
 * <p>Any thread. Reading takes no lock; changes take turns. An entry is a literal area of its own:
 *
 * <pre>
 *   [off-heap list] [words of the area] [tuple {Key, Term}] [words of key and term ..]
 * </pre>
 *
 * <p>A process may still hold a term that was replaced or erased: the methods that do so hand out its area, and the caller sees to it
 * that it is freed in time.
 */
public final class PersistentTerms {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int FIRST_SLOTS = 64;
    private static final int MAX_SLOTS_PER_ENTRY = 4;
    private static final int HEADER_BYTES = 16;
    private static final int WORDS_OFFSET = 8;
    private static final int ENTRY_WORDS = 5;

    /** Stands in the slot of an entry that was erased: what collided with it is behind. */
    private static final long ERASED = Term.NIL;

    /** Slots of a table with open addressing: entries, {@link #ERASED} or NON_VALUE. A slot once set is never set back to NON_VALUE. */
    private volatile long[] table = new long[FIRST_SLOTS];
    private volatile int count;
    /** Slots that are {@link #ERASED}. */
    private int erased;
    private long bytes;

    /** The term of a key, a literal; NON_VALUE when there is none. */
    public long get(final long key) {
        final long entry = entry(table, key);
        return entry == Term.NON_VALUE ? Term.NON_VALUE : Tuple.element(entry, 2);
    }

    /** Number of keys. */
    public int count() {
        return count;
    }

    /** Slots of the table. */
    public int slots() {
        return table.length;
    }

    /** Bytes of the table and of all terms in it. */
    public synchronized long bytes() {
        return bytes + table.length * 8L;
    }

    /** Sets the term of a key; the area of the entry that it replaces, or null. */
    public synchronized LiteralArea put(final long key, final long term) {
        final long[] slots = table;
        final int slot = find(slots, key);
        final long old = slots[slot];
        if (old != Term.NON_VALUE) {
            if (MapKeys.equal(Tuple.element(old, 2), term)) {
                return null;
            }
            SLOT.setRelease(slots, slot, makeEntry(key, term));
            return removed(old);
        }
        if ((count + erased) * 2 < slots.length) {
            SLOT.setRelease(slots, slot, makeEntry(key, term));
            count++;
            return null;
        }
        rebuild(count * 2 < slots.length ? slots.length : slots.length * 2);
        return put(key, term);
    }

    /** Sets the term of a key that has none; true also when it has this very term. */
    public synchronized boolean putNew(final long key, final long term) {
        final long old = get(key);
        if (old != Term.NON_VALUE) {
            return MapKeys.equal(old, term);
        }
        put(key, term);
        return true;
    }

    /** Forgets a key; the area of its entry, or null when there was none. */
    public synchronized LiteralArea erase(final long key) {
        final long[] slots = table;
        final int slot = find(slots, key);
        final long entry = slots[slot];
        if (entry == Term.NON_VALUE) {
            return null;
        }
        SLOT.setRelease(slots, slot, ERASED);
        erased++;
        count--;
        if (count * MAX_SLOTS_PER_ENTRY < slots.length && slots.length > FIRST_SLOTS) {
            rebuild(slots.length / 2);
        }
        return removed(entry);
    }

    /** Forgets all keys; the areas of their entries. */
    public synchronized List<LiteralArea> eraseAll() {
        final List<LiteralArea> areas = new ArrayList<>(count);
        for (final long entry : table) {
            if (isEntry(entry)) {
                areas.add(removed(entry));
            }
        }
        table = new long[FIRST_SLOTS];
        count = 0;
        erased = 0;
        return areas;
    }

    /** A list of all entries, {@code {Key, Term}}; the entries are literals. */
    public synchronized long all(final TermHeap heap) {
        long list = Term.NIL;
        for (final long entry : table) {
            if (isEntry(entry)) {
                list = Cons.make(heap, entry, list);
            }
        }
        return list;
    }

    /** The entry of a key as it is read once: a slot that was empty then may have another key's entry a moment later. */
    private static long entry(final long[] slots, final long key) {
        final int mask = slots.length - 1;
        int slot = MapKeys.hash(key, 0) & mask;
        for (;;) {
            final long entry = (long)SLOT.getAcquire(slots, slot);
            if (entry == Term.NON_VALUE || entry != ERASED && MapKeys.equal(Tuple.element(entry, 1), key)) {
                return entry;
            }
            slot = slot + 1 & mask;
        }
    }

    /** The slot of a key, or the empty one that it would go to; for writers, who take turns. */
    private static int find(final long[] slots, final long key) {
        final int mask = slots.length - 1;
        int slot = MapKeys.hash(key, 0) & mask;
        while (slots[slot] == ERASED || slots[slot] != Term.NON_VALUE && !MapKeys.equal(Tuple.element(slots[slot], 1), key)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static boolean isEntry(final long slotWord) {
        return slotWord != Term.NON_VALUE && slotWord != ERASED;
    }

    /** Moves the entries to a new table; who reads goes on in the old one. */
    private void rebuild(final int size) {
        final long[] copy = new long[size];
        for (final long entry : table) {
            if (isEntry(entry)) {
                copy[find(copy, Tuple.element(entry, 1))] = entry;
            }
        }
        table = copy;
        erased = 0;
    }

    private long makeEntry(final long key, final long term) {
        final long termWords = TermCopy.sizeWordsShared(term);
        final long words = ENTRY_WORDS + TermCopy.sizeWordsWithLiterals(key) + termWords;
        final LiteralHeap heap = new LiteralHeap(words);
        final long addr = heap.allocate(ENTRY_WORDS);
        final long entryAddr = addr + HEADER_BYTES;
        Memory.putLong(entryAddr, Tuple.header(2));
        Memory.putLong(entryAddr + 8, TermCopy.copyWithLiterals(key, heap));
        Memory.putLong(entryAddr + 16, TermCopy.copyShared(term, termWords, heap));
        Memory.putLong(addr, heap.offHeapAddr);
        Memory.putLong(addr + WORDS_OFFSET, words);
        bytes += words * Memory.WORD_BYTES;
        return Term.makeBoxed(entryAddr);
    }

    private LiteralArea removed(final long entry) {
        final long addr = Term.addr(entry) - HEADER_BYTES;
        final long areaBytes = Memory.getLong(addr + WORDS_OFFSET) * Memory.WORD_BYTES;
        bytes -= areaBytes;
        return new LiteralArea(addr, areaBytes, Memory.getLong(addr));
    }
}
