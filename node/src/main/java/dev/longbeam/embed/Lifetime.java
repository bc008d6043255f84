package dev.longbeam.embed;

import dev.longbeam.term.Maps;
import dev.longbeam.term.NodeTerms;

/**
 * Where the terms come from that a thread hands out to readers, and how long they live: one epoch per message. Readers look at that in
 * check mode.
 *
 * <p>One thread.
 */
final class Lifetime {
    /** Of what never ends: immediates. */
    static final Lifetime NONE = new Lifetime();

    /** The node of the terms, when the thread is none of its own; else null. */
    private final NodeTerms terms;
    long epoch;

    Lifetime() {
        this(null);
    }

    Lifetime(final NodeTerms terms) {
        this.terms = terms;
    }

    /** As {@link Maps#get}, by the rules of the node. */
    long mapGet(final long mapTerm, final long keyTerm) {
        if (terms == null || !NodeTerms.differ()) {
            return Maps.get(mapTerm, keyTerm);
        }
        final NodeTerms before = NodeTerms.enter(terms);
        try {
            return Maps.get(mapTerm, keyTerm);
        } finally {
            NodeTerms.enter(before);
        }
    }

    /** The terms handed out so far are gone. */
    void end() {
        epoch++;
    }
}
