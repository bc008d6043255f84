package dev.longbeam.perf.latency;

import java.nio.file.Path;
import java.util.Locale;

/**
 * How a workload is measured.
 *
 * @param rate     operations in a second; 0: each begins when the one before is done
 * @param warmUpS  seconds before those that count
 * @param seconds  seconds that count
 * @param noise    {@code hogs}, {@code heaps}, {@code spawns} joined by {@code +}, or {@code none}
 * @param heapMb   megabytes of live data of the process that {@code heaps} adds
 */
public record Plan(Workload workload, int rate, int warmUpS, int seconds, String noise, int heapMb) {
    /** No noise. */
    public static final String QUIET = "none";
    private static final int START_S = 300;

    /** Refuses what no subject could do. */
    public Plan {
        if (rate < 0 || warmUpS < 0 || seconds < 1 || heapMb < 0) {
            throw new IllegalArgumentException("rate=" + rate + " warmUpS=" + warmUpS + " seconds=" + seconds + " heapMb=" + heapMb);
        }
        if (rate == 0 && !workload.canClose()) {
            throw new IllegalArgumentException(workload.word() + " needs a rate");
        }
        if (!noise.equals(QUIET) && !noise.matches("(hogs|heaps|spawns)(\\+(hogs|heaps|spawns))*")) {
            throw new IllegalArgumentException("noise=" + noise + ": none, or hogs, heaps, spawns joined by +");
        }
    }

    /** The line that asks a subject for it. */
    public String request(final Path file) {
        return String.join(" ", "latency", workload.word(), Integer.toString(rate), Integer.toString(warmUpS), Integer.toString(seconds), noise,
            Integer.toString(heapMb), file.toString());
    }

    /** What the workload is called, with its rate and noise. */
    public String title() {
        return workload.word() + ", " + (rate == 0 ? "one after the other" : String.format(Locale.ROOT, "%,d a second", rate))
            + (noise.equals(QUIET) ? "" : ", beside " + noise.replace("+", ", ")
            + (noise.contains("heaps") ? " of " + heapMb + " MB" : ""));
    }

    /** Milliseconds after which a subject has failed: it may be three times too slow for the rate, besides building its memory. */
    public long timeoutMs() {
        return (START_S + heapMb / 5 + 3L * (warmUpS + seconds)) * 1000;
    }
}
