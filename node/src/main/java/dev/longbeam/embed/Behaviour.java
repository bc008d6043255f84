package dev.longbeam.embed;

/**
 * What a process does, in Java. One object per process; the scheduler of the process calls it, one call at a time, with all effects of
 * earlier calls visible, so that it needs no locks and no volatile fields. It must not block: see {@link ProcessContext#blocking}.
 *
 * <p>A call that throws ends the process, as an exception ends a process in Erlang: its links and monitors get the exit reason
 * {@code {{'java.lang.IllegalStateException', <<"the text">>}, StackTrace}}, and {@link System.Logger} {@code dev.longbeam} hears of it.
 *
 * <p>Readers and {@link ProcessContext#message} are good until the call returns.
 */
@FunctionalInterface
public interface Behaviour {
    /** The process has started. */
    default void onStart(final ProcessContext ctx) throws Exception {
        // Most have nothing to do.
    }

    /** A message has come, also one by {@code gen_server:cast}. */
    void onMessage(ProcessContext ctx, TermReader message) throws Exception;

    /**
     * A request has come, from {@link ProcessContext#request}, {@link Sender#call} or Erlang's {@code gen_server:call}. Answer with {@link
     * ProcessContext#reply}, or later with {@link ProcessContext#deferReply}.
     */
    default void onRequest(final ProcessContext ctx, final TermReader request) throws Exception {
        throw new UnsupportedOperationException("no answer to requests: " + request);
    }

    /** The answer to a request of this process, or the result of its blocking work. */
    default void onReply(final ProcessContext ctx, final long requestId, final TermReader reply) throws Exception {
        // Who asks and does not want to know.
    }

    /**
     * A request of this process, or its blocking work, has failed.
     *
     * @param reason {@code timeout}, {@code noproc}, or why the other process has ended
     */
    default void onRequestFailed(final ProcessContext ctx, final long requestId, final TermReader reason) throws Exception {
        throw new RequestFailedException("request " + requestId + " failed: " + reason);
    }

    /** A timer of this process has fired. */
    default void onTimer(final ProcessContext ctx, final long timerId) throws Exception {
        // A timer that nobody waits for.
    }

    /**
     * A linked process has ended, or somebody has sent an exit signal; only with {@link ProcessContext#trapExit}. What is not overridden
     * ends this process, too, when its parent has ended, and ignores others.
     */
    default void onExit(final ProcessContext ctx, final long fromPid, final TermReader reason) throws Exception {
        if (fromPid == ctx.parent()) {
            ctx.exit(reason);
        }
    }

    /**
     * A process that is watched by {@link ProcessContext#monitor} has ended.
     *
     * @param reason why; {@code noproc} when there was none
     */
    default void onDown(final ProcessContext ctx, final long monitorId, final long pid, final TermReader reason) throws Exception {
        // Nobody watches unless it wants to know.
    }

    /** A mailbox that was full takes messages again; see {@link MailboxPolicy#CREDIT}. */
    default void onCredit(final ProcessContext ctx, final long pid) throws Exception {
        // The next message tries again.
    }

    /**
     * The process ends by itself: it has called {@link ProcessContext#exit}, or thrown. Not called when an exit signal ends it; trap exits
     * for that.
     */
    default void onStop(final ProcessContext ctx, final TermReader reason) throws Exception {
        // Most leave nothing behind.
    }
}
