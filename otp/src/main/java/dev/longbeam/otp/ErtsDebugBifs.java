package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Integers;
import dev.longbeam.term.MapLayout;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermSize;
import dev.longbeam.term.Tuple;

/**
 * Module {@code erts_debug}: sizes and sharing of terms; what looks into the C emulator itself answers as a plain build of it does
 * where the feature is not there.
 *
 * <p>On the scheduler of the process.
 */
public final class ErtsDebugBifs {
    private ErtsDebugBifs() {
    }

    /** {@code erts_debug:flat_size/1}. */
    @Bif("erts_debug:flat_size/1")
    public static long flatSize(final Process p, final long term) {
        return Integers.make(p, TermSize.flat(term));
    }

    /** {@code erts_debug:size_shared/1}. */
    @Bif("erts_debug:size_shared/1")
    public static long sizeShared(final Process p, final long term) {
        return Integers.make(p, TermSize.shared(term));
    }

    /** {@code erts_debug:same/2}: one and the same word. */
    @Bif("erts_debug:same/2")
    public static long same(final Process p, final long a, final long b) {
        return Atoms.bool(a == b);
    }

    /** {@code erts_debug:copy_shared/2}: a term shares all it can with itself, so it is its own copy. */
    @Bif("erts_debug:copy_shared/2")
    public static long copyShared(final Process p, final long term, final long copyLiteralsTerm) {
        return copyLiteralsTerm == Atoms.TRUE || copyLiteralsTerm == Atoms.FALSE ? term : p.badarg();
    }

    /** {@code erts_debug:map_info/1}: depth, nodes and leaves of a large map. */
    @Bif("erts_debug:map_info/1")
    public static long mapInfo(final Process p, final long mapTerm) {
        if (!Term.isMap(mapTerm)) {
            return p.badmap(mapTerm);
        }
        return MapLayout.isFlat(mapTerm) ? p.badarg() : MapShape.of(mapTerm).describe(p);
    }

    /** {@code erts_debug:interpreter_size/0}: 0, as with a just-in-time compiler. */
    @Bif("erts_debug:interpreter_size/0")
    public static long interpreterSize(final Process p) {
        return Term.makeSmall(0);
    }

    /** {@code erts_debug:instructions/0}: no names of instructions of an emulator. */
    @Bif("erts_debug:instructions/0")
    public static long instructions(final Process p) {
        return Term.NIL;
    }

    /** {@code erts_debug:disassemble/1}: {@code false}, no such native code; badarg for what names no code. */
    @Bif("erts_debug:disassemble/1")
    public static long disassemble(final Process p, final long whatTerm) {
        final boolean isMfa = Term.isTuple(whatTerm) && Tuple.arity(whatTerm) == 3 && Term.isAtom(Tuple.element(whatTerm, 1))
            && Term.isAtom(Tuple.element(whatTerm, 2)) && Term.isSmall(Tuple.element(whatTerm, 3));
        return isMfa || Term.isInteger(whatTerm) ? Atoms.FALSE : p.badarg();
    }

    /** {@code erts_debug:lcnt_collect/0} and {@code lcnt_clear/0}: locks are not counted. */
    @Bif({"erts_debug:lcnt_collect/0", "erts_debug:lcnt_clear/0"})
    public static long lockCounts(final Process p) {
        return Atoms.ERROR;
    }

    /** {@code erts_debug:lcnt_control/1}: locks are not counted. */
    @Bif("erts_debug:lcnt_control/1")
    public static long lockCountControl(final Process p, final long whatTerm) {
        return p.badarg();
    }

    /** {@code erts_debug:lcnt_control/2}: locks are not counted. */
    @Bif("erts_debug:lcnt_control/2")
    public static long lockCountControl(final Process p, final long whatTerm, final long valueTerm) {
        return p.badarg();
    }
}
