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

    private final Emulator emulator;
    private final Path directory;
    private final List<AtomicCounter> targets = new ArrayList<>();
    private final List<LongSupplier> sources = new ArrayList<>();
    private final Thread thread = new Thread(this, "counters");
    private volatile boolean closing;

    private CounterSampler(final Emulator emulator, final Path directory) {
        this.emulator = emulator;
        this.directory = directory;
        thread.setDaemon(true);
    }

    /** Starts the counters of a node. A folder that cannot be written is no reason to stop: then there are none. */
    static CounterSampler start(final Emulator emulator, final Path directory) {
        final CounterSampler sampler = new CounterSampler(emulator, directory);
        sampler.thread.start();
        return sampler;
    }

    private void addAll(final NodeCounters counters) {
        for (final Scheduler scheduler : emulator.schedulers) {
            final String name = "scheduler " + (scheduler.index + 1) + " ";
            add(counters, name + "run queue", scheduler::queueLength);
            add(counters, name + "reductions", scheduler::reductions);
            add(counters, name + "slices", scheduler::slices);
            add(counters, name + "messages sent", scheduler::messagesSent);
            add(counters, name + "collections", () -> scheduler.collections()[0]);
            add(counters, name + "collected words", () -> scheduler.collections()[1]);
        }
        add(counters, "processes", emulator.processes::count);
        add(counters, "processes spawned", emulator.processes::nextSequence);
        for (final MemoryKind kind : MemoryKind.values()) {
            add(counters, "memory " + kind.name().toLowerCase(Locale.ROOT) + " bytes", () -> Blocks.usedBytes(kind));
        }
        if (emulator.trace != null) {
            add(counters, "trace bytes", emulator.trace::writtenBytes);
            add(counters, "trace lost events", emulator.trace::lostEvents);
        }
    }

    private void add(final NodeCounters counters, final String label, final LongSupplier source) {
        targets.add(counters.counter(label));
        sources.add(source);
    }

    @Override
    public void run() {
        try (NodeCounters counters = NodeCounters.create(directory)) {
            addAll(counters);
            sample();
        } catch (final IOException e) {
            closing = true;
        }
    }

    private void sample() {
        while (!closing) {
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).setRelease(sources.get(i).getAsLong());
            }
            LockSupport.parkNanos(this, PERIOD_NS);
        }
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
