package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.agrona.collections.LongHashSet;

/**
 * Whom a process has suspended, and who has suspended it. Each suspender counts; a process runs again when the last of them has let go
 * of it, or is gone.
 *
 * <p>Owned by the scheduler that runs the process. The operations are requests in order with the other signals of the suspender.
 */
public final class Suspensions {
    /** The process is suspended. */
    public static final long AM_SUSPENDED = Atom.of("suspended");
    /** The process has ended. */
    public static final long AM_EXITED = Atom.of("exited");
    /** Nobody has suspended the process, or has let go of it meanwhile. */
    public static final long AM_NOT_SUSPENDED = Atom.of("not_suspended");

    /** Another process that this one has suspended. */
    private static final class Suspension {
        /** How often. */
        private int count;
        /** The other process knows. */
        private volatile boolean active;
    }

    private final Map<Long, Suspension> suspended = new LinkedHashMap<>();
    private final LongHashSet suspenders = new LongHashSet();
    private final List<LongConsumer> waiting = new ArrayList<>();

    /** Suspends another process once more; false when it is gone. */
    public static boolean suspend(final Process p, final Process target) {
        final Map<Long, Suspension> mine = p.relations().suspensions().suspended;
        final Suspension old = mine.get(target.self);
        if (old != null) {
            old.count++;
            return true;
        }
        final Suspension suspension = new Suspension();
        suspension.count = 1;
        mine.put(target.self, suspension);
        final boolean asked = Signals.request(p, target, q -> {
            if (q == null) {
                forget(p, target.self);
            } else {
                accept(q, p.self, suspension);
            }
        });
        if (!asked) {
            mine.remove(target.self);
        }
        return asked;
    }

    private static void accept(final Process q, final long suspenderTerm, final Suspension suspension) {
        final Suspensions suspensions = q.relations().suspensions();
        if (suspensions.suspenders.add(suspenderTerm)) {
            q.suspend();
        }
        if (!q.isRunningCode() && !q.isInBlockingCall()) {
            suspension.active = true;
            return;
        }
        suspensions.waiting.add(state -> suspension.active = true);
        q.endSliceSoon();
        // It may be about to wait: then it must come back to see that it is suspended.
        Signals.wake(q);
    }

    /** Lets a process go on that this one has suspended; false when it has not. */
    public static boolean resume(final Process p, final long targetTerm) {
        final Suspension suspension = p.relations().suspensions().suspended.get(targetTerm);
        if (suspension == null) {
            return false;
        }
        if (--suspension.count == 0) {
            p.relations().suspensions().suspended.remove(targetTerm);
            release(p, targetTerm);
        }
        return true;
    }

    private static void release(final Process p, final long targetTerm) {
        final Process target = p.emulator().processes.live(targetTerm);
        if (target != null) {
            final long suspenderTerm = p.self;
            Signals.request(p, target, q -> {
                if (q != null && q.relations().suspensions().suspenders.remove(suspenderTerm)) {
                    q.resume();
                }
            });
        }
    }

    private static void forget(final Process p, final long targetTerm) {
        Signals.request(null, p, q -> {
            if (q != null) {
                q.relations().suspensions().suspended.remove(targetTerm);
            }
        });
    }

    /** True when this process has suspended another. */
    public static boolean has(final Process p, final long targetTerm) {
        return p.relations != null && p.relations().suspensions().suspended.containsKey(targetTerm);
    }

    /** True when the other process knows that this one has suspended it. */
    public static boolean isActive(final Process p, final long targetTerm) {
        return has(p, targetTerm) && p.relations().suspensions().suspended.get(targetTerm).active;
    }

    /**
     * Tells when a process has stopped running, after it has been asked to; false when it is gone.
     *
     * @param answer gets one of the atoms above, on the scheduler of the other process
     */
    public static boolean whenSuspended(final Process p, final Process target, final LongConsumer answer) {
        return Signals.request(p, target, q -> {
            if (q == null) {
                answer.accept(AM_EXITED);
            } else if (q.suspendCount == 0) {
                answer.accept(AM_NOT_SUSPENDED);
            } else {
                q.relations().suspensions().waiting.add(answer);
            }
        });
    }

    /** A suspended process has stopped running, or goes on before it had to. */
    void stopped() {
        if (!waiting.isEmpty()) {
            waiting.forEach(answer -> answer.accept(AM_SUSPENDED));
            waiting.clear();
        }
    }

    /** A process is ending: those whom it has suspended go on, and those who have suspended it are told. */
    void ended(final Process p) {
        waiting.forEach(answer -> answer.accept(AM_EXITED));
        suspended.keySet().forEach(target -> release(p, target));
        final LongHashSet.LongIterator iterator = suspenders.iterator();
        while (iterator.hasNext()) {
            final Process suspender = p.emulator().processes.live(iterator.nextValue());
            if (suspender != null) {
                forget(suspender, p.self);
            }
        }
    }

    /** {@code process_info(suspending)}: {@code [{Pid, Active, Outstanding}]}. */
    public static long describe(final Process p, final TermHeap heap) {
        long list = Term.NIL;
        if (p.relations != null && p.relations.hasSuspensions()) {
            for (final Map.Entry<Long, Suspension> entry : p.relations.suspensions().suspended.entrySet()) {
                final long count = Term.makeSmall(entry.getValue().count);
                final long none = Term.makeSmall(0);
                final boolean active = entry.getValue().active;
                list = Cons.make(heap, Tuple.make(heap, entry.getKey(), active ? count : none, active ? none : count), list);
            }
        }
        return list;
    }
}
