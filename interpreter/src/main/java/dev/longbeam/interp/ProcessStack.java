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
        if (q.scheduler().running() == q && q.scheduler().engine() instanceof Interpreter in && q.isRunningCode() && !in.inCompiled) {
            return in.table.breakpoints().isEntries(in.code) ? Memory.getLong(TraceOps.skipTraceFrames(in, q.heapLimit))
                : CodePointer.make(in.code.id, in.faultPosition + 1);
        }
        return q.codePointer + (1L << 2);
    }

    /** {@code {M, F, Arity, Location}} of where the process is, or NON_VALUE. */
    public static long current(final Process q, final TermHeap heap, final CodeTable table) {
        if (q.hibernating) {
            final boolean keepsStack = StackTrace.item(heap, table, q.codePointer) != Term.NON_VALUE;
            return Tuple.make(heap, Atoms.ERLANG, AM_HIBERNATE, Term.makeSmall(keepsStack ? 0 : HIBERNATE_ARITY), Term.NIL);
        }
        if (q.awaiting) {
            final ExportEntry bif = BifOutcomes.waitingIn(q, table);
            return Tuple.make(heap, bif.moduleTerm, bif.functionTerm, Term.makeSmall(bif.arity), Term.NIL);
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

    /** {@code {M, F, A}} of where a process goes on, or 0 when that has no name. */
    static long function(final Interpreter in, final TermHeap heap, final Process p) {
        final long pointer = p.codePointer;
        if (p.hibernating) {
            return Tuple.make(heap, Atoms.ERLANG, AM_HIBERNATE, Term.makeSmall(3));
        }
        if (pointer == in.startPointer()) {
            final long arity = Math.max(0, Cons.length(p.startArgsTerm));
            return Tuple.make(heap, p.applyModuleTerm(), p.applyFunctionTerm(), Term.makeSmall(arity));
        }
        if (p.awaiting) {
            return name(heap, BifOutcomes.waitingIn(p, in.table));
        }
        if (pointer == in.callPointer()) {
            return name(heap, BifOutcomes.suspendedBefore(p, in.table));
        }
        final Code code = in.table.code(CodePointer.codeId(pointer));
        if (code != null && in.table.breakpoints().isEntries(code)) {
            return name(heap, in.table.export(CodePointer.position(pointer)));
        }
        return function(heap, in.table, pointer + (1L << 2), Term.makeSmall(0));
    }

    private static long name(final TermHeap heap, final ExportEntry entry) {
        return Tuple.make(heap, entry.moduleTerm, entry.functionTerm, Term.makeSmall(entry.arity));
    }

    private static long function(final TermHeap heap, final CodeTable table, final long pointer, final long unknownTerm) {
        final long item = StackTrace.item(heap, table, pointer);
        return item == Term.NON_VALUE ? unknownTerm
            : Tuple.make(heap, Tuple.element(item, 1), Tuple.element(item, 2), Tuple.element(item, 3));
    }

    /** {@code {M, F, A}} that the innermost frame belongs to, with {@code {File, Line}} if wanted; {@code undefined} for none. */
    static long caller(final Interpreter in, final TermHeap heap, final Process p, final boolean withLine) {
        final long pointer = Memory.getLong(TraceOps.skipTraceFrames(in, p.heapLimit));
        if (!withLine) {
            return function(heap, in.table, pointer, Atoms.UNDEFINED);
        }
        final long item = StackTrace.item(heap, in.table, pointer);
        if (item == Term.NON_VALUE) {
            return Atoms.UNDEFINED;
        }
        final long location = Tuple.element(item, 4);
        final long place = location == Term.NIL ? Atoms.UNDEFINED
            : Tuple.make(heap, Tuple.element(Cons.head(location), 2), Tuple.element(Cons.head(Cons.tail(location)), 2));
        return Tuple.make(heap, Tuple.element(item, 1), Tuple.element(item, 2), Tuple.element(item, 3), place);
    }

    /** The frames of a process that calls a traced function, innermost first, as items of a stack trace. */
    static long callers(final Interpreter in, final TermHeap heap, final Process p, final int depth) {
        final int most = Math.min(depth, p.emulator().options.backtraceDepth);
        final long[] items = new long[most];
        int count = 0;
        for (long at = p.heapLimit; at < p.blockEnd() && count < most; at += 8) {
            final long word = Memory.getLong(at);
            if (word != 0 && (word & Term.TAG_PRIMARY_MASK) == Term.TAG_HEADER) {
                final long item = StackTrace.item(heap, in.table, word);
                if (item != Term.NON_VALUE) {
                    items[count++] = item;
                }
            }
        }
        return Cons.list(heap, java.util.Arrays.copyOf(items, count));
    }

    private static void line(final StringBuilder text, final CodeTable table, final long pointer) {
        final Code code = table.code(CodePointer.codeId(pointer));
        final int position = CodePointer.position(pointer);
        final int function = code == null ? -1 : code.functionAt(position - 1);
        if (code != null && code.ops.length > position && code.ops[position] != SpecialOps.EXIT_NORMAL && function < 0) {
            text.append("(trace)\n");
        } else if (function < 0) {
            text.append("(terminate process normally)\n");
        } else {
            text.append("(").append(Atom.name(code.moduleTerm)).append(':').append(Atom.name(code.functionTerms[function])).append('/')
                .append(code.functionArities[function]).append(" + ").append(CodePointer.position(pointer)).append(")\n");
        }
    }
}
