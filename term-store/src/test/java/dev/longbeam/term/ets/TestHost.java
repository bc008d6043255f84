package dev.longbeam.term.ets;

import dev.longbeam.term.Atoms;
import java.util.HashSet;
import java.util.Set;

/** A node without processes: remembers what was sent. */
final class TestHost implements EtsHost {
    final Set<Long> alive = new HashSet<>();
    final java.util.List<Long> receivers = new java.util.ArrayList<>();
    java.util.function.LongConsumer onMessage = message -> { };

    @Override
    public Object process(final long pidTerm) {
        return alive.contains(pidTerm) ? alive : null;
    }

    @Override
    public void send(final long fromPidTerm, final long toPidTerm, final long messageTerm) {
        receivers.add(toPidTerm);
        onMessage.accept(messageTerm);
    }

    @Override
    public void background(final Runnable work) {
        work.run();
    }

    @Override
    public long monotonicNanos() {
        return 1;
    }

    @Override
    public long timeOffsetNanos() {
        return 0;
    }

    @Override
    public int schedulers() {
        return 1;
    }

    @Override
    public long nodeNameTerm() {
        return Atoms.NONODE_NOHOST;
    }
}
