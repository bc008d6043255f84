package dev.longbeam.perf.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class ScheduleTest {
    private static final long MS = 1_000_000L;

    @TempDir
    private Path directory;

    @Test
    void shouldSendAsManyAsTheTimesAndTheRateMake() {
        final Schedule schedule = new Schedule(2000, 5 * MS, 10 * MS, 1, 1);
        final List<Long> sent = new ArrayList<>();

        schedule.send(sent::add);

        assertEquals(30, sent.size());
        assertEquals(29L, sent.getLast());
    }

    @Test
    void shouldSendNothingBeforeItIsDue() {
        final Schedule schedule = new Schedule(1000, 0, 20 * MS, 1, 1);

        schedule.send(i -> assertTrue(System.nanoTime() >= schedule.dueNs(i)));

        assertEquals(MS, schedule.dueNs(7) - schedule.dueNs(6));
    }

    @Test
    void shouldCountAStallForEveryOperationThatItHeldUp() throws IOException, InterruptedException {
        final Schedule schedule = new Schedule(1000, 0, 20 * MS, 1, 1);

        schedule.send(i -> {
            if (i == 5) {
                final long untilNs = schedule.dueNs(i) + 10 * MS;
                while (System.nanoTime() < untilNs) {
                    Thread.onSpinWait();
                }
            }
            schedule.record(i, 0);
        });
        schedule.recorded();

        final List<Long> latencies = latencies(schedule);
        for (int i = 5; i < 15; i++) {
            assertTrue(latencies.get(i) >= (15 - i) * MS, i + ": " + latencies);
        }
    }

    @Test
    void shouldWriteOnlyThePartThatCounts() throws IOException, InterruptedException {
        final Schedule schedule = new Schedule(1000, 5 * MS, 10 * MS, 2, 1);
        schedule.send(i -> {
            schedule.record(i, 0);
            schedule.record(i, 1);
        });
        schedule.recorded();
        final Path file = directory.resolve("latencies");

        final String answer = schedule.finish(file);

        assertTrue(answer.startsWith("latency 20 "), answer);
        assertEquals(20 * Long.BYTES, Files.size(file));
    }

    @Test
    void shouldCountWhatIsNotDoneInTheEndWithTheTimeThatItHasWaited() throws IOException, InterruptedException {
        final Schedule schedule = new Schedule(1000, 0, 10 * MS, 1, 1);
        schedule.send(i -> {
            if (i % 2 == 0) {
                schedule.record(i, 0);
            }
        });
        final Path file = directory.resolve("latencies");

        final String answer = schedule.finish(file, 0);

        assertTrue(answer.matches("latency 10 \\d+ \\d+ 5"), answer);
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        for (int i = 1; i < 10; i += 2) {
            assertTrue(bytes.getLong(i * Long.BYTES) >= (9 - i) * MS, "operation " + i);
        }
    }

    @Test
    void shouldLetOneOperationFollowOnTheOtherWithoutARate() throws IOException, InterruptedException {
        final Schedule schedule = new Schedule(0, 2 * MS, 5 * MS, 1, 1);
        schedule.begin();
        int all = 1;
        while (schedule.next()) {
            all++;
        }
        schedule.recorded();

        final List<Long> latencies = latencies(schedule);

        assertTrue(latencies.size() < all, "the time of warming up is not in it");
        assertTrue(latencies.stream().allMatch(ns -> ns > 0));
        assertTrue(latencies.stream().mapToLong(Long::longValue).sum() >= 5 * MS || latencies.size() == schedule.count());
    }

    private List<Long> latencies(final Schedule schedule) throws IOException, InterruptedException {
        final Path file = directory.resolve("latencies");
        schedule.finish(file);
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        final List<Long> latencies = new ArrayList<>();
        while (bytes.hasRemaining()) {
            latencies.add(bytes.getLong());
        }
        return latencies;
    }
}
