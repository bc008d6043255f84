package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final Timers timers = new Timers(0);
    private final List<Integer> fired = new ArrayList<>();

    private long start(final long deadlineNs, final int name) {
        return timers.start(deadlineNs, (Runnable)() -> fired.add(name));
    }

    @Test
    void shouldFireTimersOfOneDeadlineInTheOrderOfStarting() {
        for (int i = 0; i < 1000; i++) {
            start(500, i);
        }

        timers.poll(500);

        assertEquals(IntStream.range(0, 1000).boxed().toList(), fired);
    }

    @Test
    void shouldKeepTheOrderWhenHalfOfTheTimersAreCancelled() {
        final List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(start(500, i));
        }
        for (int i = 0; i < 1000; i++) {
            if (i % 4 != 0) {
                assertTrue(timers.cancel(ids.get(i)));
            }
        }
        for (int i = 1000; i < 1100; i++) {
            start(500, i);
        }

        timers.poll(500);

        assertEquals(IntStream.range(0, 1100).filter(i -> i >= 1000 || i % 4 == 0).boxed().toList(), fired);
    }

    @Test
    void shouldFireByDeadlineFirst() {
        final Random random = new Random(3);
        final int[] deadlines = random.ints(500, 0, 50).toArray();
        for (int i = 0; i < deadlines.length; i++) {
            start(deadlines[i], i);
        }

        timers.poll(100);

        final List<Integer> expected = IntStream.range(0, deadlines.length).boxed()
            .sorted((a, b) -> Integer.compare(deadlines[a], deadlines[b])).toList();
        assertEquals(expected, fired);
        assertEquals(Long.MAX_VALUE, timers.nextDeadlineNs());
    }

    @Test
    void shouldNotFireWhatIsNotDueOrCancelled() {
        start(10, 1);
        final long cancelled = start(10, 2);
        start(11, 3);
        timers.cancel(cancelled);

        timers.poll(10);

        assertEquals(List.of(1), fired);
        assertFalse(timers.cancel(cancelled));
        assertEquals(11, timers.nextDeadlineNs());
    }
}
