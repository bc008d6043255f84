package dev.longbeam.perf;

import dev.longbeam.term.Atom;
import dev.longbeam.term.ets.EtsHost;

/** A node without processes around tables. */
public final class EtsAlone implements EtsHost {
    @Override
    public Object process(final long pidTerm) {
        return null;
    }

    @Override
    public void send(final long fromPidTerm, final long toPidTerm, final long messageTerm) {
        throw new IllegalStateException("no processes");
    }

    @Override
    public void background(final Runnable work) {
        work.run();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    @Override
    public long timeOffsetNanos() {
        return 0;
    }

    @Override
    public int schedulers() {
        return 2;
    }

    @Override
    public long nodeNameTerm() {
        return Atom.of("nonode@nohost");
    }
}
