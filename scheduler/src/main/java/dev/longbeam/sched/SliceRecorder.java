package dev.longbeam.sched;

import dev.longbeam.gc.Collector;
import dev.longbeam.memory.TickClock;
import dev.longbeam.trace.EventType;
import dev.longbeam.trace.SliceEnd;
import dev.longbeam.trace.TraceStream;

/**
 * What {@link Recorder} does for time slices and collections.
 *
 * <p>Called by the scheduler that runs the process; {@link #queued} by any thread.
 */
final class SliceRecorder {
    private SliceRecorder() {
    }

    /** A slice begins. */
    static void sliceStarted(final Scheduler scheduler, final Process p) {
        final TraceStream stream = scheduler.trace;
        if (stream != null) {
            final long ready = p.queuedTicks;
            if (ready != stream.usualReady()
                || !stream.hopStarts(SignalLayout.id(p.mailbox().last()), p.self, scheduler.queue.size())) {
                startedAnew(scheduler, stream, p, ready);
            }
        }
    }

    private static void startedAnew(final Scheduler scheduler, final TraceStream stream, final Process p, final long ready) {
        if (stream.clockIsOld()) {
            stream.tickNow(p.reductionsLeft);
        }
        if (ready < 0) {
            stream.sliceStart(scheduler.queue.size(), p.self, Math.max(0, stream.now() - ~ready));
            scheduler.clockReadInFetch = false;
            Recorder.delivered(p, p.mailbox().last());
        } else {
            stream.sliceStart(scheduler.queue.size(), p.self, Math.max(0, stream.now() - ready));
        }
    }

    /** A process has become ready: its wait for a scheduler begins. */
    static void queued(final Process p) {
        final Scheduler home = p.scheduler;
        if (home.trace != null) {
            final Scheduler here = home.isCurrent() ? home : home.emulator.currentScheduler();
            p.queuedTicks = here == null ? TickClock.ticks() : here.trace.now();
        }
    }

    /** A process is about to become ready by a message that stands in its mailbox: its next slice tells of both. */
    static void wokenByMessage(final Scheduler here, final Process p) {
        if (here.trace != null) {
            p.queuedTicks = ~here.trace.now();
        }
    }

    /** A slice has ended. */
    static void sliceEnded(final Scheduler scheduler, final Process p, final int outcome, final long reductions) {
        final TraceStream stream = scheduler.trace;
        if (stream != null) {
            final long words = allocatedWords(scheduler, p);
            if (outcome != Engine.WAITING || scheduler.muchIsDone() || !stream.hopEnds(reductions, words)) {
                endedAnew(scheduler, stream, p, outcome, reductions, Math.max(0, words));
            }
        }
    }

    private static void endedAnew(final Scheduler scheduler, final TraceStream stream, final Process p, final int outcome, final long reductions,
        final long words) {
        final SliceEnd why = switch (outcome) {
            case Engine.WAITING -> SliceEnd.WAITING;
            case Engine.EXITED -> SliceEnd.EXITED;
            case Engine.COLLECT -> SliceEnd.COLLECTING;
            case Engine.BLOCKED -> SliceEnd.BLOCKED;
            default -> SliceEnd.PREEMPTED;
        };
        boolean timePassed = true;
        if (why == SliceEnd.WAITING || why == SliceEnd.EXITED) {
            timePassed = scheduler.muchIsDone() && stream.tickAfter(scheduler.workDone());
        } else {
            stream.tickNow(p.reductionsLeft);
        }
        if (why != SliceEnd.WAITING || !stream.hopEnds(reductions, words)) {
            stream.sliceEnd(why, reductions, words);
        }
        if (timePassed) {
            stream.flushIfOld();
        }
    }

    /** Words that a process has put on its heap in the slice that ends now; less than 0 when it has lost some. */
    private static long allocatedWords(final Scheduler scheduler, final Process p) {
        long allocated = scheduler.sliceWords;
        if (allocated != 0) {
            scheduler.sliceWords = 0;
        }
        if (p.collector == null) {
            final long inUse = wordsInUse(p);
            allocated += inUse - p.recordedWords;
            p.recordedWords = inUse;
        }
        return allocated;
    }

    /** A collection begins; {@code addedWords} go to the heap with it. What it frees must not be missing in what the slice allocates. */
    static void collectionStarted(final Scheduler scheduler, final Process p, final long addedWords) {
        scheduler.sliceWords += wordsInUse(p) + addedWords - p.recordedWords;
    }

    private static long wordsInUse(final Process p) {
        return p.usedWords() + p.fragmentWords;
    }

    /** A collection has ended. */
    static void collected(final Scheduler scheduler, final Process p, final Collector collector, final long wordsBefore) {
        final TraceStream stream = scheduler.trace;
        if (stream != null) {
            p.recordedWords = wordsInUse(p);
            final long live = p.totalWords();
            stream.event(EventType.COLLECT, collector.wasMajor ? 1 : 0, live, Math.max(0, wordsBefore - live), collector.busyTicks,
                stream.now() - collector.startTicks);
        }
    }
}
