package dev.longbeam.embed;

import dev.longbeam.sched.MessageClaim;

/** What the Java processes of one scheduler share while one of them runs. Only on the thread of that scheduler. */
final class Flyweights {
    /** Of the message that is being handled. */
    final Lifetime lifetime = new Lifetime();
    /** The message, or the part of it that a behaviour sees. */
    final TermReader message = new TermReader();
    /** What {@link ProcessContext#message} gives. */
    final TermWriter writer = new TermWriter();
    /** Messages on their way. */
    final MessageClaim claim = new MessageClaim();
    /** Terms that are made and sent at once. */
    final ScratchHeap scratch = new ScratchHeap();

    void close() {
        writer.close();
        scratch.close();
    }
}
