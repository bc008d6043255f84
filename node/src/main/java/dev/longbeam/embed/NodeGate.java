package dev.longbeam.embed;

/** Whether a node takes messages. Any thread. */
final class NodeGate {
    /** Of processes: what they send goes its way until the node has ended. */
    static final NodeGate OPEN = new NodeGate();

    private volatile boolean closed;

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /**
     * The result of a send that has been done. A node that has begun to close in the meantime promises nothing; what is answered with
     * SENT was in the mailbox before the node began to close.
     */
    int result(final boolean delivered) {
        if (!delivered) {
            return closed ? SendResult.CLOSED : SendResult.NO_PROCESS;
        }
        return closed ? SendResult.CLOSED : SendResult.SENT;
    }
}
