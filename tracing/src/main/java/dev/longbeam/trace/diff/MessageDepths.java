package dev.longbeam.trace.diff;

import org.agrona.collections.Long2ObjectHashMap;

/** For each message, how many caused each other up to it: four bytes a message. Owned by one thread. */
final class MessageDepths {
    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;

    private final Long2ObjectHashMap<int[]> chunks = new Long2ObjectHashMap<>();
    private int longest;

    /** A message is sent; its cause has been before it. */
    void sent(final long message, final long cause) {
        final int depth = (cause == 0 ? 0 : depth(cause)) + 1;
        int[] chunk = chunks.get(message >>> CHUNK_SHIFT);
        if (chunk == null) {
            chunk = new int[CHUNK_MASK + 1];
            chunks.put(message >>> CHUNK_SHIFT, chunk);
        }
        chunk[(int)message & CHUNK_MASK] = depth;
        longest = Math.max(longest, depth);
    }

    private int depth(final long message) {
        final int[] chunk = chunks.get(message >>> CHUNK_SHIFT);
        return chunk == null ? 0 : chunk[(int)message & CHUNK_MASK];
    }

    /** Length of the longest chain. */
    int longest() {
        return longest;
    }
}
