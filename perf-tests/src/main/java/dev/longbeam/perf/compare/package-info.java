/**
 * The commands {@code bench latency} and {@code bench compare}: the same workloads on Longbeam, the real emulator and other systems of the JVM, by turns in one
 * run, and one table with ratios.
 */
package dev.longbeam.perf.compare;
