package dev.longbeam.embed;

/**
 * What a behaviour can do: its process, as seen from inside.
 *
 * <p>Only on the thread that calls the behaviour, and only while it does. Sending, receiving and requests allocate nothing on the Java
 * heap in steady state; spawning, linking and watching do.
 */
public interface ProcessContext {
    /** No process. */
    long NO_PID = 0;

    // Itself

    /** The pid of this process. */
    long self();

    /** The pid of the process that has spawned this one; its own when none did. */
    long parent();

    /** The name of its behaviour, as traces show it. */
    String name();

    /** The node. */
    Node node();

    /** The clock of the node's timers, in nanoseconds from any point: {@link System#nanoTime} unless the host has set another. */
    long nanoTime();

    /** Number of messages in the mailbox that have been taken in. */
    int mailboxLength();

    /** Messages for this process that were refused or dropped because its mailbox was full; see {@link ProcessSpec#mailbox}. */
    long lostMessages();

    /** Counts more work as reductions than the message alone stands for: a process gives way after 4000. */
    void consumeReductions(int reductions);

    // Sending

    /** A writer that is reset for each call: {@code ctx.offer(pid, ctx.message().tuple(2).atom(PONG).int64(n))}. */
    TermWriter message();

    /** Sends what a writer has built; see {@link SendResult}. */
    int offer(long pid, TermWriter message);

    /** Sends a copy of a term. */
    int offer(long pid, TermReader message);

    /** Sends to a registered name. */
    int offerTo(int nameAtom, TermWriter message);

    /** Claims a message of so many words, to be written in place; see {@link Claim} and {@link SendResult}. */
    int tryClaim(long pid, int words, Claim claim);

    // Requests

    /**
     * Asks another process, in Java or Erlang (a {@code gen_server}); the answer comes as {@link Behaviour#onReply} or {@link
     * Behaviour#onRequestFailed}, never both, within the timeout.
     *
     * @return the id of the request
     */
    long request(long pid, TermWriter request, long timeoutNs);

    /** Forgets a request of this process: no call for it comes any more. */
    void cancelRequest(long requestId);

    /** Answers the request that is being handled, once. */
    int reply(TermWriter reply);

    /** Says that the request that is being handled will be answered later; returns what {@link #reply(long, TermWriter)} needs. */
    long deferReply();

    /** Answers a request that was deferred, once. */
    int reply(long deferredId, TermWriter reply);

    /**
     * Does work that may block on a virtual thread; the result comes as {@link Behaviour#onReply}, or {@link Behaviour#onRequestFailed}
     * when it throws. Allocates.
     *
     * @return the id of the request
     */
    long blocking(BlockingTask task);

    // Timers

    /** Starts a timer; {@link Behaviour#onTimer} is called when the time is over. Returns its id. */
    long startTimer(long delayNs);

    /** Cancels a timer: no call for it comes any more. False when it has come, or there is no such timer. */
    boolean cancelTimer(long timerId);

    // Other processes

    /** Starts a process. Its parent is this one. */
    long spawn(ProcessSpec spec);

    /** Starts a process that is linked to this one. */
    long spawnLink(ProcessSpec spec);

    /** Links this process to another: when one ends, the other gets an exit signal. */
    void link(long pid);

    /** Takes a link back; no exit signal over it comes any more, but one that was in the mailbox already is still told. */
    void unlink(long pid);

    /** Watches a process: {@link Behaviour#onDown} is called once when it ends, at once when there is none. Returns an id. */
    long monitor(long pid);

    /** Watches no longer; no call for it comes any more. */
    void demonitor(long monitorId);

    /** With true, exit signals become calls of {@link Behaviour#onExit}; but for the reason {@code kill}. */
    void trapExit(boolean trap);

    /** Sends an exit signal, as Erlang's {@code exit/2}. */
    void exit(long pid, TermWriter reason);

    /** Sends an exit signal whose reason is an atom; {@code kill} ends the process in any case. */
    void exit(long pid, int reasonAtom);

    // Names

    /** Registers a name for this process; false when it is taken or this process has one. */
    boolean register(int nameAtom);

    /** Gives the name of this process back. */
    void unregister();

    /** The process of a name, or {@link #NO_PID}. */
    long whereis(int nameAtom);

    // The end

    /** Ends this process with reason {@code normal} when the call returns. */
    void exit();

    /** Ends this process when the call returns. */
    void exit(int reasonAtom);

    /** Ends this process when the call returns. */
    void exit(TermReader reason);

    /** Ends this process when the call returns. */
    void exit(TermWriter reason);
}
