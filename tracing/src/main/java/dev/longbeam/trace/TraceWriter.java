package dev.longbeam.trace;

import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryThread;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * The thread of a trace: takes full batches and puts each into the files as one excerpt.
 *
 * <p>A disk that is full, or any other failure of the files, ends the recording with one message; batches then go back to their streams
 * unwritten, and the node goes on.
 */
final class TraceWriter implements Runnable {
    private static final long PARK_NS = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;

    private final Trace trace;
    private final TraceOptions options;
    private final ManyToOneConcurrentArrayQueue<TraceBatch> full;
    private final Consumer<String> problems;
    private final Thread thread = new MemoryThread(this, "trace-writer", 0);
    private TraceFiles files;
    private volatile boolean parked;
    /** Parked, and without a batch before the park for some time: nothing will wake it soon. */
    private volatile boolean asleep;
    private volatile boolean closing;
    private volatile long writtenBytes;
    private volatile long lostEvents;
    private boolean failed;

    TraceWriter(final Trace trace, final TraceOptions options, final ManyToOneConcurrentArrayQueue<TraceBatch> full,
        final Consumer<String> problems) {
        this.trace = trace;
        this.options = options;
        this.full = full;
        this.problems = problems;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** There is something to write, at once or soon. Any thread. */
    void offered(final boolean urgent) {
        if (urgent ? parked : asleep) {
            LockSupport.unpark(thread);
        }
    }

    long writtenBytes() {
        return writtenBytes;
    }

    long lostEvents() {
        return lostEvents;
    }

    /** Writes what has been handed over, ends the files. Any thread but this one. */
    void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        boolean quiet = false;
        while (!closing) {
            final boolean idle = drain() == 0;
            trace.flushExternal();
            park(idle && quiet);
            quiet = idle;
        }
        drain();
        closeFiles();
    }

    private void closeFiles() {
        if (files != null) {
            try {
                files.close();
            } catch (final IOException e) {
                stopped(e);
            }
        }
    }

    /** Waits: long when nothing has come for a while, else for more batches to come together. */
    private void park(final boolean quiet) {
        parked = true;
        asleep = quiet && !trace.hasPending();
        if (full.isEmpty() && !closing) {
            LockSupport.parkNanos(this, asleep ? PARK_NS : options.flushMs * NS_PER_MS);
        }
        parked = false;
        asleep = false;
    }

    private int drain() {
        int count = 0;
        TraceBatch batch = full.poll();
        while (batch != null) {
            Memory.putLong(batch.addr + EventLayout.CRC_AT, Memory.crc32c(batch.addr, batch.bytes()) & 0xFFFF_FFFFL);
            write(batch);
            batch.stream.giveBack(batch);
            count++;
            batch = full.poll();
        }
        return count;
    }

    private void write(final TraceBatch batch) {
        if (failed) {
            lostEvents += batch.events();
            return;
        }
        try {
            if (files == null) {
                Files.createDirectories(options.directory);
                files = new TraceFiles(options);
                if (options.replacesOld) {
                    TraceDirectories.removeOld();
                }
            }
            files.write(batch);
            writtenBytes = files.writtenBytes();
        } catch (final OutOfMemoryError e) {
            // Not the trace's own trouble: there may be no memory to say so, and whoever started this thread knows what follows.
            failed = true;
            throw e;
        } catch (final IOException | RuntimeException | Error e) {
            failed = true;
            lostEvents += batch.events();
            stopped(e);
        }
    }

    private void stopped(final Throwable cause) {
        problems.accept("trace stopped: " + options.directory + ": " + (cause.getMessage() == null ? cause.toString() : cause.getMessage()));
    }
}
