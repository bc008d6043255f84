package dev.longbeam.trace.export;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** Writes JSON as it comes, without blanks. Owned by one thread; begin and end must match. */
public final class JsonOutput {
    private static final int FIRST_PRINTABLE = 0x20;

    private final Writer out;
    private boolean comma;

    /** Writes to a writer, which stays open. */
    public JsonOutput(final Writer out) {
        this.out = out;
    }

    /** Begins an object or an array: a curly or square bracket. */
    public JsonOutput begin(final char bracket) throws IOException {
        separate();
        out.write(bracket);
        comma = false;
        return this;
    }

    /** Ends an object or an array. */
    public JsonOutput end(final char bracket) throws IOException {
        out.write(bracket);
        comma = true;
        return this;
    }

    /** The name of the member that comes next. */
    public JsonOutput name(final String name) throws IOException {
        separate();
        quote(name);
        out.write(':');
        comma = false;
        return this;
    }

    /** A text, or null. */
    public JsonOutput value(final String value) throws IOException {
        separate();
        if (value == null) {
            out.write("null");
        } else {
            quote(value);
        }
        return this;
    }

    /** A whole number. */
    public JsonOutput value(final long value) throws IOException {
        separate();
        out.write(Long.toString(value));
        return this;
    }

    /** A number. */
    public JsonOutput value(final double value) throws IOException {
        separate();
        out.write(Double.isFinite(value) ? Double.toString(value) : "null");
        return this;
    }

    /** Microseconds of nanoseconds, exactly. */
    public JsonOutput micros(final long nanos) throws IOException {
        separate();
        out.write(String.format(Locale.ROOT, "%s%d.%03d", nanos < 0 ? "-" : "", Math.abs(nanos / 1000), Math.abs(nanos % 1000)));
        return this;
    }

    /** A line ends; the next value begins anew, as if nothing had come before. */
    public JsonOutput line() throws IOException {
        out.write('\n');
        comma = false;
        return this;
    }

    private void separate() throws IOException {
        if (comma) {
            out.write(',');
        }
        comma = true;
    }

    private void quote(final String value) throws IOException {
        out.write('"');
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.write('\\');
                out.write(c);
            } else if (c < FIRST_PRINTABLE || c == '<' || Character.isSurrogate(c)) {
                // A less-than sign could end the script element that a text stands in.
                out.write(String.format("\\u%04x", (int)c));
            } else {
                out.write(c);
            }
        }
        out.write('"');
    }
}
