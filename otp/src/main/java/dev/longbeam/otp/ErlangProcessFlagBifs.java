package dev.longbeam.otp;

import dev.longbeam.gc.HeapSettings;
import dev.longbeam.gc.HeapSizes;
import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.SavedCalls;
import dev.longbeam.sched.Signals;
import dev.longbeam.sched.SpawnOptions;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** {@code process_flag}. */
public final class ErlangProcessFlagBifs {
    private static final long AM_TRAP_EXIT = Atom.of("trap_exit");
    private static final long AM_PRIORITY = Atom.of("priority");
    private static final long AM_ERROR_HANDLER = Atom.of("error_handler");
    private static final long AM_MIN_HEAP_SIZE = Atom.of("min_heap_size");
    private static final long AM_MIN_BIN_VHEAP_SIZE = Atom.of("min_bin_vheap_size");
    private static final long AM_MAX_HEAP_SIZE = Atom.of("max_heap_size");
    private static final long AM_FULLSWEEP_AFTER = Atom.of("fullsweep_after");
    private static final long AM_MESSAGE_QUEUE_DATA = Atom.of("message_queue_data");
    private static final long AM_SAVE_CALLS = Atom.of("save_calls");
    private static final long AM_SCHEDULER = Atom.of("scheduler");
    private static final long AM_SENSITIVE = Atom.of("sensitive");
    private static final long AM_ASYNC_DIST = Atom.of("async_dist");
    private static final long AM_MONITOR_NODES = Atom.of("monitor_nodes");
    private static final long AM_ON_HEAP = Atom.of("on_heap");
    private static final long AM_OFF_HEAP = Atom.of("off_heap");

    private static final long AM_NONE = Atom.of("none");
    private static final long AM_BADTYPE = Atom.of("badtype");
    private static final long AM_BADOPT = Atom.of("badopt");
    private static final int MAX_SAVED_CALLS = 10_000;

    private ErlangProcessFlagBifs() {
    }

    /** {@code process_flag/2}: sets a flag of the caller and returns its value before. */
    @Bif("erlang:process_flag/2")
    public static long processFlag(final Process p, final long flagTerm, final long valueTerm) {
        final boolean isBoolean = valueTerm == Atoms.TRUE || valueTerm == Atoms.FALSE;
        if (flagTerm == AM_TRAP_EXIT) {
            final boolean before = p.trapExit;
            if (!isBoolean) {
                return p.badarg();
            }
            p.trapExit = valueTerm == Atoms.TRUE;
            return Atoms.bool(before);
        }
        if (flagTerm == AM_PRIORITY) {
            final int priority = ProcessFlags.priority(valueTerm);
            final int before = p.priority();
            if (priority < 0) {
                return p.badarg();
            }
            p.priority(priority);
            return ProcessFlags.priorityTerm(before);
        }
        if (flagTerm == AM_ERROR_HANDLER && Term.isAtom(valueTerm)) {
            final long before = p.settings.errorHandlerTerm();
            p.settings = p.settings.withErrorHandler(valueTerm);
            return before;
        }
        if (flagTerm == AM_MESSAGE_QUEUE_DATA && (valueTerm == AM_ON_HEAP || valueTerm == AM_OFF_HEAP)) {
            final long before = p.settings.messageQueueDataTerm();
            p.settings = p.settings.withMessageQueueData(valueTerm);
            return before;
        }
        if (flagTerm == AM_SENSITIVE && isBoolean) {
            final boolean before = p.settings.sensitive();
            p.settings = p.settings.withSensitive(valueTerm == Atoms.TRUE);
            return Atoms.bool(before);
        }
        if (flagTerm == AM_ASYNC_DIST && isBoolean) {
            final boolean before = p.settings.asyncDist();
            p.settings = p.settings.withAsyncDist(valueTerm == Atoms.TRUE);
            return Atoms.bool(before);
        }
        if (flagTerm == AM_MAX_HEAP_SIZE) {
            return maxHeap(p, valueTerm);
        }
        if (isBoolean && (flagTerm == AM_MONITOR_NODES || Tuple.isTagged(flagTerm, 2, AM_MONITOR_NODES))) {
            // Without distribution no node ever comes or goes; the result is the number of subscriptions before.
            return Term.makeSmall(0);
        }
        if (flagTerm == AM_SCHEDULER && Term.isSmall(valueTerm) && valueTerm > 0
            && Term.smallValue(valueTerm) <= p.emulator().schedulers.length) {
            final long before = p.boundScheduler;
            p.boundScheduler = (short)Term.smallValue(valueTerm);
            return p.yield(Term.makeSmall(before));
        }
        if (flagTerm == AM_SAVE_CALLS) {
            // The engine looks at it at the beginning of a slice.
            return isSaveCalls(valueTerm) ? p.yield(saveCalls(p, (int)Term.smallValue(valueTerm))) : p.fail(Atoms.BADARG, AM_NONE);
        }
        return Term.isSmall(valueTerm) && valueTerm > 0 ? numberFlag(p, flagTerm, Term.smallValue(valueTerm))
            : p.fail(Atoms.BADARG, AM_BADOPT);
    }

