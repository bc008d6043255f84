package dev.longbeam.perf.peer;

import dev.longbeam.perf.latency.Workload;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongConsumer;

/** The workloads that two threads with channels between them can have. Both spin. */
final class ChannelLoads {
    /** Those that are here. */
    static final Set<Workload> WORKLOADS = EnumSet.of(Workload.PINGPONG_CROSS, Workload.ONE_WAY);

    private final Channel there;
    private final Channel back;
    private volatile boolean over;

    /** Two channels, of which a workload may use only the first. */
    ChannelLoads(final Channel there, final Channel back) {
        this.there = there;
        this.back = back;
    }

    /** Runs a workload until everything is recorded. */
    void run(final Workload workload, final Schedule schedule) {
        if (workload == Workload.ONE_WAY) {
            onThread(() -> {
                final LongConsumer receiver = i -> schedule.record(i, 0);
                for (int i = 0; i < schedule.count(); i++) {
                    receive(there, receiver);
                }
                schedule.recorded();
            });
            schedule.send(i -> send(there, i));
        } else {
            onThread(() -> {
                final LongConsumer receiver = i -> send(back, i);
                while (!over) {
                    if (!there.poll(receiver)) {
                        Thread.onSpinWait();
                    }
                }
            });
            roundTrips(schedule);
            over = true;
            schedule.recorded();
        }
    }

    private void roundTrips(final Schedule schedule) {
        if (schedule.isClosed()) {
            final LongConsumer nothing = i -> { };
            schedule.begin();
            do {
                send(there, 0);
                receive(back, nothing);
            } while (schedule.next());
        } else {
            final LongConsumer receiver = i -> schedule.record(i, 0);
            schedule.send(i -> {
                send(there, i);
                receive(back, receiver);
            });
        }
    }

    private static void onThread(final Runnable work) {
        Thread.ofPlatform().daemon().name("receiver").start(work);
    }

    private static void send(final Channel channel, final long message) {
        while (!channel.offer(message)) {
            Thread.onSpinWait();
        }
    }

    private static void receive(final Channel channel, final LongConsumer receiver) {
        while (!channel.poll(receiver)) {
            Thread.onSpinWait();
        }
    }
}
