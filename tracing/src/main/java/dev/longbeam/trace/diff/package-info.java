/**
 * Compares two recordings of one workload by figures that do not depend on the speed of the machine. Threads: that of the readers. Start at
 * {@link dev.longbeam.trace.diff.TraceDiff}.
 */
package dev.longbeam.trace.diff;
