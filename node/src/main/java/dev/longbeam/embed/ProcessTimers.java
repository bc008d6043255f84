package dev.longbeam.embed;

import java.util.ArrayDeque;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The timers of one Java process.
 *
 * <p>Only on the scheduler of the process.
 */
final class ProcessTimers {
    private final JavaContext owner;
    private final Long2ObjectHashMap<ProcessTimer> active = new Long2ObjectHashMap<>();
    private final ArrayDeque<ProcessTimer> free = new ArrayDeque<>();
    private long lastId = Requests.TIMER_ID;

    ProcessTimers(final JavaContext owner) {
        this.owner = owner;
    }

    long start(final long delayNs) {
        final ProcessTimer timer = free.isEmpty() ? new ProcessTimer(owner) : free.pop();
        final long id = ++lastId;
        active.put(id, timer);
        timer.start(id, owner.nanoTime() + Math.max(0, delayNs));
        return id;
    }

    /** False when the call for the timer has been made, or there is none. */
    boolean cancel(final long id) {
        final ProcessTimer timer = active.remove(id);
        if (timer == null) {
            return false;
        }
        if (timer.cancel()) {
            free.push(timer);
        }
        return true;
    }

    /** The message of a timer has come; false when it was cancelled meanwhile. */
    boolean fired(final long id) {
        final ProcessTimer timer = active.remove(id);
        if (timer == null) {
            return false;
        }
        free.push(timer);
        return true;
    }

    void close() {
        active.values().forEach(ProcessTimer::cancel);
        active.clear();
    }
}
