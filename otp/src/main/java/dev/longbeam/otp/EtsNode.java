package dev.longbeam.otp;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.ets.EtsHost;
import dev.longbeam.term.ets.EtsSweep;
import dev.longbeam.term.ets.EtsTables;
import java.util.List;

/**
 * The ETS tables of a node: made when the first of its processes asks for them, told of every process that ends.
 *
 * <p>Any thread.
 */
public final class EtsNode {
    private static final int SWEEP_ROWS = 4000;

    /** The tables of one emulator. */
    private record Node(Emulator emulator, EtsTables tables) {
    }

    private static volatile Node latest = new Node(null, null);

    private EtsNode() {
    }

    /** The tables that a process sees. */
    public static EtsTables tables(final Process p) {
        final Emulator emulator = p.emulator();
        final Node node = latest;
        return node.emulator == emulator ? node.tables : tables(emulator);
    }

    /** The tables of an emulator. */
    public static synchronized EtsTables tables(final Emulator emulator) {
        EtsTables tables = emulator.service(EtsTables.class);
        if (tables == null) {
            tables = new EtsTables(new Host(emulator));
            emulator.service(EtsTables.class, tables);
            final EtsTables mine = tables;
            emulator.exitListeners.add((p, reasonTerm) -> exited(mine, p));
        }
        latest = new Node(emulator, tables);
        return tables;
    }

    private static void exited(final EtsTables tables, final Process p) {
        final List<EtsSweep> sweeps = tables.ownerExited(p.self);
        sweeps.removeIf(sweep -> sweep.run(SWEEP_ROWS));
        if (!sweeps.isEmpty()) {
            Thread.ofVirtual().start(() -> sweeps.forEach(sweep -> sweep.run(Integer.MAX_VALUE)));
        }
    }

    /** What tables need of an emulator. */
    private record Host(Emulator emulator) implements EtsHost {
        @Override
        public boolean isAlive(final long pidTerm) {
            return emulator.processes.live(pidTerm) != null;
        }

        @Override
        public void send(final long fromPidTerm, final long toPidTerm, final long messageTerm) {
            final Process to = emulator.processes.live(toPidTerm);
            if (to != null) {
                Signals.message(emulator.processes.live(fromPidTerm), to, messageTerm);
            }
        }

        @Override
        public long monotonicNanos() {
            return Clock.node().monotonicNs();
        }

        @Override
        public long timeOffsetNanos() {
            return Clock.node().offsetNs();
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
