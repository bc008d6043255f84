package dev.longbeam.sched;

import dev.longbeam.term.Pid;

/** Processes for tests of BIFs: they belong to an emulator that does not run. */
public final class TestProcesses {
    private static final int HEAP_WORDS = 4 << 20;
    private static final long SEQUENCE = 99;

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
}
