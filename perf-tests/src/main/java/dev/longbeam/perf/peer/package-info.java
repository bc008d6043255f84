/**
 * Systems of the JVM that Longbeam is compared with, and Longbeam's own processes in Java: each in a JVM of its own, {@link dev.longbeam.perf.peer.PeerMain},
 * which takes the same requests as {@code bench_subject.erl} and leaves latencies in the same form.
 *
 * <p>There are two kinds: systems of processes with mailboxes ({@link dev.longbeam.perf.peer.Mailboxes}), which have all workloads but those that need OTP,
 * and channels between two threads ({@link dev.longbeam.perf.peer.Channel}), which have two. A message is a long, the number of its operation.
 */
package dev.longbeam.perf.peer;
