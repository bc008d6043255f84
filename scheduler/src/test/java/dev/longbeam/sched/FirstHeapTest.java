package dev.longbeam.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.term.Compare;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Term;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first heap of a process and what it begins with. */
class FirstHeapTest {
    private static final int MOST_FREE_OF_SMALL = 64;

    private final Emulator emulator = new SleepingProcesses(1, 1).emulator;

    private Process spawned(final int elements) {
        final LocalHeap heap = new LocalHeap();
        long list = Term.NIL;
        for (int i = 0; i < elements; i++) {
            list = Cons.make(heap, Term.makeSmall(i), list);
        }
        final long args = Cons.make(heap, list, Term.NIL);
        final Process p = emulator.spawn(null, new SpawnOptions(emulator.options), SleepingProcesses.AM_A, SleepingProcesses.AM_B, args);
        assertTrue(Compare.exactEqual(args, p.startArgsTerm));
        heap.close();
        return p;
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1_000, 20_000})
    void shouldHaveAsMuchRoomAsLargeArgumentsTake(final int elements) {
        final Process p = spawned(elements);

        assertEquals(p.usedWords(), p.freeWords());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 500})
    void shouldHaveLittleRoomBesideSmallArguments(final int elements) {
        final Process p = spawned(elements);

        assertTrue(p.freeWords() <= MOST_FREE_OF_SMALL, () -> "free=" + p.freeWords());
    }
}
