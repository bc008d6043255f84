package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Term;

/** Stack frames. */
final class FrameOps {
    private FrameOps() {
    }

    static int allocate(final Interpreter in, final Process p, final int pc, final int yCount, final int heapWords, final int live,
        final int length) {
        final long need = yCount + 1L + heapWords;
        if (in.mustCollect(p, need)) {
            return in.collect(p, pc, live, need);
        }
        final long frame = p.heapLimit - (yCount + 1) * 8L;
        p.heapLimit = frame;
        Memory.putLong(frame, 0);
        for (int i = 1; i <= yCount; i++) {
            Memory.putLong(frame + i * 8L, Term.NIL);
        }
        return pc + length;
    }

    static int trim(final Process p, final int drop, final int pc) {
        p.heapLimit += drop * 8L;
        Memory.putLong(p.heapLimit, 0);
        return pc + 3;
    }

    static int initYregs(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final int count = ops[pc + 1];
        for (int i = 0; i < count; i++) {
            in.set(p, ops[pc + 2 + i], Term.NIL);
        }
        return pc + 2 + count;
    }
}
