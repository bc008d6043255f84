package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.TermHeap;
import java.util.ArrayList;
import java.util.List;

/**
 * Blocks of multi-scheduling: while a process holds one, only the first scheduler runs processes. The others stand still between two
 * slices: they still take in what arrives, watch their timers and do what they are told, and hand on processes that may run elsewhere.
 *
 * <p>Any thread.
 */
public final class MultiScheduling {
    private static final long AM_ENABLED = Atom.of("enabled");
    private static final long AM_BLOCKED = Atom.of("blocked");
    private static final long AM_BLOCKED_NORMAL = Atom.of("blocked_normal");

    private final Emulator emulator;
    /** Pids: a process stands in the list once for each of its blocks. */
    private final List<Long> blockers = new ArrayList<>();
    private final List<Long> normalBlockers = new ArrayList<>();
    private volatile boolean blocked;
    private boolean listening;

    MultiScheduling(final Emulator emulator) {
        this.emulator = emulator;
    }

    /** True while schedulers other than the first must stand still. */
    boolean isBlocked() {
        return blocked;
    }

    /** What {@code system_info(multi_scheduling)} tells. */
    public synchronized long stateTerm() {
        if (!blockers.isEmpty()) {
            return AM_BLOCKED;
        }
        return normalBlockers.isEmpty() ? AM_ENABLED : AM_BLOCKED_NORMAL;
    }

    /** The processes that hold blocks, each once. */
    public synchronized long blockers(final TermHeap heap, final boolean normal) {
        return Cons.list(heap, list(normal).stream().distinct().mapToLong(Long::longValue).toArray());
    }

    private List<Long> list(final boolean normal) {
        return normal ? normalBlockers : blockers;
    }

    /**
     * Adds a block of a process; ends a BIF, whose result is the new state. The process goes on when all other schedulers stand still.
     *
     * @param normal true for a block of normal schedulers, which is another list and works alike, since there are no others
     */
    public synchronized long block(final Process p, final boolean normal) {
        if (!listening) {
            listening = true;
            emulator.exitListeners.add((process, reason) -> exited(process));
        }
        list(normal).add(p.self);
        final long stateTerm = stateTerm();
        if (emulator.schedulers.length == 1) {
            return stateTerm;
        }
        if (!blocked) {
            blocked = true;
            for (final Scheduler scheduler : emulator.schedulers) {
                scheduler.execute(scheduler::standStill);
            }
        }
        emulator.atSafePoints(() -> { }, () -> p.complete(q -> stateTerm));
        return p.awaitCompletion();
    }

    /** Takes back one block of a process; the new state. */
    public synchronized long unblock(final Process p, final boolean normal) {
        list(normal).remove(Long.valueOf(p.self));
        goOnUnlessBlocked();
        return stateTerm();
    }

    private void exited(final Process p) {
        if (blocked) {
            synchronized (this) {
                final List<Long> ended = List.of(p.self);
                blockers.removeAll(ended);
                normalBlockers.removeAll(ended);
                goOnUnlessBlocked();
            }
        }
    }

    private void goOnUnlessBlocked() {
        if (blocked && blockers.isEmpty() && normalBlockers.isEmpty()) {
            blocked = false;
            for (final Scheduler scheduler : emulator.schedulers) {
                scheduler.unpark();
            }
        }
    }
}
