package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Writes the terms that hold no other terms in the external format, byte for byte as the C emulator.
 *
 * <p>Owned by one thread at a time.
 */
class ExternalWriter {
    private static final long BYTES_PER_PART = 1 << 16;
    private static final long BYTES_PER_STEP = 64;

    /** Write floats as 8 bytes, not as text. */
    static final int NEW_FLOATS = 1;
    /** Write all atoms in UTF-8, not in Latin-1 where that is possible. */
    static final int UTF8_ATOMS = 2;
    /** Write maps sorted by key. */
    static final int DETERMINISTIC = 4;
    /** Write names of this node in the form that only this node reads. */
    static final int LOCAL = 8;

    /** What was written. */
    final ExternalBuffer out = new ExternalBuffer();
    /** Steps that may still be done in this part. */
    long budget;
    /** The options in force. */
    protected int flags;

    /** The bitstring that is being written or NON_VALUE, how many of its bytes are, and where they go. */
    private long bytesTerm = Term.NON_VALUE;
    private long bytesWritten;
    private long bytesAt;

    // Numbers

    protected final void small(final long value) {
        if ((value & ~0xFFL) == 0) {
            out.put16(ExternalTags.SMALL_INTEGER << 8 | (int)value);
        } else if (value == (int)value) {
            out.put8(ExternalTags.INTEGER);
            out.put32((int)value);
        } else {
            final long magnitude = Math.abs(value);
            final int bytes = 8 - Long.numberOfLeadingZeros(magnitude) / 8;
            out.put8(ExternalTags.SMALL_BIG);
            out.put8(bytes);
            out.put8(value < 0 ? 1 : 0);
            littleEndian(magnitude, bytes);
        }
    }

    private void littleEndian(final long value, final int bytes) {
        final long at = out.reserve(bytes);
        for (int i = 0; i < bytes; i++) {
            Memory.putByte(at + i, (int)(value >>> 8 * i));
        }
    }

    protected final void big(final long term) {
        final long header = Term.header(term);
        final long words = Term.headerWords(header);
        final long bytes = words * 8 - Long.numberOfLeadingZeros(Term.word(term, (int)words)) / 8;
        if (bytes < 256) {
            out.put16(ExternalTags.SMALL_BIG << 8 | (int)bytes);
        } else {
            out.put8(ExternalTags.LARGE_BIG);
            out.put32((int)bytes);
        }
        out.put8(Term.subtag(header) == Term.SUBTAG_NEG_BIG ? 1 : 0);
        Memory.copy(Term.addr(term) + 8, out.reserve(bytes), bytes);
    }

    protected final void number(final double value) {
        if ((flags & NEW_FLOATS) != 0) {
            out.put8(ExternalTags.NEW_FLOAT);
            out.put64(Double.doubleToRawLongBits(value));
            return;
        }
        out.put8(ExternalTags.FLOAT);
        final byte[] text = floatText(value).getBytes(StandardCharsets.US_ASCII);
        final long at = out.reserve(ExternalTags.FLOAT_TEXT_BYTES);
        Memory.fill(at, ExternalTags.FLOAT_TEXT_BYTES, 0);
        Memory.copyFromArray(text, 0, at, text.length);
    }

