package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;

/** Native records of OTP 29. None can be made yet, so no term is one. */
final class RecordOps {
    private RecordOps() {
    }

    static int run(final Interpreter in, final Process p, final int pc) {
        return switch (in.ops[pc]) {
            case Opcodes.IS_ANY_NATIVE_RECORD, Opcodes.IS_NATIVE_RECORD, Opcodes.IS_RECORD_ACCESSIBLE, Opcodes.GET_RECORD_ELEMENTS ->
                in.ops[pc + 1];
            default -> {
                p.fail(Atom.of("not_supported"));
                yield Interpreter.RAISE;
            }
        };
    }
}
