package dev.longbeam.sched;

import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;

/**
 * How many words the next message of a process will have: as many as its last two had, when these were equal. A message of foreseen size needs
 * no walk to find it. Processes share places here by their numbers, which costs no more than a wrong guess.
 *
 * <p>One thread.
 */
final class MessageSizes {
    private static final int PLACES = 64;

    /** Words of the last message; negative while only one has been that long. */
    private final long[] words = new long[PLACES];

    private static int place(final long senderTerm) {
        return senderTerm == Term.NON_VALUE ? 0 : (int)Pid.sequence(senderTerm) & PLACES - 1;
    }

    /** Words of the next message of a sender, 0 when nobody knows. */
    long foreseen(final long senderTerm) {
        return Math.max(0, words[place(senderTerm)]);
    }

    /** A message of a sender had so many words; 0 when that cannot be foreseen again. */
    void had(final long senderTerm, final long messageWords) {
        final int place = place(senderTerm);
        final long before = words[place];
        words[place] = Math.abs(before) == messageWords ? messageWords : -messageWords;
    }
}
