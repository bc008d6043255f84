package dev.longbeam.perf.peer;

import dev.longbeam.perf.bench.Child;
import dev.longbeam.perf.latency.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A JVM that is measured: does what each line on its standard input asks for, in the words of {@code bench_subject.erl}, and ends with its input.
 *
 * <p>Its arguments are the word of a {@link Peer}, and whether schedulers spin.
 */
public final class PeerMain {
    private static final int SETTLE_MS = 1000;
    private static final int BYTES_PER_KIB = 1024;

    private final Peer peer;
    private final boolean spin;

    private PeerMain(final Peer peer, final boolean spin) {
        this.peer = peer;
        this.spin = spin;
    }

    /** Answers requests until there are no more. */
    public static void main(final String[] args) throws IOException {
        final PeerMain main = new PeerMain(Peer.of(args[0]), Boolean.parseBoolean(args[1]));
        final BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            System.out.println(Child.MARK + main.answer(line.split(" ")));
        }
        // Threads that spin have no end of their own.
        Runtime.getRuntime().halt(0);
    }

    private String answer(final String[] request) {
        try {
            return switch (request[0]) {
                case "latency" -> latency(request);
                case "spawns" -> spawns(Long.parseLong(request[1]));
                case "idle" -> idle(Integer.parseInt(request[1]));
                default -> "error " + request[0];
            };
        } catch (final IOException | InterruptedException | RuntimeException e) {
            e.printStackTrace();
            return "error " + e;
        }
    }

    private String latency(final String[] request) throws IOException, InterruptedException {
        final Workload workload = Workload.valueOf(request[1].toUpperCase(Locale.ROOT));
        final boolean many = workload == Workload.FAN_OUT && peer.hasProcesses();
        final int recorders = many ? MailboxLoads.recorders(workload) : 1;
        final Schedule schedule = new Schedule(Integer.parseInt(request[2]), Integer.parseInt(request[3]) * Schedule.NS_PER_S,
            Integer.parseInt(request[4]) * Schedule.NS_PER_S, recorders, recorders);
        final Path file = Path.of(request[7]);
        if (peer.hasProcesses()) {
            final int parallelism = parallelism(workload, schedule);
            try (Mailboxes<?> mailboxes = mailboxes(parallelism)) {
                Disturbance.start(mailboxes, parallelism, request[5], Integer.parseInt(request[6]));
                new MailboxLoads<>(mailboxes).run(workload, schedule);
                return schedule.finish(file);
            }
        }
        try (AeronChannels aeron = peer == Peer.AERON ? new AeronChannels() : null) {
            new ChannelLoads(channel(aeron), channel(aeron)).run(workload, schedule);
            return schedule.finish(file);
        }
    }

    /** The thread that keeps the schedule of an open load never rests: it has a processor, and the system the others. */
    private static int parallelism(final Workload workload, final Schedule schedule) {
        final int processors = Runtime.getRuntime().availableProcessors();
        return workload == Workload.PINGPONG_SAME ? 1 : schedule.isClosed() ? processors : Math.max(1, processors - 1);
    }

    private Channel channel(final AeronChannels aeron) {
        return aeron != null ? aeron.open() : peer == Peer.DISRUPTOR ? Channel.disruptor() : Channel.agrona();
    }

    private Mailboxes<?> mailboxes(final int parallelism) {
        return switch (peer) {
            case PEKKO -> new PekkoMailboxes(parallelism == 1);
            case VIRTUAL_THREADS -> new VirtualThreadMailboxes(parallelism);
            default -> new LongbeamMailboxes(parallelism, spin);
        };
    }

    private String spawns(final long seconds) throws InterruptedException {
        try (Mailboxes<?> mailboxes = mailboxes(Runtime.getRuntime().availableProcessors())) {
            mailboxes.spawnUntil(System.nanoTime() + seconds * Schedule.NS_PER_S);
            final long startNs = System.nanoTime();
            final long count = mailboxes.spawnUntil(startNs + seconds * Schedule.NS_PER_S);
            return "spawns " + count + " " + (System.nanoTime() - startNs);
        }
    }

    private String idle(final int count) throws IOException, InterruptedException {
        try (Mailboxes<?> mailboxes = mailboxes(Runtime.getRuntime().availableProcessors())) {
            final long beforeBytes = residentBytes();
            final long startNs = System.nanoTime();
            mailboxes.idle(count);
            final long elapsedNs = System.nanoTime() - startNs;
            return "idle " + (residentBytes() - beforeBytes) + " " + elapsedNs;
        }
    }

    /** The resident set once the Java heap holds nothing but what is in use. */
    private static long residentBytes() throws IOException, InterruptedException {
        System.gc();
        Thread.sleep(SETTLE_MS);
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum() * BYTES_PER_KIB;
        }
    }
}
