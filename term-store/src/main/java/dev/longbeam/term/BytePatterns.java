package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * One or more byte sequences to look for, prepared once and used by any number of {@link ByteSearch}es.
 *
 * <p>Any thread; does not change, but for the automaton that is made when a search first needs it.
 */
public final class BytePatterns implements MagicResource {
    private final byte[][] patterns;
    private final long[] firstBytes = new long[4];
    private volatile Automaton automaton;

    /** Prepares patterns, of which there is at least one and none is empty. */
    public BytePatterns(final byte[][] patterns) {
        this.patterns = patterns;
        for (final byte[] pattern : patterns) {
            firstBytes[(pattern[0] & 0xFF) >>> 6] |= 1L << pattern[0];
        }
    }

    /** True when there is more than one pattern. */
    public boolean isMany() {
        return patterns.length > 1;
    }

    @Override
    public void dispose() {
        // The garbage collector of Java frees it.
    }

    boolean canBegin(final int value) {
        return (firstBytes[value >>> 6] & 1L << value) != 0;
    }

    /** The only pattern's first byte, or -1 when there are several patterns. */
    int onlyFirstByte() {
        return patterns.length == 1 ? patterns[0][0] & 0xFF : -1;
    }

    /** Number of patterns. */
    int count() {
        return patterns.length;
    }

    /** Bytes of a pattern. */
    int length(final int pattern) {
        return patterns[pattern].length;
    }

    /** How many bytes of a pattern stand at an address, at most {@code limit}. */
    int common(final int pattern, final long addr, final long limit) {
        final byte[] bytes = patterns[pattern];
        final int most = (int)Math.min(bytes.length, limit);
        int i = 0;
        while (i < most && Memory.getByte(addr + i) == bytes[i]) {
            i++;
        }
        return i;
    }

    Automaton automaton() {
        Automaton made = automaton;
        if (made == null) {
            made = new Automaton(patterns);
            automaton = made;
        }
        return made;
    }

    /** The automaton of Aho and Corasick: a tree of the patterns' prefixes; node 0 is the root, the children of a node are a chain. */
    static final class Automaton {
        private final byte[] value;
        private final int[] child;
        private final int[] sibling;
        private final int[] fail;
        private final int[] depth;
        private final int[] match;
        private int nodes = 1;

        Automaton(final byte[][] patterns) {
            int most = 1;
            for (final byte[] pattern : patterns) {
                most += pattern.length;
            }
            value = new byte[most];
            child = new int[most];
            sibling = new int[most];
            fail = new int[most];
            depth = new int[most];
            match = new int[most];
            for (final byte[] pattern : patterns) {
                add(pattern);
            }
            connect();
        }

        private void add(final byte[] pattern) {
            int node = 0;
            for (final byte b : pattern) {
                int next = child(node, b);
                if (next == 0) {
                    next = nodes++;
                    value[next] = b;
                    sibling[next] = child[node];
                    child[node] = next;
                    depth[next] = depth[node] + 1;
                }
                node = next;
            }
            match[node] = node;
        }

        private void connect() {
            final int[] queue = new int[nodes];
            int tail = 1;
            for (int head = 0; head < tail; head++) {
                final int node = queue[head];
                for (int next = child[node]; next != 0; next = sibling[next]) {
                    queue[tail++] = next;
                    fail[next] = node == 0 ? 0 : step(fail[node], value[next]);
                    if (match[next] == 0) {
                        match[next] = match[fail[next]];
                    }
                }
            }
        }

        private int child(final int node, final byte b) {
            int next = child[node];
            while (next != 0 && value[next] != b) {
                next = sibling[next];
            }
            return next;
        }

        /** The node of the longest prefix that ends with a byte behind a node. */
        int step(final int fromNode, final byte b) {
            int node = fromNode;
            while (true) {
                final int next = child(node, b);
                if (next != 0 || node == 0) {
                    return next;
                }
                node = fail[node];
            }
        }

        /** Length of the prefix of a node. */
        int depth(final int node) {
            return depth[node];
        }

        /** Length of the longest pattern that ends at a node, 0 for none. */
        int matchLength(final int node) {
            return depth[match[node]];
        }
    }
}
