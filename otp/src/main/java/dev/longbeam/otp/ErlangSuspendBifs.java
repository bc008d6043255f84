package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.sched.Suspensions;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;
import java.util.function.LongConsumer;

/** {@code suspend_process} and {@code resume_process}. They run on the scheduler of the caller. */
public final class ErlangSuspendBifs {
    private static final long AM_UNLESS_SUSPENDING = Atom.of("unless_suspending");
    private static final long AM_ASYNCHRONOUS = Atom.of("asynchronous");
    private static final long AM_BADOPT = Atom.of("badopt");
    private static final long AM_INTERNAL_ERROR = Atom.of("internal_error");

    private ErlangSuspendBifs() {
    }

    /** What {@code erlang:suspend_process/1,2} ask for: true, false, or what is wrong. */
    @Bif("erts_internal:suspend_process/2")
    public static long suspendProcess(final Process p, final long pidTerm, final long optionsTerm) {
        if (pidTerm == p.self || !Term.isLocalPid(pidTerm)) {
            return Atoms.BADARG;
        }
        boolean unlessSuspending = false;
        boolean asynchronous = false;
        long tagTerm = Term.NON_VALUE;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if (option == AM_UNLESS_SUSPENDING) {
                unlessSuspending = true;
            } else if (option == AM_ASYNCHRONOUS) {
                asynchronous = true;
            } else if (Tuple.isTagged(option, 2, AM_ASYNCHRONOUS)) {
                asynchronous = true;
                tagTerm = Tuple.element(option, 2);
            } else {
                return AM_BADOPT;
            }
        }
        if (rest != Term.NIL) {
            return AM_BADOPT;
        }
        final Process target = p.emulator().processes.live(pidTerm);
        final boolean counts = !unlessSuspending || !Suspensions.has(p, pidTerm);
        final boolean gone = target == null || counts && !Suspensions.suspend(p, target);
        if (asynchronous) {
            if (tagTerm != Term.NON_VALUE) {
                answerLater(p, gone ? null : target, tagTerm);
            }
            return Atoms.bool(counts);
        }
        if (gone) {
            return Atoms.BADARG;
        }
        return Suspensions.isActive(p, pidTerm) ? Atoms.bool(counts) : await(p, target, Atoms.bool(counts));
    }

    private static long await(final Process p, final Process target, final long resultTerm) {
        final boolean asked = Suspensions.whenSuspended(p, target, stateTerm -> {
            final long failure = stateTerm == Suspensions.AM_EXITED ? Atoms.BADARG : AM_INTERNAL_ERROR;
            final long answer = stateTerm == Suspensions.AM_SUSPENDED ? resultTerm : failure;
            p.complete(r -> answer);
        });
        return asked ? p.awaitCompletion() : Atoms.BADARG;
    }

    /** The caller gets {@code {Tag, State}} as soon as the process has stopped. */
    private static void answerLater(final Process p, final Process target, final long tagTerm) {
        final LocalHeap heap = new LocalHeap();
        final long tag = TermCopy.copy(tagTerm, heap);
        final LongConsumer answer = stateTerm -> {
            Signals.message(p, TermCopy.sizeWords(tag) + 3, to -> Tuple.make(to, TermCopy.copy(tag, to), stateTerm));
            OffHeapList.releaseAll(heap.offHeapAddr);
            heap.close();
        };
        if (target == null || !Suspensions.whenSuspended(p, target, answer)) {
            answer.accept(Atoms.BADARG);
        }
    }

    /** {@code resume_process/1}. */
    @Bif("erlang:resume_process/1")
    public static long resumeProcess(final Process p, final long pidTerm) {
        return Term.isLocalPid(pidTerm) && Suspensions.resume(p, pidTerm) ? Atoms.TRUE : p.badarg();
    }
}
