package dev.longbeam.trace.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Text for pages. Any thread. */
public final class Markup {
    private Markup() {
    }

    /** A text as content or attribute of markup; control characters, which markup cannot hold, become question marks. */
    public static String text(final String text) {
        final StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c < ' ' || c == 0x7F || Character.isSurrogate(c) ? '?' : c);
            }
        }
        return out.toString();
    }

    /** A file that stands beside this class. */
    public static String resource(final String name) throws IOException {
        try (InputStream in = Markup.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
