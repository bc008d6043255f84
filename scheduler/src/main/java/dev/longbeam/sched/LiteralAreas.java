package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.LiteralArea;
import dev.longbeam.term.TermCopy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Literal areas that are to be freed: of purged code, and of persistent terms that were replaced or erased.
 *
 * <p>One area after the other. OTP's process {@code erts_literal_area_collector} leads: {@link #next} makes an area the one to be freed, so
 * that copies of terms share nothing with it any more; then the process {@linkplain #ask asks} all others to copy what they use of it; the
 * following {@link #next} frees it. Both times all schedulers must come to a safe point first: what they had begun before might have
 * read the area.
 *
 * <p>Any thread adds areas; the rest is called by the scheduler that runs the collector process.
 */
public final class LiteralAreas {
    private static final long AM_COPY_LITERALS = Atom.of("copy_literals");
    private static final long AM_INIT = Atom.of("init");

    private final Emulator emulator;
    private final Queue<LiteralArea> waiting = new ConcurrentLinkedQueue<>();
    private volatile long collectorPid;
    /** The area that is being freed, or null. */
    private volatile LiteralArea current;

    LiteralAreas(final Emulator emulator) {
        this.emulator = emulator;
    }

    /** Names the process that leads. */
    public void collector(final Process p) {
        collectorPid = p.self;
    }

    /** True for the process that leads. */
    public boolean isCollector(final Process p) {
        return p.self == collectorPid;
    }

    /** Frees an area as soon as nobody uses it. Nobody may get at its terms by a new way any more. */
    public void release(final LiteralArea area) {
        waiting.add(area);
        final Process to = emulator.processes.live(collectorPid);
        if (to != null) {
            Signals.message(null, to, AM_COPY_LITERALS);
        }
    }

    /** Frees the current area and takes the next; whether there is one. Ends a BIF of the collector process. */
    public long next(final Process p) {
        final LiteralArea done = current;
        final LiteralArea area = waiting.poll();
        if (done == null && area == null) {
            return Atoms.FALSE;
        }
        current = area;
        emulator.atSafePoints(() -> copyFromNowOn(area), () -> {
            if (done != null) {
                done.free();
            }
            p.complete(q -> Atoms.bool(area != null));
        });
        return p.awaitCompletion();
    }

    /** The thread that calls this works for this node from now on, and steps one of its schedulers. */
    void enter() {
        TermCopy.copyArea(current);
    }

    /** Frees the areas that are left. Only when the schedulers have stopped and no process has a heap. */
    void free() {
        TermCopy.copyArea(null);
        if (current != null) {
            current.free();
            current = null;
        }
        for (LiteralArea area = waiting.poll(); area != null; area = waiting.poll()) {
            area.free();
        }
    }

    private void copyFromNowOn(final LiteralArea area) {
        TermCopy.copyArea(area);
        final Scheduler here = emulator.currentScheduler();
        if (area != null) {
            here.spill.copySignals(area, here.builder);
        }
    }

    /** Asks a process to do without the current area; the answer is a message to the collector process. */
    public void ask(final Process p, final long pidTerm, final long areaTerm, final long howTerm) {
        // What others have sent it by way of this scheduler, before they heard of the area, must come before the request.
        p.scheduler().drainInlet();
        final LiteralRequest request = new LiteralRequest(p, pidTerm, areaTerm, howTerm, howTerm != AM_INIT);
        final Process to = emulator.processes.live(pidTerm);
        final boolean asked = to != null && Signals.request(p, to, q -> {
            if (q == null) {
                request.done();
            } else {
                q.literalRequest = request.behind(q.literalRequest);
                // A process that takes its signals while it runs is not at a place where its terms could be looked at.
                Signals.wake(q);
            }
        });
        if (!asked) {
            request.done();
        }
    }

    /**
     * Fulfils the requests of a process that does not run.
     *
     * @return false when a collection has begun that is not at its end yet
     */
    boolean fulfil(final Process p, final Scheduler scheduler) {
        while (p.literalRequest != null) {
            final LiteralRequest request = p.literalRequest;
            if (!request.collecting && request.mayCollect) {
                request.collecting = true;
                p.copyMessages(current, scheduler.builder);
                if (!scheduler.collections.withoutArea(p, current)) {
                    return false;
                }
            }
            p.literalRequest = request.next;
            if (request.collecting || p.copyMessages(current, scheduler.builder) && !p.mayReferTo(current)) {
                request.done();
            } else {
                request.needsCollection();
            }
        }
        return true;
    }

    /** The process is ending. */
    static void refuse(final Process p) {
        while (p.literalRequest != null) {
            final LiteralRequest request = p.literalRequest;
            p.literalRequest = request.next;
            request.done();
        }
    }
}
