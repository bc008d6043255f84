package dev.longbeam.term;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of text under construction: UTF-8, but for strings of Latin-1 characters, which the printer writes as they are. */
final class ByteText {
    private byte[] bytes = new byte[128];
    private int size;

    ByteText add(final int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = (byte)value;
        return this;
    }

    ByteText add(final String text) {
        for (final byte value : text.getBytes(StandardCharsets.UTF_8)) {
            add(value);
        }
        return this;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }
}
