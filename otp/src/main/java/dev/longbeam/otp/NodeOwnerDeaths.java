package dev.longbeam.otp;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells natives of the death of the owners of what they hold, from the ends of processes. Any thread. */
public final class NodeOwnerDeaths extends OwnerDeaths {
    private final Emulator emulator;
    private final Map<Long, Set<Runnable>> watched = new ConcurrentHashMap<>();

    /** Watches the processes of an emulator. */
    public NodeOwnerDeaths(final Emulator emulator) {
        this.emulator = emulator;
        emulator.exitListeners.add((p, reasonTerm) -> exited(p));
    }

    private void exited(final Process p) {
        final Set<Runnable> calls = watched.isEmpty() ? null : watched.remove(p.self);
        if (calls != null) {
            calls.forEach(Runnable::run);
        }
    }

    @Override
    public boolean watch(final long ownerTerm, final Runnable onDeath) {
        watched.computeIfAbsent(ownerTerm, pid -> ConcurrentHashMap.newKeySet()).add(onDeath);
        if (emulator.processes.live(ownerTerm) != null) {
            return true;
        }
        unwatch(ownerTerm, onDeath);
        return false;
    }

    @Override
    public void unwatch(final long ownerTerm, final Runnable onDeath) {
        watched.computeIfPresent(ownerTerm, (pid, calls) -> {
            calls.remove(onDeath);
            return calls.isEmpty() ? null : calls;
        });
    }
}
