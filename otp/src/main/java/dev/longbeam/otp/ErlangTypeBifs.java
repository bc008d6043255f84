package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bignum;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Compare;
import dev.longbeam.term.Fun;
import dev.longbeam.term.NativeRecord;
import dev.longbeam.term.OtpVariant;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * The type tests of module {@code erlang}.
 *
 * <p>On the scheduler of the process.
 */
public final class ErlangTypeBifs {
    private ErlangTypeBifs() {
    }

    /** {@code erlang:is_atom/1}. */
    @Bif(value = "erlang:is_atom/1", kind = Bif.Kind.GUARD)
    public static long isAtom(final Process p, final long a) {
        return Atoms.bool(Term.isAtom(a));
    }

    /** {@code erlang:is_binary/1}. */
    @Bif(value = "erlang:is_binary/1", kind = Bif.Kind.GUARD)
    public static long isBinary(final Process p, final long a) {
        return Atoms.bool(Bitstring.isBinary(a));
    }

    /** {@code erlang:is_bitstring/1}. */
    @Bif(value = "erlang:is_bitstring/1", kind = Bif.Kind.GUARD)
    public static long isBitstring(final Process p, final long a) {
        return Atoms.bool(Term.isBitstring(a));
    }

    /** {@code erlang:is_boolean/1}. */
    @Bif(value = "erlang:is_boolean/1", kind = Bif.Kind.GUARD)
    public static long isBoolean(final Process p, final long a) {
        return Atoms.bool(a == Atoms.TRUE || a == Atoms.FALSE);
    }

    /** {@code erlang:is_float/1}. */
    @Bif(value = "erlang:is_float/1", kind = Bif.Kind.GUARD)
    public static long isFloat(final Process p, final long a) {
        return Atoms.bool(Term.isFloat(a));
    }

    /** {@code erlang:is_function/1}. */
    @Bif(value = "erlang:is_function/1", kind = Bif.Kind.GUARD)
    public static long isFunction(final Process p, final long a) {
        return Atoms.bool(Term.isFun(a));
    }

    /** {@code erlang:is_integer/1}. */
    @Bif(value = "erlang:is_integer/1", kind = Bif.Kind.GUARD)
    public static long isInteger(final Process p, final long a) {
        return Atoms.bool(Term.isInteger(a));
    }

    /** {@code erlang:is_list/1}. */
    @Bif(value = "erlang:is_list/1", kind = Bif.Kind.GUARD)
    public static long isList(final Process p, final long a) {
        return Atoms.bool(Term.isList(a));
    }

    /** {@code erlang:is_map/1}. */
    @Bif(value = "erlang:is_map/1", kind = Bif.Kind.GUARD)
    public static long isMap(final Process p, final long a) {
        return Atoms.bool(Term.isMap(a));
    }

    /** {@code erlang:is_number/1}. */
    @Bif(value = "erlang:is_number/1", kind = Bif.Kind.GUARD)
    public static long isNumber(final Process p, final long a) {
        return Atoms.bool(Term.isNumber(a));
    }

    /** {@code erlang:is_pid/1}. */
    @Bif(value = "erlang:is_pid/1", kind = Bif.Kind.GUARD)
    public static long isPid(final Process p, final long a) {
        return Atoms.bool(Term.isPid(a));
    }

    /** {@code erlang:is_port/1}. */
    @Bif(value = "erlang:is_port/1", kind = Bif.Kind.GUARD)
    public static long isPort(final Process p, final long a) {
        return Atoms.bool(Term.isPort(a));
    }

    /** {@code erlang:is_record/1}. */
    @Bif(value = "erlang:is_record/1", since = 29, kind = Bif.Kind.GUARD)
    public static long isNativeRecord(final Process p, final long a) {
        return Atoms.bool(NativeRecord.is(a));
    }

    /** {@code erlang:is_reference/1}. */
    @Bif(value = "erlang:is_reference/1", kind = Bif.Kind.GUARD)
    public static long isReference(final Process p, final long a) {
        return Atoms.bool(Term.isReference(a));
    }

    /** {@code erlang:is_tuple/1}. */
    @Bif(value = "erlang:is_tuple/1", kind = Bif.Kind.GUARD)
    public static long isTuple(final Process p, final long a) {
        return Atoms.bool(Term.isTuple(a));
    }

    /** {@code erlang:is_function/2}; fails with badarg when the arity is no integer or negative. */
    @Bif(value = "erlang:is_function/2", kind = Bif.Kind.GUARD)
    public static long isFunction(final Process p, final long a, final long arityTerm) {
        if (Term.isBig(arityTerm) && !Bignum.isNegative(arityTerm)) {
            return Atoms.FALSE;
        }
        if (!Term.isSmall(arityTerm) || Term.smallValue(arityTerm) < 0) {
            return p.badarg();
        }
        return Atoms.bool(Term.isFun(a) && Fun.arity(a) == Term.smallValue(arityTerm));
    }

    /** {@code erlang:is_integer/3}: an integer within bounds; fails with badarg when a bound is no integer. */
    @Bif(value = "erlang:is_integer/3", since = 29, kind = Bif.Kind.GUARD)
    public static long isInteger(final Process p, final long a, final long lowestTerm, final long highestTerm) {
        if (!Term.isInteger(lowestTerm) || !Term.isInteger(highestTerm)) {
            return p.badarg();
        }
        return Atoms.bool(Term.isInteger(a) && Compare.compare(lowestTerm, a) <= 0 && Compare.compare(a, highestTerm) <= 0);
    }

    /** {@code erlang:is_record/2}: a tuple with this tag, or a native record of this name; fails with badarg when that is no atom. */
    @Bif(value = "erlang:is_record/2", kind = Bif.Kind.GUARD)
    public static long isRecord(final Process p, final long a, final long tagTerm) {
        if (!Term.isAtom(tagTerm)) {
            return p.badarg();
        }
        if (NativeRecord.is(a)) {
            return Atoms.bool(NativeRecord.name(NativeRecord.definition(a)) == tagTerm);
        }
        return Atoms.bool(Term.isTuple(a) && Tuple.arity(a) >= 1 && Tuple.element(a, 1) == tagTerm);
    }

    /**
     * {@code erlang:is_record/3}: a tuple with this tag and size, or a native record of this module and name; fails with badarg for
     * arguments that name neither.
     */
    @Bif(value = "erlang:is_record/3", kind = Bif.Kind.GUARD)
    public static long isRecord(final Process p, final long a, final long tagTerm, final long sizeTerm) {
        if (Term.isAtom(tagTerm) && Term.isAtom(sizeTerm) && OtpVariant.current().nativeRecords()) {
            if (!NativeRecord.is(a)) {
                return Atoms.FALSE;
            }
            final long definition = NativeRecord.definition(a);
            return Atoms.bool(NativeRecord.module(definition) == tagTerm && NativeRecord.name(definition) == sizeTerm);
        }
        if (!Term.isAtom(tagTerm) || !Term.isSmall(sizeTerm)) {
            return p.badarg();
        }
        return Atoms.bool(Term.isTuple(a) && Tuple.arity(a) == Term.smallValue(sizeTerm) && Tuple.arity(a) >= 1
            && Tuple.element(a, 1) == tagTerm);
    }
}
