package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InletTest {
    private final Inlet inlet = new Inlet(Thread.currentThread());
    private final Inlet sender = inlet.view();
    private final List<Long> got = new ArrayList<>();

    @Test
    void shouldHaveARecordFromTheOfferToTheDrain() {
        // More than the ring has room for, so that it goes round.
        for (long i = 0; i < 20_000; i++) {
            assertFalse(inlet.hasRecord());
            assertTrue(sender.offer(Inlet.PROCESS, i));
            assertTrue(inlet.hasRecord());
            drain();
        }
        assertEquals(20_000, got.size());
        assertEquals(19_999, got.getLast());
    }

    private void drain() {
        do {
            inlet.drain((type, record, at, length) -> got.add(record.getLong(at)));
        } while (inlet.hasRecord());
    }
}
