package dev.longbeam.trace.report;

import static dev.longbeam.trace.read.SyntheticTrace.pid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.SliceEnd;
import dev.longbeam.trace.read.SyntheticTrace;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyTest {
    private static final int WAITING = SliceEnd.WAITING.ordinal();
    private static final int PREEMPTED = SliceEnd.PREEMPTED.ordinal();
    private static final MessageFilter ALL = MessageFilter.of(null, null, null);

    @TempDir
    Path folder;

    private final SyntheticTrace trace = new SyntheticTrace("server", "hog", "spin", "client");

    private String slowest(final int depth) throws IOException {
        try (TraceReader reader = TraceReader.open(trace.write(folder))) {
            return Why.slowest(reader, 1, depth, ALL, TraceProgress.NONE).text();
        }
    }

    private static String mainly(final String text) {
        return text.lines().filter(line -> line.startsWith("mainly: ")).findFirst().orElse(text);
    }

    @Test
    void shouldNameTheProcessThatHogsTheScheduler() throws IOException {
        trace.event(0, EventType.REGISTER, 0, pid(2), 0).event(0, EventType.REGISTER, 0, pid(1), 3);
        trace.event(1, EventType.SPAWN, 0, pid(9), pid(1), 1, 2);
        trace.us(0).event(0, EventType.SLICE_START, 0, pid(1), 0);
        trace.us(50).event(1, EventType.SLICE_START, 0, pid(9), 0);
        trace.us(100).event(0, EventType.SEND, 3, 1, pid(2), pid(1), 0);
        trace.us(50_050).event(1, EventType.SLICE_END, PREEMPTED, 4000);
        trace.us(50_060).event(1, EventType.SLICE_START, 0, pid(2), 49_960_000);
        trace.us(50_065).event(1, EventType.DELIVER, 0, 1);
        trace.us(50_070).event(1, EventType.RECEIVE, 0, 1, 0);
        trace.us(50_080).event(1, EventType.SLICE_END, WAITING, 4);

        final String text = slowest(6);

        assertEquals("mainly: <0.2.0> server waited for a scheduler: scheduler 2 ran <0.9.0> hog:spin/0 for 50.0 ms (50.0 ms, 100.0%)",
            mainly(text));
        assertTrue(text.startsWith("message 0.1 from <0.1.0> client to <0.2.0> server was received after 50.0 ms\n"), text);
    }

    @Test
    void shouldNameTheCollectionOfABigHeap() throws IOException {
        final long heapWords = (1L << 30) / 8;
        trace.event(0, EventType.REGISTER, 0, pid(2), 0);
        trace.us(0).event(0, EventType.SLICE_START, 0, pid(1), 0).event(1, EventType.SLICE_START, 0, pid(2), 0);
        trace.us(1000).event(0, EventType.SEND, 3, 1, pid(2), pid(1), 0);
        trace.us(500_000).event(1, EventType.COLLECT, 1, heapWords / 2, heapWords / 2, 499_500_000, 499_500_000);
        trace.us(500_010).event(1, EventType.DELIVER, 0, 1);
        trace.us(500_020).event(1, EventType.RECEIVE, 0, 1, 0);

        assertEquals("mainly: <0.2.0> server collected garbage: a major one of 500 ms, heap 1.00 GiB, 512 MiB live (499 ms, 100.0%)",
            mainly(slowest(6)));
    }

    @Test
    void shouldNameTheSearchThroughABigMailbox() throws IOException {
        trace.event(0, EventType.REGISTER, 0, pid(2), 0);
        trace.us(0).event(0, EventType.SLICE_START, 0, pid(1), 0).event(1, EventType.SLICE_START, 0, pid(2), 0);
        trace.us(1000).event(0, EventType.SEND, 3, 1, pid(2), pid(1), 0);
        trace.us(1010).event(1, EventType.DELIVER, 0, 1);
        trace.us(9000).event(1, EventType.RECEIVE, 100_000, 1, 100_000);

        assertEquals("mainly: <0.2.0> server searched its mailbox: passed over 100,000 messages, 100,000 in the mailbox (8.00 ms, 100.0%)",
            mainly(slowest(6)));
    }

    @Test
    void shouldNameTheMessagesThatCameBefore() throws IOException {
        trace.event(0, EventType.REGISTER, 0, pid(2), 0);
        trace.us(0).event(0, EventType.SLICE_START, 0, pid(1), 0).event(1, EventType.SLICE_START, 0, pid(2), 0);
        trace.us(10).event(0, EventType.SEND, 3, 1, pid(2), pid(1), 0).event(0, EventType.SEND, 3, 2, pid(2), pid(1), 0)
            .event(0, EventType.SEND, 3, 3, pid(2), pid(1), 0);
        trace.us(20).event(1, EventType.DELIVER, 0, 1).event(1, EventType.DELIVER, 0, 2).event(1, EventType.DELIVER, 0, 3);
        trace.us(30).event(1, EventType.RECEIVE, 0, 1, 2);
        trace.us(1030).event(1, EventType.RECEIVE, 0, 2, 1);
        trace.us(2030).event(1, EventType.RECEIVE, 0, 3, 0);

        assertEquals("mainly: <0.2.0> server was busy: it took 2 other messages first, 0 in the mailbox when it was taken"
            + " (2.02 ms, 100.0%)", mainly(slowest(6)));
    }

    @Test
    void shouldFollowTheChainOfCausesBackwards() throws IOException {
        trace.us(0).event(0, EventType.SLICE_START, 0, pid(1), 0).event(1, EventType.SLICE_START, 0, pid(2), 0)
            .event(2, EventType.SLICE_START, 0, pid(3), 0);
        trace.us(100).event(0, EventType.SEND, 1, 1, pid(2), pid(1), 0);
        trace.us(110).event(1, EventType.DELIVER, 0, 1);
        trace.us(120).event(1, EventType.RECEIVE, 0, 1, 0);
        trace.us(20_120).event(1, EventType.SEND, 2, 1L << 56 | 1, pid(3), pid(2), 1);
        trace.us(20_130).event(2, EventType.DELIVER, 0, 1L << 56 | 1);
        trace.us(20_140).event(2, EventType.RECEIVE, 0, 1L << 56 | 1, 0);
        trace.us(20_150).event(1, EventType.SLICE_END, WAITING, 1).event(2, EventType.SLICE_END, WAITING, 1);
        try (TraceReader reader = TraceReader.open(trace.write(folder))) {
            final Why why = Why.of(reader, 1L << 56 | 1, 6, TraceProgress.NONE);
            assertNull(Why.of(reader, 99, 6, TraceProgress.NONE));
            final String text = why.text();
            assertTrue(text.contains("  1.1  <0.2.0> -> <0.3.0>, 2 words\n      sent at 0.020120 s, received 20.0 us later\n"), text);
            assertTrue(text.contains("      caused by 0.1, received 20.0 ms before\n          20.0 ms  <0.2.0> handled it\n"), text);
            assertTrue(text.contains("  0.1  <0.1.0> -> <0.2.0>, 1 words\n"), text);
            assertTrue(text.contains("critical path: 20.0 ms from the first of these messages\n99.8%  20.0 ms  <0.2.0> handled it\n"), text);
            assertTrue(why.json().contains("\"kind\": \"handle\""));
        }
    }

    @Test
    void shouldTellBlockingWork() throws IOException {
        trace.us(0).event(0, EventType.SLICE_START, 0, pid(1), 0).event(1, EventType.SLICE_START, 0, pid(2), 0);
        trace.us(5).event(1, EventType.SLICE_END, SliceEnd.BLOCKED.ordinal(), 1);
        trace.us(10).event(0, EventType.SEND, 3, 1, pid(2), pid(1), 0);
        trace.us(8000).event(1, EventType.SLICE_START, 0, pid(2), 0);
        trace.us(8001).event(1, EventType.DELIVER, 0, 1);
        trace.us(8002).event(1, EventType.RECEIVE, 0, 1, 0);
        try (TraceReader reader = TraceReader.open(trace.write(folder))) {
            // The slice that went to sleep stands before the sending: one batch before the span is read.
            assertTrue(Why.of(reader, 1, 6, TraceProgress.NONE).text().contains("<0.2.0> waited for work that blocks (7.99 ms, 100.0%)"));
        }
    }
}
