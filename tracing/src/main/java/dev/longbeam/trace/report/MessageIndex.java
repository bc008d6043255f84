package dev.longbeam.trace.report;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.read.TraceEvent;
import org.agrona.collections.Long2ObjectHashMap;

/** Where the sending and the receiving of each message stand in the trace: sixteen bytes a message. Owned by one thread. */
final class MessageIndex {
    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;

    private final Long2ObjectHashMap<long[]> sends = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<long[]> receives = new Long2ObjectHashMap<>();

    void apply(final TraceEvent event) {
        final EventType type = event.type();
        if (type == EventType.SEND) {
            put(sends, event.field(0), event.location());
        } else if (type == EventType.RECEIVE) {
            put(receives, event.field(0), event.location());
        }
    }

    private static void put(final Long2ObjectHashMap<long[]> map, final long message, final long location) {
        long[] chunk = map.get(message >>> CHUNK_SHIFT);
        if (chunk == null) {
            chunk = new long[CHUNK_MASK + 1];
            map.put(message >>> CHUNK_SHIFT, chunk);
        }
        chunk[(int)message & CHUNK_MASK] = location;
    }

    /** Location of the sending; 0 when the trace does not hold it. */
    long send(final long message) {
        return get(sends, message);
    }

    /** Location of the receiving; 0 when there is none. */
    long receive(final long message) {
        return get(receives, message);
    }

    private static long get(final Long2ObjectHashMap<long[]> map, final long message) {
        final long[] chunk = map.get(message >>> CHUNK_SHIFT);
        return chunk == null ? 0 : chunk[(int)message & CHUNK_MASK];
    }
}
