package dev.longbeam.perf.jmh;

import dev.longbeam.embed.Node;
import dev.longbeam.embed.NodeContext;
import dev.longbeam.embed.ProcessSpec;
import dev.longbeam.embed.SendResult;
import dev.longbeam.embed.Sender;
import java.util.concurrent.TimeUnit;
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

/** Processes in Java on a node of one scheduler that this thread drives. An invocation is a batch. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JavaProcessBenchmarks {
    private static final int BATCH = 10_000;

    /** The node, with a process that counts what it gets and one that answers. */
    @State(Scope.Thread)
    public static class Processes {
        private final Node node = Node.launch(new NodeContext().schedulers(1).invokerMode(true));
        private final Sender sender = node.sender();
        private int received;
        private long counter;
        private long client;
        private int left;

        /** Starts the processes. */
        @Setup(Level.Trial)
        public void start() {
            counter = node.spawn(ProcessSpec.of((ctx, message) -> received += (int)message.int64()));
            final long echo = node.spawn(ProcessSpec.of((ctx, message) ->
                ctx.offer(message.pidAt(0), ctx.message().int64(message.int64At(1)))));
            client = node.spawn(ProcessSpec.of((ctx, message) -> {
                if (left-- > 0) {
                    ctx.offer(echo, ctx.message().tuple(2).pid(ctx.self()).int64(left));
                }
            }));
        }

        /** Ends the node. */
        @TearDown(Level.Trial)
        public void close() {
            sender.close();
            node.close();
        }

        void fill() {
            for (int i = 0; i < BATCH; i++) {
                if (sender.offer(counter, sender.message().int64(1)) != SendResult.SENT) {
                    throw new IllegalStateException("not sent");
                }
            }
        }

        void drain() {
            while (received < BATCH) {
                node.invoke();
            }
            received = 0;
        }
    }

    /** The same; what was sent has been received before the next is sent. */
    public static class Drained extends Processes {
        /** Lets the process receive all. */
        @TearDown(Level.Invocation)
        public void drainAll() {
            drain();
        }
    }

    /** The same; all has been sent before it is received. */
    public static class Filled extends Processes {
        /** Sends all. */
        @Setup(Level.Invocation)
        public void fillAll() {
            fill();
        }
    }

    /** A message from a thread outside, into the mailbox. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void send(final Drained processes) {
        processes.fill();
    }

    /** A message out of the mailbox, handled by a behaviour. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void receive(final Filled processes) {
        processes.drain();
    }

    /** A message to another process and its answer. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void roundTrip(final Processes processes) {
        processes.left = BATCH;
        processes.sender.offer(processes.client, processes.sender.message().int64(0));
        while (processes.left >= 0) {
            processes.node.invoke();
        }
    }

    /** A process that handles a message and ends. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void spawnAndExit(final Processes processes) {
        for (int i = 0; i < BATCH; i++) {
            final long pid = processes.node.spawn(ProcessSpec.of((ctx, message) -> ctx.exit()));
            processes.sender.offer(pid, processes.sender.message().int64(0));
            while (processes.node.isAlive(pid)) {
                processes.node.invoke();
            }
        }
    }
}
