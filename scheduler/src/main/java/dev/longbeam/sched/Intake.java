package dev.longbeam.sched;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The scheduler's end of its {@link Inlet}: reads records as Agrona's ring does, but gives their room back only when it looks for more. To give it back means to
 * clear it, and the cache line is the sender's at that moment: the first atomic operation behind that waits for the line to come, and there is one in each answer.
 *
 * <p>Owned by the scheduler, as is what it counts: nobody else reads this object.
 */
final class Intake {
    private static final int LIMIT = 256;

    private final ManyToOneRingBuffer ring;
    private final AtomicBuffer buffer;
    private final int mask;
    private final int headOffset;
    /** Up to here room has been given back. */
    private long head;
    /** Up to here records have been handed on. */
    private long position;

    /** The only reader of a ring in so much memory. */
    Intake(final ManyToOneRingBuffer ring, final AtomicBuffer buffer) {
        this.ring = ring;
        this.buffer = buffer;
        mask = ring.capacity() - 1;
        headOffset = ring.capacity() + RingBufferDescriptor.HEAD_POSITION_OFFSET;
    }

    /** Hands records to a handler, not more than some hundred; returns how many. Those handed on before are gone. */
    int drain(final MessageHandler handler) {
        giveBack();
        final int at = (int)position & mask;
        int read = 0;
        int bytes = 0;
        while (read < LIMIT && at + bytes <= mask) {
            final int record = at + bytes;
            final int length = buffer.getIntVolatile(RecordDescriptor.lengthOffset(record));
            if (length <= 0) {
                break;
            }
            bytes += length + RecordDescriptor.ALIGNMENT - 1 & -RecordDescriptor.ALIGNMENT;
            final int type = buffer.getInt(RecordDescriptor.typeOffset(record));
            if (type != ManyToOneRingBuffer.PADDING_MSG_TYPE_ID) {
                handler.onMessage(type, buffer, RecordDescriptor.encodedMsgOffset(record), length - RecordDescriptor.HEADER_LENGTH);
                read++;
            }
        }
        position += bytes;
        return read;
    }

    private void giveBack() {
        final int bytes = (int)(position - head);
        if (bytes > 0) {
            buffer.setMemory((int)head & mask, bytes, (byte)0);
            head = position;
            buffer.putLongRelease(headOffset, head);
        }
    }

    /** Hands everything that has been offered so far to a handler. */
    void drainAll(final MessageHandler handler) {
        final long end = ring.producerPosition();
        while (position < end) {
            if (drain(handler) == 0) {
                // Somebody is about to commit: that takes no longer than a few stores.
                Thread.onSpinWait();
            }
        }
    }

    /** True when {@link #drain} would find something. Reads one word, which nobody writes but who has something to say. */
    boolean hasRecord() {
        return buffer.getIntVolatile((int)position & mask) > 0;
    }

    /** True when nothing is there to be read. */
    boolean isEmpty() {
        return ring.producerPosition() == position;
    }

    /** Discards the signals that nobody will take any more: the node has stopped. */
    void close() {
        int read;
        do {
            read = drain((type, record, at, length) -> discard(type, record, at));
        } while (read > 0);
    }

    private static void discard(final int type, final DirectBuffer record, final int at) {
        if (type == Inlet.SIGNAL) {
            Signals.discard(record.getLong(at + Long.BYTES));
        }
    }
}
