package dev.longbeam.sched;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.MovedTerms;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The way into a scheduler for other threads: a ring, and whether the scheduler sleeps. Nothing but the ring is written while the scheduler goes
 * round, so that senders and scheduler do not take each other's cache lines. This object is only a {@link #view} of what stands in memory of its
 * own: the JVM puts objects where it likes, and beside one that a scheduler writes all the time each look of another one is a cache miss.
 *
 * <p>A small message for a process that has its home here travels in the ring itself, with its terms:
 *
 * <pre>
 *    0  pid of the receiver
 *    8  words 1 to 3 and 5 to 7 of its {@link SignalLayout}: size and type, sender, term, number, id, cause
 *   56  where its terms stood, if it has any
 *   64  its terms
 * </pre>
 *
 * <p>So one without terms takes one cache line, and each thread allocates and frees only what is its own.
 *
 * <p>Any thread may offer; what the scheduler does with it is in {@link Intake}.
 */
final class Inlet {
    /** A process is awake: its pid. */
    static final int PROCESS = 1;
    /** A scheduler without work asks for some: its index. */
    static final int STEAL = 2;
    /** A signal for a process that has its home here: pid, and address of the block. */
    static final int SIGNAL = 3;
    /** A message for such a process, whole. */
    static final int MESSAGE = 4;
    /** A process handles signals as if it had a higher priority: its pid. To be added to: the priority. */
    static final int ELEVATE = 5;

    private static final int RING_BYTES = 1 << 17;
    private static final int WORD = Memory.WORD_BYTES;
    private static final int MESSAGE_BYTES = 7 * WORD;
    private static final int FROM_OFFSET = 7 * WORD;
    private static final int TERMS_OFFSET = 8 * WORD;
    private static final long INLINE_WORDS = 24;

    private static final int PARKED_OFFSET = RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH;
    /** Two cache lines, since processors fetch them in pairs. */
    private static final int PARKED_BYTES = 2 * BitUtil.CACHE_LINE_LENGTH;

    private final ByteBuffer memory;
    private final ManyToOneRingBuffer ring;
    private final AtomicBuffer buffer;
    private final AtomicBuffer parked;
    private final AtomicBuffer idle;
    private final Thread thread;

    /** The way into the scheduler of a thread. */
    Inlet(final Thread thread) {
        // The JVM's memory: a thread that is late with a wake-up may reach the ring when the node has been closed.
        this(thread, BufferUtil.allocateDirectAligned(PARKED_OFFSET + 2 * PARKED_BYTES, PARKED_BYTES));
    }

    private Inlet(final Thread thread, final ByteBuffer memory) {
        this.thread = thread;
        this.memory = memory;
        buffer = new UnsafeBuffer(memory, 0, PARKED_OFFSET);
        ring = new ManyToOneRingBuffer(buffer);
        parked = new UnsafeBuffer(memory, PARKED_OFFSET, PARKED_BYTES);
        idle = new UnsafeBuffer(memory, PARKED_OFFSET + PARKED_BYTES, PARKED_BYTES);
    }

    /** The same inlet, to be used by one other thread alone. */
    Inlet view() {
        return new Inlet(thread, memory);
    }

    /** Offers a record of one word; false when the ring is full. */
    boolean offer(final int type, final long value) {
        final int at = ring.tryClaim(type, WORD);
        if (at < 0) {
            return false;
        }
        buffer.putLong(at, value);
        commit(at);
        return true;
    }

    /** Offers a message whose term is an immediate; false when the ring is full. */
    boolean offerMessage(final long pidTerm, final long senderTerm, final long term, final long id) {
        final int at = ring.tryClaim(MESSAGE, MESSAGE_BYTES);
        if (at < 0) {
            return false;
        }
        putHeader(at, pidTerm, SignalLayout.meta(SignalLayout.MESSAGE, 0), senderTerm, term);
        putNumbers(at, 0, id, 0);
        commit(at);
        return true;
    }

    private void putHeader(final int at, final long pidTerm, final long meta, final long senderTerm, final long term) {
        buffer.putLong(at, pidTerm);
        buffer.putLong(at + WORD, meta);
        buffer.putLong(at + 2 * WORD, senderTerm);
        buffer.putLong(at + 3 * WORD, term);
    }

    private void putNumbers(final int at, final long number, final long id, final long causeId) {
        buffer.putLong(at + 4 * WORD, number);
        buffer.putLong(at + 5 * WORD, id);
        buffer.putLong(at + 6 * WORD, causeId);
    }

