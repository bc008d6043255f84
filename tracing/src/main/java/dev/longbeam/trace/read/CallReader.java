package dev.longbeam.trace.read;

import dev.longbeam.trace.CallCodes;
import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import java.util.Arrays;

/** Decodes the functions of the events {@code calls} of one batch: each builds on those before it in the batch. */
final class CallReader {
    private static final int CODES_AT = 16;
    private static final int WORD = 8;
    private static final CallVisitor IGNORE = new CallVisitor() {
        @Override
        public void called(final long functionId, final boolean tail) {
            // Only the slots matter.
        }

        @Override
        public void returned() {
            // Only the slots matter.
        }

        @Override
        public void unwound(final int count) {
            // Only the slots matter.
        }
    };

    private final long[] slots = new long[CallCodes.SLOTS + 1];
    private int decodedTo = EventLayout.HEADER_BYTES;

    void reset() {
        if (decodedTo != EventLayout.HEADER_BYTES) {
            Arrays.fill(slots, -1);
            decodedTo = EventLayout.HEADER_BYTES;
        }
    }

    /** Gives the calls and returns of the event at a position of the batch, in their order. */
    void decode(final BatchBuffer batch, final int at, final CallVisitor visitor) {
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
        codes(batch.data, at, visitor);
    }

    private void codes(final byte[] data, final int at, final CallVisitor visitor) {
        int position = at + CODES_AT;
        final int end = position + (int)Words.getLong(data, at + WORD);
        while (position < end) {
            final int code = data[position++] & 0xFF;
            switch (code) {
                case CallCodes.RETURN -> visitor.returned();
                case CallCodes.UNWIND -> {
                    if (position + Integer.BYTES > end) {
                        return;
                    }
                    visitor.unwound(Words.getInt(data, position));
                    position += Integer.BYTES;
                }
                case CallCodes.ESCAPE, CallCodes.TAIL_ESCAPE -> {
                    if (position + 1 + WORD > end || (data[position] & 0xFF) >= slots.length) {
                        return;
                    }
                    final int slot = data[position] & 0xFF;
                    slots[slot] = Words.getLong(data, position + 1);
                    visitor.called(slots[slot], code == CallCodes.TAIL_ESCAPE);
                    position += 1 + WORD;
                }
                default -> {
                    final boolean tail = code > CallCodes.SLOTS;
                    final int slot = tail ? code - CallCodes.SLOTS : code;
                    if (slot >= slots.length) {
                        return;
                    }
                    visitor.called(slots[slot], tail);
                }
            }
        }
    }
}
