package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Guard BIFs: those that the bif and gc_bif instructions call. */
final class BifOps {
    private BifOps() {
    }

    static BifFunction bif(final Interpreter in, final int importIndex) {
        return in.code.imports[importIndex].builtin;
    }

    /** Takes a BIF's result: sets the register and goes on, or goes to the fail label, or raises with the BIF's name and arguments. */
    static int result(final Interpreter in, final Process p, final int fail, final int to, final int next, final long result,
        final int importIndex, final long... args) {
        if (result != Term.NON_VALUE) {
            in.set(p, to, result);
            return next;
        }
        if (fail != 0) {
            return fail;
        }
        ExceptionOps.bifFailed(in, p, in.code.imports[importIndex], Cons.list(p, args));
        return Interpreter.RAISE;
    }

    /** Takes the result of an addition or subtraction by gc_bif2. */
    static int sum(final Interpreter in, final Process p, final int pc, final long result, final long a, final long b) {
        final int[] ops = in.ops;
        if (result == Term.NON_VALUE && ops[pc + 1] == 0 && SpecialOps.isIncrement(in.code, pc)) {
            return Interpreter.RAISE;
        }
        return result(in, p, ops[pc + 1], ops[pc + 6], pc + 7, result, ops[pc + 3], a, b);
    }

    static int bif1(final Interpreter in, final Process p, final int pc, final int importIndex, final int from, final int to,
        final int next) {
        final long a = in.get(p, from);
        final long result = bif(in, importIndex).call1(p, a);
        if (result != Term.NON_VALUE) {
            in.set(p, to, result);
            return next;
        }
        return result(in, p, in.ops[pc + 1], to, next, result, importIndex, a);
    }

    static int bif2(final Interpreter in, final Process p, final int pc, final int importIndex, final int at) {
        final int[] ops = in.ops;
        final long a = in.get(p, ops[at]);
        final long b = in.get(p, ops[at + 1]);
        final long result = bif(in, importIndex).call2(p, a, b);
        if (result != Term.NON_VALUE) {
            in.set(p, ops[at + 2], result);
            return at + 3;
        }
        return result(in, p, ops[pc + 1], ops[at + 2], at + 3, result, importIndex, a, b);
    }

    static int bif3(final Interpreter in, final Process p, final int pc, final int importIndex, final int at) {
        final int[] ops = in.ops;
        final long a = in.get(p, ops[at]);
        final long b = in.get(p, ops[at + 1]);
        final long c = in.get(p, ops[at + 2]);
        return result(in, p, ops[pc + 1], ops[at + 3], at + 4, bif(in, importIndex).call3(p, a, b, c), importIndex, a, b, c);
    }

    static int element(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long index = in.get(p, ops[pc + 3]);
        final long tuple = in.get(p, ops[pc + 4]);
        if (Term.isSmall(index) && Term.isTuple(tuple)) {
            final long i = Term.smallValue(index);
            if (i >= 1 && i <= Tuple.arity(tuple)) {
                in.set(p, ops[pc + 5], Tuple.element(tuple, (int)i));
                return pc + 6;
            }
        }
        p.fail(Atoms.BADARG);
        return result(in, p, ops[pc + 1], ops[pc + 5], pc + 6, Term.NON_VALUE, ops[pc + 2], index, tuple);
    }
}
