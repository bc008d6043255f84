package dev.longbeam.embed;

/** The node is closed. */
public final class NodeClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** For the node of a name. */
    NodeClosedException(final String nodeName) {
        super("the node is closed: name=" + nodeName);
    }
}
