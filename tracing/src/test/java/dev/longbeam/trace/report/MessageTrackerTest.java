package dev.longbeam.trace.report;

import static dev.longbeam.trace.read.SyntheticTrace.pid;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.SliceEnd;
import dev.longbeam.trace.read.SyntheticTrace;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageTrackerTest {
    private static final int WAITING = SliceEnd.WAITING.ordinal();
    private static final int PREEMPTED = SliceEnd.PREEMPTED.ordinal();

    @TempDir
    Path folder;

    private List<String> messages(final SyntheticTrace trace) throws IOException {
        final List<String> found = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(trace.write(folder))) {
            final MessageTracker tracker = new MessageTracker(reader, m -> found.add(m.id() + " latency=" + m.latencyTicks() / 1000 + " inbox="
                + m.inboxTicks() / 1000 + " mailbox=" + m.mailboxTicks() / 1000 + " queue=" + m.queueTicks() / 1000 + " collect="
                + m.collectTicks() / 1000 + " busy=" + m.busyTicks() / 1000 + " idle=" + m.idleTicks() / 1000 + " scanned=" + m.scanned()
                + " handling=" + m.handlingTicks() / 1000 + "/" + m.handlingQueueTicks() / 1000));
            tracker.run(TraceProgress.NONE);
        }
        return found;
    }

    @Test
    void shouldCutLatencyIntoItsParts() throws IOException {
        final SyntheticTrace trace = new SyntheticTrace();
        trace.us(0).event(0, EventType.SLICE_START, 0, pid(1), 0);
        trace.us(100).event(0, EventType.SEND, 3, 1, pid(2), pid(1), 0);
        trace.us(400).event(1, EventType.SLICE_START, 0, pid(2), 300_000);
        trace.us(410).event(1, EventType.DELIVER, 0, 1);
        trace.us(600).event(1, EventType.COLLECT, 0, 10, 20, 150_000, 180_000);
        trace.us(700).event(1, EventType.RECEIVE, 5, 1, 8);
        trace.us(800).event(1, EventType.SLICE_END, PREEMPTED, 4000);
        trace.us(950).event(1, EventType.SLICE_START, 0, pid(2), 150_000);
        trace.us(1000).event(1, EventType.SLICE_END, WAITING, 100);
        trace.us(5000).event(1, EventType.SLICE_START, 0, pid(2), 0);
        trace.us(5000).event(0, EventType.SEND, 3, 2, pid(2), pid(1), 0);
        trace.us(5010).event(1, EventType.DELIVER, 0, 2);
        trace.us(5020).event(1, EventType.RECEIVE, 0, 2, 0);
        trace.us(5030).event(1, EventType.SLICE_END, SliceEnd.EXITED.ordinal(), 10);
        trace.us(5040).event(1, EventType.EXIT, 0, pid(2), 4100, 0);

        assertEquals(List.of("1 latency=600 inbox=310 mailbox=290 queue=300 collect=150 busy=150 idle=0 scanned=5 handling=320/150",
            "2 latency=20 inbox=10 mailbox=10 queue=0 collect=0 busy=20 idle=0 scanned=0 handling=10/0"), messages(trace));
    }

    @Test
    void shouldCountWaitsAndCollectionsThatBeganBeforeFromTheSendingOn() throws IOException {
        final SyntheticTrace trace = new SyntheticTrace();
        trace.us(0).event(0, EventType.SLICE_START, 0, pid(1), 0);
        trace.us(500).event(0, EventType.SEND, 3, 1, pid(2), pid(1), 0);
        trace.us(600).event(1, EventType.SLICE_START, 0, pid(2), 600_000);
        trace.us(610).event(1, EventType.DELIVER, 0, 1);
        trace.us(620).event(1, EventType.RECEIVE, 0, 1, 0);
        trace.us(1500).event(0, EventType.SEND, 3, 2, pid(2), pid(1), 0);
        trace.us(2000).event(1, EventType.COLLECT, 1, 10, 20, 1_000_000, 1_000_000);
        trace.us(2000).event(1, EventType.DELIVER, 0, 2);
        trace.us(2000).event(1, EventType.RECEIVE, 0, 2, 0);

        final List<String> found = messages(trace);
        assertEquals("1 latency=120 inbox=110 mailbox=10 queue=100 collect=0 busy=20 idle=0 scanned=0 handling=1380/0", found.get(0));
        assertEquals("2 latency=500 inbox=500 mailbox=0 queue=0 collect=500 busy=0 idle=0 scanned=0 handling=0/0", found.get(1));
    }

    @Test
    void shouldCountTimeForWhichTheReceiverDidNotAskAsIdle() throws IOException {
        final SyntheticTrace trace = new SyntheticTrace();
        trace.us(0).event(0, EventType.SLICE_START, 0, pid(1), 0);
        trace.us(10).event(0, EventType.SEND, 3, 1, pid(2), pid(1), 0);
        trace.us(20).event(1, EventType.SLICE_START, 0, pid(2), 10_000);
        trace.us(20).event(1, EventType.DELIVER, 0, 1);
        trace.us(30).event(1, EventType.SLICE_END, WAITING, 1);
        trace.us(1030).event(1, EventType.SLICE_START, 0, pid(2), 0);
        trace.us(1040).event(1, EventType.RECEIVE, 0, 1, 0);
        trace.us(1040).event(1, EventType.EXIT, 0, pid(2), 4100, 0);

        assertEquals(List.of("1 latency=1030 inbox=10 mailbox=1020 queue=10 collect=0 busy=20 idle=1000 scanned=0 handling=0/0"),
            messages(trace));
    }

    @Test
    void shouldTellWhatIsDroppedOrUnderWay() throws IOException {
        final SyntheticTrace trace = new SyntheticTrace();
        trace.us(10).event(0, EventType.SEND, 3, 1, pid(2), pid(1), 0);
        trace.us(20).event(0, EventType.SEND, 3, 2, pid(2), pid(1), 0);
        trace.us(30).event(0, EventType.DROP, 0, 1);
        try (TraceReader reader = TraceReader.open(trace.write(folder))) {
            final MessageTracker tracker = new MessageTracker(reader, m -> { });
            tracker.run(TraceProgress.NONE);
            assertEquals(1, tracker.dropped());
            assertEquals(2, tracker.unreceived(2).id());
            assertEquals(null, tracker.unreceived(1));
        }
    }
}
