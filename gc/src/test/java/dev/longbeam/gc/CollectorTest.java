package dev.longbeam.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.IllegalMemoryAccess;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;
import dev.longbeam.term.Tuple;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The collector on heaps built from text. */
class CollectorTest {
    private static final String GRAPH = "{a,[1,2|b],<<9>>,{},[[],{c,<<200>>},[3]]}";

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 1_000_000})
    void shouldKeepWhatRootsReachInSlicesOfAnySize(final long budgetWords) {
        try (TestHeap heap = new TestHeap(233)) {
            heap.roots[0] = HeapBuilder.build(heap, GRAPH);
            HeapBuilder.build(heap, GRAPH);
            final String before = TermPrinter.text(heap.roots[0]);

            final int slices = heap.collect(0, false, budgetWords);
            heap.collect(0, false, budgetWords);
            heap.collect(0, true, budgetWords);

            assertEquals(before, TermPrinter.text(heap.roots[0]));
            assertTrue(budgetWords > 1000 || slices > 3, "slices=" + slices);
        }
    }

    @Test
    void shouldPromoteWhatSurvivesTwice() {
        try (TestHeap heap = new TestHeap(233)) {
            heap.roots[0] = HeapBuilder.build(heap, "[1,2,3]");

            heap.collect(0, false, 100);
            assertEquals(0, heap.oldUsedWords());
            heap.collect(0, false, 100);

            assertEquals(6, heap.oldUsedWords());
            assertEquals(0, heap.usedWords());
            assertEquals("[1,2,3]", TermPrinter.text(heap.roots[0]));
        }
    }

    @Test
    void shouldKeepSharingAndStackTerms() {
        try (TestHeap heap = new TestHeap(233)) {
            final long shared = HeapBuilder.build(heap, "{x,<<70>>}");
            heap.roots[1] = Tuple.make(heap, shared, shared);
            heap.heapLimit -= 16;
            Memory.putLong(heap.heapLimit, 0);
            Memory.putLong(heap.heapLimit + 8, shared);

            heap.collect(0, true, 3);

            final long pair = heap.roots[1];
            assertEquals(Tuple.element(pair, 1), Tuple.element(pair, 2));
            assertEquals(Tuple.element(pair, 1), Memory.getLong(heap.heapLimit + 8));
        }
    }

    @Test
    void shouldReleaseOffHeapBinariesThatNobodyReaches() {
        final long before = Blocks.usedBytes(MemoryKind.BINARY);
        try (TestHeap heap = new TestHeap(233)) {
            heap.roots[0] = HeapBuilder.build(heap, "<<1000>>");
            HeapBuilder.build(heap, "[<<1000>>,<<2000>>]");

            heap.collect(0, false, 10);

            assertTrue(Blocks.usedBytes(MemoryKind.BINARY) - before < 1100);
            heap.roots[0] = Term.NIL;
            heap.collect(0, true, 10);
            assertEquals(before, Blocks.usedBytes(MemoryKind.BINARY));
        }
    }

    @Test
    void shouldMoveFragmentsToTheHeapAndMakeRoom() {
        try (TestHeap heap = new TestHeap(12)) {
            long list = Term.NIL;
            for (int i = 0; i < 500; i++) {
                list = Cons.make(heap, Term.makeSmall(i), list);
            }
            heap.roots[0] = list;
            assertTrue(heap.fragmentWords > 0);
            assertTrue(heap.wanted());

            heap.collect(5000, false, 50);

            assertEquals(0, heap.fragmentWords);
            assertTrue(heap.freeWords() >= 5000);
            assertEquals(500, Cons.length(heap.roots[0]));
        }
    }

    @Test
    void shouldFreeManyFragmentsInSlices() {
        final long before = Blocks.usedBytes(MemoryKind.SIGNAL);
        try (TestHeap heap = new TestHeap(233)) {
            for (int i = 0; i < 1000; i++) {
                heap.addFragment(Blocks.allocate(64, MemoryKind.SIGNAL), 64, MemoryKind.SIGNAL);
            }

            assertTrue(heap.collect(0, false, 80) >= 100);

            assertEquals(before, Blocks.usedBytes(MemoryKind.SIGNAL));
        }
    }

    @Test
    void shouldGiveBackTheEndOfALargeBlockAndMoveOnlyTheStack() {
        try (TestHeap heap = new TestHeap(300_000)) {
            long list = Term.NIL;
            for (int i = 0; i < 100_000; i++) {
                list = Cons.make(heap, Term.makeSmall(i), i == 80_000 ? Term.NIL : list);
            }
            heap.roots[0] = list;
            heap.heapLimit -= 16;
            Memory.putLong(heap.heapLimit, 0);
            Memory.putLong(heap.heapLimit + 8, list);
            final Collector collector = new Collector();

            collector.start(heap, 0, true);
            assertTrue(collector.step(1_000_000));

            assertTrue(heap.blockWords < 150_000, "block=" + heap.blockWords);
            assertEquals(heap.blockEnd() - 16, heap.heapLimit);
            assertEquals(heap.roots[0], Memory.getLong(heap.heapLimit + 8));
            assertEquals(20_000, Cons.length(heap.roots[0]));
            assertTrue(collector.workWords < 3 * heap.usedWords(), "work=" + collector.workWords + " used=" + heap.usedWords());
        }
    }

    @Test
    void shouldCopyOnceWhenAllOfALargeHeapLives() {
        try (TestHeap heap = new TestHeap(300_000)) {
            long list = Term.NIL;
            for (int i = 0; i < 50_000; i++) {
                list = Cons.make(heap, Term.makeSmall(i), list);
            }
            heap.roots[0] = list;
            heap.heapLimit -= 8;
            Memory.putLong(heap.heapLimit, list);
            final Collector collector = new Collector();

            collector.start(heap, 0, true);
            assertTrue(collector.step(1_000_000));

            assertEquals(HeapSizes.atLeast((heap.usedWords() + 1) * 4 / 3 + 1), heap.blockWords);
            assertEquals(heap.roots[0], Memory.getLong(heap.blockEnd() - 8));
            assertEquals(50_000, Cons.length(heap.roots[0]));
            assertTrue(collector.workWords < 3 * heap.usedWords(), "work=" + collector.workWords + " used=" + heap.usedWords());
        }
    }

    @Test
    void shouldLeaveAYoungHeapOfAnEighthOfALargeOldOne() {
        try (TestHeap heap = new TestHeap(233)) {
            long list = Term.NIL;
            for (int i = 0; i < 100_000; i++) {
                list = Cons.make(heap, Term.makeSmall(i), list);
            }
            heap.roots[0] = list;
            heap.collect(0, true, 1_000_000);

            heap.collect(0, false, 1_000_000);

            assertEquals(200_000, heap.oldUsedWords());
            assertEquals(0, heap.usedWords());
            final long oldWords = heap.oldEnd - heap.oldAddr >> 3;
            assertTrue(heap.blockWords >= oldWords / 8 && heap.blockWords <= oldWords / 4, "young=" + heap.blockWords + " old=" + oldWords);
        }
    }

    @Test
    void shouldFindAPointerOutOfTheHeap() {
        try (TestHeap heap = new TestHeap(233)) {
            heap.roots[0] = Term.makeCons(heap.blockEnd() - 16);

            assertThrows(IllegalMemoryAccess.class, () -> HeapVerifier.verify(heap));

            heap.roots[0] = Term.NIL;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldKeepRandomGraphsThroughManyCollections(final long seed) {
        final Random random = new Random(seed);
        final long before = Blocks.usedBytes(MemoryKind.BINARY);
        try (TestHeap heap = new TestHeap(64)) {
            final String[] expected = new String[heap.roots.length];
            for (int turn = 0; turn < 300; turn++) {
                final int root = random.nextInt(heap.roots.length);
                final long other = heap.roots[random.nextInt(heap.roots.length)];
                final long fresh = HeapBuilder.build(heap, random.nextInt(4) == 0 ? "[<<" + random.nextInt(300) + ">>]" : "{" + turn + "}");
                heap.roots[root] = other == 0 || random.nextInt(3) == 0 ? fresh : Cons.make(heap, fresh, Tuple.make(heap, other, fresh));
                for (int i = 0; i < expected.length; i++) {
                    if (heap.roots[i] != 0 && TermPrinter.text(heap.roots[i]).length() > 20_000) {
                        heap.roots[i] = Term.NIL;
                    }
                    expected[i] = heap.roots[i] == 0 ? null : TermPrinter.text(heap.roots[i]);
                }
                if (random.nextInt(3) == 0) {
                    heap.collect(random.nextInt(200), random.nextInt(8) == 0, 1 + random.nextInt(400));
                }
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], heap.roots[i] == 0 ? null : TermPrinter.text(heap.roots[i]), "seed=" + seed + " turn=" + turn);
                }
            }
        }
        assertEquals(before, Blocks.usedBytes(MemoryKind.BINARY));
    }
}
