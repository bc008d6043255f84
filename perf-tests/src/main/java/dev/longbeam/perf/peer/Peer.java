package dev.longbeam.perf.peer;

import dev.longbeam.perf.bench.Emulators;
import dev.longbeam.perf.latency.Plan;
import dev.longbeam.perf.latency.Subject;
import dev.longbeam.perf.latency.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The systems of this package. The label is their word on command lines and in tables. */
public enum Peer {
    /** Longbeam's processes in Java. */
    LONGBEAM_JAVA("longbeam-java", MailboxLoads.ALL, true),
    /** Two threads and Agrona's ring: the floor. */
    AGRONA("agrona", ChannelLoads.WORKLOADS, false),
    /** LMAX Disruptor. */
    DISRUPTOR("disruptor", ChannelLoads.WORKLOADS, false),
    /** Aeron IPC. */
    AERON("aeron", ChannelLoads.WORKLOADS, false),
    /** Apache Pekko. */
    PEKKO("pekko", MailboxLoads.WORKLOADS, true),
    /** Virtual threads with queues. */
    VIRTUAL_THREADS("virtual-threads", MailboxLoads.WORKLOADS, true);

    /** A host with a large heap of Java objects takes the collector that the JVM would choose, as the other peers do, and not the one of a node that has none. */
    private static final List<String> LARGE_HEAP = List.of("-XX:-UseSerialGC", "-XX:+UseG1GC", "-XX:MaxNewSize=4g");

    private final String label;
    private final Set<Workload> workloads;
    private final boolean processes;

    Peer(final String label, final Set<Workload> workloads, final boolean processes) {
        this.label = label;
        this.workloads = workloads;
        this.processes = processes;
    }

    /** Its word. */
    public String label() {
        return label;
    }

    /** Whether it has processes that come and go. */
    public boolean hasProcesses() {
        return processes;
    }

    /** The workloads that it has. */
    Set<Workload> workloads() {
        return workloads;
    }

    static Peer of(final String label) {
        for (final Peer peer : values()) {
            if (peer.label.equals(label)) {
                return peer;
            }
        }
        throw new IllegalArgumentException(label);
    }

    /**
     * It as a subject.
     *
     * @param javaOptions more options of its JVM
     * @param spin        whether Longbeam's schedulers spin when they have no work
     */
    public Subject subject(final List<String> javaOptions, final boolean spin) {
        return new Subject() {
            @Override
            public String label() {
                return label;
            }

            @Override
            public boolean does(final Plan plan) {
                return workloads.contains(plan.workload()) && (processes || plan.noise().equals(Plan.QUIET));
            }

            @Override
            public ProcessBuilder program(final Path gcLog) {
                return program(javaOptions, gcLog);
            }

            @Override
            public ProcessBuilder program(final Plan plan, final Path gcLog) {
                final boolean hostsLargeHeap = Peer.this == LONGBEAM_JAVA && plan.noise().contains("heaps");
                return program(hostsLargeHeap ? Stream.concat(LARGE_HEAP.stream(), javaOptions.stream()).toList() : javaOptions, gcLog);
            }

            private ProcessBuilder program(final List<String> options, final Path gcLog) {
                return new ProcessBuilder(command(options, spin, gcLog)).redirectError(ProcessBuilder.Redirect.INHERIT);
            }
        };
    }

    private List<String> command(final List<String> javaOptions, final boolean spin, final Path gcLog) {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (this == LONGBEAM_JAVA) {
            command.add("@" + Emulators.home().resolve("config/jvm.options"));
            command.add("@" + Emulators.home().resolve("config/run.options"));
        } else {
            command.addAll(List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(javaOptions);
        command.addAll(List.of(Subject.gcLogOption(gcLog), "-cp", System.getProperty("java.class.path"), PeerMain.class.getName(), label,
            Boolean.toString(spin)));
        return command;
    }
}
