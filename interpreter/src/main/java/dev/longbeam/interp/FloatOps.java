package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Arith;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.Term;

/** Float registers. */
final class FloatOps {
    private FloatOps() {
    }

    /**
     * fmove: the operand kinds tell the direction, and a float register is a bare number. The code builder gives it as source when it
     * goes into an X or Y register.
     */
    static int move(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        if (ops[pc + 3] == 0) {
            in.floats[ops[pc + 2]] = FloatTerm.value(in.get(p, ops[pc + 1]));
        } else {
            in.set(p, ops[pc + 2], FloatTerm.make(p, in.floats[ops[pc + 1]]));
        }
        return pc + 4;
    }

    static int convert(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long term = in.get(p, ops[pc + 1]);
        if (Term.isSmall(term)) {
            in.floats[ops[pc + 2]] = Term.smallValue(term);
            return pc + 3;
        }
        if (Term.isFloat(term)) {
            in.floats[ops[pc + 2]] = FloatTerm.value(term);
            return pc + 3;
        }
        final long converted = Term.isBig(term) ? Arith.toFloat(p, term) : p.badarith();
        if (converted == Term.NON_VALUE) {
            p.badarith();
            return Interpreter.RAISE;
        }
        in.floats[ops[pc + 2]] = FloatTerm.value(converted);
        return pc + 3;
    }

    static int check(final Interpreter in, final Process p, final int pc, final double result) {
        if (!Double.isFinite(result)) {
            p.badarith();
            return Interpreter.RAISE;
        }
        in.floats[in.ops[pc + 4]] = result;
        return pc + 5;
    }
}
