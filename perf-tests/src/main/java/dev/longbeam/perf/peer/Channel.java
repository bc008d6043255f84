package dev.longbeam.perf.peer;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Longs from one thread to another. */
interface Channel {
    /** Bytes of a channel's ring, and events of one that counts these. */
    int CAPACITY_BYTES = 1 << 17;
    /** Events of a ring that holds events. */
    int CAPACITY = 4096;

    /** False when there is no room. Only one thread sends. */
    boolean offer(long message);

    /** Hands one message on, if there is one. Only one thread receives. */
    boolean poll(LongConsumer receiver);

    /** A ring of Agrona's. */
    static Channel agrona() {
        final OneToOneRingBuffer ring = new OneToOneRingBuffer(new UnsafeBuffer(
            ByteBuffer.allocateDirect(CAPACITY_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
        return new Channel() {
            private LongConsumer receiver;
            private final MessageHandler handler = (type, buffer, index, length) -> receiver.accept(buffer.getLong(index));

            @Override
            public boolean offer(final long message) {
                final int index = ring.tryClaim(1, Long.BYTES);
                if (index < 0) {
                    return false;
                }
                ring.buffer().putLong(index, message);
                ring.commit(index);
                return true;
            }

            @Override
            public boolean poll(final LongConsumer to) {
                receiver = to;
                return ring.read(handler, 1) > 0;
            }
        };
    }

    /** A Disruptor with one producer, polled. */
    static Channel disruptor() {
        final RingBuffer<long[]> ring = RingBuffer.createSingleProducer(() -> new long[1], CAPACITY, new BusySpinWaitStrategy());
        final EventPoller<long[]> poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
        return new Channel() {
            private LongConsumer receiver;
            private final EventPoller.Handler<long[]> handler = (event, sequence, last) -> {
                receiver.accept(event[0]);
                return false; // no more in this poll
            };

            @Override
            public boolean offer(final long message) {
                if (!ring.hasAvailableCapacity(1)) {
                    return false;
                }
                final long sequence = ring.next();
                ring.get(sequence)[0] = message;
                ring.publish(sequence);
                return true;
            }

            @Override
            public boolean poll(final LongConsumer to) {
                receiver = to;
                try {
                    return poller.poll(handler) == EventPoller.PollState.PROCESSING;
                } catch (final RuntimeException e) {
                    throw e;
                } catch (final Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }
}
