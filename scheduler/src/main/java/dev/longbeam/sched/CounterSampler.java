package dev.longbeam.sched;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.trace.NodeCounters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Keeps the live counters of a node: looks at its figures a few times a second and puts them into the file that others read. The
 * schedulers do nothing for it.
 *
 * <p>A thread of its own, from {@link #start} until {@link #close}.
 */
final class CounterSampler implements Runnable, AutoCloseable {
    private static final long PERIOD_NS = 200_000_000L;

    private final NodeCounters counters;
    private final List<AtomicCounter> targets = new ArrayList<>();
    private final List<LongSupplier> sources = new ArrayList<>();
    private final Thread thread = new Thread(this, "counters");
    private volatile boolean closing;

    private CounterSampler(final NodeCounters counters, final Emulator emulator) {
        this.counters = counters;
        for (final Scheduler scheduler : emulator.schedulers) {
            final String name = "scheduler " + (scheduler.index + 1) + " ";
            add(name + "run queue", scheduler::queueLength);
            add(name + "reductions", scheduler::reductions);
            add(name + "slices", scheduler::slices);
            add(name + "messages sent", scheduler::messagesSent);
            add(name + "collections", () -> scheduler.collections()[0]);
            add(name + "collected words", () -> scheduler.collections()[1]);
        }
        add("processes", emulator.processes::count);
        add("processes spawned", emulator.processes::nextSequence);
        for (final MemoryKind kind : MemoryKind.values()) {
            add("memory " + kind.name().toLowerCase(Locale.ROOT) + " bytes", () -> Blocks.usedBytes(kind));
        }
        if (emulator.trace != null) {
            add("trace bytes", emulator.trace::writtenBytes);
            add("trace lost events", emulator.trace::lostEvents);
        }
        thread.setDaemon(true);
    }

    /** Starts the counters of a node; null when the folder cannot be written, which is no reason to stop. */
    static CounterSampler start(final Emulator emulator, final Path directory) {
        try {
            final CounterSampler sampler = new CounterSampler(NodeCounters.create(directory), emulator);
            sampler.thread.start();
            return sampler;
        } catch (final IOException e) {
            return null;
        }
    }

    private void add(final String label, final LongSupplier source) {
        targets.add(counters.counter(label));
        sources.add(source);
    }

    @Override
    public void run() {
        while (!closing) {
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).setRelease(sources.get(i).getAsLong());
            }
            LockSupport.parkNanos(this, PERIOD_NS);
        }
        counters.close();
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
