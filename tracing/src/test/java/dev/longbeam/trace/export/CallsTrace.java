package dev.longbeam.trace.export;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.SliceEnd;
import dev.longbeam.trace.Trace;
import dev.longbeam.trace.TraceOptions;
import dev.longbeam.trace.TraceStream;
import java.nio.file.Path;

/** A trace of known content: a client that calls a server, which has a name, and waits for each answer. */
final class CallsTrace {
    static final long CLIENT = 35;
    static final long SERVER = 51;
    static final int CALLS = 100;

    private CallsTrace() {
    }

    static void record(final Path folder) {
        final TraceOptions options = new TraceOptions();
        options.directory = folder;
        options.nodeFacts = "otp=27\ncommand=erl";
        try (Trace trace = new Trace(options, 1, text -> { })) {
            trace.defineAtom(1, "client \"one\"");
            trace.defineAtom(2, "loop");
            trace.defineAtom(3, "server");
            trace.defineAtom(4, "normal");
            trace.defineFunction(77, 2, 1, 2);
            final TraceStream stream = trace.stream(0);
            stream.tick();
            stream.event(EventType.SPAWN, 0, CLIENT, 0, 1, 2);
            stream.event(EventType.SPAWN, 1, SERVER, CLIENT, 1, 2);
            stream.event(EventType.REGISTER, 0, SERVER, 3);
            long message = 0;
            for (int i = 0; i < CALLS; i++) {
                slice(stream, CLIENT, message, ++message, SERVER);
                slice(stream, SERVER, message, ++message, CLIENT);
            }
            stream.tick();
            stream.event(EventType.COLLECT, 1, 100, 200, 3, 4);
            stream.eventWithText(EventType.EXIT, 0, "", SERVER, 7, 4);
            stream.end();
        }
    }

    private static void slice(final TraceStream stream, final long pid, final long received, final long sent, final long to) {
        stream.tick();
        stream.event(EventType.SLICE_START, (int)(sent % 3), pid, 5);
        if (received > 0) {
            stream.event(EventType.DELIVER, 0, received);
            stream.event(EventType.RECEIVE, 0, received, 0);
        }
        stream.call(77, true);
        stream.tick();
        stream.event(EventType.SEND, 4, sent, to, pid, received);
        stream.tick();
        stream.event(EventType.SLICE_END, SliceEnd.WAITING.ordinal(), 10, 0);
    }
}
