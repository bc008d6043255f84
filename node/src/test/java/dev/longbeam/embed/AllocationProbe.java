package dev.longbeam.embed;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;

/**
 * A program that prints how many bytes of the Java heap the schedulers allocate, at the least of a few rounds, while two processes send
 * each other 20000 messages, requests and answers, with a timer that is started and cancelled each time.
 */
final class AllocationProbe {
    private static final int AM_N = AtomTable.of("n");
    private static final int MESSAGES = 20_000;
    private static final int ROUNDS = 6;
    private static final long TIMEOUT_NS = 600_000_000_000L;

    private static volatile CountDownLatch done;

    private AllocationProbe() {
    }

    /** Runs it. */
    public static void main(final String[] args) throws InterruptedException {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        try (Node node = Node.launch(new NodeContext().schedulers(1).watchdogNs(0)); Sender sender = node.sender()) {
            final long server = node.spawn(ProcessSpec.of(new Server()));
            final long client = node.spawn(ProcessSpec.of(new Client(server)));
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                done = new CountDownLatch(1);
                final long before = schedulerBytes(threads);
                sender.offer(client, sender.message().tuple(3).atom(AM_N).pid(server).int64(0));
                done.await();
                least = Math.min(least, schedulerBytes(threads) - before);
            }
            System.out.println(least);
        }
    }

    private static long schedulerBytes(final ThreadMXBean threads) {
        long sum = 0;
        for (final Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("scheduler-")) {
                sum += threads.getThreadAllocatedBytes(thread.threadId());
            }
        }
        return sum;
    }

    private static final class Server implements Behaviour {
        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            ctx.offer(message.pidAt(1), ctx.message().tuple(3).atom(AM_N).pid(ctx.self()).int64(message.int64At(2) + 1));
        }

        @Override
        public void onRequest(final ProcessContext ctx, final TermReader request) {
            ctx.reply(ctx.message().map(1).atom(AM_N).int64(request.int64() + 1));
        }
    }

    private static final class Client implements Behaviour {
        private final TermReader part = new TermReader();
        private final long server;
        private long timer;

        Client(final long server) {
            this.server = server;
        }

        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            ctx.request(server, ctx.message().int64(message.int64At(2)), TIMEOUT_NS);
            ctx.cancelTimer(timer);
            timer = ctx.startTimer(TIMEOUT_NS);
        }

        @Override
        public void onReply(final ProcessContext ctx, final long requestId, final TermReader reply) {
            reply.get(AM_N, part);
            if (part.int64() >= MESSAGES) {
                done.countDown();
            } else {
                ctx.offer(server, ctx.message().tuple(3).atom(AM_N).pid(ctx.self()).int64(part.int64()));
            }
        }
    }
}
