package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Term;

/**
 * Whether a process still needs a code: return addresses and catch tags on its stack, the place where it goes on. Funs do not count:
 * one whose code is gone cannot be called any more, or is found in the code that took its place.
 *
 * <p>Called by the scheduler that runs the process.
 */
public final class CodeReferences {
    private CodeReferences() {
    }

    /** True when the process refers to the code. */
    public static boolean uses(final Process p, final Code code) {
        if (CodePointer.codeId(p.codePointer) == code.id) {
            return true;
        }
        for (long at = p.heapLimit; at < p.blockEnd(); at += 8) {
            final long word = Memory.getLong(at);
            if (Term.isCatch(word) && CodePointer.catchCodeId(word) == code.id
                || word != 0 && (word & Term.TAG_PRIMARY_MASK) == Term.TAG_HEADER && CodePointer.codeId(word) == code.id) {
                return true;
            }
        }
        return false;
    }
}
