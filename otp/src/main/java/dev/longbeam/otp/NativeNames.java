package dev.longbeam.otp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Names as the operating system has them (bytes) and as Erlang programs have them (lists of characters): file names, variables of
 * the environment, arguments.
 *
 * <p>Any thread. The encoding is fixed at start, from the locale or the emulator flag {@code +fn}.
 */
public final class NativeNames {
    /** How names are encoded. */
    public enum Encoding {
        /** Byte by byte. */
        LATIN1,
        /** UTF-8. */
        UTF8
    }

    /** What directory listings do with names that are not in the encoding; shown to Erlang code as an atom. */
    public enum Invalid {
        /** Leave them out and say so. */
        WARNING,
        /** Leave them out. */
        IGNORE,
        /** Fail. */
        ERROR
    }

    private static final long AM_WARNING = Atom.of("warning");
    private static final long AM_IGNORE = Atom.of("ignore");

    private static volatile Encoding encoding = localeEncoding(System.getenv("LC_ALL"), System.getenv("LC_CTYPE"), System.getenv("LANG"));
    private static volatile Invalid invalid = Invalid.WARNING;

    private NativeNames() {
    }

    /** The encoding of this node. */
    public static Encoding encoding() {
        return encoding;
    }

    /** The encoding of this node, for Java's own text. */
    static Charset charset() {
        return encoding == Encoding.UTF8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    }

    /** Sets encoding and treatment of invalid names; only before the node starts. */
    public static void configure(final Encoding newEncoding, final Invalid newInvalid) {
        encoding = newEncoding;
        invalid = newInvalid;
    }

    /** The atom for the treatment of invalid names. */
    static long invalidTerm() {
        return switch (invalid) {
            case WARNING -> AM_WARNING;
            case IGNORE -> AM_IGNORE;
            case ERROR -> Atoms.ERROR;
        };
    }

    /** The encoding that a locale asks for: that of the first variable which is set. */
    static Encoding localeEncoding(final String... localeVariables) {
        for (final String locale : localeVariables) {
            if (locale != null && !locale.isEmpty()) {
                final String lower = locale.toLowerCase(Locale.ROOT);
                return lower.contains("utf-8") || lower.contains("utf8") ? Encoding.UTF8 : Encoding.LATIN1;
            }
        }
        return Encoding.LATIN1;
    }

    /** Bytes of a name given as a deep list of characters; null when it is something else or has a character that cannot be. */
    public static byte[] encode(final long nameTerm) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        long[] stack = new long[8];
        int depth = 0;
        long at = nameTerm;
        while (true) {
            if (Term.isCons(at)) {
                final long head = Cons.head(at);
                final long tail = Cons.tail(at);
                if (Term.isSmall(head)) {
                    if (!putCharacter(out, Term.smallValue(head))) {
                        return null;
                    }
                    at = tail;
                } else if (head == Term.NIL) {
                    at = tail;
                } else if (Term.isCons(head)) {
                    if (depth == stack.length) {
                        stack = java.util.Arrays.copyOf(stack, depth * 2);
                    }
                    stack[depth++] = tail;
                    at = head;
                } else {
                    return null;
                }
            } else if (at != Term.NIL) {
                return null;
            } else if (depth == 0) {
                return out.toByteArray();
            } else {
                at = stack[--depth];
            }
        }
    }

    /** The list of characters of a name; when its bytes are not in the encoding, the list of the bytes. */
    public static long decode(final TermHeap heap, final byte[] name) {
        final int[] characters = encoding == Encoding.UTF8 ? utf8(name) : null;
        return characters == null ? byteList(heap, name) : list(heap, characters);
    }

    /** The list of characters of a name, or NON_VALUE (without an exception) when its bytes are not in the encoding. */
    static long decodeStrictly(final TermHeap heap, final byte[] name) {
        if (encoding == Encoding.LATIN1) {
            return byteList(heap, name);
        }
        final int[] characters = utf8(name);
        return characters == null ? Term.NON_VALUE : list(heap, characters);
    }

    /** The list of code points. */
    static long list(final TermHeap heap, final int[] characters) {
        long list = Term.NIL;
        for (int i = characters.length - 1; i >= 0; i--) {
            list = Cons.make(heap, Term.makeSmall(characters[i]), list);
        }
        return list;
    }

    /** The code points of bytes in UTF-8, or null when they are not: no overlong forms, no surrogates, nothing over 10FFFF. */
    static int[] utf8(final byte[] bytes) {
        final int[] characters = new int[bytes.length];
        int count = 0;
        int i = 0;
        while (i < bytes.length) {
            final int first = bytes[i] & 0xFF;
            final int length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
            if (length == 0 || i + length > bytes.length) {
                return null;
            }
            int c = length == 1 ? first : first & 0x7F >> length;
            for (int k = 1; k < length; k++) {
                if ((bytes[i + k] & 0xC0) != 0x80) {
                    return null;
                }
                c = c << 6 | bytes[i + k] & 0x3F;
            }
            if (length == 3 && (c < 0x800 || c >= 0xD800 && c <= 0xDFFF) || length == 4 && (c < 0x10000 || c > 0x10FFFF)) {
                return null;
            }
            characters[count++] = c;
            i += length;
        }
        return java.util.Arrays.copyOf(characters, count);
    }

    private static long byteList(final TermHeap heap, final byte[] bytes) {
        long list = Term.NIL;
        for (int i = bytes.length - 1; i >= 0; i--) {
            list = Cons.make(heap, Term.makeSmall(bytes[i] & 0xFF), list);
        }
        return list;
    }

    private static boolean putCharacter(final ByteArrayOutputStream out, final long c) {
        if (c <= 0 || c > 0x10FFFF || encoding == Encoding.LATIN1 && c > 0xFF || c >= 0xD800 && c <= 0xDFFF) {
            return false;
        }
        if (c < 0x80 || encoding == Encoding.LATIN1) {
            out.write((int)c);
        } else if (c < 0x800) {
            out.write((int)(0xC0 | c >> 6));
            out.write((int)(0x80 | c & 0x3F));
        } else if (c < 0x10000) {
            out.write((int)(0xE0 | c >> 12));
            out.write((int)(0x80 | c >> 6 & 0x3F));
            out.write((int)(0x80 | c & 0x3F));
        } else {
            out.write((int)(0xF0 | c >> 18));
            out.write((int)(0x80 | c >> 12 & 0x3F));
            out.write((int)(0x80 | c >> 6 & 0x3F));
            out.write((int)(0x80 | c & 0x3F));
        }
        return true;
    }
}
