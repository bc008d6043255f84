package dev.longbeam.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/**
 * What the kernel of Linux gives a thread of its processor: asks for short turns, and tells how much the thread has had. Elsewhere it tells nothing.
 *
 * <p>Each instance, and what it asks for, is of the thread that calls it.
 */
public final class ProcessorTurns {
    private static final long SHORTEST_NS = 100_000;
    private static final int RUSAGE_THREAD = 1;
    private static final int RUSAGE_BYTES = 144;
    private static final int WAITS_OFFSET = 128;
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final long NS_PER_S = 1_000_000_000L;
    /** The number of the system call {@code sched_setattr}, which older C libraries have no function for. */
    private static final Map<String, Integer> SCHED_SETATTR = Map.of("amd64", 314, "aarch64", 274);
    private static final int SCHED_ATTR_BYTES = 48;
    private static final int FLAGS_OFFSET = 8;
    private static final int KEEP_POLICY = 8;
    private static final int NICE_OFFSET = 16;
    private static final int TURN_NS_OFFSET = 24;

    private static final NativeFunction GETRUSAGE = NativeFunction.ofInt("getrusage");
    private static final NativeFunction CLOCK_GETTIME = NativeFunction.ofInt("clock_gettime");

    private final MemorySegment usage = Arena.ofAuto().allocate(RUSAGE_BYTES, Long.BYTES);
    private final MemorySegment used = Arena.ofAuto().allocate(2 * Long.BYTES, Long.BYTES);

    /**
     * Asks for the shortest turns that there are. Since Linux 6.12 a thread with shorter turns gets the processor as soon as it wakes; without, the one
     * that has it keeps it to the end of a turn of milliseconds. The thread's share of the processor stays the same. False when the kernel refused.
     */
    public static boolean askForShort() {
        final Integer call = System.getProperty("os.name").equals("Linux") ? SCHED_SETATTR.get(System.getProperty("os.arch")) : null;
        if (call == null) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment attributes = arena.allocate(SCHED_ATTR_BYTES, Long.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, SCHED_ATTR_BYTES);
            attributes.set(ValueLayout.JAVA_LONG, FLAGS_OFFSET, KEEP_POLICY);
            // The nice value cannot be left out.
            attributes.set(ValueLayout.JAVA_INT, NICE_OFFSET, (int)NativeFunction.ofInt("getpriority").call(0, 0, 0, 0, 0, 0));
            attributes.set(ValueLayout.JAVA_LONG, TURN_NS_OFFSET, SHORTEST_NS);
            return NativeFunction.ofInt("syscall").call(call, 0, attributes.address(), 0, 0, 0) == 0;
        }
    }

    /** Reads what the thread has had so far; false when the system does not tell. Some hundred nanoseconds. */
    public boolean read() {
        return CLOCK_GETTIME.call(CLOCK_THREAD_CPUTIME_ID, used.address(), 0, 0, 0, 0) == 0 && GETRUSAGE.call(RUSAGE_THREAD, usage.address(), 0, 0, 0, 0) == 0;
    }

    /** Nanoseconds that it has had the processor, as of the last {@link #read}. */
    public long usedNs() {
        return used.get(ValueLayout.JAVA_LONG, 0) * NS_PER_S + used.get(ValueLayout.JAVA_LONG, Long.BYTES);
    }

    /** How often it has waited for something else than the processor, as of the last {@link #read}. */
    public long waits() {
        return usage.get(ValueLayout.JAVA_LONG, WAITS_OFFSET);
    }
}
