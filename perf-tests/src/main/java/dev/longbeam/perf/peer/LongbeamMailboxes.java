package dev.longbeam.perf.peer;

import dev.longbeam.embed.Behaviour;
import dev.longbeam.embed.Node;
import dev.longbeam.embed.NodeContext;
import dev.longbeam.embed.ProcessContext;
import dev.longbeam.embed.ProcessSpec;
import dev.longbeam.embed.SelectiveBehaviour;
import dev.longbeam.embed.SendResult;
import dev.longbeam.embed.Sender;
import dev.longbeam.embed.TermReader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Longbeam's own processes in Java, without an OTP. */
final class LongbeamMailboxes implements Mailboxes<LongbeamMailboxes.Address> {
    private static final int PROCESSES = 1 << 21;
    private static final int SLICE_REDUCTIONS = 4000;
    /** What loads never send. */
    private static final long UNWANTED = -2;
    private static final long REQUEST_TIMEOUT_NS = 60 * Schedule.NS_PER_S;

    private final Node node;
    private final int schedulers;

    /**
     * A node.
     *
     * @param spin whether schedulers without work spin
     */
    LongbeamMailboxes(final int schedulers, final boolean spin) {
        this.schedulers = schedulers;
        node = Node.launch(new NodeContext().nodeName("bench").schedulers(schedulers).busySpin(spin).processLimit(PROCESSES)
            .watchdogNs(0));
    }

    /**
     * A process.
     *
     * @param pid its pid
     */
    record Address(long pid) {
    }

    /** A behaviour of a handler. */
    private static class Handling implements Behaviour, Out<Address> {
        private final Handler<Address> handler;
        /** Its own, known from the first message on. */
        protected ProcessContext context;

        Handling(final Handler<Address> handler) {
            this.handler = handler;
        }

        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            context = ctx;
            handler.handle(this, message.int64());
        }

        @Override
        public void send(final Address to, final long message) {
            context.offer(to.pid, context.message().int64(message));
        }

        @Override
        public void giveWay() {
            context.consumeReductions(SLICE_REDUCTIONS);
        }
    }

    /** A behaviour of a handler that leaves unwanted messages in its mailbox. */
    private static final class Choosing extends Handling implements SelectiveBehaviour {
        Choosing(final Handler<Address> handler) {
            super(handler);
        }

        @Override
        public boolean selects(final ProcessContext ctx, final TermReader message) {
            return message.int64() != UNWANTED;
        }
    }

    /** Sends requests, and hands the answers to a handler. */
    private static final class Asking extends Handling {
        private final Handler<Address> onReply;

        Asking(final Handler<Address> onMessage, final Handler<Address> onReply) {
            super(onMessage);
            this.onReply = onReply;
        }

        @Override
        public void send(final Address to, final long message) {
            context.request(to.pid, context.message().int64(message), REQUEST_TIMEOUT_NS);
        }

        @Override
        public void onReply(final ProcessContext ctx, final long requestId, final TermReader reply) {
            onReply.handle(this, reply.int64());
        }
    }

    /** Answers requests with what was asked. */
    private static final class Answering implements Behaviour {
        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            throw new IllegalStateException("not a request: " + message);
        }

        @Override
        public void onRequest(final ProcessContext ctx, final TermReader request) {
            ctx.reply(ctx.message().int64(request.int64()));
        }
    }

    /** Starts processes that answer and end, one after the other. */
    private static final class Spawning implements Behaviour {
        private final long endNs;
        private final AtomicLong count;
        private final CountDownLatch done;
        private final ProcessSpec child = ProcessSpec.of(Ending::new);

        Spawning(final long endNs, final AtomicLong count, final CountDownLatch done) {
            this.endNs = endNs;
            this.count = count;
            this.done = done;
        }

        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            if (System.nanoTime() >= endNs) {
                done.countDown();
                ctx.exit();
            } else {
                count.incrementAndGet();
                ctx.spawn(child);
            }
        }
    }

    /** Sends its parent a message and ends. */
    private static final class Ending implements Behaviour {
        @Override
        public void onStart(final ProcessContext ctx) {
            ctx.offer(ctx.parent(), ctx.message().int64(0));
            ctx.exit();
        }

        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            throw new IllegalStateException("it has ended");
        }
    }

    /** Waits. */
    private static final class Idle implements Behaviour {
        private final CountDownLatch started;

        Idle(final CountDownLatch started) {
            this.started = started;
        }

        @Override
        public void onStart(final ProcessContext ctx) {
            started.countDown();
        }

        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            ctx.exit();
        }
    }

    @Override
    public Address start(final int scheduler, final Handler<Address> handler) {
        return spawn(scheduler, new Handling(handler));
    }

    private Address spawn(final int scheduler, final Behaviour behaviour) {
        return new Address(node.spawn(ProcessSpec.of(behaviour).scheduler(scheduler == ANYWHERE ? 0 : 1 + (scheduler - 1) % schedulers)));
    }

    @Override
    public Address startBehind(final int scheduler, final int unwanted, final Handler<Address> handler) {
        final Address address = spawn(scheduler, new Choosing(handler));
        final Out<Address> out = outside();
        for (int i = 0; i < unwanted; i++) {
            out.send(address, UNWANTED);
        }
        return address;
    }

    @Override
    public Address startServer(final int scheduler) {
        return spawn(scheduler, new Answering());
    }

    @Override
    public Address startClient(final int scheduler, final Handler<Address> onMessage, final Handler<Address> onReply) {
        return spawn(scheduler, new Asking(onMessage, onReply));
    }

    @Override
    public Out<Address> outside() {
        final Sender sender = node.sender();
        return (to, message) -> {
            final int result = sender.offer(to.pid, sender.message().int64(message));
            if (result != SendResult.SENT) {
                throw new IllegalStateException(SendResult.describe(result));
            }
        };
    }

    @Override
    public long spawnUntil(final long endNs) throws InterruptedException {
        final AtomicLong count = new AtomicLong();
        final CountDownLatch done = new CountDownLatch(1);
        final Address spawning = new Address(node.spawn(ProcessSpec.of(new Spawning(endNs, count, done))));
        outside().send(spawning, 0);
        done.await();
        return count.get();
    }

    @Override
    public void idle(final int count) throws InterruptedException {
        final CountDownLatch started = new CountDownLatch(count);
        final ProcessSpec idle = ProcessSpec.of(() -> new Idle(started));
        for (int i = 0; i < count; i++) {
            node.spawn(idle);
        }
        started.await();
    }

    @Override
    public void close() {
        node.close();
    }
}
