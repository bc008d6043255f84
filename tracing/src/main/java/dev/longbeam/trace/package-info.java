/**
 * Trace events, per-scheduler trace buffers, the Chronicle Queue writer, offline readers and reports.
 *
 * <p>Threads: the scheduler that owns a buffer writes it; one writer thread empties it.
 */
package dev.longbeam.trace;
