/**
 * The command {@code bin/longbeam bench} and what its parts share: the emulators it starts, statistics, tables and files of results.
 *
 * <p>Threads: one, unless a class says otherwise. Times are nanoseconds where the name does not tell. Start at
 * {@link dev.longbeam.perf.bench.BenchMain}.
 */
package dev.longbeam.perf.bench;
