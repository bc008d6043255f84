package dev.longbeam.trace.read;

/**
 * Batches that a stream has written and that the files do not hold: a file is missing, or a part of one is damaged.
 *
 * @param stream the stream
 * @param batches how many batches
 * @param fromTicks end of the batch before; the begin of the stream's first batch when none is there before
 * @param toTicks begin of the batch after
 */
public record TraceGap(int stream, long batches, long fromTicks, long toTicks) {
}
