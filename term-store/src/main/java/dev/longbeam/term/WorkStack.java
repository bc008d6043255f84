package dev.longbeam.term;

import dev.longbeam.memory.PerThread;
import java.util.Arrays;

/**
 * A reusable stack of words for walks over terms, so that deep terms never deepen the Java stack. Walks may nest: each remembers
 * where it began and pops down to there.
 *
 * <p>One per thread.
 */
final class WorkStack {
    private static final int FIRST_WORDS = 256;
    private static final int KEPT_WORDS = 1 << 16;
    private static final PerThread<WorkStack> CURRENT = new PerThread<>(WorkStack::new);

    private long[] words = new long[FIRST_WORDS];
    private int top;

    /** A stack for a walk that goes on after others have run. */
    WorkStack() {
    }

    /** The stack of this thread. */
    static WorkStack get() {
        return CURRENT.get();
    }

    /** Number of words on the stack. */
    int top() {
        return top;
    }

    /** Goes back to an earlier {@link #top}; gives back memory after an unusually deep walk. */
    void reset(final int newTop) {
        top = newTop;
        if (newTop == 0 && words.length > KEPT_WORDS) {
            words = new long[FIRST_WORDS];
        }
    }

    /** Moves the words above an earlier {@link #top} to a stack of their own: the walk goes on later. */
    WorkStack moveAbove(final int bottom) {
        final WorkStack own = new WorkStack();
        own.words = Arrays.copyOfRange(words, bottom, Math.max(top, bottom + FIRST_WORDS));
        own.top = top - bottom;
        reset(bottom);
        return own;
    }

    /** The words, for a walk that keeps the top in a local variable: valid until a push or {@link #room}. */
    long[] words() {
        return words;
    }

    /** The words, with room for {@code count} more above a top that a walk keeps in a local variable. */
    long[] room(final int walkTop, final int count) {
        if (walkTop + count > words.length) {
            words = Arrays.copyOf(words, Math.max(walkTop + count, words.length * 2));
        }
        return words;
    }

    /** Pushes a word. */
    void push(final long word) {
        if (top == words.length) {
            words = Arrays.copyOf(words, top * 2);
        }
        words[top++] = word;
    }

    /** Pushes three words; the last one is popped first. */
    void push(final long first, final long second, final long third) {
        if (top + 3 > words.length) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        words[top] = first;
        words[top + 1] = second;
        words[top + 2] = third;
        top += 3;
    }

    /** Pops a word. */
    long pop() {
        return words[--top];
    }
}
