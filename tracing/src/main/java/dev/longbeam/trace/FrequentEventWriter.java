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
    private static final int PID_BITS = ShortForm.TAG_BITS + ShortForm.TO_BITS;
    private static final int START_QUEUE_AT = 8;
    private static final int START_WAIT_AT = 16;
    private static final int START_WAIT_BITS = 16;
    /** Where a process stands in a form of eight bytes. */
    private static final int PROCESS_AT = 32;
    private static final int REFERENCE_BITS = 24;
    private static final int LENGTH_BITS = 24;
    private static final int TOTAL_BITS = 24;

    private static final int HOP = ShortForm.FIRST | ShortForm.PARTS;
    private static final int HOP_END_AT = BYTE_BITS + SEND_BITS;
    /** In {@link #sendFields}: those of a send. */
    private static final long SEND_FIELDS = (1L << SEND_BITS) - 1 << BYTE_BITS;
    // The parts of a whole hop, up to each of them.
    private static final int STARTED = USUAL | ShortForm.START | ShortForm.DELIVER;
    private static final int RECEIVED = STARTED | ShortForm.RECEIVE;
    private static final int SENT = RECEIVED | ShortForm.SEND;

    /** Fields of the last send in a short form, in their place. */
    private long sendFields;

    FrequentEventWriter(final boolean selective) {
        super(selective);
    }

    // A hop as usual: each of these does nothing and is false when anything is different, then another method is to be called. So few instructions
    // are in them because they are run for each message.

    /** The receiver of the last message begins a slice with the next message, has not waited for it, and nobody else waits. */
    public final boolean hopStarts(final long id, final long pid, final int queueLength) {
        if ((id ^ usualNext | pid ^ sentTo | queueLength | parts) != 0) {
            return false;
        }
        runningPid = pid;
        parts = STARTED;
        return true;
    }

    /** It receives that message. */
    public final boolean hopReceives(final long id, final int scanned, final int mailboxLength) {
        if ((id ^ usualNext | scanned | mailboxLength | parts ^ STARTED) != 0) {
            return false;
        }
        parts = RECEIVED;
        return true;
    }

    /** It sends the next message in consequence. */
    public final boolean hopSends(final long id, final long toPid, final long fromTerm, final long causeId, final long words) {
        if ((id - hops - sentBase - 1 | fromTerm ^ runningPid | causeId ^ usualNext | words >>> BYTE_BITS | toPid >>> PID_BITS | parts ^ RECEIVED) != 0) {
            return false;
        }
        addSend(toPid, words, SENT);
        return true;
    }

    /** It waits. */
    public final boolean hopEnds(final long reductions, final long allocatedWords) {
        if (((reductions | allocatedWords) >>> BYTE_BITS | parts ^ SENT) != 0) {
            return false;
        }
        Memory.putLong(nextAddr, HOP | sendFields | (reductions | allocatedWords << BYTE_BITS) << HOP_END_AT);
        hops++;
        usualNext++;
        advance(ShortForm.MAX_BYTES);
        return true;
    }

    // Anything

    /** Writes {@link EventType#SEND}. */
    public final void send(final long id, final long toPid, final long fromTerm, final long causeId, final long words) {
        if (parts < ShortForm.SEND && isUsual(id, toPid, fromTerm, words) && isHandled(causeId)) {
            addSend(toPid, words, parts | ShortForm.SEND);
        } else {
            sendAnew(id, toPid, fromTerm, causeId, words);
        }
    }

    private void sendAnew(final long id, final long toPid, final long fromTerm, final long causeId, final long words) {
        if (!isSettled() || !isUsual(id, toPid, fromTerm, words)) {
            event(EventType.SEND, words, id, toPid, fromTerm, causeId);
        } else if (isHandled(causeId)) {
            addSend(toPid, words, ShortForm.SEND);
        } else if (causeId == 0) {
            addSend(toPid, words, 0);
            sentBase++;
            causeDistance = -hops - receivedBase;
            events++;
            Memory.putLong(nextAddr, ShortForm.FIRST_SEND | sendFields);
            advance(ShortForm.size(ShortForm.FIRST_SEND));
        } else {
            event(EventType.SEND, words, id, toPid, fromTerm, causeId);
        }
    }

    private boolean isUsual(final long id, final long toPid, final long fromTerm, final long words) {
        return (id - hops - sentBase - 1 | fromTerm - runningPid | words >>> BYTE_BITS | toPid >>> PID_BITS) == 0;
    }

    /** True for the message that a send without a word about it has for its cause. */
    private boolean isHandled(final long causeId) {
        return causeId - hops - receivedBase - causeDistance == (parts & ShortForm.RECEIVE) / ShortForm.RECEIVE;
    }

    private void addSend(final long toPid, final long words, final int newParts) {
        sentTo = toPid;
        sendFields = toPid >>> ShortForm.TAG_BITS << BYTE_BITS | words << SIZE_AT;
        parts = newParts;
    }

    /** Writes {@link EventType#DELIVER}. */
    public final void deliver(final long id) {
        if (id == deliveredBase + hops + 1 && parts < ShortForm.DELIVER) {
            parts |= ShortForm.DELIVER;
        } else {
            deliverAnew(id);
        }
    }

    private void deliverAnew(final long id) {
        if (isSettled() && id == deliveredBase + hops + 1) {
            parts = ShortForm.DELIVER;
        } else {
            event(EventType.DELIVER, 0, id);
        }
    }

    /** Writes {@link EventType#RECEIVE}. */
    public final void receive(final long id, final int scanned, final int mailboxLength) {
        if ((id - hops - receivedBase - 1 | causeDistance | scanned | mailboxLength) == 0 && parts < ShortForm.RECEIVE) {
            parts |= ShortForm.RECEIVE;
        } else {
            receiveAnew(id, scanned, mailboxLength);
        }
    }

    private void receiveAnew(final long id, final int scanned, final int mailboxLength) {
        if ((id - hops - receivedBase - 1 | scanned | mailboxLength) == 0 && parts < ShortForm.RECEIVE) {
            causeDistance = 0;
            parts |= ShortForm.RECEIVE;
        } else if (isSettled() && (id - hops - receivedBase - 1 | scanned | mailboxLength >>> LENGTH_BITS) == 0) {
            causeDistance = 0;
            receivedBase++;
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
        if ((reductions | allocatedWords) >>> BYTE_BITS != 0) {
            event(EventType.SLICE_END, why.ordinal(), reductions, allocatedWords);
        } else if (why == SliceEnd.WAITING && parts < BUSY && (parts & ShortForm.END) == 0) {
            settle(ShortForm.END, reductions | allocatedWords << BYTE_BITS);
        } else if (why == SliceEnd.EXITED && isSettled()) {
            events++;
            Memory.putInt(nextAddr, (int)(ShortForm.LAST_END | (reductions | allocatedWords << BYTE_BITS) << BYTE_BITS));
            advance(ShortForm.size(ShortForm.LAST_END));
        } else {
            event(EventType.SLICE_END, why.ordinal(), reductions, allocatedWords);
        }
        usualNext = (deliveredBase ^ receivedBase | causeDistance) == 0 && !selective ? hops + deliveredBase + 1 : -1;
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
        if ((parts & ShortForm.PARTS) != 0) {
            settle(0, 0);
        }
    }

    /** Writes what has been begun, and the end of the slice with its fields if that is asked for. */
    private void settle(final int end, final long endFields) {
        final int form = parts & ShortForm.PARTS | end;
        final int sends = (form & ShortForm.SEND) / ShortForm.SEND;
        sentBase += sends;
        deliveredBase += (form & ShortForm.DELIVER) / ShortForm.DELIVER;
        receivedBase += (form & ShortForm.RECEIVE) / ShortForm.RECEIVE;
        Memory.putLong(nextAddr, ShortForm.FIRST | form | sendFields & SEND_FIELDS * sends | endFields << BYTE_BITS + sends * SEND_BITS);
        events += Integer.bitCount(form);
        advance(ShortForm.size(ShortForm.FIRST | form));
    }

    /** Writes what has been begun; false when the next event cannot be short. */
    private boolean isSettled() {
        settle();
        return parts == 0;
    }
}
