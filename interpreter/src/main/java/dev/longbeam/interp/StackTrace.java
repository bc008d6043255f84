package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Stack traces. A raw one is {@code {Class, First, Pointers}}: First is {@code {M, F, ArgsOrArity, Info}} or [], Pointers a list of code
 * pointers as small integers, and such a one stands for the Info of a function without a clause for its arguments; or it is
 * {@code {Class, given, List}} when the program gave the list itself. Names and lines are looked up when a program asks.
 *
 * <p>Called by the owner of the process.
 */
final class StackTrace {
    private static final long AM_GIVEN = Atom.of("given");
    /** Which element of an item is its Info. */
    private static final int INFO = 4;

    private StackTrace() {
    }

    /** The raw stack trace of the exception that is recorded in a process. */
    static long capture(final Interpreter in, final Process p, final long classTerm) {
        if (p.failTraceTerm != Term.NON_VALUE) {
            return p.failMode == Process.FAIL_WITH_TRACE ? Tuple.make(p, classTerm, AM_GIVEN, p.failTraceTerm) : p.failTraceTerm;
        }
        final long first = p.failArgsTerm == Term.NON_VALUE ? Term.NIL : p.failArgsTerm;
        final int depth = Math.max(1, p.emulator().options.backtraceDepth);
        final long[] pointers = new long[depth];
        int count = 0;
        int left = first == Term.NIL ? depth : depth - 1;
        long before = 0;
        if (p.failMode != Process.FAIL_WITH_ARGS && left > 0 && !in.table.breakpoints().isEntries(in.code)) {
            pointers[count++] = CodePointer.make(in.code.id, in.faultPosition + 1);
            before = isBifCall(in) ? CodePointer.make(in.code.id, in.faultPosition) : pointers[0];
            left--;
        }
        final long firstAddr = p.failMode == Process.FAIL_WITH_ARGS_BELOW ? TraceOps.skipTraceFrames(in, p.heapLimit) + 8 : p.heapLimit;
        for (long at = firstAddr; at < p.blockEnd() && left > 0; at += 8) {
            final long word = Memory.getLong(at);
            // A function that calls itself shows once, however deep.
            if (word != 0 && (word & Term.TAG_PRIMARY_MASK) == Term.TAG_HEADER && in.traceFrameWords(word) == 0 && word != before) {
                pointers[count++] = word;
                before = word;
                left--;
            }
        }
        long list = Term.NIL;
        for (int i = count - 1; i >= 0; i--) {
            list = Cons.make(p, pointerTerm(pointers[i]), list);
        }
        return Tuple.make(p, classTerm, first, list);
    }

    /** A code pointer as it stands in a raw stack trace. */
    static long pointerTerm(final long pointer) {
        return Term.makeSmall(pointer >>> 2);
    }

    private static long pointer(final long pointerTerm) {
        return Term.smallValue(pointerTerm) << 2;
    }

    /**
     * True when a BIF has failed that was called by name. For the emulator such a call has the address that the call right before it returns to, so
     * frames with that address do not show.
     */
    private static boolean isBifCall(final Interpreter in) {
        final int opcode = Instructions.generic(in.code.ops[in.faultPosition]);
        return opcode == Opcodes.CALL_EXT || opcode == Opcodes.CALL_EXT_LAST || opcode == Opcodes.CALL_EXT_ONLY;
    }

    /** The class that a raw stack trace keeps; error when the term is none. */
    static long classOf(final long rawTerm) {
        return Term.isTuple(rawTerm) && Tuple.arity(rawTerm) == 3 ? Tuple.element(rawTerm, 1) : Atoms.ERROR;
    }

    /** A raw stack trace raised again with a class. It no longer knows where the function stands that had no clause, as with the C emulator. */
    static long withClass(final Process p, final long rawTerm, final long classTerm) {
        if (Term.isTuple(rawTerm) && Tuple.arity(rawTerm) == 3) {
            final long first = Tuple.element(rawTerm, 2);
            return Tuple.make(p, classTerm, hasPointer(first) ? withInfo(p, first, Term.NIL) : first, Tuple.element(rawTerm, 3));
        }
        return Tuple.make(p, classTerm, AM_GIVEN, rawTerm);
    }

    /** The list {@code [{M, F, ArityOrArgs, Location}]} of a raw stack trace. */
    static long build(final Process p, final CodeTable table, final long rawTerm) {
        if (!Term.isTuple(rawTerm) || Tuple.arity(rawTerm) != 3) {
            return Term.NIL;
        }
        final long first = Tuple.element(rawTerm, 2);
        if (first == AM_GIVEN) {
            return Tuple.element(rawTerm, 3);
        }
        final long[] items = new long[(int)Cons.length(Tuple.element(rawTerm, 3)) + 1];
        int count = 0;
        if (first != Term.NIL) {
            items[count++] = hasPointer(first) ? withInfo(p, first, location(p, table, pointer(Tuple.element(first, INFO)))) : first;
        }
        for (long rest = Tuple.element(rawTerm, 3); Term.isCons(rest); rest = Cons.tail(rest)) {
            final long item = item(p, table, pointer(Cons.head(rest)));
            if (item != Term.NON_VALUE) {
                items[count++] = item;
            }
        }
        long list = Term.NIL;
        for (int i = count - 1; i >= 0; i--) {
            list = Cons.make(p, items[i], list);
        }
        return list;
    }

    private static boolean hasPointer(final long first) {
        return Term.isTuple(first) && Term.isSmall(Tuple.element(first, INFO));
    }

    private static long withInfo(final Process p, final long itemTerm, final long infoTerm) {
        return Tuple.make(p, Tuple.element(itemTerm, 1), Tuple.element(itemTerm, 2), Tuple.element(itemTerm, 3), infoTerm);
    }

    private static long location(final TermHeap p, final CodeTable table, final long pointer) {
        final Code code = table.code(CodePointer.codeId(pointer));
        return code == null ? Term.NIL : location(p, code, CodePointer.position(pointer) - 1);
    }

    /** The item {@code {M, F, Arity, Location}} of a return address, or NON_VALUE when its code is gone or has no name. */
    static long item(final TermHeap p, final CodeTable table, final long pointer) {
        final Code code = table.code(CodePointer.codeId(pointer));
        if (code == null) {
            return Term.NON_VALUE;
        }
        final int position = CodePointer.position(pointer) - 1;
        final int function = code.functionAt(position);
        if (function < 0) {
            return Term.NON_VALUE;
        }
        return Tuple.make(p, code.moduleTerm, code.functionTerms[function], Term.makeSmall(code.functionArities[function]),
            location(p, code, position));
    }

    /** {@code [{file, File}, {line, Line}]}, or [] when it is not known. */
    static long location(final TermHeap p, final Code code, final int position) {
        final int line = code.lineAt(position);
        if (line == 0 || code.lines == null) {
            return Term.NIL;
        }
        return Cons.list(p, Tuple.make(p, Atoms.FILE, code.lines.fileTerm(p, line)), Tuple.make(p, Atoms.LINE, Term.makeSmall(code.lines.line(line))));
    }
}
