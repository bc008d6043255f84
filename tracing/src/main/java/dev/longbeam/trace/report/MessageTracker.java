package dev.longbeam.trace.report;

import dev.longbeam.trace.read.ProcessTable;
import dev.longbeam.trace.read.TraceEvent;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Follows every message from its sending to the end of its handling, in one pass in order of time, and gives it out when its handling has
 * ended. Memory: the messages on their way, and a little for each process.
 */
public final class MessageTracker {
    private final TraceReader trace;
    private final ProcessTable processes;
    private final Consumer<MessageTimes> consumer;
    private final Long2ObjectHashMap<MessageTimes> underWay = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<ReceiverState> states = new Long2ObjectHashMap<>();
    private final ArrayDeque<MessageTimes> free = new ArrayDeque<>();
    private ReceiverState latest;
    private long latestPid;
    private long dropped;
    private long unknown;

    /**
     * A tracker of a trace.
     *
     * @param consumer gets each message when its handling has ended
     */
    public MessageTracker(final TraceReader trace, final Consumer<MessageTimes> consumer) {
        this.trace = trace;
        this.consumer = consumer;
        processes = new ProcessTable(trace);
    }

    /** Goes over the whole trace. */
    public void run(final TraceProgress progress) throws IOException {
        TraceScan.inTimeOrder(trace, progress, this::apply);
        finish(trace.lastTicks());
    }

    /** Takes an event; they must come in order of time. */
    public void apply(final TraceEvent event) {
        switch (event.type()) {
            case SEND -> send(event);
            case DELIVER -> deliver(event);
            case RECEIVE -> receive(event);
            case DROP -> drop(event);
            case SLICE_START -> state(event.field(0)).sliceStart(event.time(), event.field(1));
            case SLICE_END -> state(event.running()).sliceEnd(event.time());
            case COLLECT -> state(event.running()).collected(event.time(), event.field(2), event.field(3));
            case SPAWN, REGISTER, UNREGISTER -> processes.apply(event);
            case EXIT -> exit(event);
            default -> { }
        }
    }

    private ReceiverState state(final long pid) {
        if (latest == null || latestPid != pid) {
            latest = states.get(pid);
            latestPid = pid;
            if (latest == null) {
                latest = new ReceiverState();
                states.put(pid, latest);
            }
        }
        return latest;
    }

    private void send(final TraceEvent event) {
        final MessageTimes message = free.isEmpty() ? new MessageTimes() : free.pop();
        message.reset(event.field(0));
        message.to = event.field(1);
        message.from = event.field(2);
        message.cause = event.field(3);
        message.sizeWords = event.aux();
        message.sendTicks = event.time();
        state(message.to).sent(message);
        underWay.put(message.id, message);
    }

    private void deliver(final TraceEvent event) {
        final MessageTimes message = underWay.get(event.field(0));
        if (message != null) {
            message.delivered = true;
            message.deliverTicks = event.time();
        }
    }

    private void receive(final TraceEvent event) {
        final ReceiverState state = state(event.running());
        endHandling(state, event.time());
        final MessageTimes message = underWay.remove(event.field(0));
        if (message == null) {
            unknown++;
            return;
        }
        message.received = true;
        message.receiveTicks = event.time();
        if (!message.delivered) {
            message.deliverTicks = message.receiveTicks;
        }
        message.scanned = event.aux();
        message.mailboxLength = event.field(1);
        state.received(message);
        state.handle(message);
    }

    private void drop(final TraceEvent event) {
        final MessageTimes message = underWay.remove(event.field(0));
        dropped++;
        if (message != null) {
            free.push(message);
        }
    }

    private void exit(final TraceEvent event) {
        final long pid = event.field(0);
        endHandling(state(pid), event.time());
        states.remove(pid);
        latest = null;
        processes.apply(event);
    }

    private void endHandling(final ReceiverState state, final long nowTicks) {
        final MessageTimes message = state.endHandling(nowTicks);
        if (message != null) {
            consumer.accept(message);
            free.push(message);
        }
    }

    /** The trace has ended: gives out what is still being handled. */
    public void finish(final long nowTicks) {
        for (final ReceiverState state : states.values()) {
            endHandling(state, nowTicks);
        }
    }

    /** The processes as the pass knows them now. */
    public ProcessTable processes() {
        return processes;
    }

    /** Messages that are on their way or wait in a mailbox: what the pass has not seen received. */
    public Iterable<MessageTimes> unreceived() {
        return underWay.values();
    }

    /** The message with an id, when it has not been received; else null. */
    public MessageTimes unreceived(final long id) {
        return underWay.get(id);
    }

    /** Number of messages that nobody received. */
    public long dropped() {
        return dropped;
    }

    /** Number of messages received whose sending the trace does not hold. */
    public long unknown() {
        return unknown;
    }
}
