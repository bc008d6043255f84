package dev.longbeam.interp;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A cursor on a chunk: every read is checked, and a read past the end refuses the file with the reason of the chunk. One thread. */
final class ChunkReader {
    /** Tag of unsigned numbers. */
    static final int TAG_U = 0;
    /** Tag of integers. */
    static final int TAG_I = 1;
    /** Tag of atoms. */
    static final int TAG_A = 2;
    /** Tag of x registers. */
    static final int TAG_X = 3;
    /** Tag of y registers. */
    static final int TAG_Y = 4;
    /** Tag of labels. */
    static final int TAG_F = 5;
    /** Tag of what does not fit elsewhere. */
    static final int TAG_Z = 7;

    private static final int LONG_FORM_BASE = 9;
    private static final int LONG_FORM = 7;

    private final byte[] data;
    private final int end;
    private final String reason;
    private int position;

    private int tag;
    private long value;
    private int bigStart;
    private int bigLength;

    ChunkReader(final byte[] data, final int start, final int length, final String reason) {
        this.data = data;
        this.position = start;
        this.end = start + length;
        this.reason = reason;
    }

    BadBeamException corrupt() {
        return new BadBeamException(reason);
    }

    void require(final boolean condition) throws BadBeamException {
        if (!condition) {
            throw corrupt();
        }
    }

    int left() {
        return end - position;
    }

    int position() {
        return position;
    }

    int u8() throws BadBeamException {
        require(position < end);
        return data[position++] & 0xFF;
    }

    int u16() throws BadBeamException {
        return u8() << 8 | u8();
    }

    int i32() throws BadBeamException {
        require(end - position >= 4);
        final int p = position;
        position = p + 4;
        return data[p] << 24 | (data[p + 1] & 0xFF) << 16 | (data[p + 2] & 0xFF) << 8 | data[p + 3] & 0xFF;
    }

    long i64() throws BadBeamException {
        return (long)i32() << 32 | i32() & 0xFFFF_FFFFL;
    }

    byte[] bytes(final int count) throws BadBeamException {
        require(count >= 0 && count <= left());
        position += count;
        return Arrays.copyOfRange(data, position - count, position);
    }

    void skip(final int count) throws BadBeamException {
        require(count >= 0 && count <= left());
        position += count;
    }

    /** A count of items that take at least so many bytes each, so that nobody makes tables larger than the file allows. */
    int count(final int minimum, final int bytesEach) throws BadBeamException {
        final int count = i32();
        require(count >= minimum && count <= left() / bytesEach);
        return count;
    }

    /** Strict UTF-8, then at most so many characters (code points). */
    String utf8(final int lengthBytes, final int maxCharacters) throws BadBeamException {
        require(lengthBytes >= 0 && lengthBytes <= left());
        position += lengthBytes;
        boolean ascii = true;
        for (int i = position - lengthBytes; i < position; i++) {
            ascii &= data[i] >= 0;
        }
        if (ascii) {
            require(lengthBytes <= maxCharacters);
            return new String(data, position - lengthBytes, lengthBytes, StandardCharsets.ISO_8859_1);
        }
        try {
            final String text = StandardCharsets.UTF_8.newDecoder()
                .decode(java.nio.ByteBuffer.wrap(data, position - lengthBytes, lengthBytes)).toString();
            require(text.codePointCount(0, text.length()) <= maxCharacters);
            return text;
        } catch (final CharacterCodingException e) {
            throw corrupt();
        }
    }

    /** Reads a compact term: afterwards {@link #tag}, and {@link #value} or (when {@link #isBig}) {@link #bigBytes}. */
    void term() throws BadBeamException {
        final int first = u8();
        tag = first & 7;
        bigLength = 0;
        if ((first & 0x08) == 0) {
            value = first >> 4;
        } else if ((first & 0x10) == 0) {
            value = (first & 0xE0) << 3 | u8();
        } else {
            longTerm(first >> 5);
        }
    }

    int tag() {
        return tag;
    }

    long value() {
        return value;
    }

    boolean isBig() {
        return bigLength > 0;
    }

    /** The big-endian bytes of a number of more than 64 bits, signed when the tag is {@link #TAG_I}. */
    byte[] bigBytes() {
        return Arrays.copyOfRange(data, bigStart, bigStart + bigLength);
    }

    /** An unsigned number below a limit. */
    int unsigned(final int limit) throws BadBeamException {
        term();
        require(tag == TAG_U);
        return below(limit);
    }

    /** The value of the last term, which must be below a limit. */
    int below(final int limit) throws BadBeamException {
        require(bigLength == 0 && value >= 0 && value < limit);
        return (int)value;
    }

    private void longTerm(final int lengthCode) throws BadBeamException {
        final int length = lengthCode < LONG_FORM ? lengthCode + 2 : longLength();
        require(length <= left());
        final int start = position;
        position += length;
        if (length > Long.BYTES) {
            bigStart = start;
            bigLength = length;
            return;
        }
        long bits = 0;
        for (int i = start; i < position; i++) {
            bits = bits << 8 | data[i] & 0xFF;
        }
        if (tag == TAG_I) {
            final int unused = Long.SIZE - length * Byte.SIZE;
            bits = bits << unused >> unused;
        } else if (bits < 0) {
            bigStart = start;
            bigLength = length;
        }
        value = bits;
    }

    private int longLength() throws BadBeamException {
        final int outerTag = tag;
        final int first = u8();
        tag = first & 7;
        require(tag == TAG_U);
        final int extra;
        if ((first & 0x08) == 0) {
            extra = first >> 4;
        } else if ((first & 0x10) == 0) {
            extra = (first & 0xE0) << 3 | u8();
        } else {
            require(first >> 5 == 0 || first >> 5 == 1);
            extra = first >> 5 == 0 ? u16() : u16() << 8 | u8();
        }
        tag = outerTag;
        return extra + LONG_FORM_BASE;
    }
}
