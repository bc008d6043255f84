package dev.longbeam.otp;

import dev.longbeam.term.Bitstring;

import java.util.Arrays;

/** Reads paths as {@code prim_file:internal_name2native/1} makes them. */
final class NativePaths {
    private NativePaths() {
    }

    /** The bytes before the zero at the end, or null when the term is no binary or has no zero or goes on behind it. */
    static byte[] read(final long pathTerm) {
        if (!Bitstring.isBinary(pathTerm)) {
            return null;
        }
        final byte[] bytes = Bitstring.toArray(pathTerm);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        int at = end;
        while (at < bytes.length - 1 && bytes[at] == 0) {
            at++;
        }
        return end < bytes.length && at == bytes.length - 1 ? Arrays.copyOf(bytes, end) : null;
    }
}
