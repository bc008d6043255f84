package dev.longbeam.trace.read;

import java.io.IOException;

/** Goes over events. Owned by the thread of its reader. */
public interface TraceCursor {
    /** Moves to the next event; false at the end of what has been written so far. */
    boolean next() throws IOException;

    /** The event that the last move came to. */
    TraceEvent event();

    /** Bytes of batches read so far, to compare with {@link TraceReader#bytes}. */
    long bytesRead();
}
