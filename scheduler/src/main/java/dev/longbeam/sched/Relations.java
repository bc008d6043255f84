package dev.longbeam.sched;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Links, monitors and aliases of a process; most processes have a few, idle ones often none, so each table is made when needed.
 *
 * <p>Owned by the scheduler that runs the process. Pids are immediates, references are kept by number.
 */
final class Relations {
    private static final long NO_PID = 0;

    /** Linked processes and ports. */
    private LongHashSet links;
    /** Monitors that this process has set, by reference number. */
    private Long2ObjectHashMap<Monitor> monitors;
    /** Who watches this process, by reference number. */
    private Long2LongHashMap watchers;
    /** Active aliases of this process: reference number to mode. */
    private Long2LongHashMap aliases;

    /** Alias that stays until it is taken back. */
    static final long ALIAS_EXPLICIT = 1;
    /** Alias that goes with its monitor. */
    static final long ALIAS_DEMONITOR = 2;
    /** Alias that goes with its monitor, or with the first message through it. */
    static final long ALIAS_REPLY = 3;

    boolean addLink(final long pidTerm) {
        if (links == null) {
            links = new LongHashSet(8);
        }
        return links.add(pidTerm);
    }

    boolean removeLink(final long pidTerm) {
        return links != null && links.remove(pidTerm);
    }

    boolean hasLink(final long pidTerm) {
        return links != null && links.contains(pidTerm);
    }

    long[] links() {
        if (links == null) {
            return new long[0];
        }
        final long[] all = new long[links.size()];
        int i = 0;
        final LongHashSet.LongIterator it = links.iterator();
        while (it.hasNext()) {
            all[i++] = it.nextValue();
        }
        java.util.Arrays.sort(all);
        return all;
    }

    void addMonitor(final Monitor monitor) {
        if (monitors == null) {
            monitors = new Long2ObjectHashMap<>();
        }
        monitors.put(monitor.refNumber, monitor);
    }

    Monitor removeMonitor(final long refNumber) {
        return monitors == null ? null : monitors.remove(refNumber);
    }

    Monitor monitor(final long refNumber) {
        return monitors == null ? null : monitors.get(refNumber);
    }

    Monitor[] monitors() {
        return monitors == null ? new Monitor[0] : monitors.values().toArray(new Monitor[0]);
    }

    void addWatcher(final long refNumber, final long pidTerm) {
        if (watchers == null) {
            watchers = new Long2LongHashMap(NO_PID);
        }
        watchers.put(refNumber, pidTerm);
    }

    void removeWatcher(final long refNumber) {
        if (watchers != null) {
            watchers.remove(refNumber);
        }
    }

    /** Pairs of reference number and pid. */
    long[] watchers() {
        if (watchers == null) {
            return new long[0];
        }
        final long[] all = new long[watchers.size() * 2];
        final int[] n = {0};
        watchers.forEachLong((ref, pid) -> {
            all[n[0]++] = ref;
            all[n[0]++] = pid;
        });
        return all;
    }

    void addAlias(final long refNumber, final long mode) {
        if (aliases == null) {
            aliases = new Long2LongHashMap(0);
        }
        aliases.put(refNumber, mode);
    }

    /** Mode of an active alias, 0 when it is not active. */
    long alias(final long refNumber) {
        return aliases == null ? 0 : aliases.get(refNumber);
    }

    boolean removeAlias(final long refNumber) {
        return aliases != null && aliases.remove(refNumber) != 0;
    }
}
