package dev.longbeam.perf.peer;

/**
 * A system of processes with mailboxes of longs.
 *
 * @param <A> address of a process
 */
interface Mailboxes<A> extends AutoCloseable {
    /** Any scheduler. */
    int ANYWHERE = 0;

    /**
     * What a process does with a message.
     *
     * @param <A> address of a process
     */
    @FunctionalInterface
    interface Handler<A> {
        void handle(Out<A> out, long message);
    }

    /**
     * Sends, on the thread or in the process that it belongs to.
     *
     * @param <A> address of a process
     */
    @FunctionalInterface
    interface Out<A> {
        void send(A to, long message);

        /** In a process: it has worked for long, and others may have their turn after this message. */
        default void giveWay() {
            // Most systems do that by themselves.
        }
    }

    /**
     * Starts a process.
     *
     * @param scheduler the one that shall run it, from 1 on, where a system can choose; or {@link #ANYWHERE}
     */
    A start(int scheduler, Handler<A> handler);

    /**
     * A process that has so many messages in its mailbox which it never takes, and takes what comes behind them. Only for systems with selective receive.
     */
    default A startBehind(final int scheduler, final int unwanted, final Handler<A> handler) {
        throw new UnsupportedOperationException("no selective receive");
    }

    /** A process that answers each request with what was asked. Only for systems with requests. */
    default A startServer(final int scheduler) {
        throw new UnsupportedOperationException("no requests");
    }

    /** A process whose sends are requests to a server. Only for systems with requests. */
    default A startClient(final int scheduler, final Handler<A> onMessage, final Handler<A> onReply) {
        throw new UnsupportedOperationException("no requests");
    }

    /** What the calling thread, which is none of the system's, sends with. */
    Out<A> outside();

    /** Starts processes that send one message and end, one after the other, until a time; returns how many. */
    long spawnUntil(long endNs) throws InterruptedException;

    /** Starts so many processes that wait, and returns when all are there. */
    void idle(int count) throws InterruptedException;

    /** Ends everything. */
    @Override
    void close();
}
