package dev.longbeam.trace.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds one message of protocol buffers: fields in any order, messages within it as bytes. Reused; owned by one thread. */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int TYPE_BITS = 3;
    private static final int SEVEN_BITS = 0x7F;
    private static final int MORE = 0x80;
    private static final int MAX_VARINT = 10;

    private byte[] data = new byte[256];
    private int length;

    /** Begins anew. */
    Protobuf clear() {
        length = 0;
        return this;
    }

    /** A field of an integer type. */
    Protobuf number(final int field, final long value) {
        room(2 * MAX_VARINT);
        varint((long)field << TYPE_BITS | VARINT);
        varint(value);
        return this;
    }

    /** A field of the type fixed64. */
    Protobuf fixed64(final int field, final long value) {
        room(2 * MAX_VARINT);
        varint((long)field << TYPE_BITS | FIXED64);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            data[length++] = (byte)(value >>> shift);
        }
        return this;
    }

    /** A text. */
    Protobuf text(final int field, final String value) {
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return bytes(field, bytes, bytes.length);
    }

    /** A message. */
    Protobuf message(final int field, final Protobuf message) {
        return bytes(field, message.data, message.length);
    }

    private Protobuf bytes(final int field, final byte[] bytes, final int count) {
        room(2 * MAX_VARINT + count);
        varint((long)field << TYPE_BITS | BYTES);
        varint(count);
        System.arraycopy(bytes, 0, data, length, count);
        length += count;
        return this;
    }

    private void varint(final long value) {
        long rest = value;
        while ((rest & ~SEVEN_BITS) != 0) {
            data[length++] = (byte)(rest & SEVEN_BITS | MORE);
            rest >>>= 7;
        }
        data[length++] = (byte)rest;
    }

    private void room(final int bytes) {
        if (length + bytes > data.length) {
            data = Arrays.copyOf(data, Math.max(data.length * 2, length + bytes));
        }
    }

    /** Writes what has been built. */
    void writeTo(final OutputStream out) throws IOException {
        out.write(data, 0, length);
    }
}
