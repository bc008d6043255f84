package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessListingTest {
    private static final int MANY = 600;
    private final SleepingProcesses processes = new SleepingProcesses(3, 1);
    private final LocalHeap heap = new LocalHeap();

    @AfterEach
    void close() {
        heap.close();
    }

    private void end(final Process p) {
        Signals.exit(p.self, p, Atoms.KILL);
        processes.settle();
        assertFalse(processes.isAlive(p));
    }

    private static List<Long> pids(final long listTerm) {
        final List<Long> pids = new ArrayList<>();
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            pids.add(Cons.head(rest));
        }
        pids.sort(Comparator.naturalOrder());
        return pids;
    }

    @Test
    void shouldListThoseThatLiveAtTheBeginning() {
        final List<Process> first = new ArrayList<>();
        final List<Long> expected = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            first.add(processes.spawn());
            expected.add(first.get(i).self);
        }
        end(first.get(1));
        expected.remove(1);

        final ProcessListing listing = processes.emulator.processes.listing(heap);
        assertFalse(listing.advance(1));
        end(first.get(0));
        end(first.get(MANY - 1));
        processes.spawn();
        assertFalse(listing.advance(1));
        end(first.get(MANY / 2));
        end(processes.spawn());
        while (!listing.advance(1)) {
            assertEquals(0, listing.stepsLeft());
        }

        assertEquals(expected, pids(listing.result()));
    }
}
