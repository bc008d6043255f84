package dev.longbeam.embed;

/**
 * How long the terms live that a thread hands out to readers: one epoch per message. Readers look at it in check mode.
 *
 * <p>One thread.
 */
final class Lifetime {
    /** Of what never ends: immediates. */
    static final Lifetime NONE = new Lifetime();

    long epoch;

    /** The terms handed out so far are gone. */
    void end() {
        epoch++;
    }
}
