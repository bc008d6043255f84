package dev.longbeam.term;

import java.util.Arrays;

/**
 * A stack of words for walks over deep terms. It keeps its array, so a walk allocates nothing once the stack has grown.
 *
 * <p>Owned by one thread. A walk that may run inside another one remembers {@link #depth} and pops down to that.
 */
final class TermStack {
    private static final int KEPT_WORDS = 1 << 16;
    private long[] words = new long[256];
    private int depth;

    /** Number of words on the stack. */
    int depth() {
        return depth;
    }

    /** Puts a word on top. */
    void push(final long word) {
        if (depth == words.length) {
            words = Arrays.copyOf(words, depth * 2);
        }
        words[depth++] = word;
    }

    /** Takes the top word; requires that there is one. */
    long pop() {
        return words[--depth];
    }

    /** Drops what lies above a depth, after a walk that ended early, and gives up a very large array when empty. */
    void truncate(final int newDepth) {
        depth = newDepth;
        if (newDepth == 0 && words.length > KEPT_WORDS) {
            words = new long[256];
        }
    }
}
