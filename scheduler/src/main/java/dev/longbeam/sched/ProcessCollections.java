package dev.longbeam.sched;

import dev.longbeam.gc.Collector;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.LiteralArea;
import dev.longbeam.trace.TraceStream;
import java.util.ArrayDeque;

/**
 * The collections of the processes of one scheduler: begins them, does them slice by slice, and tells who wants to know.
 *
 * <p>Owned by the scheduler.
 */
final class ProcessCollections {
    /** Words that a collection does before others get their turn: about as long as a slice of a process that only computes. */
    static final long SLICE_WORDS = 2 * 1024;
    /** Reductions that such a slice counts for where schedulers compare their work. */
    static final int SLICE_REDUCTIONS = 1000;

    /** A slice in which the process is collected, perhaps many times, shall not last much longer than another. */
    private static final long WORDS_PER_REDUCTION = 8;

    private final Scheduler scheduler;
    /** The stream of what is recorded of the scheduler, or null. */
    private final TraceStream trace;
    private final TraceSettings traceSettings;
    /** Those that are free. */
    private final ArrayDeque<Collector> collectors = new ArrayDeque<>();
    /** Everybody collects all the time: what that says of a process, and costs it, is not what it would be else. */
    private final boolean underStress;
    private long count;
    private long freedWords;

    ProcessCollections(final Scheduler scheduler) {
        this.scheduler = scheduler;
        trace = scheduler.trace;
        traceSettings = scheduler.emulator.traceSettings;
        underStress = scheduler.emulator.options.gcStress != 0;
    }

    /** Collections that have ended. */
    long count() {
        return count;
    }

    /** Words that they gave back. */
    long freedWords() {
        return freedWords;
    }

    /** Begins a collection of the kind that the process wants, and does a slice of it; true when it has ended. */
    boolean now(final Process p) {
        startAsAsked(p, 0);
        return step(p);
    }

    /** Begins a collection of a process that copies what it uses of a literal area; true when it has ended. */
    boolean withoutArea(final Process p, final LiteralArea area) {
        start(p, 0, true, area);
        return step(p);
    }

    /** Begins a collection of the kind that the process wants; so many words must be free after it. */
    void startAsAsked(final Process p, final long needWords) {
        start(p, needWords, p.collectMajor, null);
        p.collectMajor = false;
    }

    private void start(final Process p, final long needWords, final boolean major, final LiteralArea area) {
        if (p.trace != null) {
            TraceEvents.collects(p, p.hibernating || Collector.willBeMajor(p, major), needWords);
        }
        final Collector collector = collectors.isEmpty() ? new Collector() : collectors.pop();
        final long reductionsNow = p.reductions();
        if (!underStress) {
            p.ageNursery(major ? Long.MAX_VALUE : reductionsNow - p.reductionsAtCollection);
        }
        p.reductionsAtCollection = reductionsNow;
        if (traceSettings.monitor != SystemMonitor.OFF) {
            collector.startedNs = System.nanoTime();
        }
        p.collector = collector;
        collector.startTicks = trace == null ? 0 : trace.tick();
        collector.busyTicks = 0;
        final long messageWords = p.mailbox().lookedAtWords();
        SliceRecorder.collectionStarted(scheduler, p, messageWords);
        final long offHeap = p.mailbox().moveLookedAt();
        if (offHeap != 0) {
            p.takeOffHeapList(offHeap);
        }
        if (area != null) {
            collector.startWithoutArea(p, needWords + messageWords, area, p.hibernating);
        } else if (p.hibernating) {
            collector.startShrinking(p, needWords + messageWords);
        } else {
            collector.start(p, needWords + messageWords, major);
        }
    }

    /** Does a slice of the collection of a process; true when it has ended. */
    boolean step(final Process p) {
        final Collector collector = p.collector;
        final long before = collector.isActive() ? p.totalWords() : 0;
        final long beginTicks = trace == null ? 0 : trace.tick();
        final boolean done = collector.step(SLICE_WORDS);
        if (trace != null) {
            collector.busyTicks += trace.tick() - beginTicks;
        }
        if (done) {
            ended(p, collector, before);
        }
        return done;
    }

    private void ended(final Process p, final Collector collector, final long wordsBefore) {
        final long freed = Math.max(0, wordsBefore - p.totalWords());
        p.collector = null;
        p.collectedByStress = underStress;
        if (p.isRunningCode() && !underStress) {
            p.bumpReductions((int)(collector.workWords / WORDS_PER_REDUCTION));
        }
        SliceRecorder.collected(scheduler, p, collector, wordsBefore);
        collectors.push(collector);
        if (p.systemTasks != null) {
            SystemTasks.collected(p);
        }
        count++;
        freedWords += freed;
        p.collections++;
        if (p.trace != null) {
            TraceEvents.collected(p, collector.wasMajor, freed);
        }
        if (traceSettings.monitor != SystemMonitor.OFF) {
            traceSettings.monitor.collected(p, System.nanoTime() - collector.startedNs);
        }
        if (p.heapSettings.maxHeapWords() > 0 && p.wordsWithMessages() > p.heapSettings.maxHeapWords()) {
            isTooLarge(p);
        }
    }

    private void isTooLarge(final Process p) {
        if (p.trace != null) {
            TraceEvents.maxHeap(p);
        }
        scheduler.emulator.maxHeapExceeded(p);
        if (p.heapSettings.maxHeapKill()) {
            p.exitReasonTerm = Atoms.KILLED;
        }
    }
}
