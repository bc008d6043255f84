package dev.longbeam.trace;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * What a trace is recorded with. A plain record of settings: set the fields, then make the recorder.
 *
 * <p>Not thread-safe; read-only once the recorder runs.
 */
public final class TraceOptions {
    /** How much to record. */
    public TraceLevel level = TraceLevel.MESSAGES;
    /** Folder of this trace; it is made when it does not exist. */
    public Path directory;
    /** True when it takes the place of the oldest in the common folder of traces. */
    public boolean replacesOld;
    /** Bytes of one batch. */
    public int batchBytes = 64 * 1024;
    /** Batches that a stream may have on their way to the disk before it loses events. */
    public int batchesPerStream = 256;
    /** A file that has grown to so many bytes is followed by the next. */
    public long rollBytes = 256L << 20;
    /** A file that is so old is followed by the next. */
    public long rollMs = 3_600_000;
    /** Bytes that all files of the trace may take; the oldest goes first. */
    public long budgetBytes = 1L << 30;
    /** Space that the trace leaves free on the disk; with less, it stops. */
    public long reserveBytes = 64L << 20;
    /** Batches that are not full are written at least so often. */
    public long flushMs = 100;
    /** Whose messages and calls are recorded; null for everybody's. */
    public TraceFilter filter;
    /** Contents of messages of up to so many bytes in the external term format are recorded; 0 for none. */
    public int contentsBytes;
    /** Changes contents before they are recorded, to hide what must not be written; null from it leaves them out. */
    public UnaryOperator<byte[]> redaction = UnaryOperator.identity();
    /** Lines of {@code key=value} about the node, for the head of the trace. */
    public String nodeFacts = "";
}
