package dev.longbeam.perf.jmh;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.Trace;
import dev.longbeam.trace.TraceOptions;
import dev.longbeam.trace.TraceStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What schedulers hand over: a pid through a ring such as theirs, written and read by one thread; and events to the writer of the trace. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class HandOverBenchmarks {
    private static final int RING_BYTES = 1 << 16;
    private static final int EVENTS = 1000;
    private static final long ROLL_BYTES = 32L << 20;
    private static final long PID = 100L << 4 | 3;

    private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(new UnsafeBuffer(
        BufferUtil.allocateDirectAligned(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[Long.BYTES]);
    private long received;
    private final MessageHandler handler = (type, buffer, index, length) -> received += buffer.getLong(index);
    private Trace trace;
    private TraceStream stream;
    private long number;

    /** Starts the writer of a trace. */
    @Setup(Level.Trial)
    public void start() {
        final TraceOptions options = new TraceOptions();
        options.directory = Path.of(System.getProperty(BenchmarkNode.TRACES)).resolve("events");
        options.rollBytes = ROLL_BYTES;
        options.budgetBytes = 4 * ROLL_BYTES;
        trace = new Trace(options, 1, System.err::println);
        stream = trace.stream(0);
    }

    /** Ends it. */
    @TearDown(Level.Trial)
    public void stop() {
        stream.end();
        trace.close();
    }

    /** A pid into the ring, and out of it. */
    @Benchmark
    public long ringTransfer() {
        message.putLong(0, PID);
        ring.write(1, message, 0, Long.BYTES);
        ring.read(handler, 1);
        return received;
    }

    /** An event of a message that was sent. Events that the writer has no time for are counted as lost, which takes as long as an event. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void traceEvent() {
        for (int i = 0; i < EVENTS; i++) {
            stream.tick();
            stream.event(EventType.SEND, 5, ++number, PID, PID, 0);
        }
    }
}
