package dev.longbeam.sched;

import dev.longbeam.gc.Collector;
import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.SlicedWork;

/**
 * What every slice of a process, every message to it and every wait of it need: the JVM keeps the fields of one class together, so that these few
 * dozen take as few cache lines as they can, behind those of the mailbox and of the heap.
 *
 * <p>A part of {@link Process}, owned by the scheduler that runs it, but for what is volatile.
 */
abstract class RunState extends Mailbox {
    /** Reductions of one slice. */
    public static final int SLICE_REDUCTIONS = 4000;

    private static final int FIRST_SAVED_WORDS = 8;

    /** The pid. */
    public final long self;
    /** Where the process goes on. */
    public long codePointer;
    /** Reductions of the slices that have ended. */
    long reductionsBefore;
    /** Reason to exit that a signal has brought, or NON_VALUE; on this heap. */
    public long exitReasonTerm;
    /** The newest of the signals that have arrived, or how the process is without any, see {@link Process#push}. */
    volatile long inboxAddr;
    /** When the process became ready, in ticks; all bits turned, and so negative, when a message has woken it that stands in its mailbox. While a trace is recorded. */
    long queuedTicks;
    /** Words on its heap that the trace has counted as allocated. */
    long recordedWords;
    /** Id of the message that is being handled. */
    public long causeId;
    /** The X registers that are saved, 0 before the first. */
    private long savedAddr;
    /** Timer of the current receive, 0 for none. */
    long receiveTimer;
    /** X registers that are saved while the process does not run. */
    public int liveCount;
    /** Reductions left in this slice. */
    public int reductionsLeft;
    /** Reductions that this slice may use. */
    int sliceReductions;
    /** Number of those that have suspended this process: other processes, ports, the code server. */
    int suspendCount;
    /** The process has forgotten its stack and sleeps until there is a message. */
    public boolean hibernating;
    /** True while the process waits for a completion. */
    public boolean awaiting;
    /** True when the timeout of the current receive has passed. */
    public boolean timedOut;
    /** It waits to go on computing: it has used up a slice, with few messages. */
    boolean computes;
    /** True when the last slice ended in waiting for a message. */
    boolean waiting;
    /** Something other than a signal has arrived since the process began to run. */
    volatile boolean roused;
    /** Priority: 0 max, 1 high, 2 normal, 3 low. */
    byte priority = 2;
    /** Priority in the run queue: higher than its own while somebody with a higher one waits for it to handle a signal. */
    byte queuePriority = 2;
    /** Under GC stress: the process has been collected, and does not ask for it once more at the place where it goes on. */
    public boolean collectedByStress;
    /** A filter of the trace leaves out messages and calls of this process. */
    public boolean untraced;
    /** Number of the scheduler, from 1, by whose ring signals of other schedulers come, for life; 0 for none. See {@link ProcessTable#home}. */
    short home;
    /** Number of the scheduler, from 1, that must run this process; 0 for any. */
    public short boundScheduler;
    /** Room for saved X registers. */
    private short savedCapacity;
    /** The scheduler that runs this process, or on whose queue it waits. */
    volatile Scheduler scheduler;
    /** What runs this process in place of the engine of its scheduler: a behaviour in Java; null for code. Set before it runs. */
    public Engine ownEngine;
    /** Limit of the messages that wait for this process, or null; set before it runs. */
    public MailboxLimit mailboxLimit;
    /** Work of the BIF that the process is in, done in slices, or null. */
    SlicedWork slicedWork;
    /** The scheduler whose timers hold it. */
    Scheduler timerScheduler;
    /** The collection that has begun, or null. */
    Collector collector;
    /** What others want done between two slices, or null; see there. */
    volatile SystemTasks systemTasks;
    /** The next one in the run queue. */
    Process nextInQueue;
    /** What tracing knows of it; null for most. Set by any thread, never taken away. */
    public volatile ProcessTrace trace;
    /** What the literal area collector wants of this process, or null. */
    LiteralRequest literalRequest;

    RunState(final long self) {
        this.self = self;
    }

    // Slices

    void beginSlice() {
        sliceReductions = SLICE_REDUCTIONS;
        reductionsLeft = SLICE_REDUCTIONS;
    }

    /** Ends the slice; returns the reductions that it used. */
    int endSlice() {
        final int used = sliceReductions - reductionsLeft;
        reductionsBefore += used;
        sliceReductions = 0;
        reductionsLeft = 0;
        return used;
    }

    /** Sets what is left of the slice; what it has used stays as it is. */
    public void reductionsLeft(final int reductions) {
        sliceReductions += reductions - reductionsLeft;
        reductionsLeft = reductions;
    }

    /** Counts work of a long BIF as reductions. */
    public void bumpReductions(final int reductions) {
        reductionsLeft -= reductions;
    }

    @Override
    public void wantCollection() {
        collectionWanted = true;
        endSliceSoon();
    }

    /** Ends the slice at the next call. */
    void endSliceSoon() {
        if (reductionsLeft > 0) {
            sliceReductions -= reductionsLeft;
            reductionsLeft = 0;
        }
    }

    // Saved registers

    /** Saves the first X registers. */
    public void saveRegisters(final long[] x, final int count) {
        if (count > savedCapacity) {
            if (savedAddr != 0) {
                Blocks.free(savedAddr, savedCapacity * 8L, MemoryKind.PROCESS);
            }
            savedCapacity = (short)Math.max(FIRST_SAVED_WORDS, count);
            savedAddr = Blocks.allocate(savedCapacity * 8L, MemoryKind.PROCESS);
        }
        for (int i = 0; i < count; i++) {
            Memory.putLong(savedAddr + i * 8L, x[i]);
        }
        liveCount = count;
    }

    /** A saved X register. */
    public long savedRegister(final int index) {
        return Memory.getLong(savedAddr + index * 8L);
    }

    /** Loads the saved X registers. */
    public void loadRegisters(final long[] x) {
        final int count = liveCount;
        for (int i = 0; i < count; i++) {
            x[i] = Memory.getLong(savedAddr + i * 8L);
        }
        liveCount = 0;
    }

    void freeRegisters() {
        if (savedAddr != 0) {
            Blocks.free(savedAddr, savedCapacity * 8L, MemoryKind.PROCESS);
            savedAddr = 0;
            savedCapacity = 0;
        }
        liveCount = 0;
    }

    /** Where the saved X registers are. */
    long savedAddr() {
        return savedAddr;
    }
}
