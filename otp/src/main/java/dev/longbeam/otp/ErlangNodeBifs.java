package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** The node: its end, its neighbours. */
public final class ErlangNodeBifs {
    private static final long AM_FLUSH = Atom.of("flush");
    private static final long AM_ABORT = Atom.of("abort");
    private static final long AM_ALLOW_PASSIVE_CONNECT = Atom.of("allow_passive_connect");
    private static final long AM_BADOPT = Atom.of("badopt");
    private static final long AM_NOTALIVE = Atom.of("notalive");

    private ErlangNodeBifs() {
    }

    /** {@code halt/2}: a status, a slogan for the crash dump, or {@code abort}. */
    @Bif("erlang:halt/2")
    public static long halt(final Process p, final long statusTerm, final long optionsTerm) {
        boolean flush = true;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if (!Term.isTuple(option) || Tuple.arity(option) != 2 || !Term.isAtom(Tuple.element(option, 2))) {
                return p.badarg();
            }
            if (Tuple.element(option, 1) == AM_FLUSH) {
                flush = Tuple.element(option, 2) == Atoms.TRUE;
            }
        }
        if (rest != Term.NIL) {
            return p.badarg();
        }
        final NodeEnd end = p.emulator().service(NodeEnd.class);
        if (Term.isSmall(statusTerm) && statusTerm >= 0) {
            end.halt((int)(Term.smallValue(statusTerm) & 0xFF), flush);
        } else if (statusTerm == AM_ABORT) {
            end.abort();
        } else {
            final String slogan = Bitstring.isBinary(statusTerm) ? new String(Bitstring.toArray(statusTerm)) : ErlangTexts.text(statusTerm);
            if (slogan == null) {
                return p.badarg();
            }
            end.crash(slogan);
        }
        return p.awaitCompletion();
    }

    /** {@code nodes/0}: no distribution yet. */
    @Bif("erlang:nodes/0")
    public static long nodes(final Process p) {
        return Term.NIL;
    }

    /** {@code nodes/1}. */
    @Bif("erlang:nodes/1")
    public static long nodes(final Process p, final long kindTerm) {
        return Term.NIL;
    }

    /** {@code nodes/2}. */
    @Bif("erlang:nodes/2")
    public static long nodes(final Process p, final long kindTerm, final long optionsTerm) {
        return Term.NIL;
    }

    /** {@code monitor_node/2}. */
    @Bif("erlang:monitor_node/2")
    public static long monitorNode(final Process p, final long nodeTerm, final long flagTerm) {
        return monitorNode(p, nodeTerm, flagTerm, Term.NIL);
    }

    /** {@code monitor_node/3}: without distribution there is no other node that could go down. */
    @Bif("erlang:monitor_node/3")
    public static long monitorNode(final Process p, final long nodeTerm, final long flagTerm, final long optionsTerm) {
        long rest = optionsTerm;
        while (Term.isCons(rest) && Cons.head(rest) == AM_ALLOW_PASSIVE_CONNECT) {
            rest = Cons.tail(rest);
        }
        if (rest != Term.NIL) {
            return p.fail(Atoms.BADARG, AM_BADOPT);
        }
        if (!Term.isAtom(nodeTerm)) {
            return p.badarg();
        }
        if (nodeTerm != p.emulator().nodeTerm()) {
            return p.fail(AM_NOTALIVE);
        }
        return flagTerm == Atoms.TRUE || flagTerm == Atoms.FALSE ? Atoms.TRUE : p.badarg();
    }

    /** {@code io:printable_range/0}: what {@code +pc} has set. */
    @Bif("io:printable_range/0")
    public static long printableRange(final Process p) {
        return p.emulator().options.printableUnicode ? Atoms.UNICODE : Atoms.LATIN1;
    }

    /** {@code net_kernel:dflag_unicode_io/1}: every node understands it. */
    @Bif("net_kernel:dflag_unicode_io/1")
    public static long dflagUnicodeIo(final Process p, final long pidTerm) {
        return Atoms.TRUE;
    }

    /** {@code erts_internal:is_system_process/1}. */
    @Bif("erts_internal:is_system_process/1")
    public static long isSystemProcess(final Process p, final long pidTerm) {
        if (!Term.isPid(pidTerm)) {
            return p.badarg();
        }
        final Process target = p.emulator().processes.live(pidTerm);
        return Atoms.bool(target != null && target.systemProcess);
    }

    /** {@code erts_internal:dirty_process_handle_signals/1}: there are no dirty schedulers whose processes need help. */
    @Bif("erts_internal:dirty_process_handle_signals/1")
    public static long dirtyProcessHandleSignals(final Process p, final long pidTerm) {
        return Atoms.NORMAL;
    }
}
