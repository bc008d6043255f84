package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * A search for patterns in memory: of all matches the leftmost, and of those the longest.
 *
 * <p>It compares byte by byte as long as that is cheap, and takes the automaton when the data are such that it is not, so that a search
 * is linear whatever the data. Owned by one thread; serves for any number of searches.
 */
public final class ByteSearch {
    private static final long FREE_COMPARISONS = 4096;

    private final BytePatterns patterns;
    private long comparisons;
    private long scanned;
    private boolean automatic;
    /** Where the last match begins. */
    public long foundAt;
    /** How long the last match is. */
    public long foundBytes;

    /** A search for patterns. */
    public ByteSearch(final BytePatterns patterns) {
        this.patterns = patterns;
    }

    /**
     * Looks for the first match that begins at {@code from} or behind, but before {@code beginLimit}, and ends at {@code end} or before.
     *
     * @param baseAddr what the positions count from
     */
    public boolean find(final long baseAddr, final long from, final long beginLimit, final long end) {
        final long limit = Math.min(beginLimit, end);
        long at = automatic ? from : patterns.firstPlace(baseAddr, from, limit);
        while (at < limit && !automatic) {
            if (matches(baseAddr, at, end)) {
                return true;
            }
            automatic = comparisons > FREE_COMPARISONS + 4 * (scanned + at - from);
            at = patterns.firstPlace(baseAddr, at + 1, limit);
        }
        scanned += at - from;
        return at < limit && findByAutomaton(baseAddr, at, limit, end);
    }

    private boolean matches(final long baseAddr, final long at, final long end) {
        foundBytes = 0;
        final int count = patterns.count();
        for (int i = 0; i < count; i++) {
            final int common = patterns.common(i, baseAddr + at, end - at);
            comparisons += common + 1L;
            if (common == patterns.length(i) && common > foundBytes) {
                foundAt = at;
                foundBytes = common;
            }
        }
        return foundBytes > 0;
    }

    private boolean findByAutomaton(final long baseAddr, final long from, final long beginLimit, final long end) {
        final BytePatterns.Automaton automaton = patterns.automaton();
        foundBytes = 0;
        int node = 0;
        for (long at = from; at < end; at++) {
            node = automaton.step(node, Memory.getByte(baseAddr + at));
            final long begin = at + 1 - automaton.depth(node);
            if (foundBytes > 0 ? begin > foundAt : begin >= beginLimit) {
                break;
            }
            final int length = automaton.matchLength(node);
            final long matchAt = at + 1 - length;
            if (length > 0 && (foundBytes == 0 || matchAt < foundAt || matchAt == foundAt && length > foundBytes)) {
                foundAt = matchAt;
                foundBytes = length;
            }
        }
        return foundBytes > 0 && foundAt < beginLimit;
    }
}