    /** Offers a signal, which is the receiver's then, or has been freed; false when the ring is full. */
    boolean offerSignal(final long pidTerm, final long signalAddr) {
        return fits(signalAddr) ? offerWhole(pidTerm, signalAddr) : offerAddr(pidTerm, signalAddr);
    }

    private static boolean fits(final long signalAddr) {
        final int type = SignalLayout.type(signalAddr);
        final long number = SignalLayout.number(signalAddr);
        // The number of a message may be a token, which is a term.
        return (type == SignalLayout.ALIAS_MESSAGE || type == SignalLayout.MESSAGE && (number == 0 || number == SequentialTrace.NO_TOKEN))
            && SignalLayout.termWords(signalAddr) <= INLINE_WORDS && SignalLayout.offHeapList(signalAddr) == 0;
    }

    private boolean offerAddr(final long pidTerm, final long signalAddr) {
        final int at = ring.tryClaim(SIGNAL, 2 * WORD);
        if (at < 0) {
            return false;
        }
        buffer.putLong(at, pidTerm);
        buffer.putLong(at + WORD, signalAddr);
        commit(at);
        return true;
    }

    private boolean offerWhole(final long pidTerm, final long signalAddr) {
        final int words = (int)SignalLayout.termWords(signalAddr);
        final int at = ring.tryClaim(MESSAGE, words == 0 ? MESSAGE_BYTES : TERMS_OFFSET + words * WORD);
        if (at < 0) {
            return false;
        }
        putHeader(at, pidTerm, SignalLayout.meta(signalAddr), SignalLayout.sender(signalAddr), SignalLayout.term(signalAddr));
        putNumbers(at, SignalLayout.number(signalAddr), SignalLayout.id(signalAddr), SignalLayout.causeId(signalAddr));
        if (words != 0) {
            final long terms = signalAddr + SignalLayout.HEADER_BYTES;
            buffer.putLong(at + FROM_OFFSET, terms);
            for (int i = 0; i < words; i++) {
                buffer.putLong(at + TERMS_OFFSET + i * WORD, Memory.getLong(terms + i * (long)WORD));
            }
        }
        commit(at);
        SignalLayout.free(signalAddr);
        return true;
    }

    /** A record of {@link #MESSAGE} as a block of this thread's. */
    static long message(final DirectBuffer record, final int at) {
        final long meta = record.getLong(at + WORD);
        final long signal = SignalLayout.allocate(meta);
        SignalLayout.sender(signal, record.getLong(at + 2 * WORD));
        SignalLayout.number(signal, record.getLong(at + 4 * WORD));
        SignalLayout.id(signal, record.getLong(at + 5 * WORD), record.getLong(at + 6 * WORD));
        final long term = record.getLong(at + 3 * WORD);
        final int words = (int)SignalLayout.termWords(signal);
        if (words == 0) {
            SignalLayout.term(signal, term);
            return signal;
        }
        final long terms = signal + SignalLayout.HEADER_BYTES;
        final long from = record.getLong(at + FROM_OFFSET);
        for (int i = 0; i < words; i++) {
            Memory.putLong(terms + i * (long)WORD, record.getLong(at + TERMS_OFFSET + i * WORD));
        }
        MovedTerms.relocate(terms, words, from);
        SignalLayout.term(signal, MovedTerms.relocated(term, terms, words * (long)WORD, from));
        return signal;
    }

    private void commit(final int at) {
        ring.commit(at);
        unpark();
    }

    /** The scheduler's end. */
    Intake intake() {
        return new Intake(ring, buffer);
    }

    /** True while the scheduler sleeps; a little late. */
    boolean isParked() {
        return parked.getIntVolatile(0) != 0;
    }

    /** True while the scheduler runs no process, and no signals of its processes wait to be sent; a little late. */
    boolean isIdle() {
        return idle.getIntVolatile(0) != 0;
    }

    /** The scheduler has run out of work, or runs a process again. */
    void idle(final boolean now) {
        idle.putIntRelease(0, now ? 1 : 0);
    }

    /** The scheduler is about to sleep, or has woken. */
    void parked(final boolean now) {
        parked.putIntVolatile(0, now ? 1 : 0);
    }

    /** Wakes the scheduler if it sleeps. */
    void unpark() {
        // What was put into the ring must be visible before the flag is read, or both sides could miss each other.
        VarHandle.fullFence();
        if (isParked()) {
            LockSupport.unpark(thread);
        }
    }
}
