package dev.longbeam.embed;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Invoker;
import dev.longbeam.sched.MessageClaim;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Scheduler;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The end of a node.
 *
 * <p>{@link #close} on a thread that is none of the node's, {@link #fault} on any.
 */
final class NodeClosing {
    private static final long AM_SHUTDOWN = Atom.of("shutdown");
    private static final long POLL_NS = 100_000;
    private static final int QUIET_POLLS = 20;
    private static final long STOP_MS = 1000;
    private static final long KILL_NS = 500_000_000L;

    private final NodeCore core;
    private final Emulator emulator;
    private final Machine machine;
    private final NodeContext context;
    private final List<Runnable> attachments = new ArrayList<>();
    private boolean closed;
    private volatile boolean broken;

    NodeClosing(final NodeCore core, final Machine machine, final NodeContext context) {
        this.core = core;
        this.machine = machine;
        this.context = context;
        emulator = core.emulator();
    }

    /** Starts what looks at the node until it ends. */
    void observe(final NodeFigures figures) {
        attachments.add(figures::close);
        if (context.jmx) {
            figures.register();
        }
        if (context.watchdogNs > 0 && !context.invokerMode) {
            final Watchdog watchdog = new Watchdog(emulator.schedulers, context.nodeName, context.watchdogNs);
            attachments.add(watchdog::close);
            watchdog.start();
        }
    }

    /** The machine itself is broken: the node stops where it is. */
    void fault(final String message, final Throwable cause) {
        NodeCore.LOGGER.log(System.Logger.Level.ERROR, "node " + context.nodeName + ": " + message, cause);
        broken = true;
        core.gate().close();
        emulator.stop();
    }

    synchronized void close() {
        if (closed) {
            return;
        }
        if (emulator.currentScheduler() != null) {
            throw new IllegalStateException("a node cannot be closed on the thread of one of its schedulers");
        }
        closed = true;
        core.gate().close();
        final long deadlineNs = System.nanoTime() + context.closeTimeoutNs;
        if (!broken) {
            drain(deadlineNs);
            end(deadlineNs);
        }
        core.closed();
        attachments.forEach(Runnable::run);
        emulator.stop();
        final boolean stopped = context.invokerMode || emulator.awaitStop(STOP_MS);
        if (stopped) {
            machine.stopped();
        }
        emulator.end(0);
        if (stopped) {
            emulator.free();
            core.free();
            machine.freed();
            emulator.terms.close();
        } else {
            reportStuck();
        }
    }

    /** Waits until everything that had come before has been handled, and what came of it. */
    private void drain(final long deadlineNs) {
        final int round = core.nextDrain();
        for (final Process p : emulator.processes.all()) {
            if (p.ownEngine instanceof JavaProcess) {
                final MessageClaim claim = new MessageClaim();
                claim.open(1 + 2);
                claim.send(null, p, Tuple.make(claim, Protocol.AM_DRAIN, Term.makeSmall(round)), false);
            }
        }
        await(deadlineNs, () -> isDrained(round));
        final int[] quiet = {0};
        await(deadlineNs, () -> {
            quiet[0] = isQuiet() ? quiet[0] + 1 : 0;
            return quiet[0] >= QUIET_POLLS;
        });
    }

    private boolean isDrained(final int round) {
        for (final Process p : emulator.processes.all()) {
            if (p.ownEngine instanceof JavaProcess process && process.drainedRound() < round) {
                return false;
            }
        }
        return true;
    }

    private boolean isQuiet() {
        for (final Scheduler scheduler : emulator.schedulers) {
            if (scheduler.running() != null || scheduler.queueLength() > 0) {
                return false;
            }
        }
        return true;
    }

    /** Ends all Java processes. */
    private void end(final long deadlineNs) {
        exitAll(AM_SHUTDOWN, true);
        if (!await(deadlineNs, this::hasNone)) {
            exitAll(Atoms.KILL, false);
            await(System.nanoTime() + KILL_NS, this::hasNone);
        }
    }

    private void exitAll(final long reasonTerm, final boolean rootsOnly) {
        for (final Process p : emulator.processes.all()) {
            if (p.ownEngine != null && !(rootsOnly && p.parentTerm != p.self && emulator.processes.live(p.parentTerm) != null)) {
                Signals.exit(p.self, p, reasonTerm);
            }
        }
    }

    private boolean hasNone() {
        for (final Process p : emulator.processes.all()) {
            if (p.ownEngine != null) {
                return false;
            }
        }
        return true;
    }

    private boolean await(final long deadlineNs, final BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs >= 0 || broken) {
                return false;
            }
            if (context.invokerMode) {
                Invoker.cycle(emulator);
            } else {
                LockSupport.parkNanos(POLL_NS);
            }
        }
        return true;
    }

    private void reportStuck() {
        for (final Scheduler scheduler : emulator.schedulers) {
            final Process p = scheduler.running();
            if (p != null && p.ownEngine instanceof JavaProcess process) {
                NodeCore.LOGGER.log(System.Logger.Level.WARNING, "node " + context.nodeName + " is closed, but a behaviour does not return: "
                    + process.name() + "; its scheduler's thread goes on, and the memory of the node is not freed");
            }
        }
    }
}
