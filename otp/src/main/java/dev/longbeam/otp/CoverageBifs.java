package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;

/** Native coverage of module code: not supported, as by an emulator without it. */
public final class CoverageBifs {
    private static final long AM_NONE = Atom.of("none");

    private CoverageBifs() {
    }

    /** {@code code:coverage_support/0}. */
    @Bif(value = "code:coverage_support/0", since = 27)
    public static long support(final Process p) {
        return Atoms.FALSE;
    }

    /** {@code code:get_coverage_mode/0}. */
    @Bif(value = "code:get_coverage_mode/0", since = 27)
    public static long mode(final Process p) {
        return AM_NONE;
    }

    /** {@code code:set_coverage_mode/1}. */
    @Bif(value = "code:set_coverage_mode/1", since = 27)
    public static long setMode(final Process p, final long modeTerm) {
        return p.badarg();
    }

    /** {@code code:get_coverage_mode/1}. */
    @Bif(value = "code:get_coverage_mode/1", since = 27)
    public static long mode(final Process p, final long moduleTerm) {
        return p.badarg();
    }

    /** {@code code:get_coverage/2}. */
    @Bif(value = "code:get_coverage/2", since = 27)
    public static long coverage(final Process p, final long levelTerm, final long moduleTerm) {
        return p.badarg();
    }

    /** {@code code:reset_coverage/1}. */
    @Bif(value = "code:reset_coverage/1", since = 27)
    public static long reset(final Process p, final long moduleTerm) {
        return p.badarg();
    }

    /** {@code code:get_debug_info/1}. */
    @Bif(value = "code:get_debug_info/1", since = 28)
    public static long debugInfo(final Process p, final long moduleTerm) {
        return AM_NONE;
    }
}
