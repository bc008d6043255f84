package dev.longbeam.otp;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.term.ByPid;

import java.util.ArrayList;
import java.util.List;

/**
 * How natives learn that the process which owns a resource has died.
 *
 * <p>One for each emulator. Any thread.
 */
final class OwnerDeaths {
    private final ByPid<List<Runnable>> watches = new ByPid<>();

    OwnerDeaths(final Emulator emulator) {
        emulator.exitListeners.add((process, reasonTerm) -> exited(process.self));
    }

    /** The one of the emulator that a process belongs to. */
    static OwnerDeaths of(final Process p) {
        return NodeState.of(p).ownerDeaths();
    }

    /**
     * Asks for a call when a process dies; called on the scheduler of that process while it lives.
     *
     * @param onDeath runs once; it does not block
     */
    void watch(final long ownerTerm, final Runnable onDeath) {
        watches.change(ownerTerm, old -> {
            final List<Runnable> all = old == null ? new ArrayList<>() : old;
            all.add(onDeath);
            return all;
        });
    }

    /** Takes back what {@link #watch} asked for with the same objects. The call may still come if the process is dying. */
    void unwatch(final long ownerTerm, final Runnable onDeath) {
        watches.change(ownerTerm, all -> {
            if (all != null) {
                all.remove(onDeath);
            }
            return all == null || all.isEmpty() ? null : all;
        });
    }

    private void exited(final long ownerTerm) {
        final List<Runnable> all = watches.remove(ownerTerm);
        if (all != null) {
            all.forEach(Runnable::run);
        }
    }
}
