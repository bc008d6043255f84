package dev.longbeam.sched;

import dev.longbeam.term.Term;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Links, monitors and aliases of a process; most processes have a few, idle ones often none, so each table is made when needed.
 *
 * <p>Owned by the scheduler that runs the process. Pids are immediates, references are kept by number.
 */
final class Relations {
    private static final long NO_PID = 0;

    private static final long LINKED = -1;

    private static final int SOON_SORTED = 1000;

    /** Processes and ports: {@link #LINKED}, or the id of the unlink signal that the other side has not answered yet. */
    private Long2LongHashMap links;
    private long lastUnlinkId;
    /** Monitors that this process has set, by reference number. */
    private Long2ObjectHashMap<Monitor> monitors;
    /** Who watches this process, by reference number. */
    private Long2LongHashMap watchers;
    /** The names by which others watch this process, by reference number. */
    private Long2LongHashMap watchedNames;
    /** Active aliases of this process but those that go with a {@link Monitor}: reference number to mode. */
    private Long2LongHashMap aliases;

    private Suspensions suspensions;

    /** Alias that stays until it is taken back. */
    static final long ALIAS_EXPLICIT = 1;
    /** Alias that goes with its monitor. */
    static final long ALIAS_DEMONITOR = 2;
    /** Alias that goes with its monitor, or with the first message through it. */
    static final long ALIAS_REPLY = 3;

    /** Whom the process has suspended, and who has suspended it. */
    Suspensions suspensions() {
        if (suspensions == null) {
            suspensions = new Suspensions();
        }
        return suspensions;
    }

    boolean hasSuspensions() {
        return suspensions != null;
    }

    /**
     * Makes a link active; false when it was. A link that is being taken back counts as none: the other side must hear of the new one.
     */
    boolean addLink(final long pidTerm) {
        return links().put(pidTerm, LINKED) != LINKED;
    }

    /** The other side has linked: an active link stays, and one that is being taken back stays that until its answer comes. */
    void acceptLink(final long pidTerm) {
        if (links().get(pidTerm) == 0) {
            links.put(pidTerm, LINKED);
        }
    }

    /** Begins to take a link back: returns the id by which the other side answers, or 0 when there is no active link. */
    long beginUnlink(final long pidTerm) {
        if (!hasLink(pidTerm)) {
            return 0;
        }
        links.put(pidTerm, ++lastUnlinkId);
        return lastUnlinkId;
    }

    /** The other side has taken notice. */
    void endUnlink(final long pidTerm, final long unlinkId) {
        if (links != null && links.get(pidTerm) == unlinkId) {
            links.remove(pidTerm);
        }
    }

    /** The other side takes the link back. */
    void acceptUnlink(final long pidTerm) {
        if (hasLink(pidTerm)) {
            links.remove(pidTerm);
        }
    }

    /** Forgets a link; true when it was active. */
    boolean removeLink(final long pidTerm) {
        return links != null && links.remove(pidTerm) == LINKED;
    }

    boolean hasLink(final long pidTerm) {
        return links != null && links.get(pidTerm) == LINKED;
    }

    private Long2LongHashMap links() {
        if (links == null) {
            links = new Long2LongHashMap(0);
        }
        return links;
    }

    /** Linked pids and ports, sorted. */
    long[] linked() {
        return linkKeys(true, Integer.MAX_VALUE);
    }

    /** Linked pids and ports, sorted unless they are so many that it would take long. */
    long[] linkedSoon() {
        return linkKeys(true, SOON_SORTED);
    }

    /** Pids whose links are being taken back, sorted. */
    long[] unlinking() {
        return linkKeys(false, Integer.MAX_VALUE);
    }

    private long[] linkKeys(final boolean active, final int mostSorted) {
        if (links == null) {
            return new long[0];
        }
        final long[] all = new long[links.size()];
        final int[] n = {0};
        links.forEachLong((pid, state) -> {
            if (state == LINKED == active) {
                all[n[0]++] = pid;
            }
        });
        final long[] found = java.util.Arrays.copyOf(all, n[0]);
        if (found.length <= mostSorted) {
            java.util.Arrays.sort(found);
        }
        return found;
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

    /** Enters who watches this process, by a name or NIL. */
    void addWatcher(final long refNumber, final long pidTerm, final long nameTerm) {
        if (watchers == null) {
            watchers = new Long2LongHashMap(NO_PID);
        }
        watchers.put(refNumber, pidTerm);
        if (nameTerm != Term.NIL) {
            if (watchedNames == null) {
                watchedNames = new Long2LongHashMap(Term.NIL);
            }
            watchedNames.put(refNumber, nameTerm);
        }
    }

    /** The name by which somebody watches this process, or NIL. */
    long watchedName(final long refNumber) {
        return watchedNames == null ? Term.NIL : watchedNames.get(refNumber);
    }

    /** Forgets who watches this process; false when there is no such monitor. */
    boolean removeWatcher(final long refNumber) {
        if (watchers == null || watchers.remove(refNumber) == NO_PID) {
            return false;
        }
        if (watchedNames != null) {
            watchedNames.remove(refNumber);
        }
        return true;
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

    /** Enters an alias that no monitor takes with it. */
    void addAlias(final long refNumber, final long mode) {
        if (aliases == null) {
            aliases = new Long2LongHashMap(0);
        }
        aliases.put(refNumber, mode);
    }

    /** Mode of an active alias, 0 when it is not active. */
    long alias(final long refNumber) {
        final Monitor monitor = monitor(refNumber);
        if (monitor != null && monitor.aliasMode != 0) {
            return monitor.aliasMode;
        }
        return aliases == null ? 0 : aliases.get(refNumber);
    }

    /** Ends an alias; false when it was not active. */
    boolean removeAlias(final long refNumber) {
        final Monitor monitor = monitor(refNumber);
        if (monitor != null && monitor.aliasMode != 0) {
            monitor.aliasMode = 0;
            return true;
        }
        return aliases != null && aliases.remove(refNumber) != 0;
    }
}
