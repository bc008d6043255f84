package dev.longbeam.jit;

import dev.longbeam.interp.Code;
import dev.longbeam.term.Atom;

/** The segments of bs_create_bin: {@code type, number, unit, flags, value, size}. */
final class Segments {
    /** Ints of a segment. */
    static final int INTS = 6;

    private static final long AM_STRING = Atom.of("string");

    private Segments() {
    }

    /** True for bytes of the string table: value and size are numbers. */
    static boolean isString(final Code code, final int at) {
        return code.constants[code.ops[at] >>> 2] == AM_STRING;
    }
}
