package dev.longbeam.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Pins threads to cores with {@code sched_setaffinity}. */
public final class CpuAffinity {
    private static final int MASK_BYTES = 128;

    private CpuAffinity() {
    }

    /** Pins the current thread to the {@code index}-th core, modulo their number. True when the kernel agreed. */
    public static boolean pinCurrentThread(final int index) {
        final int core = index % Runtime.getRuntime().availableProcessors();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(MASK_BYTES);
            mask.set(ValueLayout.JAVA_BYTE, core >> 3, (byte)(1 << (core & 7)));
            return NativeFunction.ofInt("sched_setaffinity").call(0, MASK_BYTES, mask.address(), 0, 0, 0) == 0;
        }
    }
}
