package dev.longbeam.memory;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The cheapest monotonic clock of the machine: the processor's time stamp counter where the kernel itself trusts it for its clock,
 * {@code System.nanoTime} elsewhere. Ticks have no fixed unit; pair them with {@code nanoTime} at two moments to learn it. Sixteen steps of
 * the counter are a tick, some nanoseconds: what tells finer times does not come out finer, and takes more room in traces.
 *
 * <p>Any thread; all threads see the same time.
 */
@SuppressWarnings("restricted")
public final class TickClock {
    /** {@code longbeam.clock=nano} switches the counter off. */
    private static final String CHOICE = "longbeam.clock";
    private static final Path KERNEL_CLOCK = Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource");
    /** rdtsc; shl rdx, 32; or rax, rdx; shr rax, 4; ret. */
    private static final byte[] X86_READ = {0x0F, 0x31, 0x48, (byte)0xC1, (byte)0xE2, 0x20, 0x48, 0x09, (byte)0xD0, 0x48, (byte)0xC1, (byte)0xE8,
        0x04, (byte)0xC3};
    /** Lines of the cache that {@link #ticksWritingOn} fetches, of so many bytes each. */
    private static final int LINES = 8;
    private static final int LINE_BYTES = 64;
    /** prefetchw [rdi + offset], with the offset in four bytes behind it. */
    private static final byte[] X86_FETCH = {0x0F, 0x0D, (byte)0x8F};
    private static final long PAGE_BYTES = 4096;
    private static final int PROT_READ_WRITE = 3;
    private static final int PROT_READ_EXECUTE = 5;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    private static final MethodHandle COUNTER;
    private static final MethodHandle FETCHING_COUNTER;
    private static final boolean HAS_COUNTER;

    static {
        final MemorySegment code = code();
        HAS_COUNTER = code != null;
        COUNTER = HAS_COUNTER ? handle(code) : null;
        FETCHING_COUNTER = HAS_COUNTER ? handle(code.asSlice(X86_READ.length)) : null;
    }

    private TickClock() {
    }

    /** Now, in ticks. */
    public static long ticks() {
        if (!HAS_COUNTER) {
            return System.nanoTime();
        }
        try {
            return (long)COUNTER.invokeExact(0L);
        } catch (final Throwable t) {
            throw new IllegalStateException("the time stamp counter cannot be read", t);
        }
    }

    /**
     * Now, in ticks, for somebody who writes on at an address: the lines of the cache behind the one there are fetched meanwhile, which takes no
     * time; a store to a line that is missing takes some hundred nanoseconds as soon as an atomic operation waits for it.
     *
     * @param addr any, also one where nothing is
     */
    public static long ticksWritingOn(final long addr) {
        if (!HAS_COUNTER) {
            return System.nanoTime();
        }
        try {
            return (long)FETCHING_COUNTER.invokeExact(addr);
        } catch (final Throwable t) {
            throw new IllegalStateException("the time stamp counter cannot be read", t);
        }
    }

    /** True when ticks are those of the processor's counter, false when they are nanoseconds. */
    public static boolean isCounter() {
        return HAS_COUNTER;
    }

    /** The counter takes the word that the other one needs, too: so both have one way of calling, which takes the JVM milliseconds to make. */
    private static MethodHandle handle(final MemorySegment code) {
        return Linker.nativeLinker().downcallHandle(code, FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Linker.Option.critical(false));
    }

    /** The code that reads the counter, and behind it that of {@link #ticksWritingOn}; null where the counter is not to be used. */
    private static MemorySegment code() {
        try {
            if ("nano".equals(System.getProperty(CHOICE)) || !"amd64".equals(System.getProperty("os.arch"))
                || !Files.readString(KERNEL_CLOCK).strip().equals("tsc")) {
                return null;
            }
            return executable();
        } catch (final IOException e) {
            return null;
        }
    }

    /** A page with the code that reads the counter, or null when the system maps no executable pages. */
    private static MemorySegment executable() {
        final long addr = NativeFunction.ofWord("mmap").call(0, PAGE_BYTES, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
        if (addr == -1) {
            return null;
        }
        final MemorySegment page = MemorySegment.ofAddress(addr).reinterpret(PAGE_BYTES);
        final ByteBuffer code = page.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).put(X86_READ);
        for (int i = 0; i < LINES; i++) {
            code.put(X86_FETCH).putInt((i + 1) * LINE_BYTES);
        }
        code.put(X86_READ);
        return NativeFunction.ofInt("mprotect").call(addr, PAGE_BYTES, PROT_READ_EXECUTE, 0, 0, 0) == 0 ? page : null;
    }
}
