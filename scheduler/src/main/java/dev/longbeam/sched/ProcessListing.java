package dev.longbeam.sched;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Pid;
import dev.longbeam.term.SlicedWork;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import java.util.Arrays;

/**
 * {@code processes/0} in slices: the pids of the processes that live when it begins, whatever begins or ends meanwhile. They stand in the
 * order of the table, those that end before they are reached behind the others.
 *
 * <p>Belongs to the owner of the heap; other threads tell it of ends, through the table.
 */
public final class ProcessListing extends SlicedWork {
    private static final int SLOTS_PER_STEP = 4;
    private static final int SLOTS_AT_ONCE = 256;

    private final ProcessTable table;
    private final TermHeap heap;
    /** The sequence number of the first process that is too young. */
    private final long behind;
    /** Slots from this one on are empty, or their processes are too young. */
    private final int slots;
    private int slot;
    private long[] ended = new long[4];
    private int endedCount;
    private int endedListed;
    private long list = Term.NIL;
    private long lastAddr;

    ProcessListing(final ProcessTable table, final TermHeap heap) {
        this.table = table;
        this.heap = heap;
        behind = table.nextSequence();
        slots = Math.clamp(behind, 1, table.limit());
        table.begin(this);
    }

    @Override
    protected boolean proceed() {
        while (slot < slots && budget > 0) {
            scan(Math.min(slots, slot + SLOTS_AT_ONCE));
        }
        while (slot == slots && endedListed < endedCount && budget > 0) {
            append(ended[endedListed++]);
        }
        return slot == slots && endedListed == endedCount;
    }

    /** Nothing ends between the look at a slot and the step to the next one. */
    private void scan(final int end) {
        budget -= SLOTS_AT_ONCE / SLOTS_PER_STEP;
        synchronized (table.endings) {
            while (slot < end) {
                final Process p = table.at(slot++);
                if (p != null && !p.isExiting() && Pid.sequence(p.self) < behind) {
                    append(p.self);
                }
            }
            if (end == slots) {
                table.end(this);
            }
        }
    }

    /** A process begins to end; the lock of the table is held. */
    void ends(final Process p) {
        if (Pid.sequence(p.self) < behind && table.slot(p.self) >= slot) {
            if (endedCount == ended.length) {
                ended = Arrays.copyOf(ended, endedCount * 2);
            }
            ended[endedCount++] = p.self;
        }
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

    @Override
    public void release() {
        table.end(this);
    }
}
