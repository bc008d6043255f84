package dev.longbeam.sched;

import dev.longbeam.term.Pid;
import dev.longbeam.term.SlicedWork;
import dev.longbeam.term.Term;

/** Processes for tests of BIFs: they belong to an emulator that does not run. */
public final class TestProcesses {
    private static final int HEAP_WORDS = 4 << 20;
    private static final long SEQUENCE = 99;
    private static final long SLICE_STEPS = 1000;

    private TestProcesses() {
    }

    /** A process with an empty heap, large enough for a test. */
    public static Process fresh() {
        final EmulatorOptions options = new EmulatorOptions();
        options.schedulers = 1;
        options.pin = false;
        final Process process = new Process(Pid.makeLocal(SEQUENCE));
        process.scheduler = new Emulator(options).schedulers[0];
        process.createHeap(HEAP_WORDS);
        process.reductionsLeft = Process.SLICE_REDUCTIONS;
        return process;
    }

    /** The blocking work that a BIF asked for. */
    public static BlockingCall blockingCall(final Process process) {
        return process.blockingCall;
    }

    /** The result of a BIF that wants more slices. */
    public static long finishLongCall(final Process p) {
        final SlicedWork work = p.slicedWork;
        p.slicedWork = null;
        boolean done = false;
        while (!done) {
            done = work.advance(SLICE_STEPS);
        }
        final long result = work.result();
        return result == Term.NON_VALUE ? p.badarg() : result;
    }

    /** True when a BIF wants more slices. */
    public static boolean isInLongCall(final Process p) {
        return p.slicedWork != null;
    }
}
