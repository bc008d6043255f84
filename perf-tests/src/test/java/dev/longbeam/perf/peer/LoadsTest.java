package dev.longbeam.perf.peer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.perf.latency.Plan;
import dev.longbeam.perf.latency.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each workload on each kind of system, for some milliseconds. */
@Timeout(600)
class LoadsTest {
    private static final long MS = 1_000_000L;
    private static final int SCHEDULERS = 2;

    @TempDir
    private Path directory;

    static Stream<Peer> systems() {
        return Stream.of(Peer.values()).filter(Peer::hasProcesses);
    }

    static Stream<Arguments> systemsAndWorkloads() {
        return systems().flatMap(peer -> peer.workloads().stream().map(workload -> Arguments.of(peer, workload)));
    }

    static Stream<Arguments> systemsAndRoundTrips() {
        return systems().flatMap(peer -> peer.workloads().stream().filter(Workload::canClose).map(workload -> Arguments.of(peer, workload)));
    }

    @ParameterizedTest
    @MethodSource("systemsAndWorkloads")
    void shouldRecordEveryLatencyOfProcesses(final Peer peer, final Workload workload) throws IOException, InterruptedException {
        try (Mailboxes<?> mailboxes = mailboxes(peer)) {
            final int each = MailboxLoads.recorders(workload);
            final Schedule schedule = new Schedule(2000, 0, 10 * MS, each, each);
            new MailboxLoads<>(mailboxes).run(workload, schedule);

            final String answer = schedule.finish(directory.resolve("latencies"));

            assertTrue(answer.startsWith("latency " + 20 * each + " "), answer);
        }
    }

    @ParameterizedTest
    @MethodSource("systemsAndRoundTrips")
    void shouldGoRoundWithoutARate(final Peer peer, final Workload workload) throws IOException, InterruptedException {
        try (Mailboxes<?> mailboxes = mailboxes(peer)) {
            final Schedule schedule = new Schedule(0, MS, 5 * MS, 1, 1);
            new MailboxLoads<>(mailboxes).run(workload, schedule);

            assertTrue(Long.parseLong(schedule.finish(directory.resolve("latencies")).split(" ")[1]) > 0);
        }
    }

    static Stream<Arguments> channels() {
        final Supplier<Channel> agrona = Channel::agrona;
        final Supplier<Channel> disruptor = Channel::disruptor;
        return Stream.of(Arguments.of(agrona), Arguments.of(disruptor));
    }

    @ParameterizedTest
    @MethodSource("channels")
    void shouldRecordEveryLatencyOfChannels(final Supplier<Channel> channels) throws IOException, InterruptedException {
        for (final Workload workload : ChannelLoads.WORKLOADS) {
            final Schedule schedule = new Schedule(2000, 0, 10 * MS, 1, 1);
            new ChannelLoads(channels.get(), channels.get()).run(workload, schedule);

            final String answer = schedule.finish(directory.resolve("latencies"));

            assertTrue(answer.startsWith("latency 20 "), answer);
        }
    }

    @ParameterizedTest
    @MethodSource("channels")
    void shouldHandOverInOrderAndRefuseWhatHasNoRoom(final Supplier<Channel> channels) {
        final Channel channel = channels.get();
        long sent = 0;
        while (channel.offer(sent)) {
            sent++;
        }
        final long[] next = new long[1];
        while (channel.poll(message -> assertTrue(message == next[0]++))) {
            assertTrue(next[0] <= sent);
        }

        assertTrue(sent >= Channel.CAPACITY && next[0] == sent, "sent=" + sent + " received=" + next[0]);
    }

    @ParameterizedTest
    @MethodSource("systems")
    void shouldStartProcessesAndKeepThem(final Peer peer) throws InterruptedException {
        try (Mailboxes<?> mailboxes = mailboxes(peer)) {
            long spawned = 0;
            while (spawned == 0) {
                spawned = mailboxes.spawnUntil(System.nanoTime() + 5 * MS);
            }
            mailboxes.idle(100);
        }
    }

    @Test
    void shouldMakeNoise() throws IOException, InterruptedException {
        try (Mailboxes<?> mailboxes = mailboxes(Peer.LONGBEAM_JAVA)) {
            Disturbance.start(mailboxes, SCHEDULERS, "heaps+hogs", 1);

            final Schedule schedule = new Schedule(1000, 0, 10 * MS, 1, 1);
            new MailboxLoads<>(mailboxes).run(Workload.ONE_WAY, schedule);

            assertTrue(schedule.finish(directory.resolve("latencies")).startsWith("latency 10 "));
        }
    }

    @Test
    void shouldNotBeAskedForNoiseWhereThereAreNoProcesses() {
        final Plan noisy = new Plan(Workload.ONE_WAY, 1000, 0, 1, "hogs", 0);
        assertTrue(Peer.PEKKO.subject(List.of(), false).does(noisy));
        assertFalse(Peer.AGRONA.subject(List.of(), false).does(noisy));
    }

    private static Mailboxes<?> mailboxes(final Peer peer) {
        return switch (peer) {
            case PEKKO -> new PekkoMailboxes(false);
            case VIRTUAL_THREADS -> new VirtualThreadMailboxes(SCHEDULERS);
            default -> new LongbeamMailboxes(SCHEDULERS, false);
        };
    }
}
