package dev.longbeam.otp;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Bits;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads terms from Erlang text and writes them as {@code io:format("~w")} does; kinds that have no literal are not supported. */
final class TermText {
    private final TermHeap heap;
    private final String text;
    private final int bitOffset;
    private int at;

    TermText(final TermHeap heap, final String text) {
        this(heap, text, 0);
    }

    /** Reads bitstrings as parts that begin {@code bitOffset} bits behind the beginning of another. */
    TermText(final TermHeap heap, final String text, final int bitOffset) {
        this.heap = heap;
        this.text = text;
        this.bitOffset = bitOffset;
    }

    static long read(final TermHeap heap, final String text) {
        return new TermText(heap, text).term();
    }

    String name() {
        skipSpaces();
        if (text.charAt(at) == '\'') {
            return quoted('\'');
        }
        final int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "_@".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    void expect(final char c) {
        skipSpaces();
        if (text.charAt(at) != c) {
            throw new IllegalArgumentException("expected " + c + " at " + at + " of " + text);
        }
        at++;
    }

    long[] sequence(final char end) {
        final List<Long> terms = new ArrayList<>();
        skipSpaces();
        while (text.charAt(at) != end) {
            if (!terms.isEmpty()) {
                expect(',');
            }
            terms.add(term());
            skipSpaces();
        }
        at++;
        return terms.stream().mapToLong(Long::longValue).toArray();
    }

    long term() {
        skipSpaces();
        final char c = text.charAt(at);
        if (c == '[') {
            at++;
            return list();
        }
        if (c == '{') {
            at++;
            return Tuple.make(heap, sequence('}'));
        }
        if (c == '"') {
            final int[] points = quoted('"').codePoints().toArray();
            long list = Term.NIL;
            for (int i = points.length - 1; i >= 0; i--) {
                list = Cons.make(heap, Term.makeSmall(points[i]), list);
            }
            return list;
        }
        if (text.startsWith("<<", at)) {
            at += 2;
            return binary();
        }
        return c == '-' || Character.isDigit(c) ? number() : Atom.of(name());
    }

    private long list() {
        final List<Long> heads = new ArrayList<>();
        long tail = Term.NIL;
        skipSpaces();
        while (text.charAt(at) != ']') {
            if (text.charAt(at) == '|') {
                at++;
                tail = term();
            } else {
                if (text.charAt(at) == ',') {
                    at++;
                }
                heads.add(term());
            }
            skipSpaces();
        }
        at++;
        for (int i = heads.size() - 1; i >= 0; i--) {
            tail = Cons.make(heap, heads.get(i), tail);
        }
        return tail;
    }

    private long binary() {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int lastBits = 0;
        skipSpaces();
        while (text.charAt(at) != '>') {
            if (text.charAt(at) == ',') {
                at++;
            }
            skipSpaces();
            if (text.charAt(at) == '"') {
                final String string = quoted('"');
                final boolean utf8 = text.startsWith("/utf8", at);
                at += utf8 ? 5 : 0;
                bytes.writeBytes(string.getBytes(utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
            } else {
                final int value = (int)Term.smallValue(number());
                if (text.charAt(at) == ':') {
                    at++;
                    lastBits = (int)Term.smallValue(number());
                }
                bytes.write(lastBits == 0 ? value : value << 8 - lastBits);
            }
            skipSpaces();
        }
        at += 2;
        return bitstring(bytes.toByteArray(), lastBits);
    }

    private long bitstring(final byte[] bytes, final int lastBits) {
        if (bitOffset == 0 && lastBits == 0) {
            return Bitstring.make(heap, bytes);
        }
        final byte[] shifted = new byte[bytes.length + 2];
        for (int i = 0; i < bytes.length; i++) {
            final int twoBytes = (bytes[i] & 0xFF) << 8 - bitOffset % 8;
            shifted[i + bitOffset / 8] |= (byte)(twoBytes >>> 8);
            shifted[i + bitOffset / 8 + 1] |= (byte)twoBytes;
        }
        final long bits = bytes.length * 8L - (lastBits == 0 ? 0 : 8 - lastBits);
        return Bitstring.makeSub(heap, Bitstring.make(heap, shifted), bitOffset, bits);
    }

    private long number() {
        final int start = at++;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.' && at + 1 < text.length()
            && Character.isDigit(text.charAt(at + 1)) || "e+-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        final String digits = text.substring(start, at);
        return digits.contains(".") ? FloatTerm.make(heap, Double.parseDouble(digits)) : integer(new BigInteger(digits));
    }

    private long integer(final BigInteger value) {
        if (value.bitLength() < Term.SMALL_BITS) {
            return Term.makeSmall(value.longValue());
        }
        final int limbs = (value.abs().bitLength() + 63) / 64;
        final long addr = heap.allocate(limbs + 1L);
        Memory.putLong(addr, Term.makeHeader(limbs, value.signum() < 0 ? Term.SUBTAG_NEG_BIG : Term.SUBTAG_POS_BIG));
        for (int i = 0; i < limbs; i++) {
            Memory.putLong(addr + 8 * (i + 1L), value.abs().shiftRight(64 * i).longValue());
        }
        return Term.makeBoxed(addr);
    }

    private static BigInteger value(final long bigTerm) {
        BigInteger value = BigInteger.ZERO;
        for (int i = (int)Term.headerWords(Term.header(bigTerm)); i >= 1; i--) {
            value = value.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(Term.word(bigTerm, i))));
        }
        return Term.isBoxed(bigTerm, Term.SUBTAG_NEG_BIG) ? value.negate() : value;
    }

    private String quoted(final char end) {
        final StringBuilder out = new StringBuilder();
        at++;
        while (text.charAt(at) != end) {
            char c = text.charAt(at++);
            if (c == '\\') {
                c = text.charAt(at++);
                switch (c) {
                    case 'n' -> out.append('\n');
                    case 't' -> out.append('\t');
                    case 'r' -> out.append('\r');
                    case 'x' -> {
                        final int close = text.indexOf('}', at);
                        out.appendCodePoint(Integer.parseInt(text.substring(at + 1, close), 16));
                        at = close + 1;
                    }
                    default -> out.append(c);
                }
            } else {
                out.append(c);
            }
        }
        at++;
        return out.toString();
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    static String write(final long term) {
        final StringBuilder out = new StringBuilder();
        write(out, term);
        return out.toString();
    }

    private static void write(final StringBuilder out, final long term) {
        if (Term.isSmall(term)) {
            out.append(Term.smallValue(term));
        } else if (Term.isAtom(term)) {
            final String name = Atom.name(term);
            out.append(name.matches("[a-z][a-zA-Z0-9_@]*") ? name : "'" + name + "'");
        } else if (Term.isList(term)) {
            out.append('[');
            long rest = term;
            while (Term.isCons(rest)) {
                write(out, Cons.head(rest));
                rest = Cons.tail(rest);
                out.append(Term.isCons(rest) ? "," : "");
            }
            if (!Term.isNil(rest)) {
                write(out.append('|'), rest);
            }
            out.append(']');
        } else if (Term.isTuple(term)) {
            out.append('{');
            for (int i = 1; i <= Tuple.arity(term); i++) {
                write(out.append(i == 1 ? "" : ","), Tuple.element(term, i));
            }
            out.append('}');
        } else if (Term.isBitstring(term)) {
            final byte[] bytes = Bitstring.toArray(term);
            out.append("<<");
            for (int i = 0; i < bytes.length; i++) {
                out.append(i == 0 ? "" : ",").append(bytes[i] & 0xFF);
            }
            final int rest = (int)Bitstring.bitSize(term) & 7;
            if (rest != 0) {
                final long last = Bits.get(Bitstring.dataAddr(term), Bitstring.bitOffset(term) + bytes.length * 8L, rest);
                out.append(bytes.length == 0 ? "" : ",").append(last).append(':').append(rest);
            }
            out.append(">>");
        } else if (Term.isBig(term)) {
            out.append(value(term));
        } else if (Term.isFloat(term)) {
            out.append(dev.longbeam.term.FloatText.shortest(FloatTerm.value(term)));
        } else {
            out.append("#0x").append(Long.toHexString(term));
        }
    }
}
