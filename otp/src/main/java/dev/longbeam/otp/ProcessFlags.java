package dev.longbeam.otp;

import dev.longbeam.sched.SpawnOptions;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/** Values of process flags and spawn options, as terms and back. */
final class ProcessFlags {
    private static final long[] PRIORITIES = {Atom.of("max"), Atom.of("high"), Atom.of("normal"), Atom.of("low")};
    private static final long AM_SIZE = Atom.of("size");
    private static final long AM_ERROR_LOGGER = Atom.of("error_logger");
    private static final long AM_INCLUDE_SHARED_BINARIES = Atom.of("include_shared_binaries");

    private ProcessFlags() {
    }

    /** Number of a priority, or -1. */
    static int priority(final long term) {
        for (int i = 0; i < PRIORITIES.length; i++) {
            if (PRIORITIES[i] == term) {
                return i;
            }
        }
        return -1;
    }

    /** Atom of a priority. */
    static long priorityTerm(final int priority) {
        return PRIORITIES[priority];
    }

    /** Reads {@code max_heap_size}: a size in words or a map. False when it is neither. */
    static boolean maxHeap(final long term, final SpawnOptions options) {
        long sizeTerm = term;
        boolean kills = options.heapSettings.maxHeapKill();
        boolean logs = options.heapSettings.maxHeapLog();
        if (Term.isMap(term)) {
            sizeTerm = Maps.get(term, AM_SIZE);
            final long kill = Maps.get(term, Atoms.KILL);
            final long log = Maps.get(term, AM_ERROR_LOGGER);
            if (kill != Term.NON_VALUE) {
                if (kill != Atoms.TRUE && kill != Atoms.FALSE) {
                    return false;
                }
                kills = kill == Atoms.TRUE;
            }
            if (log != Term.NON_VALUE) {
                if (log != Atoms.TRUE && log != Atoms.FALSE) {
                    return false;
                }
                logs = log == Atoms.TRUE;
            }
            if (sizeTerm == Term.NON_VALUE) {
                return false;
            }
        }
        if (!Term.isSmall(sizeTerm) || sizeTerm < 0 || Term.smallValue(sizeTerm) != 0 && Term.smallValue(sizeTerm) < 233) {
            return false;
        }
        options.heapSettings = options.heapSettings.withMaxHeap(Term.smallValue(sizeTerm), kills, logs);
        return true;
    }

    /** The map of {@code max_heap_size}. */
    static long maxHeapTerm(final TermHeap heap, final long words, final boolean kill, final boolean log, final boolean shared) {
        long map = Maps.put(heap, Maps.empty(heap), AM_ERROR_LOGGER, Atoms.bool(log));
        if (shared) {
            map = Maps.put(heap, map, AM_INCLUDE_SHARED_BINARIES, Atoms.FALSE);
        }
        map = Maps.put(heap, map, Atoms.KILL, Atoms.bool(kill));
        return Maps.put(heap, map, AM_SIZE, Term.makeSmall(words));
    }
}
