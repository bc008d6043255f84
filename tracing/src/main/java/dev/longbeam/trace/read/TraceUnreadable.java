package dev.longbeam.trace.read;

import java.io.IOException;

/** There is no trace to read at all; the message says why. */
public final class TraceUnreadable extends IOException {
    private static final long serialVersionUID = 1L;

    TraceUnreadable(final String message) {
        super(message);
    }
}
