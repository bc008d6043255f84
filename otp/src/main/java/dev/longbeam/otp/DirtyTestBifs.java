package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;

/**
 * {@code erts_debug:dirty_cpu/2}, {@code dirty_io/2} and {@code dirty/3}: what tests let run on dirty schedulers. Dirty work here is a
 * blocking call, on a thread of its own.
 */
public final class DirtyTestBifs {
    private static final long AM_NORMAL = Atom.of("normal");
    private static final long AM_DIRTY_CPU = Atom.of("dirty_cpu");
    private static final long AM_DIRTY_IO = Atom.of("dirty_io");
    private static final long AM_SCHEDULER = Atom.of("scheduler");
    private static final long AM_TYPE = Atom.of("type");
    private static final long AM_COPY = Atom.of("copy");
    private static final long AM_SEND = Atom.of("send");
    private static final long AM_WAIT = Atom.of("wait");
    private static final long AM_RESCHEDULE = Atom.of("reschedule");
    private static final long AM_READY_WAIT6_DONE = Atom.of("ready_wait6_done");
    private static final long AM_ALIVE_WAITEXITING = Atom.of("alive_waitexiting");
    private static final long AM_READY = Atom.of("ready");
    private static final long AM_DONE = Atom.of("done");
    private static final long AM_ALIVE = Atom.of("alive");
    private static final long AM_NOTSUP = Atom.of("notsup");
    private static final long AM_NOPROC = Atom.of("noproc");
    private static final int COPIES = 1000;
    private static final int LONG_WAIT_MS = 6000;
    private static final int POLL_MS = 10;

    private DirtyTestBifs() {
    }

    /** {@code erts_debug:dirty_cpu/2}. */
    @Bif("erts_debug:dirty_cpu/2")
    public static long dirtyCpu(final Process p, final long whatTerm, final long argTerm) {
        return run(p, AM_DIRTY_CPU, whatTerm, argTerm);
    }

    /** {@code erts_debug:dirty_io/2}. */
    @Bif("erts_debug:dirty_io/2")
    public static long dirtyIo(final Process p, final long whatTerm, final long argTerm) {
        return run(p, AM_DIRTY_IO, whatTerm, argTerm);
    }

    /** {@code erts_debug:dirty/3}: on a scheduler of some type. */
    @Bif("erts_debug:dirty/3")
    public static long dirty(final Process p, final long typeTerm, final long whatTerm, final long argTerm) {
        return typeTerm == AM_NORMAL || typeTerm == AM_DIRTY_CPU || typeTerm == AM_DIRTY_IO ? run(p, typeTerm, whatTerm, argTerm) : p.badarg();
    }

    private static long run(final Process p, final long typeTerm, final long whatTerm, final long argTerm) {
        if (whatTerm == AM_SCHEDULER && argTerm == AM_TYPE) {
            return typeTerm;
        } else if (whatTerm == Atoms.ERROR) {
            final boolean known = argTerm == AM_NOTSUP || argTerm == Atoms.UNDEF || argTerm == Atoms.BADARITH || argTerm == AM_NOPROC
                || argTerm == Atoms.SYSTEM_LIMIT;
            final long reason = known ? argTerm : Atoms.BADARG;
            return p.await(() -> q -> q.fail(reason));
        } else if (whatTerm == AM_COPY) {
            long list = Term.NIL;
            for (int i = 0; i < COPIES; i++) {
                list = Cons.make(p, TermCopy.copy(argTerm, p), list);
            }
            return list;
        } else if (whatTerm == AM_WAIT && Term.isSmall(argTerm) && argTerm >= 0) {
            return sleep(p, Term.smallValue(argTerm));
        } else if (whatTerm == AM_RESCHEDULE && Term.isSmall(argTerm) && argTerm >= 0) {
            final boolean even = (Term.smallValue(argTerm) & 1) == 0;
            return p.await(() -> q -> even ? Atoms.OK : q.badarg());
        }
        final Process to = p.emulator().find(argTerm);
        return to == null ? p.badarg() : report(p, whatTerm, to);
    }

    private static long report(final Process p, final long whatTerm, final Process to) {
        if (whatTerm == AM_SEND) {
            send(p, to, Atoms.OK);
            return Atoms.OK;
        } else if (whatTerm == AM_READY_WAIT6_DONE) {
            return p.await(() -> {
                send(p, to, AM_READY);
                Thread.sleep(LONG_WAIT_MS);
                send(p, to, AM_DONE);
                return q -> Atoms.OK;
            });
        } else if (whatTerm == AM_ALIVE_WAITEXITING) {
            return p.await(() -> {
                send(p, to, AM_ALIVE);
                while (!p.isExiting()) {
                    Thread.sleep(POLL_MS);
                }
                return q -> Atoms.OK;
            });
        }
        return p.badarg();
    }

    private static long sleep(final Process p, final long ms) {
        return p.await(() -> {
            Thread.sleep(ms);
            return q -> Atoms.OK;
        });
    }

    private static void send(final Process p, final Process to, final long whatTerm) {
        Signals.message(to, 3, heap -> Tuple.make(heap, whatTerm, p.self));
    }
}
