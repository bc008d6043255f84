package dev.longbeam.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Pins threads to cores with {@code sched_setaffinity}. */
@SuppressWarnings("restricted")
public final class CpuAffinity {
    private static final int MASK_BYTES = 128;

    private CpuAffinity() {
    }

    /** Pins the current thread to the {@code index}-th core, modulo their number. True when the kernel agreed. */
    public static boolean pinCurrentThread(final int index) {
        final int core = index % Runtime.getRuntime().availableProcessors();
        final Linker linker = Linker.nativeLinker();
        final MemorySegment symbol = linker.defaultLookup().find("sched_setaffinity").orElse(null);
        if (symbol == null) {
            return false;
        }
        final MethodHandle handle = linker.downcallHandle(symbol,
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(MASK_BYTES);
            mask.set(ValueLayout.JAVA_BYTE, core >> 3, (byte)(1 << (core & 7)));
            return (int)handle.invokeExact(0, (long)MASK_BYTES, mask) == 0;
        } catch (final Throwable t) {
            return false;
        }
    }
}
