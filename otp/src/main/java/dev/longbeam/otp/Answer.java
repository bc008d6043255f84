package dev.longbeam.otp;

import dev.longbeam.term.TermHeap;

/** What work off the schedulers has found out, to be turned into a term later on the heap of the process that waits for it. */
@FunctionalInterface
interface Answer {
    /** Builds the result, or fails as a BIF does; called once at most. */
    long build(TermHeap heap);

    /** Called in place of {@link #build} when nobody waits any more: releases what the work acquired. Must not block. */
    default void abandon() {
    }
}
