package dev.longbeam.otp;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.NodeTerms;
import dev.longbeam.term.ets.BulkChange;
import dev.longbeam.term.ets.EtsCode;
import dev.longbeam.term.ets.EtsHost;
import dev.longbeam.term.ets.EtsSweep;
import dev.longbeam.term.ets.EtsTable;
import dev.longbeam.term.ets.EtsTables;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The ETS tables of a node, told of every process that ends.
 *
 * <p>Any thread.
 */
final class EtsNode {
    private static final int SWEEP_ROWS = 4000;
    private static final long POLL_NANOS = 100_000;
    final EtsTables tables;
    private final AtomicInteger background = new AtomicInteger();

    EtsNode(final Emulator emulator, final NodeState state) {
        tables = new EtsTables(new Host(emulator, state, background));
        emulator.exitListeners.add((p, reasonTerm) -> exited(tables, p));
    }

    /** The tables that a process sees. */
    static EtsTables tables(final Process p) {
        return NodeState.of(p).etsTables;
    }

    // What BIFs begin and end with

    /** The table of a name or reference, or null: then the BIF returns NON_VALUE, having failed or asked to be called again. */
    static EtsTable find(final Process p, final long tableTerm, final EtsTables.Access access) {
        final EtsTable table = tables(p).find(p, tableTerm, p.self, access);
        if (table != null && table.isBusy()) {
            again(p, table);
            return null;
        }
        return table;
    }

    /** Turns the result of a table operation into a term, a failure, or the wish to be called again. */
    static long result(final Process p, final EtsTable table, final long result) {
        return result == EtsCode.BUSY ? again(p, table) : EtsCode.toTerm(p, result);
    }

    /** Ends a BIF that found a table closed: makes a slice of the change that is under way, then the BIF is called again. */
    static long again(final Process p, final EtsTable table) {
        table.help();
        p.bumpReductions(BulkChange.SLICE_ROWS);
        return p.again();
    }

    // Ends of processes, background work

    private static void exited(final EtsTables tables, final Process p) {
        final List<EtsSweep> sweeps = tables.ownerExited(p.self);
        long budget = SWEEP_ROWS;
        for (final EtsSweep sweep : sweeps) {
            budget -= 1 + sweep.rowCount();
            if (budget < 0) {
                break;
            }
            sweep.run(SWEEP_ROWS);
        }
        if (budget < 0) {
            tables.host().background(() -> sweeps.forEach(sweep -> sweep.run(Integer.MAX_VALUE)));
        }
    }

    /** Waits until no background work is left. Blocks; not for scheduler threads. */
    void awaitBackground() {
        while (background.get() > 0) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** What tables need of an emulator. */
    private record Host(Emulator emulator, NodeState state, AtomicInteger background) implements EtsHost {
        @Override
        public Object process(final long pidTerm) {
            return emulator.processes.live(pidTerm);
        }

        @Override
        public void send(final long fromPidTerm, final long toPidTerm, final long messageTerm) {
            final Process to = emulator.processes.live(toPidTerm);
            if (to != null) {
                Signals.message(emulator.processes.live(fromPidTerm), to, messageTerm);
            }
        }

        @Override
        public void background(final Runnable work) {
            background.incrementAndGet();
            Thread.ofVirtual().start(() -> {
                NodeTerms.enter(emulator.terms);
                try {
                    work.run();
                } finally {
                    background.decrementAndGet();
                }
            });
        }

        @Override
        public long monotonicNanos() {
            return state.clock.monotonicNs();
        }

        @Override
        public long timeOffsetNanos() {
            return state.clock.offsetNs();
        }

        @Override
        public int schedulers() {
            return emulator.schedulers.length;
        }

        @Override
        public long nodeNameTerm() {
            return emulator.nodeTerm();
        }
    }
}
