package dev.longbeam.term;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and creations of nodes that terms refer to. Index 0 is any node that has no name: {@code nonode&#64;nohost}, 0.
 *
 * <p>Any thread.
 */
public final class NodeTable {
    record Entry(long nameTerm, long creation) {
    }

    private static final Map<Entry, Integer> INDEX = new HashMap<>();
    private static final List<Entry> ENTRIES = new ArrayList<>();

    static {
        index(Atoms.NONODE_NOHOST, 0);
    }

    private NodeTable() {
    }

    /** Index of a node, entered when new. */
    public static synchronized int index(final long nameTerm, final long creation) {
        return INDEX.computeIfAbsent(new Entry(nameTerm, creation), entry -> {
            ENTRIES.add(entry);
            return ENTRIES.size() - 1;
        });
    }

    /** Index of the youngest entry of a node's name, or -1 when it is not known. */
    public static synchronized int latest(final long nameTerm) {
        for (int i = ENTRIES.size() - 1; i >= 0; i--) {
            if (ENTRIES.get(i).nameTerm() == nameTerm) {
                return i;
            }
        }
        return -1;
    }

    /** Name of a node. */
    public static synchronized long nameTerm(final int index) {
        return ENTRIES.get(index).nameTerm();
    }

    /** Creation of a node. */
    public static synchronized long creation(final int index) {
        return ENTRIES.get(index).creation();
    }

    /** True when an external name and creation mean the node itself that this thread works for. */
    public static boolean isThisNode(final long nameTerm, final long creation) {
        final Entry entry = NodeTerms.current().thisNode;
        return nameTerm == entry.nameTerm() && creation == entry.creation();
    }

    /** The name of the node that this thread works for, {@code nonode&#64;nohost} as long as it takes no part in a cluster. */
    public static long thisNameTerm() {
        return NodeTerms.current().thisNode.nameTerm();
    }

    /** The creation of the node that this thread works for, 0 as long as it takes no part in a cluster. */
    public static long thisCreation() {
        return NodeTerms.current().thisNode.creation();
    }

    /** Gives the node that this thread works for a name; its local pids, ports and references leave it under that name from now on. */
    public static void thisNode(final long nameTerm, final long creation) {
        NodeTerms.current().thisNode = new Entry(nameTerm, creation);
    }
}
