package dev.longbeam.embed;

import dev.longbeam.memory.Blocks;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.EmulatorOptions;
import dev.longbeam.sched.Engine;
import dev.longbeam.sched.Process;
import dev.longbeam.trace.TraceLevel;
import dev.longbeam.trace.TraceOptions;

/** The emulator of a node that is not started, with or without OTP. */
interface Machine {
    /** The emulator. */
    Emulator emulator();

    /** Starts it. */
    void start();

    /** The schedulers have stopped. */
    default void stopped() {
        // Nothing else runs.
    }

    /** The processes are gone: frees the rest. */
    default void freed() {
        // There is no rest.
    }

    /**
     * The machine that a context asks for.
     *
     * @param whenHalted run on a thread of its own when Erlang code ends the node
     */
    static Machine of(final NodeContext context, final Runnable whenHalted) {
        if (context.memoryLimitBytes > 0) {
            Blocks.limitBytes(context.memoryLimitBytes);
        }
        final EmulatorOptions options = options(context);
        return context.otpRoot != null ? new OtpNode(context, options, whenHalted) : new WithoutOtp(new Emulator(options));
    }

    private static EmulatorOptions options(final NodeContext context) {
        final EmulatorOptions options = new EmulatorOptions();
        options.schedulers = context.schedulers;
        options.cores = context.cores;
        options.pin = context.pinned;
        options.busySpin = context.busySpin;
        options.spins = context.spins;
        options.idleStrategy = context.idleStrategy;
        options.processLimit = context.processLimit;
        options.countersDirectory = context.countersDirectory;
        options.invoker = context.invokerMode;
        if (context.clockNs != null) {
            options.clockNs = context.clockNs;
        }
        if (context.traceLevel != TraceLevel.OFF) {
            options.trace = new TraceOptions();
            options.trace.level = context.traceLevel;
            options.trace.directory = context.traceDirectory;
            options.trace.nodeFacts = "name=" + context.nodeName + "\npid=" + ProcessHandle.current().pid() + "\nschedulers="
                + context.schedulers + "\njava=" + Runtime.version();
        }
        return options;
    }

    /** A machine that runs Java processes only. */
    final class WithoutOtp implements Machine {
        private final Emulator emulator;

        WithoutOtp(final Emulator emulator) {
            this.emulator = emulator;
        }

        @Override
        public Emulator emulator() {
            return emulator;
        }

        @Override
        public void start() {
            emulator.start(scheduler -> new NoCode());
        }
    }

    /** The engine of a machine without code. */
    final class NoCode implements Engine {
        @Override
        public int run(final Process p) {
            throw new IllegalStateException("a process without behaviour on a node without code");
        }
    }
}
