package dev.longbeam.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/**
 * Pins threads to cores with {@code sched_setaffinity}. A new thread, and a new program too, has the cores of the thread that makes it: one that a pinned
 * thread may have made calls {@link #unpinCurrentThread} first.
 */
public final class CpuAffinity {
    private static final int MASK_BYTES = 128;
    /** What the first thread that asks may use: nobody has been pinned by then. Empty when the system does not tell. */
    private static final BitSet ALLOWED = allowedCores();

    private CpuAffinity() {
    }

    /** Numbers of the cores that the current thread may use, none when the system does not tell. */
    static BitSet allowedCores() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(MASK_BYTES);
            return NativeFunction.ofInt("sched_getaffinity").call(0, MASK_BYTES, mask.address(), 0, 0, 0) == 0
                ? BitSet.valueOf(mask.toArray(ValueLayout.JAVA_BYTE)) : new BitSet();
        }
    }

    private static boolean allow(final BitSet cores) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(MASK_BYTES);
            MemorySegment.copy(cores.toByteArray(), 0, mask, ValueLayout.JAVA_BYTE, 0, cores.toByteArray().length);
            return NativeFunction.ofInt("sched_setaffinity").call(0, MASK_BYTES, mask.address(), 0, 0, 0) == 0;
        }
    }

    /** Pins the current thread to a core. True when the kernel agreed. */
    public static boolean pinCurrentThread(final int core) {
        final BitSet cores = new BitSet();
        cores.set(core);
        return allow(cores);
    }

    /** Pins the current thread to the {@code index}-th of the cores that the process may use, modulo their number. True when the kernel agreed. */
    public static boolean pinCurrentThreadToNth(final int index) {
        return !ALLOWED.isEmpty() && pinCurrentThread(ALLOWED.stream().skip(index % ALLOWED.cardinality()).findFirst().getAsInt());
    }

    /** Lets the current thread use all cores that the process may use. */
    public static void unpinCurrentThread() {
        if (!ALLOWED.isEmpty()) {
            allow(ALLOWED);
        }
    }
}
