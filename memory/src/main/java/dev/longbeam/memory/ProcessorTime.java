package dev.longbeam.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** How much processor time this process has used, without what the JVM has for that, which takes it tens of milliseconds at the first time. Any thread. */
public final class ProcessorTime {
    private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    private static final long MS_PER_S = 1_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final NativeFunction CLOCK_GETTIME = NativeFunction.ofInt("clock_gettime");

    private ProcessorTime() {
    }

    /** Milliseconds of all threads so far, those of the system for them included; as much as there can be when the system does not tell. */
    public static long usedMs() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
            if (CLOCK_GETTIME.call(CLOCK_PROCESS_CPUTIME_ID, time.address(), 0, 0, 0, 0) != 0) {
                return Long.MAX_VALUE;
            }
            return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * MS_PER_S + time.getAtIndex(ValueLayout.JAVA_LONG, 1) / NS_PER_MS;
        }
    }
}