    /** As C prints with {@code %.20e}. */
    private static String floatText(final double value) {
        final BigDecimal rounded = new BigDecimal(Math.abs(value)).round(new MathContext(21, RoundingMode.HALF_EVEN));
        final String digits = rounded.unscaledValue().toString();
        final int exponent = rounded.signum() == 0 ? 0 : digits.length() - 1 - rounded.scale();
        final String padded = digits + "0".repeat(Math.max(0, 21 - digits.length()));
        return (Double.doubleToRawLongBits(value) < 0 ? "-" : "") + padded.charAt(0) + '.' + padded.substring(1, 21)
            + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    // Atoms and identifiers

    protected final void atom(final long atomTerm) {
        final long shortName = Atom.shortName(atomTerm);
        if (shortName == 0) {
            longAtom(atomTerm);
            return;
        }
        final int characters = (int)(shortName >>> 56);
        if ((flags & UTF8_ATOMS) == 0) {
            out.put8(ExternalTags.ATOM);
            out.put16(characters);
        } else {
            out.put16(ExternalTags.SMALL_ATOM_UTF8 << 8 | characters);
        }
        out.putBytes(shortName, characters);
    }

    private void longAtom(final long atomTerm) {
        final String name = Atom.name(atomTerm);
        int widest = 0;
        for (int i = 0; i < name.length(); i++) {
            widest |= name.charAt(i);
        }
        final boolean isAscii = widest < 0x80;
        if ((flags & UTF8_ATOMS) == 0 && widest <= 0xFF) {
            out.put8(ExternalTags.ATOM);
            out.put16(name.length());
            characters(name);
        } else if (isAscii) {
            out.put16(ExternalTags.SMALL_ATOM_UTF8 << 8 | name.length());
            characters(name);
        } else {
            utf8(name.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void characters(final String name) {
        final long at = out.reserve(name.length());
        for (int i = 0; i < name.length(); i++) {
            Memory.putByte(at + i, name.charAt(i));
        }
    }

    private void utf8(final byte[] bytes) {
        if (bytes.length > 255) {
            out.put8(ExternalTags.ATOM_UTF8);
            out.put16(bytes.length);
        } else {
            out.put16(ExternalTags.SMALL_ATOM_UTF8 << 8 | bytes.length);
        }
        Memory.copyFromArray(bytes, 0, out.reserve(bytes.length), bytes.length);
    }

    /** Writes the name of the node of an identifier and gives its creation. */
    private int node(final long term) {
        final boolean isLocal = Term.isImmediate(term) || Term.subtag(Term.header(term)) == Term.SUBTAG_REF;
        if (isLocal && (flags & LOCAL) != 0) {
            out.put8(ExternalTags.NIL);
            return 0;
        }
        if (isLocal) {
            atom(NodeTable.thisNameTerm());
            return (int)NodeTable.thisCreation();
        }
        final int index = Pid.nodeIndex(term);
        atom(NodeTable.nameTerm(index));
        return (int)NodeTable.creation(index);
    }

    protected final void pid(final long term) {
        out.put8(ExternalTags.NEW_PID);
        final int creation = node(term);
        out.put32((int)Pid.number(term));
        out.put32((int)Pid.serial(term));
        out.put32(creation);
    }

    protected final void port(final long term) {
        final long number = Pid.portNumber(term);
        final boolean isLong = Long.compareUnsigned(number, ExternalTags.MAX_SHORT_PORT) > 0;
        out.put8(isLong ? ExternalTags.V4_PORT : ExternalTags.NEW_PORT);
        final int creation = node(term);
        if (isLong) {
            out.put64(number);
        } else {
            out.put32((int)number);
        }
        out.put32(creation);
    }

    protected final void reference(final long term) {
        final int[] numbers = Ref.numbers(term);
        out.put8(ExternalTags.NEWER_REFERENCE);
        out.put16(numbers.length);
        out.put32(node(term));
        for (final int number : numbers) {
            out.put32(number);
        }
    }

    // Bitstrings

    protected final void bitstring(final long term) {
        final long bytes = Bitstring.byteSize(term);
        final int restBits = (int)(Bitstring.bitSize(term) - bytes * 8);
        out.put8(restBits == 0 ? ExternalTags.BINARY : ExternalTags.BIT_BINARY);
        out.put32((int)bytes + (restBits == 0 ? 0 : 1));
        if (restBits != 0) {
            out.put8(restBits);
        }
        bytesTerm = term;
        bytesWritten = 0;
        bytesAt = out.reserve(bytes + (restBits == 0 ? 0 : 1));
        moreBytes();
    }

    /** Writes a part of the bytes of a bitstring, all when the budget lasts. */
    protected final void moreBytes() {
        if (bytesTerm == Term.NON_VALUE) {
            return;
        }
        final long bytes = Bitstring.byteSize(bytesTerm);
        while (bytesWritten < bytes && budget >= 0) {
            final long part = Math.min(BYTES_PER_PART, bytes - bytesWritten);
            copyBytes(bytesWritten, part);
            bytesWritten += part;
            budget -= part / BYTES_PER_STEP;
        }
        if (bytesWritten < bytes) {
            return;
        }
        final int restBits = (int)(Bitstring.bitSize(bytesTerm) - bytes * 8);
        if (restBits != 0) {
            Memory.putByte(bytesAt + bytes, lastBits(Bitstring.dataAddr(bytesTerm) + bytes, Bitstring.bitOffset(bytesTerm), restBits));
        }
        bytesTerm = Term.NON_VALUE;
    }

    private void copyBytes(final long from, final long count) {
        if (Bitstring.bitOffset(bytesTerm) == 0) {
            Memory.copy(Bitstring.dataAddr(bytesTerm) + from, bytesAt + from, count);
        } else {
            for (long i = from; i < from + count; i++) {
                Memory.putByte(bytesAt + i, Bitstring.byteAt(bytesTerm, i));
            }
        }
    }

    /** True while a bitstring is not written to its end: its bytes stand together. */
    final boolean isWithinBytes() {
        return bytesTerm != Term.NON_VALUE;
    }

    protected final void forgetBytes() {
        bytesTerm = Term.NON_VALUE;
    }

    private static int lastBits(final long addr, final int offset, final int bits) {
        int window = Memory.getUnsignedByte(addr) << 8;
        if (offset + bits > 8) {
            window |= Memory.getUnsignedByte(addr + 1);
        }
        return (window << offset & 0xFFFF) >>> 8 & 0xFF00 >>> bits;
    }
}
