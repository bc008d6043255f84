package dev.longbeam.sched;

import dev.longbeam.term.LocalHeap;

/**
 * A monitor as its owner sees it.
 *
 * <p>Owned by the owner's scheduler.
 */
final class Monitor {
    /** Reference number. */
    final long refNumber;
    /** The process or port that is watched; on {@link #heap} when it is one of another node. */
    final long targetTerm;
    /** True when a port is watched, or the name of one. */
    final boolean ofPort;
    /** Registered name that was given, or NON_VALUE. */
    final long nameTerm;
    /** What stands for {@code 'DOWN'} in the message: an immediate, or a term on {@link #heap}. */
    final long tagTerm;
    /** Holds the terms that are no immediates; null when there are none. */
    final LocalHeap heap;
    /** True when the reference is also an alias. */
    final boolean alias;

    Monitor(final long refNumber, final long targetTerm, final boolean ofPort, final long nameTerm, final long tagTerm, final LocalHeap heap,
        final boolean alias) {
        this.refNumber = refNumber;
        this.targetTerm = targetTerm;
        this.ofPort = ofPort;
        this.nameTerm = nameTerm;
        this.tagTerm = tagTerm;
        this.heap = heap;
        this.alias = alias;
    }
}
