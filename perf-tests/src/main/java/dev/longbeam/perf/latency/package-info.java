/**
 * Latencies under an open load, of Longbeam and of others. A {@link dev.longbeam.perf.latency.Subject} is started anew for every
 * measurement, is told what to do by a line, and leaves the latency of each operation in a file; histograms are made here, the same for all.
 *
 * <p>Latencies are nanoseconds from the time at which an operation was due. Start at {@link dev.longbeam.perf.latency.Measuring}.
 */
package dev.longbeam.perf.latency;
