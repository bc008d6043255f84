package dev.longbeam.embed;

import dev.longbeam.sched.MessageClaim;
import dev.longbeam.sched.Process;

/**
 * A message that is written in the place from which its receiver reads it: claim words, write, {@link #commit}.
 *
 * <pre>
 *   final int result = sender.tryClaim(pid, TermWriter.tupleWords(2), claim);
 *   if (result &gt; 0) {
 *       claim.writer().tuple(2).atom(TICK).int64(price);
 *       claim.commit();
 *   }
 * </pre>
 *
 * <p>The words are those of all containers, binaries and floats of the message, see the constants and functions of {@link TermWriter}.
 * A claim ends with {@link #commit} or {@link #abort}; {@link #close} aborts one that is open. Between claim and end nothing else of
 * the sender or process may be used but other claims. One thread; made once and used again.
 */
public final class Claim implements AutoCloseable {
    private final MessageClaim message = new MessageClaim();
    private final TermWriter writer = new TermWriter(message);
    private Process from;
    private Process to;
    private NodeGate gate;
    private boolean limited;

    /** A claim that is not open. */
    public Claim() {
    }

    void open(final Process newFrom, final Process newTo, final int words, final NodeGate newGate, final boolean isLimited) {
        if (message.isOpen()) {
            throw new IllegalStateException("the claim is open: commit or abort it first");
        }
        message.open(words);
        writer.begin(newTo.emulator().terms);
        from = newFrom;
        to = newTo;
        gate = newGate;
        limited = isLimited;
    }

    /** True between a claim and its end. */
    public boolean isOpen() {
        return message.isOpen();
    }

    /** Where the message is written; it throws {@link IndexOutOfBoundsException} for what goes beyond the claimed words. */
    public TermWriter writer() {
        requireOpen();
        return writer;
    }

    /**
     * Sends the message.
     *
     * @return {@link SendResult#SENT}, or {@link SendResult#NO_PROCESS} or {@link SendResult#CLOSED} when the receiver or the node is gone
     *     meanwhile
     * @throws IllegalStateException when nothing is claimed, or the message is not complete; it can be aborted then
     */
    public int commit() {
        requireOpen();
        final long term = writer.term();
        return gate.result(message.send(from, to, term, limited));
    }

    /** Gives the message up; nothing happens when none is open. */
    public void abort() {
        if (message.isOpen()) {
            message.abort();
            if (limited) {
                to.mailboxLimit.giveBack();
            }
        }
    }

    @Override
    public void close() {
        abort();
    }

    private void requireOpen() {
        if (!message.isOpen()) {
            throw new IllegalStateException("nothing is claimed");
        }
    }
}
