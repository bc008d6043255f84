package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessMonitors;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.InternalHash32;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * {@code erts_debug:get_internal_state} and {@code set_internal_state}: a view of the machine for tests of the machine. Undefined until a
 * test makes it available. What exists only in the C emulator is a {@code badarg}.
 *
 * <p>They run on the scheduler of the caller.
 */
public final class ErtsDebugStateBifs {
    private static final long AM_AVAILABLE = Atom.of("available_internal_state");
    private static final long AM_WAIT = Atom.of("wait");
    private static final long AM_REDS_LEFT = Atom.of("reds_left");
    private static final long AM_FORCE_GC = Atom.of("force_gc");
    private static final long AM_SLEEP = Atom.of("sleep");
    private static final long AM_BLOCK = Atom.of("block");
    private static final long AM_PROC_SIG_BUFFERS = Atom.of("proc_sig_buffers");
    private static final long AM_PROCESSES = Atom.of("processes");
    private static final long AM_PROCESS_INFO_ARGS = Atom.of("process_info_args");
    private static final long AM_PROCESS_STATUS = Atom.of("process_status");
    private static final long AM_LINK_LIST = Atom.of("link_list");
    private static final long AM_MONITOR_LIST = Atom.of("monitor_list");
    private static final long AM_INTERNAL_HASH = Atom.of("internal_hash");
    private static final long AM_NBALANCE = Atom.of("nbalance");
    private static final long AM_FORCE_HEAP_FRAGS = Atom.of("force_heap_frags");
    private static final long AM_FLXCTR = Atom.of("flxctr_memory_usage");
    private static final long AM_NOTSUP = Atom.of("notsup");
    private static final long AM_WAITING = Atom.of("waiting");
    private static final long AM_RUNNING = Atom.of("running");
    private static volatile boolean available;

    private ErtsDebugStateBifs() {
    }

    /** {@code erts_debug:set_internal_state/2}. */
    @Bif("erts_debug:set_internal_state/2")
    public static long setInternalState(final Process p, final long whatTerm, final long valueTerm) {
        if (whatTerm == AM_AVAILABLE && (valueTerm == Atoms.TRUE || valueTerm == Atoms.FALSE)) {
            final boolean before = available;
            available = valueTerm == Atoms.TRUE;
            return Atoms.bool(before);
        }
        if (!available) {
            return p.fail(Atoms.UNDEF);
        }
        if (whatTerm == AM_WAIT && Term.isAtom(valueTerm)) {
            return Atoms.OK;
        }
        if (whatTerm == AM_PROC_SIG_BUFFERS) {
            return Atoms.TRUE;
        }
        if (whatTerm == AM_FORCE_GC && Term.isLocalPid(valueTerm)) {
            return forceCollection(p, valueTerm);
        }
        if (!Term.isSmall(valueTerm) || valueTerm < 0) {
            return p.badarg();
        }
        final long number = Term.smallValue(valueTerm);
        if (whatTerm == AM_REDS_LEFT) {
            p.leaveReductions((int)Math.min(number, Process.SLICE_REDUCTIONS));
            return Atoms.TRUE;
        }
        if (whatTerm == AM_SLEEP || whatTerm == AM_BLOCK) {
            return sleep(number);
        }
        return p.badarg();
    }

    private static long forceCollection(final Process p, final long pidTerm) {
        final Process target = p.emulator().processes.live(pidTerm);
        if (target == p) {
            p.wantCollection();
            return Atoms.TRUE;
        }
        final boolean asked = target != null && Signals.request(p, target, q -> {
            if (q != null) {
                q.wantCollection();
            }
        });
        return Atoms.bool(asked);
    }

    /** Holds the scheduler, which is what tests want of it. */
    private static long sleep(final long ms) {
        try {
            Thread.sleep(ms);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Atoms.TRUE;
    }

    /** {@code erts_debug:get_internal_state/1}. */
    @Bif("erts_debug:get_internal_state/1")
    public static long getInternalState(final Process p, final long whatTerm) {
        if (!available) {
            return p.fail(Atoms.UNDEF);
        }
        if (whatTerm == AM_AVAILABLE) {
            return Atoms.TRUE;
        }
        if (whatTerm == AM_REDS_LEFT) {
            return Term.makeSmall(Math.max(0, p.reductionsLeft));
        }
        if (whatTerm == AM_PROCESSES) {
            return ErlangProcessBifs.processes(p);
        }
        if (whatTerm == AM_PROCESS_INFO_ARGS) {
            return Cons.list(p, ProcessInfo.allItems());
        }
        if (whatTerm == AM_NBALANCE) {
            return Term.makeSmall(0);
        }
        if (whatTerm == AM_FORCE_HEAP_FRAGS) {
            return Atoms.FALSE;
        }
        if (whatTerm == AM_FLXCTR) {
            return AM_NOTSUP;
        }
        return Term.isTuple(whatTerm) && Tuple.arity(whatTerm) == 2 ? state(p, Tuple.element(whatTerm, 1), Tuple.element(whatTerm, 2))
            : p.badarg();
    }

    private static long state(final Process p, final long whatTerm, final long valueTerm) {
        if (whatTerm == AM_INTERNAL_HASH) {
            return Term.makeSmall(InternalHash32.of(valueTerm));
        }
        if (!Term.isLocalPid(valueTerm)) {
            return p.badarg();
        }
        if (whatTerm == AM_PROCESS_STATUS) {
            final Process target = p.emulator().processes.get(valueTerm);
            return target == null ? Atoms.UNDEFINED : target.isWaiting() ? AM_WAITING : AM_RUNNING;
        }
        if (whatTerm == AM_LINK_LIST) {
            return ask(p, valueTerm, ProcessMonitors::describeLinks);
        }
        return whatTerm == AM_MONITOR_LIST ? ask(p, valueTerm, ProcessMonitors::describeMonitors) : p.badarg();
    }

    /** Describes relations of a process on a heap. */
    @FunctionalInterface
    private interface Description {
        long describe(Process q, TermHeap heap);
    }

    private static long ask(final Process p, final long pidTerm, final Description description) {
        final Process target = p.emulator().processes.live(pidTerm);
        if (target == p) {
            p.fetchSignals();
            return description.describe(p, p);
        }
        final boolean asked = target != null && Signals.request(p, target, q -> {
            final LocalHeap heap = new LocalHeap();
            final long list = q == null ? Atoms.UNDEFINED : description.describe(q, heap);
            p.complete(r -> {
                final long copy = TermCopy.copy(list, r);
                OffHeapList.releaseAll(heap.offHeapAddr);
                heap.close();
                return copy;
            });
        });
        return asked ? p.awaitCompletion() : Atoms.UNDEFINED;
    }
}
