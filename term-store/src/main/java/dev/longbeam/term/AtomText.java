package dev.longbeam.term;

/** Atoms as the C emulator prints them: quoted unless a lower-case Latin-1 letter begins and letters, digits and _ follow. */
final class AtomText {
    private static final String ESCAPED = "'\\\n\f\t\r\b\u000B";
    private static final String ESCAPES = "'\\nftrbv";

    private AtomText() {
    }

    /** Appends a name. */
    static void print(final ByteText out, final String name) {
        final boolean quoted = needsQuotes(name);
        if (quoted) {
            out.add('\'');
        }
        name.codePoints().forEach(character -> print(out, character));
        if (quoted) {
            out.add('\'');
        }
    }

    private static void print(final ByteText out, final int character) {
        final int escape = ESCAPED.indexOf(character);
        if (escape >= 0) {
            out.add('\\').add(ESCAPES.charAt(escape));
        } else if (character < ' ' || character >= 0x80 && character < 0xA0) {
            out.add(String.format("\\%03o", character));
        } else {
            out.add(Character.toString(character));
        }
    }

    private static boolean needsQuotes(final String name) {
        if (name.isEmpty() || !isLower(name.codePointAt(0))) {
            return true;
        }
        return !name.codePoints().allMatch(AtomText::isPlain);
    }

    private static boolean isPlain(final int character) {
        return isLower(character) || isUpper(character) || character >= '0' && character <= '9' || character == '_';
    }

    private static boolean isLower(final int character) {
        return character >= 'a' && character <= 'z' || character >= 0xDF && character <= 0xFF && character != 0xF7;
    }

    private static boolean isUpper(final int character) {
        return character >= 'A' && character <= 'Z' || character >= 0xC0 && character <= 0xDE && character != 0xD7;
    }
}
