package dev.longbeam.embed;

import dev.longbeam.sched.MailboxLimit;
import dev.longbeam.sched.MessageClaim;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Sends messages to the processes of a node from a thread that is none of its schedulers. Nothing blocks: a send that does not go answers
 * why not, see {@link SendResult}. Allocates nothing in steady state.
 *
 * <pre>
 *   while ((result = sender.offer(feed, sender.message().tuple(2).atom(TICK).int64(n))) == SendResult.BACK_PRESSURED) {
 *       idle.idle();
 *   }
 * </pre>
 *
 * <p>Messages from one sender to one process arrive in their order. One thread at a time; each thread has its own.
 */
public final class Sender implements AutoCloseable {
    private final NodeCore node;
    private final TermWriter writer;
    private final MessageClaim claim = new MessageClaim();

    Sender(final NodeCore node) {
        this.node = node;
        writer = new TermWriter(node.emulator().terms);
    }

    /** A writer that is reset for each call. */
    public TermWriter message() {
        return writer.reset();
    }

    /** Sends what a writer has built. */
    public int offer(final long pid, final TermWriter message) {
        final long term = message.term();
        if (node.gate().isClosed()) {
            return SendResult.CLOSED;
        }
        final Process to = node.emulator().processes.live(pid);
        if (to == null) {
            return SendResult.NO_PROCESS;
        }
        final int admitted = admit(to);
        if (admitted < 0) {
            return admitted;
        }
        return node.gate().result(claim.sendCopy(null, to, term, to.mailboxLimit != null));
    }

    /** Sends to a registered name. */
    public int offerTo(final int nameAtom, final TermWriter message) {
        if (node.gate().isClosed()) {
            return SendResult.CLOSED;
        }
        final long pid = node.emulator().registry.whereis(Atom.term(nameAtom));
        return Term.isLocalPid(pid) ? offer(pid, message) : SendResult.NO_PROCESS;
    }

    /** Claims a message of so many words, to be written in place. */
    public int tryClaim(final long pid, final int words, final Claim newClaim) {
        if (node.gate().isClosed()) {
            return SendResult.CLOSED;
        }
        final Process to = node.emulator().processes.live(pid);
        if (to == null) {
            return SendResult.NO_PROCESS;
        }
        final int admitted = admit(to);
        if (admitted < 0) {
            return admitted;
        }
        newClaim.open(null, to, words, node.gate(), to.mailboxLimit != null);
        return SendResult.SENT;
    }

    /**
     * Asks a process, in Java or Erlang (a {@code gen_server}). Allocates the future and nothing else in steady state.
     *
     * @param timeoutNs in nanoseconds of the node's clock; {@link Long#MAX_VALUE} waits for ever
     * @param reader    makes the result of the answer; it runs on a scheduler's thread, as do stages of the future that are not async, so
     *     neither may take long
     * @return completes with what the reader has made, or exceptionally: {@link RequestFailedException} when nobody answers, {@link
     *     NodeClosedException} when the node closes, or what the reader has thrown
     */
    public <T> CompletableFuture<T> call(final long pid, final TermWriter request, final long timeoutNs, final Function<TermReader, T> reader) {
        return node.calls().call(claim, pid, request.term(), timeoutNs, reader);
    }

    static int admit(final Process to) {
        final MailboxLimit limit = to.mailboxLimit;
        if (limit == null) {
            return 0;
        }
        final int admitted = limit.admit();
        return admitted == MailboxLimit.REFUSED ? SendResult.BACK_PRESSURED : admitted == MailboxLimit.DROPPED ? SendResult.DROPPED : 0;
    }

    /** Frees what it holds; the node need not be open any more. */
    @Override
    public void close() {
        writer.close();
    }
}
