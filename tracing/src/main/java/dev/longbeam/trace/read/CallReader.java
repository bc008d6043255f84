package dev.longbeam.trace.read;

import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import java.util.Arrays;
import java.util.function.LongConsumer;

/** Decodes the functions of the events {@code calls} of one batch: each builds on those before it in the batch. */
final class CallReader {
    private static final int ESCAPE = 0;
    private static final int SLOTS = 256;
    private static final int CODES_AT = 16;
    private static final int WORD = 8;
    private static final LongConsumer IGNORE = id -> { };

    private final long[] slots = new long[SLOTS];
    private int decodedTo = EventLayout.HEADER_BYTES;

    void reset() {
        if (decodedTo != EventLayout.HEADER_BYTES) {
            Arrays.fill(slots, -1);
            decodedTo = EventLayout.HEADER_BYTES;
        }
    }

    /** Gives the functions of the event at a position of the batch, in the order they were called. */
    void decode(final BatchBuffer batch, final int at, final LongConsumer functions) {
        if (at < decodedTo) {
            Arrays.fill(slots, -1);
            decodedTo = EventLayout.HEADER_BYTES;
        }
        while (decodedTo < at) {
            final int here = decodedTo;
            decodedTo = TraceEvent.end(batch.data, here, batch.limit);
            if (decodedTo < 0) {
                decodedTo = batch.limit;
                return;
            }
            if (((int)Words.getLong(batch.data, here) & 0xFF) == EventType.CALLS.number()) {
                codes(batch.data, here, IGNORE);
            }
        }
        decodedTo = TraceEvent.end(batch.data, at, batch.limit);
        codes(batch.data, at, functions);
    }

    private void codes(final byte[] data, final int at, final LongConsumer functions) {
        int position = at + CODES_AT;
        final int end = position + (int)Words.getLong(data, at + WORD);
        while (position < end) {
            final int code = data[position++] & 0xFF;
            if (code != ESCAPE) {
                functions.accept(slots[code]);
            } else if (position + 1 + WORD <= end) {
                final int slot = data[position] & 0xFF;
                slots[slot] = Words.getLong(data, position + 1);
                functions.accept(slots[slot]);
                position += 1 + WORD;
            } else {
                return;
            }
        }
    }
}
