package dev.longbeam.trace.report;

/**
 * Sums over the past of a process, from which the parts of any span are differences. Times in ticks. Owned by a {@link MessageTracker}.
 */
final class ReceiverState {
    private long runTicks;
    private long queueTicks;
    private long collectTicks;
    private boolean inSlice;
    private long sliceStartTicks;
    private long queueFromTicks;
    private long queueToTicks;
    private long collectFromTicks;
    private long collectToTicks;
    private long collectBusyTicks;
    /** The message that the process handles. */
    MessageTimes handled;

    void sliceStart(final long nowTicks, final long waitTicks) {
        sliceEnd(nowTicks);
        inSlice = true;
        sliceStartTicks = nowTicks;
        queueTicks += waitTicks;
        queueFromTicks = nowTicks - waitTicks;
        queueToTicks = nowTicks;
    }

    void sliceEnd(final long nowTicks) {
        if (inSlice) {
            runTicks += nowTicks - sliceStartTicks;
            inSlice = false;
        }
    }

    void collected(final long nowTicks, final long busyTicks, final long waitTicks) {
        collectTicks += busyTicks;
        collectFromTicks = nowTicks - waitTicks;
        collectToTicks = nowTicks;
        collectBusyTicks = busyTicks;
    }

    private long runTicks(final long nowTicks) {
        return inSlice ? runTicks + nowTicks - sliceStartTicks : runTicks;
    }

    /** Notes the sums at the sending of a message. */
    void sent(final MessageTimes message) {
        message.runTicks = runTicks(message.sendTicks);
        message.queueTicks = queueTicks;
        message.collectTicks = collectTicks;
    }

    /** Turns them into the parts of the time from sending to receiving. A wait or collection that had begun before counts from the sending. */
    void received(final MessageTimes message) {
        final long sendTicks = message.sendTicks;
        final long latency = message.latencyTicks();
        message.runTicks = clamp(runTicks(message.receiveTicks) - message.runTicks, latency);
        long queue = queueTicks - message.queueTicks;
        if (queueFromTicks < sendTicks && sendTicks < queueToTicks) {
            queue -= sendTicks - queueFromTicks;
        }
        message.queueTicks = clamp(queue, latency);
        long collect = collectTicks - message.collectTicks;
        if (collectFromTicks < sendTicks && sendTicks < collectToTicks) {
            collect -= (long)((double)collectBusyTicks * (sendTicks - collectFromTicks) / (collectToTicks - collectFromTicks));
        }
        message.collectTicks = clamp(collect, latency);
    }

    private static long clamp(final long ticks, final long max) {
        return Math.clamp(ticks, 0, Math.max(0, max));
    }

    /** Begins to handle a message. */
    void handle(final MessageTimes message) {
        handled = message;
        message.handlingRunTicks = -runTicks(message.receiveTicks);
        message.handlingQueueTicks = -queueTicks;
        message.handlingCollectTicks = -collectTicks;
    }

    /** Ends the handling; the message has its times then. */
    MessageTimes endHandling(final long nowTicks) {
        final MessageTimes message = handled;
        if (message != null) {
            handled = null;
            message.endTicks = nowTicks;
            message.handlingRunTicks += runTicks(nowTicks);
            message.handlingQueueTicks += queueTicks;
            message.handlingCollectTicks += collectTicks;
        }
        return message;
    }
}
