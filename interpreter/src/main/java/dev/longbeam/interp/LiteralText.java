package dev.longbeam.interp;

import dev.longbeam.term.Atom;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Text of literals as they stand in a file (external term format), cut at a length. It needs no heap, so that a listing can be made of files
 * whose literals are damaged: what it does not know is shown in hexadecimal. One thread.
 */
final class LiteralText {
    private static final int MAX_NAME_CHARACTERS = 255;
    private static final int EXTERNAL_VERSION = 131;

    private final int maxCharacters;
    private final StringBuilder out = new StringBuilder();
    /** What is still to print behind the current term: closing texts and separators, the last one first. */
    private final java.util.ArrayDeque<Frame> frames = new java.util.ArrayDeque<>();
    private ChunkReader in;

    private static final class Frame {
        private final char kind;
        private int left;
        private int count;

        Frame(final char kind, final int left) {
            this.kind = kind;
            this.left = left;
        }
    }

    private LiteralText(final int maxCharacters) {
        this.maxCharacters = maxCharacters;
    }

    /** Text of a literal with its version byte, of about so many characters at most. */
    static String of(final byte[] external, final int maxCharacters) {
        final LiteralText text = new LiteralText(maxCharacters);
        try {
            text.in = new ChunkReader(external, 0, external.length, LiteralTable.REASON);
            text.in.require(text.in.u8() == EXTERNAL_VERSION);
            text.print();
            return text.out.toString();
        } catch (final BadBeamException e) {
            return "#" + hex(external, maxCharacters);
        }
    }

    /** An atom as Erlang writes it. */
    static String atom(final long atomTerm) {
        return quoted(Atom.name(atomTerm));
    }

    /** A name as Erlang writes atoms. */
    static String quoted(final String name) {
        boolean plain = !name.isEmpty() && Character.isLowerCase(name.charAt(0));
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            plain &= Character.isLetterOrDigit(c) || c == '_' || c == '@';
        }
        return plain ? name : "'" + name.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }

    private static String hex(final byte[] bytes, final int maxCharacters) {
        final String text = java.util.HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, maxCharacters / 2));
        return bytes.length * 2 > maxCharacters ? text + "..." : text;
    }

    private void print() throws BadBeamException {
        one();
        while (!frames.isEmpty()) {
            if (out.length() > maxCharacters) {
                out.setLength(maxCharacters);
                out.append("...");
                return;
            }
            next(frames.peek());
        }
    }

    private void next(final Frame frame) throws BadBeamException {
        if (frame.left == 0) {
            frames.pop();
            if (frame.kind == '[') {
                in.require(in.left() > 0);
                final int mark = out.length();
                out.append('|');
                final int depth = frames.size();
                frames.push(new Frame(']', 0));
                one();
                if (out.substring(mark).equals("|[]") && frames.size() == depth + 1) {
                    out.setLength(mark);
                }
            } else {
                out.append(frame.kind == '{' ? "}" : frame.kind == '#' ? "}" : "]");
            }
            return;
        }
        frame.left--;
        if (frame.count > 0) {
            out.append(frame.kind == '#' && frame.count % 2 == 1 ? " => " : ",");
        }
        frame.count++;
        one();
    }

    private void one() throws BadBeamException {
        switch (in.u8()) {
            case 'a' -> out.append(in.u8());
            case 'b' -> out.append(in.i32());
            case 'F' -> out.append(Double.longBitsToDouble(in.i64()));
            case 'n' -> big(in.u8());
            case 'o' -> big(in.i32());
            case 'w', 's' -> out.append(quoted(in.utf8(in.u8(), MAX_NAME_CHARACTERS)));
            case 'v', 'd' -> out.append(quoted(in.utf8(in.u16(), MAX_NAME_CHARACTERS)));
            case 'j' -> out.append("[]");
            case 'k' -> string(in.bytes(in.u16()));
            case 'm' -> binary(in.bytes(in.i32()), 0);
            case 'M' -> {
                final int length = in.i32();
                final int bits = in.u8();
                binary(in.bytes(length), bits);
            }
            case 'h' -> open('{', "{", in.u8());
            case 'i' -> open('{', "{", in.count(0, 1));
            case 'l' -> open('[', "[", in.count(1, 1));
            case 't' -> open('#', "#{", in.count(0, 2) * 2);
            case 'q' -> export();
            default -> throw in.corrupt();
        }
    }

    private void open(final char kind, final String text, final int elements) {
        out.append(text);
        frames.push(new Frame(kind, elements));
    }

    private void export() throws BadBeamException {
        out.append("fun ");
        one();
        out.append(':');
        one();
        out.append('/');
        one();
    }

    private void big(final int length) throws BadBeamException {
        final boolean negative = in.u8() != 0;
        final byte[] magnitude = in.bytes(length);
        for (int i = 0; i < magnitude.length / 2; i++) {
            final byte swapped = magnitude[i];
            magnitude[i] = magnitude[magnitude.length - 1 - i];
            magnitude[magnitude.length - 1 - i] = swapped;
        }
        out.append(new BigInteger(negative ? -1 : 1, magnitude));
    }

    private void string(final byte[] bytes) {
        if (isText(bytes)) {
            out.append('"').append(escaped(bytes)).append('"');
            return;
        }
        out.append('[');
        for (int i = 0; i < bytes.length && out.length() <= maxCharacters; i++) {
            out.append(i == 0 ? "" : ",").append(bytes[i] & 0xFF);
        }
        out.append(']');
    }

    private void binary(final byte[] bytes, final int lastBits) {
        if (bytes.length > 0 && lastBits == 0 && isText(bytes)) {
            out.append("<<\"").append(escaped(bytes)).append("\">>");
            return;
        }
        out.append("<<");
        for (int i = 0; i < bytes.length && out.length() <= maxCharacters; i++) {
            final boolean part = lastBits != 0 && i == bytes.length - 1;
            out.append(i == 0 ? "" : ",").append(part ? (bytes[i] & 0xFF) >> 8 - lastBits : bytes[i] & 0xFF);
            if (part) {
                out.append(':').append(lastBits);
            }
        }
        out.append(">>");
    }

    /** Text of bytes in the way of a binary. */
    static String binary(final byte[] bytes) {
        final LiteralText text = new LiteralText(Integer.MAX_VALUE);
        text.binary(bytes, 0);
        return text.out.toString();
    }

    private static boolean isText(final byte[] bytes) {
        for (final byte b : bytes) {
            if ((b < ' ' || b > '~') && b != '\n' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private static String escaped(final byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
            .replace("\t", "\\t");
    }
}
