package dev.longbeam.sched;

import static dev.longbeam.sched.SleepingProcesses.AM_A;
import static dev.longbeam.sched.SleepingProcesses.AM_B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.term.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of an inlet, and when. */
class IntakeTest {
    /** More than enough cycles for all that may go before the timers. */
    private static final int CYCLES = 20;

    private final Inlet inlet = new Inlet(Thread.currentThread());
    private final Inlet sender = inlet.view();
    private final Intake intake = inlet.intake();
    private final List<Long> got = new ArrayList<>();

    @Test
    void shouldHaveARecordFromTheOfferToTheDrain() {
        // More than the ring has room for, so that it goes round.
        for (long i = 0; i < 20_000; i++) {
            assertFalse(intake.hasRecord());
            assertTrue(intake.isEmpty());
            assertTrue(sender.offer(Inlet.PROCESS, i));
            assertTrue(intake.hasRecord());
            assertFalse(intake.isEmpty());
            drain();
        }
        assertInOrder(20_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldHandOnRecordsOfAllSizesOnceAndInOrder(final long seed) {
        final Random random = new Random(seed);
        long offered = 0;
        for (int round = 0; round < 500; round++) {
            int burst = random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(600);
            while (burst-- > 0 && offer(random.nextBoolean(), offered)) {
                offered++;
            }
            if (random.nextBoolean()) {
                intake.drainAll((type, record, at, length) -> got.add(record.getLong(at)));
                assertEquals(offered, got.size());
            } else {
                intake.drain((type, record, at, length) -> got.add(record.getLong(at)));
            }
        }
        drain();
        assertInOrder(offered);
    }

    private boolean offer(final boolean message, final long value) {
        return message ? sender.offerMessage(value, Term.NIL, Term.NIL, 0) : sender.offer(Inlet.PROCESS, value);
    }

    private void drain() {
        do {
            intake.drain((type, record, at, length) -> got.add(record.getLong(at)));
        } while (intake.hasRecord());
    }

    private void assertInOrder(final long count) {
        assertEquals(count, got.size());
        for (int i = 0; i < count; i++) {
            assertEquals(i, got.get(i));
        }
    }

    @Test
    void shouldFireTimersAlsoWhenAMessageComesBehindEachSlice() {
        final EmulatorOptions options = new EmulatorOptions();
        options.invoker = true;
        options.schedulers = 1;
        options.clockNs = () -> 2;
        final Emulator emulator = new Emulator(options);
        final Inlet way = emulator.schedulers[0].inlet.view();
        final boolean[] fired = {false};
        emulator.start(scheduler -> p -> way.offerMessage(p.self, Term.NIL, Term.NIL, 0) ? Engine.WAITING : Engine.EXITED);
        final Process p = emulator.spawn(null, new SpawnOptions(options), AM_A, AM_B, Term.NIL);
        emulator.launch(p);
        emulator.schedulers[0].timers.start(1, (Runnable)() -> fired[0] = true);

        for (int i = 0; i < CYCLES; i++) {
            Invoker.cycle(emulator);
        }

        assertTrue(p.messageCount() > CYCLES / 2, "a message for each slice");
        assertTrue(fired[0]);
    }
}
