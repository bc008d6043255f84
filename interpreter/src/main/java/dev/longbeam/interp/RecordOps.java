package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;

/** Native records of OTP 29. */
final class RecordOps {
    private RecordOps() {
    }

    static int run(final Interpreter in, final Process p, final int pc) {
        p.fail(Atom.of("not_supported"));
        return Interpreter.RAISE;
    }
}
