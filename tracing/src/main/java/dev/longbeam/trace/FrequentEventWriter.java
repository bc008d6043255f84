package dev.longbeam.trace;

import dev.longbeam.memory.Memory;

/**
 * Writes the five events that every message makes: in one store each when they are as usual, else in the general way.
 *
 * <p>Owned by one thread, or guarded by its owner's lock. What is usual: little time and few reductions have passed, the running process sends
 * what the message that was named last has caused, and takes a message when it is delivered. All tests for that are one, so that the usual
 * way has one branch.
 */
abstract class FrequentEventWriter extends EventWriter {
    private static final int SHORT_BITS = 24;
    private static final int CODES_AT = BYTE_BITS;
    /** Codes: the size of the message in one byte, its receiver in three; the usual message id, sender and cause need none. */
    private static final long SEND_HEAD = EventType.SEND.number() | (1L << 2 | EventLayout.THREE_BYTES << 6) << CODES_AT;
    private static final int SEND_SIZE_AT = 24;
    private static final int SEND_TO_AT = 32;
    private static final int SEND_BYTES = 7;
    /** Codes: the message in one byte. */
    private static final int DELIVER_HEAD = EventType.DELIVER.number() | 1 << 4 << CODES_AT;
    private static final int DELIVER_MESSAGE_AT = 16;
    private static final int DELIVER_BYTES = 3;
    /** Codes: the length of the mailbox in one byte. */
    private static final int RECEIVE_HEAD = EventType.RECEIVE.number() | 1 << 6 << CODES_AT;
    private static final int RECEIVE_LENGTH_AT = 16;
    private static final int RECEIVE_BYTES = 3;
    /** Codes: length of the queue, process and wait in one byte each. */
    private static final long START_HEAD = EventType.SLICE_START.number() | (1L << 2 | 1 << 4 | 1 << 6) << CODES_AT;
    private static final int START_QUEUE_AT = 16;
    private static final int START_PROCESS_AT = 24;
    private static final int START_WAIT_AT = 32;
    private static final int START_BYTES = 5;
    /** Codes: length of the queue in one byte, process and wait in three each. */
    private static final long LONG_START_HEAD = EventType.SLICE_START.number()
        | (1L << 2 | EventLayout.THREE_BYTES << 4 | EventLayout.THREE_BYTES << 6) << CODES_AT;
    private static final int LONG_START_WAIT_AT = 48;
    private static final int LONG_START_BYTES = 9;
    /** Codes: time, reason, reductions and words in one byte each. */
    private static final long END_HEAD = EventType.SLICE_END.number() | (1L | 1 << 2 | 1 << 4 | 1 << 6) << CODES_AT;
    private static final int END_TIME_AT = 16;
    private static final int END_WHY_AT = 24;
    private static final int END_REDUCTIONS_AT = 32;
    private static final int END_WORDS_AT = 40;
    private static final int END_BYTES = 6;

    /** Writes {@link EventType#SEND}. */
    public final void send(final long id, final long toPid, final long fromTerm, final long causeId, final long words) {
        final long at = nextAddr;
        final long to = distanceOfPid(toPid);
        if ((nowTicks - lastTicks | id - sentId - 1 | fromTerm - runningPid | causeId - messageId | words >>> BYTE_BITS | to >>> SHORT_BITS) == 0
            && at <= lastBeginAddr) {
            sentId = id;
            events++;
            Memory.putLong(at, SEND_HEAD | words << SEND_SIZE_AT | to << SEND_TO_AT);
            nextAddr = at + SEND_BYTES;
        } else {
            event(EventType.SEND, words, id, toPid, fromTerm, causeId);
        }
    }

    /** Writes {@link EventType#DELIVER}. */
    public final void deliver(final long id) {
        final long at = nextAddr;
        final long message = EventLayout.unsigned(id - messageId);
        if ((nowTicks - lastTicks | message >>> BYTE_BITS) == 0 && at <= lastBeginAddr) {
            messageId = id;
            events++;
            Memory.putInt(at, (int)(DELIVER_HEAD | message << DELIVER_MESSAGE_AT));
            nextAddr = at + DELIVER_BYTES;
        } else {
            event(EventType.DELIVER, 0, id);
        }
    }

    /** Writes {@link EventType#RECEIVE}. */
    public final void receive(final long id, final int scanned, final int mailboxLength) {
        final long at = nextAddr;
        if ((nowTicks - lastTicks | id - messageId | scanned | mailboxLength >>> BYTE_BITS) == 0 && at <= lastBeginAddr) {
            events++;
            Memory.putInt(at, RECEIVE_HEAD | mailboxLength << RECEIVE_LENGTH_AT);
            nextAddr = at + RECEIVE_BYTES;
        } else {
            event(EventType.RECEIVE, scanned, id, mailboxLength);
        }
    }

    /** Writes {@link EventType#SLICE_START}. */
    public final void sliceStart(final int queueLength, final long pid, final long waitTicks) {
        final long at = nextAddr;
        final long process = distanceOfPid(pid);
        if ((nowTicks - lastTicks | queueLength >>> BYTE_BITS | (process | waitTicks) >>> SHORT_BITS) != 0 || at > lastBeginAddr) {
            event(EventType.SLICE_START, queueLength, pid, waitTicks);
            return;
        }
        runningPid = pid;
        events++;
        if ((process | waitTicks) >>> BYTE_BITS == 0) {
            Memory.putLong(at, START_HEAD | queueLength << START_QUEUE_AT | process << START_PROCESS_AT | waitTicks << START_WAIT_AT);
            nextAddr = at + START_BYTES;
        } else {
            Memory.putLong(at, LONG_START_HEAD | queueLength << START_QUEUE_AT | process << START_PROCESS_AT | waitTicks << LONG_START_WAIT_AT);
            Memory.putByte(at + Long.BYTES, (int)(waitTicks >>> 2 * BYTE_BITS));
            nextAddr = at + LONG_START_BYTES;
        }
    }

    /** Writes {@link EventType#SLICE_END}. */
    public final void sliceEnd(final SliceEnd why, final long reductions, final long allocatedWords) {
        final long at = nextAddr;
        final long time = nowTicks - lastTicks;
        if ((time | reductions | allocatedWords) >>> BYTE_BITS == 0 && at <= lastBeginAddr) {
            lastTicks = nowTicks;
            events++;
            Memory.putLong(at, END_HEAD | time << END_TIME_AT | (long)why.ordinal() << END_WHY_AT | reductions << END_REDUCTIONS_AT
                | allocatedWords << END_WORDS_AT);
            nextAddr = at + END_BYTES;
        } else {
            event(EventType.SLICE_END, why.ordinal(), reductions, allocatedWords);
        }
    }

    private long distanceOfPid(final long pid) {
        return EventLayout.unsigned(Long.rotateRight(pid, Expectation.PID_TURN) - Long.rotateRight(runningPid, Expectation.PID_TURN));
    }
}
