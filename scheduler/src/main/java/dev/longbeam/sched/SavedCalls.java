package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * {@code save_calls}: the last calls of other modules, sends, receives and timeouts of a process.
 *
 * <p>Owned by the scheduler that runs the process.
 */
public final class SavedCalls {
    /** Stands for a send. */
    public static final int SEND = -1;
    /** Stands for a receive. */
    public static final int RECEIVE = -2;
    /** Stands for a timeout. */
    public static final int TIMEOUT = -3;

    private static final long[] EVENTS = {Atom.of("send"), Atom.of("receive"), Atom.of("timeout")};

    private final int[] ring;
    private int next;
    private int count;

    /** Keeps up to so many. */
    public SavedCalls(final int length) {
        ring = new int[length];
    }

    /** How many it keeps. */
    public int length() {
        return ring.length;
    }

    /** Adds a call (an index of the export table) or one of the events above. */
    public void add(final int call) {
        ring[next] = call;
        next = next + 1 == ring.length ? 0 : next + 1;
        count = Math.min(count + 1, ring.length);
    }

    private int last(final int back) {
        return ring[Math.floorMod(next - back, ring.length)];
    }

    /** {@code process_info(last_calls)}: the oldest first. */
    public long toList(final TermHeap heap) {
        long list = Term.NIL;
        for (int i = 1; i <= count; i++) {
            final int call = last(i);
            final long item;
            if (call < 0) {
                item = EVENTS[-call - 1];
            } else {
                final ExportTable.Mfa mfa = ExportTable.get(call);
                item = Tuple.make(heap, mfa.moduleTerm(), mfa.functionTerm(), Term.makeSmall(mfa.arity()));
            }
            list = Cons.make(heap, item, list);
        }
        return list;
    }
}
