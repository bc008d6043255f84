package dev.longbeam.perf.peer;

import dev.longbeam.perf.latency.Workload;
import dev.longbeam.perf.peer.Mailboxes.Handler;
import dev.longbeam.perf.peer.Mailboxes.Out;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The workloads of {@code bench_latency.erl} on a system of mailboxes. The thread that keeps the schedule is none of the system's.
 *
 * @param <A> address of a process
 */
final class MailboxLoads<A> {
    /** Those for which a system needs nothing but mailboxes. */
    static final Set<Workload> WORKLOADS = EnumSet.complementOf(EnumSet.of(Workload.GEN_SERVER, Workload.SELECTIVE));
    /** Those for which it needs requests or selective receive too. */
    static final Set<Workload> ALL = EnumSet.allOf(Workload.class);

    private static final int RING = 100;
    private static final int STAGES = 8;
    private static final int PRODUCERS = 8;
    private static final int SUBSCRIBERS = 16;
    private static final int STATE = 64;
    private static final int UNWANTED = 1000;

    private final Mailboxes<A> mailboxes;

    MailboxLoads(final Mailboxes<A> mailboxes) {
        this.mailboxes = mailboxes;
    }

    /** How many latencies an operation has, and how many processes record. */
    static int recorders(final Workload workload) {
        return workload == Workload.FAN_OUT ? SUBSCRIBERS : 1;
    }

    /** Runs a workload; what is recorded may be complete only later. */
    void run(final Workload workload, final Schedule schedule) {
        final Out<A> out = mailboxes.outside();
        switch (workload) {
            case PINGPONG_SAME -> roundTrips(schedule, client -> mailboxes.start(1, (from, i) -> from.send(client.address, i)));
            case PINGPONG_CROSS -> roundTrips(schedule, client -> mailboxes.start(2, (from, i) -> from.send(client.address, i)));
            case SELECTIVE -> roundTrips(schedule, handler -> mailboxes.startBehind(1, UNWANTED, handler),
                client -> mailboxes.start(1, (from, i) -> from.send(client.address, i)));
            case GEN_SERVER -> calls(schedule);
            case RING -> roundTrips(schedule, client -> chain(RING - 2, mailboxes.start(Mailboxes.ANYWHERE, (from, i) -> from.send(client.address, i))));
            case ONE_WAY -> sendTo(mailboxes.start(2, collector(schedule)), schedule, out);
            case REQUEST_REPLY -> sendTo(server(mailboxes.start(2, collector(schedule))), schedule, out);
            case PIPELINE -> sendTo(chain(STAGES - 1, mailboxes.start(2, collector(schedule))), schedule, out);
            case FAN_IN -> fanIn(schedule, out);
            case FAN_OUT -> fanOut(schedule, out);
        }
    }

    private void sendTo(final A first, final Schedule schedule, final Out<A> out) {
        schedule.send(i -> out.send(first, i));
    }

    /** A process that gets the answers, and the one that it asks. */
    private void roundTrips(final Schedule schedule, final Peers<A> peers) {
        roundTrips(schedule, handler -> mailboxes.start(1, handler), peers);
    }

    private void roundTrips(final Schedule schedule, final Function<Handler<A>, A> start, final Peers<A> peers) {
        final Holder<A> client = new Holder<>();
        final Holder<A> first = new Holder<>();
        client.address = start.apply(schedule.isClosed() ? closed(schedule, first) : collector(schedule));
        first.address = peers.around(client);
        final Out<A> out = mailboxes.outside();
        if (schedule.isClosed()) {
            out.send(client.address, -1);
        } else {
            schedule.send(i -> out.send(first.address, i));
        }
    }

    /** A process that asks a server whatever it is told to ask. */
    private void calls(final Schedule schedule) {
        final Holder<A> server = new Holder<>();
        server.address = mailboxes.startServer(1);
        final A client = mailboxes.startClient(1, (out, i) -> {
            if (schedule.isClosed()) {
                schedule.begin();
            }
            out.send(server.address, i);
        }, schedule.isClosed() ? closed(schedule, server) : collector(schedule));
        final Out<A> out = mailboxes.outside();
        if (schedule.isClosed()) {
            out.send(client, 0);
        } else {
            sendTo(client, schedule, out);
        }
    }

    /** Sends the next message when the one before has come back. The first it gets is the request to begin. */
    private Handler<A> closed(final Schedule schedule, final Holder<A> first) {
        return (out, i) -> {
            if (i == -1) {
                schedule.begin();
            } else if (!schedule.next()) {
                schedule.recorded();
                return;
            }
            out.send(first.address, i + 1);
        };
    }

    private Handler<A> collector(final Schedule schedule) {
        return collector(schedule, 0);
    }

    private Handler<A> collector(final Schedule schedule, final int number) {
        return new Handler<>() {
            private int left = schedule.count();

            @Override
            public void handle(final Out<A> out, final long i) {
                schedule.record(i, number);
                if (--left == 0) {
                    schedule.recorded();
                }
            }
        };
    }

    private A server(final A to) {
        final long[] state = new long[STATE];
        return mailboxes.start(Mailboxes.ANYWHERE, (out, i) -> {
            state[(int)i % STATE] = i;
            out.send(to, i);
        });
    }

    private A chain(final int count, final A end) {
        A to = end;
        for (int i = 0; i < count; i++) {
            final A next = to;
            to = mailboxes.start(Mailboxes.ANYWHERE, (out, message) -> out.send(next, message));
        }
        return to;
    }

    private void fanIn(final Schedule schedule, final Out<A> out) {
        final A collector = mailboxes.start(2, collector(schedule));
        final List<A> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            producers.add(chain(1, collector));
        }
        schedule.send(i -> out.send(producers.get((int)i % PRODUCERS), i));
    }

    private void fanOut(final Schedule schedule, final Out<A> out) {
        final List<A> subscribers = new ArrayList<>();
        for (int number = 0; number < SUBSCRIBERS; number++) {
            subscribers.add(mailboxes.start(Mailboxes.ANYWHERE, collector(schedule, number)));
        }
        final A publisher = mailboxes.start(1, (from, i) -> {
            for (final A subscriber : subscribers) {
                from.send(subscriber, i);
            }
        });
        sendTo(publisher, schedule, out);
    }

    /** An address that is known only after those who need it have been started, and before they get a message. */
    private static final class Holder<A> {
        private A address;
    }

    /** Makes the processes that a round trip goes through, and returns the first. */
    @FunctionalInterface
    private interface Peers<A> {
        A around(Holder<A> client);
    }
}
