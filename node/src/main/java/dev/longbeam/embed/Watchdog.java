package dev.longbeam.embed;

import dev.longbeam.sched.Process;
import dev.longbeam.sched.Scheduler;
import dev.longbeam.term.TermPrinter;
import java.util.concurrent.locks.LockSupport;

/**
 * Reports behaviours whose calls do not return: looks at what the schedulers run, twice in the time that a call may take. The schedulers
 * do nothing for it.
 *
 * <p>A thread of its own, from {@link #start} until {@link #close}.
 */
final class Watchdog implements Runnable, AutoCloseable {
    private static final int SHOWN_FRAMES = 12;
    private static final long NS_PER_MS = 1_000_000;

    private final Scheduler[] schedulers;
    private final String nodeName;
    private final long thresholdNs;
    private final long[] slices;
    private final int[] reductions;
    private final long[] sinceNs;
    private final boolean[] reported;
    private final Thread thread;
    private volatile boolean closing;

    Watchdog(final Scheduler[] schedulers, final String nodeName, final long thresholdNs) {
        this.schedulers = schedulers;
        this.nodeName = nodeName;
        this.thresholdNs = thresholdNs;
        slices = new long[schedulers.length];
        reductions = new int[schedulers.length];
        sinceNs = new long[schedulers.length];
        reported = new boolean[schedulers.length];
        thread = Thread.ofPlatform().daemon().name("watchdog-" + nodeName).unstarted(this);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        while (!closing) {
            for (int i = 0; i < schedulers.length; i++) {
                look(i);
            }
            LockSupport.parkNanos(this, thresholdNs / 2);
        }
    }

    private void look(final int i) {
        final Process p = schedulers[i].running();
        final long nowNs = System.nanoTime();
        if (p == null || !(p.ownEngine instanceof JavaProcess process)) {
            sinceNs[i] = nowNs;
            return;
        }
        if (slices[i] != schedulers[i].slices() || reductions[i] != p.reductionsLeft) {
            // Another slice, or another message of the same.
            slices[i] = schedulers[i].slices();
            reductions[i] = p.reductionsLeft;
            sinceNs[i] = nowNs;
            reported[i] = false;
        } else if (!reported[i] && nowNs - sinceNs[i] >= thresholdNs) {
            reported[i] = true;
            report(i, p, process.name(), nowNs - sinceNs[i]);
        }
    }

    private void report(final int i, final Process p, final String name, final long tookNs) {
        final StringBuilder text = new StringBuilder("node ").append(nodeName).append(": behaviour ").append(name).append(' ')
            .append(TermPrinter.text(p.self)).append(" has not returned for ").append(tookNs / NS_PER_MS)
            .append(" ms and holds up scheduler ").append(i + 1).append("; what blocks belongs into ProcessContext.blocking");
        int shown = 0;
        for (final StackTraceElement frame : schedulers[i].stackTrace()) {
            if (shown++ < SHOWN_FRAMES) {
                text.append(System.lineSeparator()).append("    at ").append(frame);
            }
        }
        NodeCore.LOGGER.log(System.Logger.Level.WARNING, text.toString());
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
    }
}
