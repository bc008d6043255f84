package dev.longbeam.embed;

/** A behaviour that chooses which message to take next: Erlang's selective receive. */
public interface SelectiveBehaviour extends Behaviour {
    /**
     * True to take a message now, false to leave it in the mailbox. The messages are offered from the oldest on, again after each that was
     * taken, a reply or a timer; so a long mailbox that is left waiting costs time. Must have no effect. Requests are offered as
     * {@code {'$gen_call', From, Request}}; replies, timers and what links and monitors bring are not offered, they are taken.
     */
    boolean selects(ProcessContext ctx, TermReader message);
}
