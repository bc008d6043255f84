package dev.longbeam.perf.peer;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.UntypedAbstractActor;

/** Apache Pekko's classic actors on its usual dispatcher. */
final class PekkoMailboxes implements Mailboxes<ActorRef> {
    private static final String SETTINGS = """
        pekko.log-dead-letters = off
        pekko.log-dead-letters-during-shutdown = off
        pekko.loglevel = WARNING
        pekko.stdout-loglevel = WARNING
        pekko.daemonic = on
        """;
    private static final String ONE_THREAD = """
        pekko.actor.default-dispatcher.fork-join-executor.parallelism-min = 1
        pekko.actor.default-dispatcher.fork-join-executor.parallelism-max = 1
        """;

    private final ActorSystem system;

    /**
     * A system of actors.
     *
     * @param oneThread whether a single thread runs them; usually there are eight or more
     */
    PekkoMailboxes(final boolean oneThread) {
        system = ActorSystem.create("bench",
            ConfigFactory.parseString(oneThread ? SETTINGS + ONE_THREAD : SETTINGS).withFallback(ConfigFactory.load()));
    }

    /** An actor of a handler. */
    private static final class Handling extends UntypedAbstractActor {
        private final Handler<ActorRef> handler;
        private final Out<ActorRef> out = (to, message) -> to.tell(message, getSelf());

        Handling(final Handler<ActorRef> handler) {
            this.handler = handler;
        }

        @Override
        public void onReceive(final Object message) {
            handler.handle(out, (Long)message);
        }
    }

    /** Starts children that answer and end, one after the other. */
    private static final class Spawning extends UntypedAbstractActor {
        private final long endNs;
        private final AtomicLong count;
        private final CountDownLatch done;
        private final Props child = Props.create(Ending.class, Ending::new);

        Spawning(final long endNs, final AtomicLong count, final CountDownLatch done) {
            this.endNs = endNs;
            this.count = count;
            this.done = done;
        }

        @Override
        public void onReceive(final Object message) {
            if (System.nanoTime() >= endNs) {
                done.countDown();
                getContext().stop(getSelf());
            } else {
                count.incrementAndGet();
                getContext().actorOf(child).tell(message, getSelf());
            }
        }
    }

    /** Answers once and ends. */
    private static final class Ending extends UntypedAbstractActor {
        @Override
        public void onReceive(final Object message) {
            getSender().tell(message, getSelf());
            getContext().stop(getSelf());
        }
    }

    /** Starts children that wait. */
    private static final class Parent extends UntypedAbstractActor {
        private final CountDownLatch started;

        Parent(final CountDownLatch started) {
            this.started = started;
        }

        @Override
        public void onReceive(final Object message) {
            final Props child = Props.create(Handling.class, () -> {
                started.countDown();
                return new Handling((out, ignored) -> { });
            });
            for (long i = (Long)message; i > 0; i--) {
                getContext().actorOf(child);
            }
        }
    }

    @Override
    public ActorRef start(final int scheduler, final Handler<ActorRef> handler) {
        return system.actorOf(Props.create(Handling.class, () -> new Handling(handler)));
    }

    @Override
    public Out<ActorRef> outside() {
        return (to, message) -> to.tell(message, ActorRef.noSender());
    }

    @Override
    public long spawnUntil(final long endNs) throws InterruptedException {
        final AtomicLong count = new AtomicLong();
        final CountDownLatch done = new CountDownLatch(1);
        system.actorOf(Props.create(Spawning.class, () -> new Spawning(endNs, count, done))).tell(0L, ActorRef.noSender());
        done.await();
        return count.get();
    }

    @Override
    public void idle(final int count) throws InterruptedException {
        final CountDownLatch started = new CountDownLatch(count);
        system.actorOf(Props.create(Parent.class, () -> new Parent(started))).tell((long)count, ActorRef.noSender());
        started.await();
    }

    @Override
    public void close() {
        system.terminate();
    }
}
