package dev.longbeam.sched;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Compare;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Hash;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * The process dictionary: an off-heap table {@code [key] [value] ..} with open addressing; an empty slot has NON_VALUE for its key,
 * so has the value of one.
 *
 * <p>Owned by the process; the collector sees the table as a range of roots.
 */
public final class Dictionary {
    private static final int FIRST_SLOTS = 8;

    private final Process owner;
    private long tableAddr;
    private int slots;
    private int count;

    Dictionary(final Process owner) {
        this.owner = owner;
    }

    long addr() {
        return tableAddr;
    }

    long words() {
        return slots * 2L;
    }

    /** Number of keys. */
    public int count() {
        return count;
    }

    /** Value of a key, or NON_VALUE. */
    public long get(final long keyTerm) {
        if (count == 0) {
            return Term.NON_VALUE;
        }
        final int slot = find(keyTerm);
        return key(slot) == Term.NON_VALUE ? Term.NON_VALUE : value(slot);
    }

    /** Sets a value and returns the one before, or NON_VALUE. */
    public long put(final long keyTerm, final long valueTerm) {
        if ((count + 1) * 4 > slots * 3) {
            resize(Math.max(FIRST_SLOTS, slots * 2));
        }
        final int slot = find(keyTerm);
        if (key(slot) != Term.NON_VALUE) {
            final long before = value(slot);
            Memory.putLong(tableAddr + slot * 16L + 8, valueTerm);
            return before;
        }
        write(slot, keyTerm, valueTerm);
        count++;
        return Term.NON_VALUE;
    }

    /** Removes a key and returns its value, or NON_VALUE. */
    public long erase(final long keyTerm) {
        if (count == 0) {
            return Term.NON_VALUE;
        }
        int slot = find(keyTerm);
        if (key(slot) == Term.NON_VALUE) {
            return Term.NON_VALUE;
        }
        final long before = value(slot);
        write(slot, Term.NON_VALUE, Term.NON_VALUE);
        count--;
        slot = slot + 1 & slots - 1;
        while (key(slot) != Term.NON_VALUE) {
            final long key = key(slot);
            final long value = value(slot);
            write(slot, Term.NON_VALUE, Term.NON_VALUE);
            write(find(key), key, value);
            slot = slot + 1 & slots - 1;
        }
        return before;
    }

    /** The list of all {@code {Key, Value}}, or of all keys, or of the keys with a value, built on the process's heap. */
    public long toList() {
        long list = Term.NIL;
        for (int slot = 0; slot < slots; slot++) {
            if (key(slot) != Term.NON_VALUE) {
                list = Cons.make(owner, Tuple.make(owner, key(slot), value(slot)), list);
            }
        }
        return list;
    }

    /** The list of keys. */
    public long keys() {
        long list = Term.NIL;
        for (int slot = 0; slot < slots; slot++) {
            if (key(slot) != Term.NON_VALUE) {
                list = Cons.make(owner, key(slot), list);
            }
        }
        return list;
    }

    /** The list of keys that have this value. */
    public long keys(final long valueTerm) {
        long list = Term.NIL;
        for (int slot = 0; slot < slots; slot++) {
            if (key(slot) != Term.NON_VALUE && Compare.exactEqual(value(slot), valueTerm)) {
                list = Cons.make(owner, key(slot), list);
            }
        }
        return list;
    }

    /** Forgets everything and frees the table. */
    public void clear() {
        if (tableAddr != 0) {
            Blocks.free(tableAddr, slots * 16L, MemoryKind.PROCESS);
            tableAddr = 0;
            slots = 0;
            count = 0;
        }
    }

    private long key(final int slot) {
        return Memory.getLong(tableAddr + slot * 16L);
    }

    private long value(final int slot) {
        return Memory.getLong(tableAddr + slot * 16L + 8);
    }

    private void write(final int slot, final long keyTerm, final long valueTerm) {
        Memory.putLong(tableAddr + slot * 16L, keyTerm);
        Memory.putLong(tableAddr + slot * 16L + 8, valueTerm);
    }

    private int find(final long keyTerm) {
        int slot = hash(keyTerm) & slots - 1;
        while (true) {
            final long key = key(slot);
            if (key == Term.NON_VALUE || key == keyTerm || !Term.isImmediate(key) && Compare.exactEqual(key, keyTerm)) {
                return slot;
            }
            slot = slot + 1 & slots - 1;
        }
    }

    private static int hash(final long keyTerm) {
        if (Term.isImmediate(keyTerm)) {
            final long mixed = keyTerm * 0x9E3779B97F4A7C15L;
            return (int)(mixed >>> 40);
        }
        return Hash.phash2(keyTerm);
    }

    private void resize(final int newSlots) {
        final long oldAddr = tableAddr;
        final int oldSlots = slots;
        tableAddr = Blocks.allocate(newSlots * 16L, MemoryKind.PROCESS);
        slots = newSlots;
        Memory.fill(tableAddr, newSlots * 16L, 0);
        for (int slot = 0; slot < oldSlots; slot++) {
            final long key = Memory.getLong(oldAddr + slot * 16L);
            if (key != Term.NON_VALUE) {
                write(find(key), key, Memory.getLong(oldAddr + slot * 16L + 8));
            }
        }
        if (oldAddr != 0) {
            Blocks.free(oldAddr, oldSlots * 16L, MemoryKind.PROCESS);
        }
    }
}
