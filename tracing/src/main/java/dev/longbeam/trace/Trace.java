package dev.longbeam.trace;

import dev.longbeam.memory.TickClock;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * The recording of one node: its streams, what they refer to, and the thread that writes them.
 *
 * <p>Any thread, but a scheduler's stream belongs to that scheduler. {@link #close} writes what has been handed over and waits for it.
 */
public final class Trace implements AutoCloseable {
    /** Bits of a message id below those that tell the stream it was made on. */
    public static final int MESSAGE_STREAM_SHIFT = 56;
    private static final long EXTERNAL_MESSAGES = 0x7FL << MESSAGE_STREAM_SHIFT;
    private static final long CALIBRATION_NS = 200_000L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final int DEFINITION_BATCHES = 1 << 14;
    private static final int FIRST_ATOMS = 4096;
    /** So many batches are worth waking the writing thread for, which costs a scheduler as much as a hundred messages. */
    private static final int MANY_BATCHES = 16;

    private final TraceOptions options;
    private final TraceStream[] streams;
    private final TraceStream external;
    private final TraceStream definitions;
    private final AtomicLong externalMessages = new AtomicLong(EXTERNAL_MESSAGES);
    private final ManyToOneConcurrentArrayQueue<TraceBatch> full;
    private final TraceWriter writer;
    private volatile boolean[] knownAtoms = new boolean[FIRST_ATOMS];
    private volatile boolean definitionsPending;
    private volatile boolean externalPending;

    /**
     * Begins a recording.
     *
     * @param options what to record, and where; not to be changed afterwards
     * @param schedulers number of schedulers
     * @param problems told once, in one line, when the recording has to stop
     */
    public Trace(final TraceOptions options, final int schedulers, final Consumer<String> problems) {
        this.options = options;
        final long ticksPerMs = ticksPerMs();
        full = new ManyToOneConcurrentArrayQueue<>((schedulers + 1) * options.batchesPerStream + DEFINITION_BATCHES);
        streams = new TraceStream[schedulers];
        for (int i = 0; i < schedulers; i++) {
            streams[i] = new TraceStream(this, i, options, options.batchesPerStream, ticksPerMs);
        }
        external = new TraceStream(this, EventLayout.EXTERNAL, options, options.batchesPerStream, ticksPerMs);
        definitions = new TraceStream(this, EventLayout.DEFINITIONS, options, DEFINITION_BATCHES, ticksPerMs);
        final long wallNs = System.currentTimeMillis() * NS_PER_MS;
        define(EventType.NODE_START, 0, options.nodeFacts, wallNs, definitions.tick(), System.nanoTime());
        writer = new TraceWriter(this, options, full, problems);
        writer.start();
    }

    private static long ticksPerMs() {
        if (!TickClock.isCounter()) {
            return NS_PER_MS;
        }
        final long ticks = TickClock.ticks();
        final long nanos = System.nanoTime();
        long passed;
        do {
            Thread.onSpinWait();
            passed = System.nanoTime() - nanos;
        } while (passed < CALIBRATION_NS);
        return (TickClock.ticks() - ticks) * NS_PER_MS / passed;
    }

    /** What this recording was begun with. */
    public TraceOptions options() {
        return options;
    }

    /** The stream of a scheduler, by its index from 0. */
    public TraceStream stream(final int scheduler) {
        return streams[scheduler];
    }

    /** Id for a message that no scheduler sends. */
    public long nextExternalMessage() {
        return externalMessages.incrementAndGet();
    }

    /** Lets a thread that is no scheduler write several events, or one with a text. */
    public void external(final Consumer<TraceStream> events) {
        synchronized (external) {
            external.tick();
            events.accept(external);
            externalPending = true;
        }
    }

    /** Lets a thread that is no scheduler write an event with as many of these fields as its type has. */
    public void external(final EventType type, final long aux, final long first, final long second, final long third, final long fourth) {
        synchronized (external) {
            external.tick();
            external.eventOf(type, aux, first, second, third, fourth);
            externalPending = true;
        }
    }

    /** Writes something that other events refer to. */
    public void define(final EventType type, final long aux, final String text, final long... fields) {
        synchronized (definitions) {
            definitions.tick();
            definitions.eventWithText(type, aux, text, fields);
            definitionsPending = true;
        }
    }

    /** Writes which function an id means. */
    public void defineFunction(final long functionId, final int arity, final int moduleAtom, final int nameAtom) {
        synchronized (definitions) {
            definitions.tick();
            definitions.event(EventType.FUNCTION_LOADED, arity, functionId, moduleAtom, nameAtom);
            definitionsPending = true;
        }
    }

    /** True when the text of an atom has been written. */
    public boolean knowsAtom(final int index) {
        final boolean[] known = knownAtoms;
        return index < known.length && known[index];
    }

    /** Writes the text of an atom, the first time that an event names it. */
    public void defineAtom(final int index, final String text) {
        synchronized (definitions) {
            if (!knowsAtom(index)) {
                define(EventType.ATOM_NAMED, 0, text, index);
                if (index >= knownAtoms.length) {
                    knownAtoms = Arrays.copyOf(knownAtoms, index * 2);
                }
                knownAtoms[index] = true;
            }
        }
    }

    /** A stream hands a batch over; what it refers to goes first. Batches that are not urgent are written with others, but soon. */
    void take(final TraceBatch batch, final boolean urgent) {
        if (definitionsPending && batch.stream != definitions) {
            flushDefinitions();
        }
        full.offer(batch);
        writer.offered(urgent || full.size() >= MANY_BATCHES);
    }

    /** Hands over what has been defined. */
    void flushDefinitions() {
        synchronized (definitions) {
            definitionsPending = false;
            definitions.flush();
        }
    }

    /** Hands over what threads without a stream of their own have written. */
    void flushExternal() {
        if (externalPending) {
            synchronized (external) {
                externalPending = false;
                external.flush();
            }
        }
        if (definitionsPending) {
            flushDefinitions();
        }
    }

    boolean hasPending() {
        return externalPending || definitionsPending;
    }

    /** Events that could not be recorded, since the disk was too slow or is full. */
    public long lostEvents() {
        long lost = external.lost() + writer.lostEvents();
        for (final TraceStream stream : streams) {
            lost += stream.lost();
        }
        return lost;
    }

    /** Bytes written to the disk so far. */
    public long writtenBytes() {
        return writer.writtenBytes();
    }

    /** Ends the recording; the schedulers must have ended their streams. */
    @Override
    public void close() {
        flushExternal();
        writer.close();
    }
}
