package dev.longbeam.sched;

import dev.longbeam.term.LocalHeap;

/**
 * A monitor as its owner sees it.
 *
 * <p>Owned by the owner's scheduler. Used again for another one when it is over, see {@link Pool}: a {@code gen_server:call} sets one.
 */
final class Monitor {
    /** Reference number. */
    long refNumber;
    /** The process or port that is watched; on {@link #heap} when it is one of another node. */
    long targetTerm;
    /** True when a port is watched, or the name of one. */
    boolean ofPort;
    /** Registered name that was given, or NON_VALUE. */
    long nameTerm;
    /** What stands for {@code 'DOWN'} in the message: an immediate, or a term on {@link #heap}. */
    long tagTerm;
    /** Holds the terms that are no immediates; null when there are none. */
    LocalHeap heap;
    /** True when the reference was made as an alias, too. */
    boolean alias;
    /** How the alias that goes with this monitor ends; 0 when there is none (any more), or one that stays. See {@link Relations#alias}. */
    long aliasMode;

    private Monitor next;

    private Monitor() {
    }

    /** Monitors of a scheduler that are over. Owned by the scheduler. */
    static final class Pool {
        private static final int MOST = 256;

        private Monitor first;
        private int count;

        /** One to be filled in. */
        Monitor take() {
            final Monitor monitor = first;
            if (monitor == null) {
                return new Monitor();
            }
            first = monitor.next;
            monitor.next = null;
            count--;
            return monitor;
        }

        /** Takes one back that nobody knows any more. */
        void give(final Monitor monitor) {
            monitor.heap = null;
            if (count < MOST) {
                monitor.next = first;
                first = monitor;
                count++;
            }
        }
    }
}
