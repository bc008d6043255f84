package dev.longbeam.term;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.UnaryOperator;

/**
 * What few processes have, by pid. Every process that ends is looked for, so that the answer "nothing" costs one load and no object.
 *
 * <p>Any thread.
 *
 * @param <V> what a process has
 */
public final class ByPid<V> {
    private static final int FILTER_SLOTS = 1024;

    private final ConcurrentHashMap<Long, V> values = new ConcurrentHashMap<>();
    /** How many entries have pids that fall into a slot; counted before an entry can be found, and until it no longer can. */
    private final AtomicIntegerArray filter = new AtomicIntegerArray(FILTER_SLOTS);

    /** Nothing yet. */
    public ByPid() {
        // Everything is there.
    }

    private static int slot(final long pidTerm) {
        return (int)Pid.sequence(pidTerm) & FILTER_SLOTS - 1;
    }

    /** True when a process has something. */
    public boolean has(final long pidTerm) {
        return filter.get(slot(pidTerm)) != 0 && values.containsKey(pidTerm);
    }

    /** Takes away what a process has; null when that is nothing. */
    public V remove(final long pidTerm) {
        if (filter.get(slot(pidTerm)) == 0) {
            return null;
        }
        final V removed = values.remove(pidTerm);
        if (removed != null) {
            filter.decrementAndGet(slot(pidTerm));
        }
        return removed;
    }

    /**
     * Changes what a process has, and nobody else does so meanwhile.
     *
     * @param change gets what there is, or null for nothing, and returns what shall be there, or null for nothing
     */
    public void change(final long pidTerm, final UnaryOperator<V> change) {
        final int slot = slot(pidTerm);
        filter.incrementAndGet(slot);
        values.compute(pidTerm, (pid, old) -> {
            final V changed = change.apply(old);
            if (old != null) {
                filter.decrementAndGet(slot);
            }
            if (changed == null) {
                filter.decrementAndGet(slot);
            }
            return changed;
        });
    }
}
