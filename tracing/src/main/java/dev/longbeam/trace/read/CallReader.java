package dev.longbeam.trace.read;

import dev.longbeam.trace.CallCodes;
import dev.longbeam.trace.EventLayout;
import dev.longbeam.trace.EventType;
import java.util.Arrays;

/** Decodes the functions of the events {@code calls} of one batch: each builds on those before it in the batch. */
final class CallReader {
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
            if (!pass(batch, IGNORE)) {
                return;
            }
        }
        pass(batch, visitor);
    }

    /** Goes over one event, and gives its calls; false when none can be read there. */
    private boolean pass(final BatchBuffer batch, final CallVisitor visitor) {
        final long extent = TraceEvent.extent(batch.data, decodedTo, batch.limit);
        if (extent < 0) {
            decodedTo = batch.limit;
            return false;
        }
        final int end = (int)(extent >>> Integer.SIZE);
        if ((batch.data[decodedTo] & 0xFF) == EventType.CALLS.number()) {
            codes(batch.data, (int)extent, end, visitor);
        }
        decodedTo = end;
        return true;
    }

    private void codes(final byte[] data, final int from, final int end, final CallVisitor visitor) {
        int position = from;
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
                    if (position + 1 + Long.BYTES > end || (data[position] & 0xFF) >= slots.length) {
                        return;
                    }
                    final int slot = data[position] & 0xFF;
                    slots[slot] = Words.getLong(data, position + 1);
                    visitor.called(slots[slot], code == CallCodes.TAIL_ESCAPE);
                    position += 1 + Long.BYTES;
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
