package dev.longbeam.trace.export;

import dev.longbeam.trace.EventField;
import dev.longbeam.trace.FieldKind;
import dev.longbeam.trace.SliceEnd;
import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.TraceClock;
import dev.longbeam.trace.read.TraceNames;
import dev.longbeam.trace.read.TraceReader;
import java.util.Locale;

/** The fields of events as texts and plain numbers: pids as they are written in Erlang, times in nanoseconds since the start of the node. */
final class EventValues {
    private final TraceNames names;
    private final TraceClock clock;

    EventValues(final TraceReader trace) {
        names = trace.names();
        clock = trace.clock();
    }

    /** The field's name, with its unit when that is another one here. */
    static String column(final EventField field) {
        return field.kind() == FieldKind.TICKS || field.kind() == FieldKind.TIME ? field.name() + "_ns" : field.name();
    }

    /** True for a field that is a text here. */
    static boolean isText(final EventField field) {
        return field.kind().isMessage() || switch (field.kind()) {
            case PID, IDENTIFIER, ATOM, FUNCTION, END_REASON, COLLECTION -> true;
            default -> false;
        };
    }

    /** The number of a field that is a number here. */
    long number(final EventField field, final long raw) {
        return switch (field.kind()) {
            case TICKS -> clock.nanos(raw);
            case TIME -> clock.sinceStart(raw);
            default -> raw;
        };
    }

    /** The text of a field that is a text here; null when it says nothing. */
    String text(final EventField field, final long raw) {
        return switch (field.kind()) {
            case PID, IDENTIFIER -> Pids.text(raw);
            case MESSAGE, NEW_MESSAGE, DELIVERED_MESSAGE, RECEIVED_MESSAGE, CAUSE -> raw == 0 ? null : Pids.message(raw);
            case ATOM -> raw < 0 ? null : names.atom(raw);
            case FUNCTION -> names.function(raw).toString();
            case END_REASON -> raw < SliceEnd.values().length ? SliceEnd.values()[(int)raw].name().toLowerCase(Locale.ROOT) : "#" + raw;
            case COLLECTION -> raw == 0 ? "minor" : "major";
            default -> throw new IllegalArgumentException(field + " is a number");
        };
    }
}
