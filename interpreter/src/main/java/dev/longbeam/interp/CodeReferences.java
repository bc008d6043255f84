package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Fun;
import dev.longbeam.term.FunEntry;
import dev.longbeam.term.MapLayout;
import dev.longbeam.term.Term;

/**
 * Whether a process still needs a code: return addresses and catch tags on its stack, the place where it goes on, funs on its heap.
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
        if (code.funs.length == 0) {
            return false;
        }
        return hasFun(p.blockAddr, p.heapTop, code) || hasFun(p.oldAddr, p.oldTop, code);
    }

    private static boolean hasFun(final long from, final long to, final Code code) {
        long at = from;
        while (at < to) {
            final long word = Memory.getLong(at);
            if ((word & Term.TAG_PRIMARY_MASK) != Term.TAG_HEADER || Term.subtag(word) == Term.SUBTAG_TUPLE) {
                at += 8;
            } else if (Term.subtag(word) == Term.SUBTAG_MAP) {
                at += MapLayout.firstTermWord(word) * 8L;
            } else {
                if (Term.subtag(word) == Term.SUBTAG_FUN && belongs(Fun.entry(Term.makeBoxed(at)), code)) {
                    return true;
                }
                at += (Term.subtag(word) == Term.SUBTAG_FUN ? Fun.FIRST_TERM_WORD : Term.headerWords(word) + 1) * 8;
            }
        }
        return false;
    }

    private static boolean belongs(final FunEntry entry, final Code code) {
        return CodePointer.codeId(entry.codePointer) == code.id;
    }
}
