package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

        timers.poll(500, Integer.MAX_VALUE);

        assertEquals(IntStream.range(0, 1000).boxed().toList(), fired);
    }

    @Test
    void shouldFireNoMoreTimersThanAsked() {
        for (int i = 0; i < 1000; i++) {
            start(500, i);
        }

        assertEquals(300, timers.poll(500, 300));
        assertEquals(IntStream.range(0, 300).boxed().toList(), fired);
        assertEquals(700, timers.poll(500, 701));
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

        timers.poll(500, Integer.MAX_VALUE);

        assertEquals(IntStream.range(0, 1100).filter(i -> i >= 1000 || i % 4 == 0).boxed().toList(), fired);
    }

    @Test
    void shouldFireByDeadlineFirst() {
        final Random random = new Random(3);
        final int[] deadlines = random.ints(500, 0, 50).toArray();
        for (int i = 0; i < deadlines.length; i++) {
            start(deadlines[i], i);
        }

        timers.poll(100, Integer.MAX_VALUE);

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

        timers.poll(10, Integer.MAX_VALUE);

        assertEquals(List.of(1), fired);
        assertFalse(timers.cancel(cancelled));
        assertEquals(11, timers.nextDeadlineNs());
    }

    @Test
    void shouldNotTakeAnIdForAnotherTimerOfTheSameSlotOrOfAnotherScheduler() {
        final long first = start(10, 1);
        assertTrue(timers.cancel(first));
        final long second = start(10, 2);
        final long elsewhere = new Timers(1).start(10, (Runnable)() -> fired.add(3));

        assertFalse(timers.cancel(first));
        assertFalse(timers.cancel(elsewhere));
        assertTrue(timers.cancel(second));
        assertEquals(0, timers.count());
    }

    /** The model: all timers that run, by deadline and then in the order of starting. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldDoWhatASortedListOfTimersDoes(final int seed) {
        final Random random = new Random(seed);
        final TreeMap<Long, List<Integer>> model = new TreeMap<>();
        final Map<Integer, Long> ids = new HashMap<>();
        final Map<Integer, Long> deadlines = new HashMap<>();
        final List<Integer> expected = new ArrayList<>();
        long nowNs = 0;
        for (int name = 0; name < 5_000; name++) {
            final long deadlineNs = nowNs + random.nextInt(1 + 10 * seed);
            ids.put(name, start(deadlineNs, name));
            deadlines.put(name, deadlineNs);
            model.computeIfAbsent(deadlineNs, key -> new ArrayList<>()).add(name);

            final int other = random.nextInt(name + 1);
            if (random.nextInt(3) > 0) {
                final List<Integer> same = model.getOrDefault(deadlines.get(other), List.of());
                final boolean runs = same.contains(other);
                assertEquals(runs, timers.cancel(ids.get(other)));
                if (runs) {
                    same.remove((Integer)other);
                    model.values().removeIf(List::isEmpty);
                }
            }
            if (random.nextInt(8) == 0) {
                nowNs += random.nextInt(20);
                final Map<Long, List<Integer>> due = model.headMap(nowNs, true);
                due.values().forEach(expected::addAll);
                due.clear();
                timers.poll(nowNs, Integer.MAX_VALUE);
            }

            assertEquals(expected.size(), fired.size());
            assertEquals(model.isEmpty() ? Long.MAX_VALUE : model.firstKey(), timers.nextDeadlineNs());
        }
        timers.poll(Long.MAX_VALUE, Integer.MAX_VALUE);
        model.values().forEach(expected::addAll);

        assertEquals(expected, fired);
        assertEquals(0, timers.count());
    }
}
