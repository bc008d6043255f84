package dev.longbeam.term.ets;

/**
 * The buckets of a fixed hash table in which rows lie that are deleted but only marked.
 *
 * <p>Any thread.
 */
final class MarkedSlots {
    /** Words that the C emulator counts for one. */
    private static final int ENTRY_WORDS = 2;

    private final EtsTable table;
    private int[] slots = new int[4];
    private int count;
    private boolean all;

    MarkedSlots(final EtsTable table) {
        this.table = table;
    }

    /** Remembers a bucket; false when the table is fixed no more, and nothing may be marked. */
    synchronized boolean add(final int slot) {
        if (!table.isFixed()) {
            return false;
        }
        if (count == slots.length) {
            slots = java.util.Arrays.copyOf(slots, count * 2);
        }
        slots[count++] = slot;
        table.words.addAndGet(ENTRY_WORDS);
        return true;
    }

    /** Remembers all buckets. */
    synchronized void addAll() {
        if (!all) {
            all = true;
            table.words.addAndGet(ENTRY_WORDS);
        }
    }

    /** Takes a bucket out; -1 when there is none. */
    synchronized int take() {
        if (count == 0) {
            return -1;
        }
        table.words.addAndGet(-ENTRY_WORDS);
        return slots[--count];
    }

    /** Takes the mark of all buckets out; false when there is none. */
    synchronized boolean takeAll() {
        final boolean was = all;
        if (was) {
            all = false;
            table.words.addAndGet(-ENTRY_WORDS);
        }
        return was;
    }
}
