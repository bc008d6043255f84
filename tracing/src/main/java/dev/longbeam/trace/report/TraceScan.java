package dev.longbeam.trace.report;

import dev.longbeam.trace.read.TraceCursor;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.util.function.Consumer;

/** Goes over a trace once and tells how far it is. */
public final class TraceScan {
    private static final int EVERY = (1 << 18) - 1;

    private TraceScan() {
    }

    /** Over the events as they stand in the files. */
    public static void inFileOrder(final TraceReader trace, final TraceProgress progress, final Consumer<TraceEvent> events) throws IOException {
        run(trace, trace.inFileOrder(), progress, events);
    }

    /** Over the events in order of time. */
    public static void inTimeOrder(final TraceReader trace, final TraceProgress progress, final Consumer<TraceEvent> events) throws IOException {
        run(trace, trace.inTimeOrder(), progress, events);
    }

    private static void run(final TraceReader trace, final TraceCursor cursor, final TraceProgress progress,
        final Consumer<TraceEvent> events) throws IOException {
        int count = 0;
        while (cursor.next()) {
            events.accept(cursor.event());
            if ((++count & EVERY) == 0) {
                progress.at(cursor.bytesRead(), trace.bytes());
            }
        }
    }
}
