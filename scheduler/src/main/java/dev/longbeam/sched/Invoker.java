package dev.longbeam.sched;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Steps all schedulers of an emulator on the thread of the caller, in an order that a seed decides, with a clock that goes on only
 * when nobody has anything to do. A race that was found once is a seed that finds it again.
 *
 * <p>One thread. The emulator's options must come from {@link #options}.
 */
public final class Invoker {
    private static final long TICK_NS = 1_000_000L;

    private final Random random;
    private final AtomicLong clockNs = new AtomicLong();
    private Emulator emulator;

    /** An invoker whose choices come from a seed. */
    public Invoker(final long seed) {
        random = new Random(seed);
    }

    /** Makes options those of an emulator that this invoker steps. */
    public EmulatorOptions options(final EmulatorOptions options) {
        options.invoker = true;
        options.clockNs = clockNs::get;
        return options;
    }

    /** Takes the emulator to step. */
    public void emulator(final Emulator newEmulator) {
        emulator = newEmulator;
    }

    /** Lets one scheduler do a cycle; returns how much it did. */
    public int step() {
        final int work = emulator.step(emulator.schedulers[random.nextInt(emulator.schedulers.length)]);
        if (work == 0) {
            clockNs.addAndGet(random.nextInt(4) == 0 ? TICK_NS : 0);
        }
        return work;
    }

    /** Lets each scheduler of an emulator do a cycle, in their order and without any clock of ours; returns how much they did. */
    public static int cycle(final Emulator emulator) {
        int work = 0;
        for (final Scheduler scheduler : emulator.schedulers) {
            work += emulator.step(scheduler);
        }
        return work;
    }

    /** Time of the invoker's clock, in nanoseconds since its making. */
    public long clockNs() {
        return clockNs.get();
    }
}