    private static long maxHeap(final Process p, final long valueTerm) {
        final SpawnOptions options = new SpawnOptions(p.emulator().options);
        final HeapSettings settings = p.heapSettings;
        options.heapSettings = settings.withMaxHeap(0, options.heapSettings.maxHeapKill(), options.heapSettings.maxHeapLog());
        final boolean shared = otpRelease(p) >= 27;
        final long before = ProcessFlags.maxHeapTerm(p, settings.maxHeapWords(), settings.maxHeapKill(), settings.maxHeapLog(), shared);
        if (!ProcessFlags.maxHeap(valueTerm, options)) {
            return p.badarg();
        }
        p.heapSettings = options.heapSettings;
        if (p.heapSettings.maxHeapWords() > 0) {
            p.wantCollection();
        }
        return before;
    }

    private static int otpRelease(final Process p) {
        return p.emulator().service(NodeFacts.class).otpRelease();
    }

    private static long numberFlag(final Process p, final long flagTerm, final long value) {
        if (flagTerm == AM_MIN_HEAP_SIZE) {
            final long before = p.heapSettings.minHeapWords();
            p.heapSettings = p.heapSettings.withMinHeapWords((int)Math.min(HeapSizes.atLeast(value), Integer.MAX_VALUE));
            return Term.makeSmall(before);
        }
        if (flagTerm == AM_MIN_BIN_VHEAP_SIZE) {
            final long before = p.heapSettings.minVirtualHeapWords();
            p.heapSettings = p.heapSettings.withMinVirtualHeapWords(HeapSizes.atLeast(value));
            return Term.makeSmall(before);
        }
        if (flagTerm == AM_FULLSWEEP_AFTER) {
            final long before = p.heapSettings.fullsweepAfter();
            p.heapSettings = p.heapSettings.withFullsweepAfter((int)Math.min(value, Integer.MAX_VALUE - 2));
            return Term.makeSmall(before);
        }
        return p.fail(Atoms.BADARG, AM_BADOPT);
    }

    private static boolean isSaveCalls(final long term) {
        return Term.isSmall(term) && Term.smallValue(term) >= 0 && Term.smallValue(term) <= MAX_SAVED_CALLS;
    }

    /** Sets {@code save_calls} of a process that does not run, or runs this BIF; its value before. */
    private static long saveCalls(final Process q, final int length) {
        final SavedCalls before = q.trace == null ? null : q.trace.savedCalls;
        if (length > 0 || before != null) {
            q.tracing().savedCalls = length == 0 ? null : new SavedCalls(length);
        }
        return Term.makeSmall(before == null ? 0 : before.length());
    }

    /** {@code bump_reductions/1}: at most a whole slice of them. */
    @Bif("erlang:bump_reductions/1")
    public static long bumpReductions(final Process p, final long reductionsTerm) {
        if (!Term.isSmall(reductionsTerm) || reductionsTerm < 0) {
            return p.badarg();
        }
        p.bumpReductions((int)Math.min(Term.smallValue(reductionsTerm), Process.SLICE_REDUCTIONS));
        return Atoms.TRUE;
    }

    /** {@code erts_internal:process_flag/3}: {@code save_calls} of any process; an atom says what is wrong. */
    @Bif("erts_internal:process_flag/3")
    public static long processFlag(final Process p, final long pidTerm, final long flagTerm, final long valueTerm) {
        if (!Term.isLocalPid(pidTerm)) {
            return AM_BADTYPE;
        }
        if (flagTerm != AM_SAVE_CALLS || !isSaveCalls(valueTerm)) {
            return Atoms.BADARG;
        }
        if (pidTerm == p.self) {
            return processFlag(p, flagTerm, valueTerm);
        }
        final Process target = p.emulator().processes.live(pidTerm);
        final int value = (int)Term.smallValue(valueTerm);
        final boolean asked = target != null && Signals.request(p, target, q -> {
            final long before = q == null ? Atoms.BADARG : saveCalls(q, value);
            p.complete(r -> before);
        });
        return asked ? p.awaitCompletion() : AM_BADTYPE;
    }
}
