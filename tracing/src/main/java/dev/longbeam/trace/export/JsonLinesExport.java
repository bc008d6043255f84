package dev.longbeam.trace.export;

import dev.longbeam.trace.EventField;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.read.CallVisitor;
import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.TraceProgress;
import dev.longbeam.trace.report.TraceScan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** A line of JSON for each event, in order of time. */
final class JsonLinesExport {
    private final JsonOutput json;
    private final EventValues values;
    private final TraceReader trace;

    private JsonLinesExport(final TraceReader trace, final Writer out) {
        this.trace = trace;
        json = new JsonOutput(out);
        values = new EventValues(trace);
    }

    static void write(final TraceReader trace, final Writer out, final TraceProgress progress) throws IOException {
        final JsonLinesExport export = new JsonLinesExport(trace, out);
        try {
            TraceScan.inTimeOrder(trace, progress, event -> {
                try {
                    export.event(event);
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (final UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void event(final TraceEvent event) throws IOException {
        final EventType type = event.type();
        json.begin('{').name("ns").value(trace.clock().sinceStart(event.time())).name("stream").value(event.stream()).name("type")
            .value(type.label());
        if (event.running() != 0) {
            json.name("running").value(Pids.text(event.running()));
        }
        if (type.aux() != null) {
            field(type.aux(), event.aux());
        }
        for (int i = 0; i < type.fieldCount(); i++) {
            field(type.fieldAt(i), event.field(i));
        }
        if (type.hasText()) {
            json.name("text").value(event.text());
        }
        if (type == EventType.CALLS) {
            calls(event);
        }
        json.end('}').line();
    }

    private void field(final EventField field, final long raw) throws IOException {
        json.name(EventValues.column(field));
        if (EventValues.isText(field)) {
            json.value(values.text(field, raw));
        } else {
            json.value(values.number(field, raw));
        }
    }

    private void calls(final TraceEvent event) throws IOException {
        json.name("stack").begin('[');
        event.forEachCall(new CallVisitor() {
            @Override
            public void called(final long functionId, final boolean tail) {
                entry((tail ? "tail " : "call ") + trace.names().function(functionId));
            }

            @Override
            public void returned() {
                entry("return");
            }

            @Override
            public void unwound(final int count) {
                entry("unwind " + count);
            }

            private void entry(final String text) {
                try {
                    json.value(text);
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        json.end(']');
    }
}
