package dev.longbeam.perf.programs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs of a program in one node.
 *
 * @param hash  of the result
 * @param cpuMs processor time of the whole node, milliseconds, setting up and collections between the runs included
 * @param ns    nanoseconds of each run
 */
record Runs(long hash, long cpuMs, List<Long> ns) {
    private static final int FIRST_TIME = 3;

    /**
     * Reads the driver's line {@code runs HASH CPU_MS NS ..}.
     *
     * @throws IOException when it is none
     */
    static Runs parse(final String line) throws IOException {
        final String[] words = line.split(" ");
        if (words.length <= FIRST_TIME || !words[0].equals("runs")) {
            throw new IOException("not the times of runs: " + line);
        }
        final List<Long> ns = new ArrayList<>();
        for (int i = FIRST_TIME; i < words.length; i++) {
            ns.add(Long.parseLong(words[i]));
        }
        return new Runs(Long.parseLong(words[1]), Long.parseLong(words[2]), ns);
    }
}
