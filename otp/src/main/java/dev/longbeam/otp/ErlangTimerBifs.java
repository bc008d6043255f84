package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.TimerService;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Timers that send messages. */
public final class ErlangTimerBifs {
    private static final long AM_ABS = Atom.of("abs");
    private static final long AM_ASYNC = Atom.of("async");
    private static final long AM_INFO = Atom.of("info");
    private static final long AM_CANCEL_TIMER = Atom.of("cancel_timer");
    private static final long AM_READ_TIMER = Atom.of("read_timer");
    private static final long AM_BADOPT = Atom.of("badopt");
    private static final long AM_TIME = Atom.of("time");
    private static final long NS_PER_MS = 1_000_000;
    private static final int ASYNC = 1;
    private static final int INFO = 2;
    private static final long MAX_MS = 0xFFFF_FFFFL * 1000;

    private ErlangTimerBifs() {
    }

    /** {@code start_timer/3}. */
    @Bif("erlang:start_timer/3")
    public static long startTimer(final Process p, final long timeTerm, final long toTerm, final long messageTerm) {
        return start(p, timeTerm, toTerm, messageTerm, Term.NIL, true);
    }

    /** {@code start_timer/4}. */
    @Bif("erlang:start_timer/4")
    public static long startTimer(final Process p, final long timeTerm, final long toTerm, final long messageTerm, final long optionsTerm) {
        return start(p, timeTerm, toTerm, messageTerm, optionsTerm, true);
    }

    /** {@code send_after/3}. */
    @Bif("erlang:send_after/3")
    public static long sendAfter(final Process p, final long timeTerm, final long toTerm, final long messageTerm) {
        return start(p, timeTerm, toTerm, messageTerm, Term.NIL, false);
    }

    /** {@code send_after/4}. */
    @Bif("erlang:send_after/4")
    public static long sendAfter(final Process p, final long timeTerm, final long toTerm, final long messageTerm, final long optionsTerm) {
        return start(p, timeTerm, toTerm, messageTerm, optionsTerm, false);
    }

    private static long start(final Process p, final long timeTerm, final long toTerm, final long messageTerm, final long optionsTerm,
        final boolean timeoutTuple) {
        boolean absolute = false;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if (!Tuple.isTagged(option, 2, AM_ABS) || !isBoolean(Tuple.element(option, 2))) {
                return p.fail(Atoms.BADARG, AM_BADOPT);
            }
            absolute = Tuple.element(option, 2) == Atoms.TRUE;
        }
        if (rest != Term.NIL) {
            return p.fail(Atoms.BADARG, AM_BADOPT);
        }
        if (!Term.isSmall(timeTerm)) {
            return p.fail(Atoms.BADARG, AM_TIME);
        }
        if (!Term.isLocalPid(toTerm) && !Term.isAtom(toTerm)) {
            return p.badarg();
        }
        final long delayMs = Term.smallValue(timeTerm) - (absolute ? Clock.of(p).monotonicNs() / NS_PER_MS : 0);
        if (delayMs > MAX_MS || !absolute && delayMs < 0) {
            return p.fail(Atoms.BADARG, AM_TIME);
        }
        if (!absolute) {
            return TimerService.start(p, delayMs * NS_PER_MS, toTerm, messageTerm, timeoutTuple);
        }
        // Equal times must stay equal deadlines; only the invoker's clock has no fixed distance to Erlang's.
        final long timeNs = Term.smallValue(timeTerm) * NS_PER_MS;
        return p.emulator().options.invoker
            ? TimerService.start(p, Math.max(0, timeNs - Clock.of(p).monotonicNs()), toTerm, messageTerm, timeoutTuple)
            : TimerService.startAt(p, Clock.of(p).sourceNs(timeNs), toTerm, messageTerm, timeoutTuple);
    }

    private static boolean isBoolean(final long term) {
        return term == Atoms.TRUE || term == Atoms.FALSE;
    }

    /** {@code cancel_timer/1}. */
    @Bif("erlang:cancel_timer/1")
    public static long cancelTimer(final Process p, final long refTerm) {
        return cancelTimer(p, refTerm, Term.NIL);
    }

    /** {@code cancel_timer/2}. */
    @Bif("erlang:cancel_timer/2")
    public static long cancelTimer(final Process p, final long refTerm, final long optionsTerm) {
        final int flags = options(optionsTerm);
        if (flags < 0 || !Term.isReference(refTerm)) {
            return p.badarg();
        }
        return answer(p, refTerm, flags, Term.isBoxed(refTerm, Term.SUBTAG_REF) ? TimerService.cancel(p, Ref.number(refTerm)) : -1,
            AM_CANCEL_TIMER);
    }

    /** {@code read_timer/1}. */
    @Bif("erlang:read_timer/1")
    public static long readTimer(final Process p, final long refTerm) {
        return readTimer(p, refTerm, Term.NIL);
    }

    /** {@code read_timer/2}. */
    @Bif("erlang:read_timer/2")
    public static long readTimer(final Process p, final long refTerm, final long optionsTerm) {
        final int flags = options(optionsTerm);
        if (flags < 0 || !Term.isReference(refTerm)) {
            return p.badarg();
        }
        return answer(p, refTerm, flags, Term.isBoxed(refTerm, Term.SUBTAG_REF) ? TimerService.read(p, Ref.number(refTerm)) : -1,
            AM_READ_TIMER);
    }

    /** {@link #ASYNC} and {@link #INFO}, or -1 when the options are bad. */
    private static int options(final long optionsTerm) {
        int flags = INFO;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            final int flag = Tuple.isTagged(option, 2, AM_ASYNC) ? ASYNC : Tuple.isTagged(option, 2, AM_INFO) ? INFO : 0;
            if (flag == 0 || !isBoolean(Tuple.element(option, 2))) {
                return -1;
            }
            flags = Tuple.element(option, 2) == Atoms.TRUE ? flags | flag : flags & ~flag;
        }
        return rest == Term.NIL ? flags : -1;
    }

    private static long answer(final Process p, final long refTerm, final int flags, final long leftMs, final long tagTerm) {
        final long result = leftMs < 0 ? Atoms.FALSE : Term.makeSmall(leftMs);
        if ((flags & ASYNC) != 0) {
            if ((flags & INFO) != 0) {
                dev.longbeam.sched.Signals.message(p, p, Tuple.make(p, tagTerm, refTerm, result));
            }
            return Atoms.OK;
        }
        return (flags & INFO) != 0 ? result : Atoms.OK;
    }
}
