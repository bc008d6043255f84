package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * One or more byte sequences to look for, prepared once and used by any number of {@link ByteSearch}es.
 *
 * <p>Any thread; does not change, but for the automaton that is made when a search first needs it.
 */
public final class BytePatterns implements MagicResource {
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final byte[][] patterns;
    private final long[] firstBytes = new long[4];
    /** True when patterns begin with one or two different bytes; each then fills a word. */
    private final boolean isFew;
    private final long oneWord;
    private final long otherWord;
    private volatile Automaton automaton;

    /** Prepares patterns, of which there is at least one and none is empty. */
    public BytePatterns(final byte[][] patterns) {
        this.patterns = patterns;
        for (final byte[] pattern : patterns) {
            firstBytes[(pattern[0] & 0xFF) >>> 6] |= 1L << pattern[0];
        }
        final byte one = patterns[0][0];
        byte other = one;
        for (final byte[] pattern : patterns) {
            other = pattern[0] == one ? other : pattern[0];
        }
        boolean others = false;
        for (final byte[] pattern : patterns) {
            others |= pattern[0] != one && pattern[0] != other;
        }
        isFew = !others;
        oneWord = (one & 0xFF) * LOW_BITS;
        otherWord = (other & 0xFF) * LOW_BITS;
    }

    /** True when there is more than one pattern. */
    public boolean isMany() {
        return patterns.length > 1;
    }

    @Override
    public void dispose() {
        // The garbage collector of Java frees it.
    }

    /** The first place, from one on, where a pattern can begin; {@code limit}, or {@code from} when that is behind it, for none. */
    long firstPlace(final long baseAddr, final long from, final long limit) {
        long at = from;
        if (isFew) {
            for (; at + Memory.WORD_BYTES <= limit; at += Memory.WORD_BYTES) {
                final long word = Memory.getLong(baseAddr + at);
                final long equal = equalBytes(word, oneWord) | equalBytes(word, otherWord);
                if (equal != 0) {
                    return at + (Long.numberOfTrailingZeros(equal) >>> 3);
                }
            }
        }
        while (at < limit && !canBegin(Memory.getUnsignedByte(baseAddr + at))) {
            at++;
        }
        return at;
    }

    /** A bit in the lowest byte that is equal; what stands above it says nothing. */
    private static long equalBytes(final long word, final long other) {
        final long different = word ^ other;
        return different - LOW_BITS & ~different & HIGH_BITS;
    }

    private boolean canBegin(final int value) {
        return (firstBytes[value >>> 6] & 1L << value) != 0;
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
