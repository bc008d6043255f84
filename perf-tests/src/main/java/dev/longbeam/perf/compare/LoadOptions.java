package dev.longbeam.perf.compare;

import dev.longbeam.perf.latency.Plan;
import dev.longbeam.perf.latency.Workload;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of a load. */
final class LoadOptions {
    @Option(names = "--workload", split = ",", paramLabel = "NAME",
        description = "What to measure, parted by commas. Default: all. One of: ${COMPLETION-CANDIDATES}.")
    private List<Workload> workloads = Arrays.asList(Workload.values());

    @Option(names = "--rate", paramLabel = "R",
        description = "Operations in a second; 0: each begins when the one before is done. Default: one for each workload.")
    private Integer rate;

    @Option(names = "--duration", paramLabel = "S", description = "Seconds of a round that count. Default: ${DEFAULT-VALUE}.")
    private int duration = 10;

    @Option(names = "--warmup", paramLabel = "S", description = "Seconds of a round before those. Default: ${DEFAULT-VALUE}.")
    private int warmUp = 5;

    @Option(names = "--noise", split = ",", paramLabel = "hogs|heaps|spawns",
        description = "Work beside it: processes that never wait, one for each scheduler; a process with a large heap that collects; storms of spawns.")
    private List<String> noise = List.of();

    @Option(names = "--heap-mb", paramLabel = "MB", description = "Live megabytes of the large heap. Default: ${DEFAULT-VALUE}.")
    private int heapMb = 500;

    /** A plan for each workload. Those that need a rate are left out where there is none. */
    List<Plan> plans() {
        return workloads.stream().filter(workload -> rate == null || rate != 0 || workload.canClose())
            .map(workload -> new Plan(workload, rate == null ? workload.usualRate() : rate, warmUp, duration,
                noise.isEmpty() ? Plan.QUIET : String.join("+", noise), heapMb)).toList();
    }
}
