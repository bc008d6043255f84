package dev.longbeam.trace.read;

/**
 * Where a batch lies, and what its header says.
 *
 * @param number its place in the order of the files, from 0
 * @param file the file
 * @param position of the batch in the file
 * @param bytes its size
 * @param stream its stream
 * @param events number of events
 * @param sequence its number in the stream
 * @param firstTicks time of its first event
 * @param endTicks time when it was closed
 * @param endNano the same time in nanoseconds
 */
record BatchEntry(int number, DataFile file, long position, int bytes, int stream, int events, long sequence, long firstTicks, long endTicks,
    long endNano) {
}
