package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/** The flags of {@code erlang:trace/3} as bits. Stateless; any thread. */
public final class TraceFlags {
    /** {@code timestamp}: goes before the other two kinds. */
    public static final int TIMESTAMP = 1;
    /** {@code strict_monotonic_timestamp}: goes before the plain monotonic one. */
    public static final int STRICT_MONOTONIC_TIMESTAMP = 1 << 1;
    /** {@code monotonic_timestamp}. */
    public static final int MONOTONIC_TIMESTAMP = 1 << 2;
    /** {@code send}. */
    public static final int SEND = 1 << 3;
    /** {@code 'receive'}. */
    public static final int RECEIVE = 1 << 4;
    /** {@code set_on_spawn}. */
    public static final int SET_ON_SPAWN = 1 << 5;
    /** {@code call}. */
    public static final int CALL = 1 << 6;
    /** {@code procs}. */
    public static final int PROCS = 1 << 7;
    /** {@code set_on_first_spawn}. */
    public static final int SET_ON_FIRST_SPAWN = 1 << 8;
    /** {@code set_on_link}. */
    public static final int SET_ON_LINK = 1 << 9;
    /** {@code set_on_first_link}. */
    public static final int SET_ON_FIRST_LINK = 1 << 10;
    /** {@code running}. */
    public static final int RUNNING = 1 << 11;
    /** {@code exiting}. */
    public static final int EXITING = 1 << 12;
    /** {@code garbage_collection}. */
    public static final int GARBAGE_COLLECTION = 1 << 13;
    /** {@code arity}. */
    public static final int ARITY = 1 << 14;
    /** {@code return_to}. */
    public static final int RETURN_TO = 1 << 15;
    /** {@code silent}. */
    public static final int SILENT = 1 << 16;
    /** {@code scheduler_id}. */
    public static final int SCHEDULER_ID = 1 << 17;
    /** {@code ports}. */
    public static final int PORTS = 1 << 18;
    /** {@code running_ports}. */
    public static final int RUNNING_PORTS = 1 << 19;
    /** {@code running_procs}. */
    public static final int RUNNING_PROCS = 1 << 20;

    /** All flags. */
    public static final int ALL = (1 << 21) - 1;
    /** Flags that only say how the others work, or that processes and ports share. */
    public static final int MODIFIERS = SILENT | TIMESTAMP | STRICT_MONOTONIC_TIMESTAMP | MONOTONIC_TIMESTAMP | SCHEDULER_ID | RECEIVE | SEND;
    /** Flags that ports can have. */
    public static final int OF_PORTS = MODIFIERS | PORTS | RUNNING_PORTS;
    /** Flags that processes can have. */
    public static final int OF_PROCESSES = ALL & ~OF_PORTS | MODIFIERS;

    /** A list of flags that is none. */
    public static final int BAD = -1;

    private static final long AM_ALL = Atom.of("all");
    private static final long AM_CPU_TIMESTAMP = Atom.of("cpu_timestamp");
    private static final long AM_TRACER = Atom.of("tracer");
    private static final long AM_ERL_TRACER = Atom.of("erl_tracer");
    private static final String[] NAMES = {"timestamp", "strict_monotonic_timestamp", "monotonic_timestamp", "send", "receive", "set_on_spawn",
        "call", "procs", "set_on_first_spawn", "set_on_link", "set_on_first_link", "running", "exiting", "garbage_collection", "arity",
        "return_to", "silent", "scheduler_id", "ports", "running_ports", "running_procs"};
    private static final long[] ATOMS = new long[NAMES.length];

    static {
        for (int i = 0; i < NAMES.length; i++) {
            ATOMS[i] = Atom.of(NAMES[i]);
        }
    }

    private TraceFlags() {
    }

    /** The bit of a flag, all bits of {@code all}, 0 for what is no flag. */
    public static int bit(final long term) {
        if (term == AM_ALL) {
            return ALL;
        }
        for (int i = 0; i < ATOMS.length; i++) {
            if (ATOMS[i] == term) {
                return 1 << i;
            }
        }
        return 0;
    }

    /** The bits of a list of flags, or {@link #BAD}; {@code {tracer, ..}} and {@code cpu_timestamp} may stand between them. */
    public static int bits(final long listTerm) {
        int bits = 0;
        long rest = listTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long item = Cons.head(rest);
            final int bit = bit(item);
            if (bit == 0 && item != AM_CPU_TIMESTAMP && tracerOf(item) == Term.NON_VALUE) {
                return BAD;
            }
            bits |= bit;
        }
        return rest == Term.NIL ? bits : BAD;
    }

    /** True when a list of flags holds {@code cpu_timestamp}. */
    public static boolean hasCpuTimestamp(final long listTerm) {
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            if (Cons.head(rest) == AM_CPU_TIMESTAMP) {
                return true;
            }
        }
        return false;
    }

    /** The last tracer in a list of flags, or NON_VALUE when it holds none. */
    public static long tracer(final long listTerm) {
        long tracer = Term.NON_VALUE;
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long found = tracerOf(Cons.head(rest));
            tracer = found == Term.NON_VALUE ? tracer : found;
        }
        return tracer;
    }

    private static long tracerOf(final long item) {
        return tracer(item, AM_TRACER);
    }

    /**
     * The tracer of {@code {Tag, Tracer}} or {@code {Tag, erl_tracer, Tracer}}; NON_VALUE when the term is neither, or the tracer no local
     * process or port.
     */
    public static long tracer(final long term, final long tagTerm) {
        final long tracer;
        if (Tuple.isTagged(term, 2, tagTerm)) {
            tracer = Tuple.element(term, 2);
        } else if (Tuple.isTagged(term, 3, tagTerm) && Tuple.element(term, 2) == AM_ERL_TRACER) {
            tracer = Tuple.element(term, 3);
        } else {
            return Term.NON_VALUE;
        }
        return Term.isLocalPid(tracer) || Term.isLocalPort(tracer) ? tracer : Term.NON_VALUE;
    }

    /** The list of flags that some bits stand for. */
    public static long toList(final TermHeap heap, final int bits) {
        long list = Term.NIL;
        for (int i = 0; i < ATOMS.length; i++) {
            if ((bits & 1 << i) != 0) {
                list = Cons.make(heap, ATOMS[i], list);
            }
        }
        return list;
    }
}
