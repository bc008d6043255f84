package dev.longbeam.perf.compare;

import dev.longbeam.perf.latency.Plan;
import dev.longbeam.perf.latency.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what is compared, and for how long. */
final class CompareOptions {
    private static final int BUSY_RATE = 100_000;

    /** A part of the comparison. */
    enum Part {
        /** Round trips, one after the other. */
        CLOSED,
        /** Loads at a rate. */
        OPEN,
        /** A load at a high rate beside processes that hog and collect. */
        BUSY,
        /** Starting and ending processes. */
        SPAWNS,
        /** Very many processes that wait. */
        IDLE
    }

    @Option(names = "--parts", split = ",", paramLabel = "PART", description = "Only these parts, parted by commas: ${COMPLETION-CANDIDATES}.")
    private List<Part> parts = Arrays.asList(Part.values());

    @Option(names = "--workload", split = ",", paramLabel = "NAME", description = "Only these workloads of the parts closed and open: ${COMPLETION-CANDIDATES}.")
    private List<Workload> workloads = Arrays.asList(Workload.values());

    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each system. Default: ${DEFAULT-VALUE}; one in the parts busy and idle.")
    private int rounds = 3;

    @Option(names = "--duration", paramLabel = "S", description = "Seconds of a round that count. Default: ${DEFAULT-VALUE}.")
    private int duration = 5;

    @Option(names = "--warmup", paramLabel = "S", description = "Seconds of a round before those. Default: ${DEFAULT-VALUE}.")
    private int warmUp = 5;

    @Option(names = "--busy-duration", paramLabel = "S", description = "Seconds that count in the part busy. Default: ${DEFAULT-VALUE}.")
    private int busyDuration = 60;

    @Option(names = "--busy-rate", paramLabel = "R", description = "Messages in a second of the part busy. Default: ${DEFAULT-VALUE}.")
    private int busyRate = BUSY_RATE;

    @Option(names = "--heap-mb", paramLabel = "MB", description = "Live megabytes of the heap that collects in the part busy. Default: ${DEFAULT-VALUE}.")
    private int heapMb = 500;

    @Option(names = "--processes", paramLabel = "N", description = "Processes of the part idle. Default: ${DEFAULT-VALUE}.")
    private int processes = 1_000_000;

    boolean has(final Part part) {
        return parts.contains(part);
    }

    int rounds() {
        return rounds;
    }

    int duration() {
        return duration;
    }

    int processes() {
        return processes;
    }

    /** The loads, in order. */
    List<Plan> plans() {
        final List<Plan> plans = new ArrayList<>();
        if (has(Part.CLOSED)) {
            workloads.stream().filter(Workload::canClose).forEach(workload -> plans.add(new Plan(workload, 0, warmUp, duration, Plan.QUIET, 0)));
        }
        if (has(Part.OPEN)) {
            workloads.stream().filter(workload -> !workload.canClose())
                .forEach(workload -> plans.add(new Plan(workload, workload.usualRate(), warmUp, duration, Plan.QUIET, 0)));
        }
        if (has(Part.BUSY)) {
            plans.add(new Plan(Workload.ONE_WAY, busyRate, warmUp, busyDuration, "heaps+hogs", heapMb));
        }
        return plans;
    }
}
