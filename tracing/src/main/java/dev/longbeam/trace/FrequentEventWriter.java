package dev.longbeam.trace;

import dev.longbeam.memory.Memory;

/**
 * Writes the five events that every message makes, and those of monitors, which calls of servers make, and of the begin and end of processes.
 * When the five are as usual they become the parts of one {@link ShortForm}, which is written when the slice ends or something else comes;
 * until then they stand in fields.
 *
 * <p>Owned by one thread, or guarded by its owner's lock. A part may be added when only parts before it are there, which is one comparison
 * that also fails for all that is unusual about the stream.
 */
abstract class FrequentEventWriter extends EventWriter {
    private static final int SIZE_AT = BYTE_BITS + ShortForm.TO_BITS;
    /** Bits that a send takes. */
    private static final int SEND_BITS = ShortForm.TO_BITS + BYTE_BITS;
    /** Factor that makes them of the bit of this part. */
    private static final int BITS_OF_SEND = SEND_BITS / ShortForm.SEND;
    private static final int END_BYTES = 2;
    private static final int BITS_OF_BYTES = 3;
    private static final int PID_BITS = ShortForm.TAG_BITS + ShortForm.TO_BITS;
    private static final int START_QUEUE_AT = 8;
    private static final int START_WAIT_AT = 16;
    private static final int START_WAIT_BITS = 16;
    /** Where a process stands in a form of eight bytes. */
    private static final int PROCESS_AT = 32;
    private static final int REFERENCE_BITS = 24;
    private static final int LENGTH_BITS = 24;
    private static final int TOTAL_BITS = 24;

    /** Fields of the send that is a part, in their place. */
    private long sendFields;

    /** Writes {@link EventType#SEND}. */
    public final void send(final long id, final long toPid, final long fromTerm, final long causeId, final long words) {
        if (parts < ShortForm.SEND && isUsual(id, toPid, fromTerm, causeId, words)) {
            addSend(id, toPid, words);
        } else {
            sendAnew(id, toPid, fromTerm, causeId, words);
        }
    }

    private void sendAnew(final long id, final long toPid, final long fromTerm, final long causeId, final long words) {
        if (isUsual(id, toPid, fromTerm, causeId, words) && isSettled()) {
            addSend(id, toPid, words);
        } else if (causeId == 0 && isUsual(id, toPid, fromTerm, handledId, words) && isSettled()) {
            sentId = id;
            sentTo = toPid;
            handledId = 0;
            events++;
            Memory.putLong(nextAddr, ShortForm.FIRST_SEND | toPid >>> ShortForm.TAG_BITS << BYTE_BITS | words << SIZE_AT);
            advance(ShortForm.size(ShortForm.FIRST_SEND));
        } else {
            event(EventType.SEND, words, id, toPid, fromTerm, causeId);
        }
    }

    private boolean isUsual(final long id, final long toPid, final long fromTerm, final long causeId, final long words) {
        return (id - sentId - 1 | fromTerm - runningPid | causeId - handledId | words >>> BYTE_BITS | toPid >>> PID_BITS) == 0;
    }

    private void addSend(final long id, final long toPid, final long words) {
        sentId = id;
        sentTo = toPid;
        sendFields = toPid >>> ShortForm.TAG_BITS << BYTE_BITS | words << SIZE_AT;
        parts |= ShortForm.SEND;
    }

    /** Writes {@link EventType#DELIVER}. */
    public final void deliver(final long id) {
        if (id == deliveredId + 1 && parts < ShortForm.DELIVER) {
            deliveredId = id;
            parts |= ShortForm.DELIVER;
        } else {
            deliverAnew(id);
        }
    }

    private void deliverAnew(final long id) {
        if (id == deliveredId + 1 && isSettled()) {
            deliveredId = id;
            parts = ShortForm.DELIVER;
        } else {
            event(EventType.DELIVER, 0, id);
        }
    }

    /** Writes {@link EventType#RECEIVE}. */
    public final void receive(final long id, final int scanned, final int mailboxLength) {
        if ((id - receivedId - 1 | scanned | mailboxLength) == 0 && parts < ShortForm.RECEIVE) {
            receivedId = id;
            handledId = id;
            parts |= ShortForm.RECEIVE;
        } else {
            receiveAnew(id, scanned, mailboxLength);
        }
    }

    private void receiveAnew(final long id, final int scanned, final int mailboxLength) {
        if ((id - receivedId - 1 | scanned | mailboxLength >>> LENGTH_BITS) == 0 && isSettled()) {
            receivedId = id;
            handledId = id;
            events++;
            Memory.putInt(nextAddr, ShortForm.RECEIVE_OF_MANY | mailboxLength << BYTE_BITS);
            advance(ShortForm.size(ShortForm.RECEIVE_OF_MANY));
        } else {
            event(EventType.RECEIVE, scanned, id, mailboxLength);
        }
    }

    /** Writes {@link EventType#SLICE_START}. */
    public final void sliceStart(final int queueLength, final long pid, final long waitTicks) {
        if ((pid - sentTo | queueLength | waitTicks | parts) == 0) {
            runningPid = pid;
            parts = ShortForm.START;
        } else {
            startAnew(queueLength, pid, waitTicks);
        }
    }

