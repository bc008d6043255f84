package dev.longbeam.sched;

import dev.longbeam.gc.HeapSettings;
import dev.longbeam.term.OtpVariant;
import dev.longbeam.trace.TraceOptions;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * What an emulator is started with. A plain record of settings: set the fields, then make the emulator.
 *
 * <p>Not thread-safe; read-only once the emulator runs.
 */
public final class EmulatorOptions {
    /** The rules for terms: those of the release. */
    public OtpVariant variant = OtpVariant.OTP_25;
    /** Number of schedulers ({@code +S}). */
    public int schedulers = Runtime.getRuntime().availableProcessors();
    /** How many of them programs are told to be online ({@code +S}); 0 for all. */
    public int schedulersOnline;
    /** Largest number of processes ({@code +P}). */
    public int processLimit = 262_144;
    /** Largest number of ports ({@code +Q}). */
    public int portLimit = 65_536;
    /** Idle schedulers never sleep. */
    public boolean busySpin;
    /** What each scheduler does when it is idle, in place of sleeping until it is woken; null for sleeping. */
    public Supplier<IdleStrategy> idleStrategy;
    /** How often an idle scheduler looks for messages before it sleeps. */
    public int spins = 1500;
    /** Words of the first block of a process at least, before it grows to {@code min_heap_size} with its first collection. */
    public int firstHeapWords = 16;
    /** Heap settings of new processes ({@code +hms}, {@code +hmbs}, {@code system_flag}). */
    public volatile HeapSettings heapSettings = HeapSettings.DEFAULT;
    /** Texts with any printable Unicode character are shown as texts ({@code +pc unicode}). */
    public boolean printableUnicode;
    /** Clock of the timers, in nanoseconds; tests put a clock of their own here. */
    public LongSupplier clockNs = System::nanoTime;
    /** What to record, and where; null or level off for nothing. */
    public TraceOptions trace;
    /** Folder of the live counters, or null for none. */
    public Path countersDirectory;
    /** No threads: an {@link Invoker} steps the schedulers, and blocking calls run at once on its thread. */
    public boolean invoker;
    /** Depth of stack traces ({@code system_flag(backtrace_depth)}). */
    public volatile int backtraceDepth = 8;
    /** Collect at every so many allocation points, 0 for when the heap is full only: finds terms that nobody registered as a root. */
    public int gcStress;
    /** Pin each scheduler's thread to a core. */
    public boolean pin = true;
    /** The cores that the schedulers are pinned to, in their order; null for those with the same numbers. */
    public int[] cores;
}
