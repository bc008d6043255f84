package dev.longbeam.otp;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.TraceFlags;
import dev.longbeam.term.Integers;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.lang.management.ManagementFactory;

/** Timestamps of trace messages. Any thread. */
public final class TraceTimes {
    private TraceTimes() {
    }

    /** Lets the trace messages of an emulator have timestamps of this node's clock. */
    public static void install(final Emulator emulator) {
        emulator.traceSettings.timestamps = (heap, kind) -> make(emulator, heap, kind);
    }

    private static long make(final Emulator emulator, final TermHeap heap, final int kind) {
        final NodeState state = NodeState.of(emulator);
        final Clock clock = state.clock;
        return switch (kind) {
            case TraceFlags.MONOTONIC_TIMESTAMP -> Integers.make(heap, clock.monotonicNs());
            case TraceFlags.STRICT_MONOTONIC_TIMESTAMP ->
                Tuple.make(heap, Integers.make(heap, clock.monotonicNs()), state.uniqueIntegers.makeMonotonic(heap, false));
            default -> TimeUnits.timestamp(heap, emulator.traceSettings.cpuTimestamps ? cpuMicros() : clock.uniqueSystemMicros());
        };
    }

    private static long cpuMicros() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getProcessCpuTime() / Clock.MICROSECOND_NS : 0;
    }
}
