package dev.longbeam.sched;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Cons;
import dev.longbeam.term.SlicedWork;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/**
 * {@code processes/0} in slices: the pids in the order of the table. A process that exists from the beginning to the end is in the list; one
 * that begins or ends meanwhile may be.
 */
public final class ProcessListing extends SlicedWork {
    private static final int SLOTS_PER_STEP = 4;

    private final ProcessTable table;
    private final TermHeap heap;
    private int slot;
    private long list = Term.NIL;
    private long lastAddr;

    ProcessListing(final ProcessTable table, final TermHeap heap) {
        this.table = table;
        this.heap = heap;
    }

    @Override
    protected boolean proceed() {
        final int slots = table.limit();
        while (slot < slots && budget > 0) {
            final int end = Math.min(slots, slot + SLOTS_PER_STEP);
            while (slot < end) {
                final Process p = table.at(slot++);
                if (p != null && !p.isExiting()) {
                    append(p.self);
                }
            }
            budget--;
        }
        return slot == slots;
    }

    private void append(final long pid) {
        final long cell = Cons.make(heap, pid, Term.NIL);
        if (lastAddr == 0) {
            list = cell;
        } else {
            Memory.putLong(lastAddr + Memory.WORD_BYTES, cell);
        }
        lastAddr = Term.addr(cell);
        budget--;
    }

    @Override
    public long result() {
        return list;
    }
}
