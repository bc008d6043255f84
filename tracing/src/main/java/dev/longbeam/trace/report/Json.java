package dev.longbeam.trace.report;

/** Builds a JSON text, indented by two. Owned by one thread; begin and end must match. */
public final class Json {
    private static final int FIRST_PRINTABLE = 0x20;

    private final StringBuilder text = new StringBuilder();
    private int depth;
    private boolean first = true;

    /** A member that is an object; {@code end('}')} ends it. */
    public Json object(final String name) {
        return open(name, '{');
    }

    /** A member that is an array; {@code end(']')} ends it. */
    public Json array(final String name) {
        return open(name, '[');
    }

    /** An object as an element of an array, or the whole text. */
    public Json object() {
        return open(null, '{');
    }

    /** An array as an element of an array, or the whole text. */
    public Json array() {
        return open(null, '[');
    }

    private Json open(final String name, final char bracket) {
        key(name);
        text.append(bracket);
        depth++;
        first = true;
        return this;
    }

    /** Ends an object or an array. */
    public Json end(final char bracket) {
        depth--;
        if (!first) {
            newLine();
        }
        text.append(bracket);
        first = false;
        return this;
    }

    /** A member with a text, or null. */
    public Json put(final String name, final String value) {
        key(name);
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    /** A member with a whole number. */
    public Json put(final String name, final long value) {
        key(name);
        text.append(value);
        return this;
    }

    /** A member with a number. */
    public Json put(final String name, final double value) {
        key(name);
        text.append(Double.isFinite(value) ? Double.toString(value) : "null");
        return this;
    }

    /** A member that is true or false. */
    public Json put(final String name, final boolean value) {
        key(name);
        text.append(value);
        return this;
    }

    private void key(final String name) {
        if (depth > 0) {
            if (!first) {
                text.append(',');
            }
            newLine();
        }
        first = false;
        if (name != null) {
            quote(name);
            text.append(": ");
        }
    }

    private void newLine() {
        text.append('\n').repeat(' ', 2 * depth);
    }

    private void quote(final String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                text.append(String.format("\\u%04x", (int)c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
