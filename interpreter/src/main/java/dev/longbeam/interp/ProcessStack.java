package dev.longbeam.interp;

import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.nio.charset.StandardCharsets;

/**
 * The stack of a process that does not run, or that runs the BIF which asks.
 *
 * <p>Called by the scheduler that runs the process.
 */
public final class ProcessStack {
    private static final int DEPTH = 8;
    private static final int HIBERNATE_ARITY = 3;
    private static final long AM_HIBERNATE = Atom.of("hibernate");

    private ProcessStack() {
    }

    private static long pointer(final Process q) {
        return q.scheduler().running() == q && q.scheduler().engine() instanceof Interpreter in && q.isRunningCode()
            ? CodePointer.make(in.code.id, in.faultPosition + 1) : q.codePointer + (1L << 2);
    }

    /** {@code {M, F, Arity, Location}} of where the process is, or NON_VALUE. */
    public static long current(final Process q, final TermHeap heap, final CodeTable table) {
        if (q.hibernating) {
            final boolean keepsStack = StackTrace.item(heap, table, q.codePointer) != Term.NON_VALUE;
            return Tuple.make(heap, Atoms.ERLANG, AM_HIBERNATE, Term.makeSmall(keepsStack ? 0 : HIBERNATE_ARITY), Term.NIL);
        }
        return StackTrace.item(heap, table, pointer(q));
    }

    /** The list of {@link #current} and the callers. */
    public static long trace(final Process q, final TermHeap heap, final CodeTable table) {
        final long[] items = new long[DEPTH];
        int count = 0;
        final long current = current(q, heap, table);
        if (current != Term.NON_VALUE) {
            items[count++] = current;
        }
        final long sleeper = q.hibernating ? StackTrace.item(heap, table, q.codePointer) : Term.NON_VALUE;
        if (sleeper != Term.NON_VALUE) {
            items[count++] = sleeper;
        }
        for (long at = q.heapLimit; at < q.blockEnd() && count < DEPTH; at += 8) {
            final long word = Memory.getLong(at);
            if (word != 0 && (word & Term.TAG_PRIMARY_MASK) == Term.TAG_HEADER) {
                final long item = StackTrace.item(heap, table, word);
                if (item != Term.NON_VALUE) {
                    items[count++] = item;
                }
            }
        }
        long list = Term.NIL;
        for (int i = count - 1; i >= 0; i--) {
            list = Cons.make(heap, items[i], list);
        }
        return list;
    }

    /** Number of catches on the stack. */
    public static int catches(final Process q) {
        int count = 0;
        for (long at = q.heapLimit; at < q.blockEnd(); at += 8) {
            if (Term.isCatch(Memory.getLong(at))) {
                count++;
            }
        }
        return count;
    }

    /** The stack as text, a line per frame. */
    public static byte[] backtrace(final Process q, final CodeTable table) {
        final StringBuilder text = new StringBuilder("Program counter: ");
        line(text, table, pointer(q));
        for (long at = q.heapLimit; at < q.blockEnd(); at += 8) {
            final long word = Memory.getLong(at);
            if (word != 0 && (word & Term.TAG_PRIMARY_MASK) == Term.TAG_HEADER) {
                text.append("Return addr: ");
                line(text, table, word);
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(final StringBuilder text, final CodeTable table, final long pointer) {
        final Code code = table.code(CodePointer.codeId(pointer));
        final int function = code == null ? -1 : code.functionAt(CodePointer.position(pointer) - 1);
        if (function < 0) {
            text.append("(terminate process normally)\n");
        } else {
            text.append("(").append(Atom.name(code.moduleTerm)).append(':').append(Atom.name(code.functionTerms[function])).append('/')
                .append(code.functionArities[function]).append(" + ").append(CodePointer.position(pointer)).append(")\n");
        }
    }
}