    private void startAnew(final int queueLength, final long pid, final long waitTicks) {
        if ((queueLength >>> BYTE_BITS | waitTicks >>> START_WAIT_BITS | pid >>> PID_BITS) == 0 && isSettled()) {
            runningPid = pid;
            events++;
            Memory.putLong(nextAddr, ShortForm.WAITED_START | (long)queueLength << START_QUEUE_AT | waitTicks << START_WAIT_AT
                | pid >>> ShortForm.TAG_BITS << PROCESS_AT);
            advance(ShortForm.size(ShortForm.WAITED_START));
        } else {
            event(EventType.SLICE_START, queueLength, pid, waitTicks);
        }
    }

    /** Writes {@link EventType#SLICE_END}. */
    public final void sliceEnd(final SliceEnd why, final long reductions, final long allocatedWords) {
        final int before = parts;
        if (why == SliceEnd.WAITING && (reductions | allocatedWords) >>> BYTE_BITS == 0 && before < ShortForm.END) {
            final int bits = BYTE_BITS + (before & ShortForm.SEND) * BITS_OF_SEND;
            Memory.putLong(nextAddr, ShortForm.FIRST | ShortForm.END | before | sendFields | (reductions | allocatedWords << BYTE_BITS) << bits);
            sendFields = 0;
            events += Integer.bitCount(before) + 1;
            advance((bits >>> BITS_OF_BYTES) + END_BYTES);
        } else {
            endAnew(why, reductions, allocatedWords);
        }
    }

    private void endAnew(final SliceEnd why, final long reductions, final long allocatedWords) {
        if (why == SliceEnd.EXITED && (reductions | allocatedWords) >>> BYTE_BITS == 0 && isSettled()) {
            events++;
            Memory.putInt(nextAddr, (int)(ShortForm.LAST_END | (reductions | allocatedWords << BYTE_BITS) << BYTE_BITS));
            advance(ShortForm.size(ShortForm.LAST_END));
        } else {
            event(EventType.SLICE_END, why.ordinal(), reductions, allocatedWords);
        }
    }

    /** Writes {@link EventType#MONITOR} or {@link EventType#DEMONITOR} of a process by another. */
    public final void monitor(final EventType type, final long fromPid, final long toPid, final long reference) {
        final long distance = EventLayout.unsigned(reference - lastReference);
        if ((fromPid - runningPid | toPid >>> PID_BITS | distance >>> REFERENCE_BITS) == 0 && isSettled()) {
            final int form = type == EventType.MONITOR ? ShortForm.MONITOR : ShortForm.DEMONITOR;
            lastReference = reference;
            events++;
            Memory.putLong(nextAddr, form | distance << BYTE_BITS | toPid >>> ShortForm.TAG_BITS << PROCESS_AT);
            advance(ShortForm.size(ShortForm.MONITOR));
        } else {
            event(type, 0, fromPid, toPid, reference);
        }
    }

    /** Writes {@link EventType#SPAWN}; {@code parentPid} is 0 for the emulator, module and function are indices of atoms. */
    public final void spawn(final long childPid, final long parentPid, final long arity, final long module, final long function) {
        if ((arity - spawnedArity | module - spawnedModule | function - spawnedFunction | parentPid - runningPid | childPid >>> PID_BITS) == 0
            && isSettled()) {
            events++;
            Memory.putLong(nextAddr, ShortForm.SPAWN | childPid >>> ShortForm.TAG_BITS << BYTE_BITS);
            advance(ShortForm.size(ShortForm.SPAWN));
        } else {
            event(EventType.SPAWN, arity, childPid, parentPid, module, function);
            spawnedArity = arity;
            spawnedModule = module;
            spawnedFunction = function;
        }
    }

    /** Writes {@link EventType#EXIT} for a reason that is an atom, with its index. */
    public final void exit(final long pid, final long reductions, final long messagesLeft, final long reason) {
        if ((reason - exitReason | pid - runningPid | messagesLeft | reductions >>> TOTAL_BITS) == 0 && isSettled()) {
            events++;
            Memory.putInt(nextAddr, (int)(ShortForm.EXIT | reductions << BYTE_BITS));
            advance(ShortForm.size(ShortForm.EXIT));
        } else {
            event(EventType.EXIT, messagesLeft, pid, reductions, reason, 0);
            exitReason = reason;
        }
    }

    /** Writes {@link EventType#EXIT} for another reason. */
    public final void exit(final long pid, final long reductions, final long messagesLeft, final String reason) {
        eventWithText(EventType.EXIT, messagesLeft, reason, pid, reductions, EventLayout.NO_ATOM);
        exitReason = EventLayout.NO_ATOM;
    }

    @Override
    final void settle() {
        final int begun = parts & ShortForm.PARTS;
        if (begun != 0) {
            Memory.putLong(nextAddr, ShortForm.FIRST | begun | sendFields);
            sendFields = 0;
            events += Integer.bitCount(begun);
            advance(ShortForm.size(ShortForm.FIRST | begun));
        }
    }

    /** Writes what has been begun; false when the next event cannot be short. */
    private boolean isSettled() {
        settle();
        return parts == 0;
    }
}
