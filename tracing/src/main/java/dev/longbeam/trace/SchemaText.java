package dev.longbeam.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The part of {@code docs/trace-format.md} that follows from the schema. Any thread. */
public final class SchemaText {
    /** Line before this part of the document. */
    public static final String BEGIN = "<!-- made from the schema by ./dev trace-format: begin -->\n";
    /** Line behind it. */
    public static final String END = "<!-- end -->\n";

    private SchemaText() {
    }

    /**
     * Writes the part anew into the document: {@code SchemaText FILE}.
     *
     * @param args the document
     */
    public static void main(final String[] args) throws IOException {
        final Path file = Path.of(args[0]);
        Files.writeString(file, within(Files.readString(file)));
    }

    /** A document with this part as the schema has it now. */
    public static String within(final String document) {
        final int begin = document.indexOf(BEGIN);
        final int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the document has no part between " + BEGIN.strip() + " and " + END.strip());
        }
        return document.substring(0, begin + BEGIN.length()) + text() + document.substring(end);
    }

    private static String text() {
        final StringBuilder text = new StringBuilder("| number | event | small field | fields | what it says |\n|---:|---|---|---|---|\n");
        for (final EventType type : EventType.values()) {
            final List<String> fields = new ArrayList<>();
            for (int i = 0; i < type.fieldCount(); i++) {
                fields.add(field(type.fieldAt(i)));
            }
            if (type.hasText()) {
                fields.add("text");
            } else if (type == EventType.CALLS) {
                fields.add("codes");
            }
            text.append("| ").append(type.number()).append(" | `").append(type.label()).append("` | ")
                .append(type.aux() == null ? "" : field(type.aux())).append(" | ").append(String.join(", ", fields)).append(" | ")
                .append(type.meaning()).append(" |\n");
        }
        text.append("\nReasons for the end of a slice: ");
        final List<String> ends = new ArrayList<>();
        for (final SliceEnd end : SliceEnd.values()) {
            ends.add(end.ordinal() + " " + end.name().toLowerCase(Locale.ROOT));
        }
        return text.append(String.join(", ", ends)).append(".\n").toString();
    }

    private static String field(final EventField field) {
        return "`" + field.name() + "` (" + field.kind().unit() + ")";
    }
}
