package dev.longbeam.otp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Places that a search has found, however many: they stand in pieces, so that there is never much to copy at once.
 *
 * <p>Owned by the search.
 */
final class Matches {
    private static final int LOG_PIECE = 12;
    private static final int PIECE = 1 << LOG_PIECE;

    /** Pairs of place and length: most searches find so few that all are in here. */
    private long[] last = new long[2];
    private final List<long[]> full = new ArrayList<>(0);
    private int inLast;

    /** Adds a place behind all others. */
    void add(final long at, final long bytes) {
        if (inLast == PIECE) {
            full.add(last);
            last = new long[PIECE * 2];
            inLast = 0;
        } else if (inLast * 2 == last.length) {
            last = Arrays.copyOf(last, inLast * 4);
        }
        last[inLast * 2] = at;
        last[inLast * 2 + 1] = bytes;
        inLast++;
    }

    /** Number of places. */
    int count() {
        return (full.size() << LOG_PIECE) + inLast;
    }

    /** Where a match begins. */
    long at(final int match) {
        return piece(match)[(match & PIECE - 1) * 2];
    }

    /** How long a match is. */
    long bytes(final int match) {
        return piece(match)[(match & PIECE - 1) * 2 + 1];
    }

    private long[] piece(final int match) {
        final int piece = match >> LOG_PIECE;
        return piece < full.size() ? full.get(piece) : last;
    }
}
