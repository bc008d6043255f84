package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MapsTest {
    /** {@code maps:keys(maps:from_list([{X,X} || X <- lists:seq(1,200)]))} of OTP 25. */
    private static final int[] KEYS_OF_200 = {33, 168, 117, 175, 12, 192, 188, 157, 132, 73, 44, 183, 124, 170, 23, 29, 47, 89, 61, 30, 43,
        163, 39, 131, 45, 48, 145, 171, 197, 57, 143, 113, 26, 69, 88, 191, 166, 144, 141, 152, 63, 165, 100, 71, 133, 46, 31, 158, 167,
        98, 81, 11, 37, 153, 193, 9, 76, 173, 32, 184, 34, 25, 28, 199, 195, 85, 91, 120, 64, 194, 146, 6, 109, 180, 72, 110, 68, 86, 116,
        51, 80, 38, 137, 126, 13, 59, 40, 123, 77, 95, 130, 41, 20, 78, 174, 15, 147, 14, 187, 108, 60, 2, 162, 103, 7, 122, 140, 176, 83,
        74, 139, 99, 112, 196, 1, 97, 149, 104, 8, 134, 198, 186, 3, 75, 90, 154, 151, 58, 135, 55, 181, 189, 17, 22, 52, 111, 178, 155,
        87, 190, 21, 96, 200, 4, 128, 159, 169, 119, 148, 82, 36, 177, 138, 53, 50, 66, 24, 10, 150, 35, 70, 56, 161, 179, 102, 142, 62,
        105, 127, 121, 49, 125, 160, 27, 84, 94, 185, 92, 42, 19, 67, 93, 106, 65, 101, 182, 156, 129, 114, 118, 5, 54, 18, 79, 136, 172,
        115, 107, 164, 16};

    private final LocalHeap heap = new LocalHeap();

    private static long small(final long value) {
        return Term.makeSmall(value);
    }

    private long sequence(final int from, final int to, final int factor) {
        long list = Term.NIL;
        for (int i = to; i >= from; i--) {
            list = Cons.make(heap, Tuple.make(heap, small((long)i * factor), small(i)), list);
        }
        return list;
    }

    private static List<Long> smalls(final long listTerm) {
        final List<Long> all = new ArrayList<>();
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            all.add(Term.smallValue(Cons.head(rest)));
        }
        return all;
    }

    private static Map<Long, Long> model(final long mapTerm) {
        final Map<Long, Long> model = new TreeMap<>();
        final MapCursor cursor = new MapCursor(mapTerm);
        while (cursor.next()) {
            model.put(Term.smallValue(cursor.key()), Term.smallValue(cursor.value()));
        }
        assertEquals(model.size(), Maps.size(mapTerm));
        assertEquals(model.size() <= 32, MapLayout.isFlat(mapTerm));
        return model;
    }

    @Test
    void shouldListKeysOfLargeMapInTheOrderOfTheCEmulator() {
        final List<Long> expected = new ArrayList<>();
        for (final int key : KEYS_OF_200) {
            expected.add((long)key);
        }

        assertEquals(expected, smalls(Maps.keys(heap, Maps.fromList(heap, sequence(1, 200, 1)))));
        assertEquals(List.of(15813000L, 3630000L, 4620000L, 6709000L, 10280000L, 2989000L, 18572000L, 10154000L, 4695000L, 4075000L),
            smalls(Maps.keys(heap, Maps.fromList(heap, sequence(1, 20000, 1000)))).subList(0, 10));
    }

    @Test
    void shouldListKeysInTheOrderOfLaterReleases() {
        Release.enter(OtpVariant.OTP_27);
        final long map = Maps.fromList(heap, sequence(1, 200, 1));
        assertEquals(List.of(166L, 39L, 130L, 74L, 135L, 59L, 69L, 152L), smalls(Maps.keys(heap, map)).subList(0, 8));
        assertEquals(List.of(169L, 18L, 54L), smalls(Maps.keys(heap, map)).subList(197, 200));
        final long[] pairs = new long[200];
        for (int i = 0; i < 200; i += 2) {
            pairs[i] = Tuple.make(heap, small(i / 2 + 1), Cons.list(heap, small('k')));
            pairs[i + 1] = small(i);
        }
        long tuples = Maps.keys(heap, Maps.fromArray(heap, pairs, 0, 200));
        for (final int first : new int[] {74, 35, 85, 54, 64, 70}) {
            assertEquals(small(first), Tuple.element(Cons.head(tuples), 1));
            tuples = Cons.tail(tuples);
        }

        Release.enter(OtpVariant.OTP_29);
        assertEquals(List.of(54L, 18L, 169L, 96L), smalls(Maps.keys(heap, map)).subList(0, 4));
        final long list = MapIterators.next(heap, small(0), map, Term.NIL, 1000);
        assertEquals(small(35), Cons.head(list));
        assertEquals(small(173), Tuple.element(Cons.head(Cons.tail(Cons.tail(list))), 1));
        assertEquals(small(54), Tuple.element(MapIterators.next(heap, small(0), map, Atom.of("iterator"), 1), 1));
    }

    @AfterEach
    void returnToFirstVariant() {
        Release.leave();
    }

    @Test
    void shouldListKeysOfTuplesInTheOrderOfTheCEmulator() {
        long list = Term.NIL;
        for (int i = 1; i <= 100; i++) {
            list = Cons.make(heap, Tuple.make(heap, Tuple.make(heap, new long[] {small(i), Cons.list(heap, small('k')),
                Bitstring.make(heap, new byte[] {(byte)i}), FloatTerm.make(heap, i / 3.0)}), small(i)), list);
        }
        long keys = Maps.keys(heap, Maps.fromList(heap, list));
        for (final int first : new int[] {64, 17, 85, 67, 83, 72}) {
            assertEquals(small(first), Tuple.element(Cons.head(keys), 1));
            keys = Cons.tail(keys);
        }
    }

    @Test
    void shouldListKeysOfSmallMapSorted() {
        final long map = Maps.fromList(heap, Cons.list(heap, Tuple.make(heap, Atom.of("b"), small(1)), Tuple.make(heap, small(9), small(2)),
            Tuple.make(heap, Atom.of("a"), small(3)), Tuple.make(heap, Atom.of("b"), small(4))));
        final long keys = Maps.keys(heap, map);

        assertEquals(3, Maps.size(map));
        assertEquals(small(9), Cons.head(keys));
        assertEquals(Atom.of("a"), Cons.head(Cons.tail(keys)));
        assertEquals(List.of(2L, 3L, 4L), smalls(Maps.values(heap, map)));
    }

    @Test
    void shouldGiveTheSameShapeHoweverTheMapWasMade() {
        long put = Maps.empty(heap);
        for (int i = 200; i >= 1; i--) {
            put = Maps.put(heap, put, small(i), small(i));
        }
        final long half = Maps.fromList(heap, sequence(1, 120, 1));
        final long merged = Maps.merge(heap, half, Maps.fromList(heap, sequence(80, 200, 1)));
        long removed = Maps.fromList(heap, sequence(1, 5000, 1));
        for (int i = 5000; i > 200; i--) {
            removed = Maps.remove(heap, removed, small(i));
        }
        final long expected = Maps.fromList(heap, sequence(1, 200, 1));
        final List<Long> order = smalls(Maps.keys(heap, expected));

        for (final long map : new long[] {put, merged, removed}) {
            assertEquals(order, smalls(Maps.keys(heap, map)));
            assertEquals(TermCopy.sizeWords(expected), TermCopy.sizeWords(map));
            assertEquals(200, Maps.size(map));
        }
    }

    @Test
    void shouldAgreeWithModelOnRandomOperations() {
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            final int keys = 10 + random.nextInt(100);
            final Map<Long, Long> model = new HashMap<>();
            long map = Maps.empty(heap);
            for (int step = 0; step < 400; step++) {
                final long key = random.nextInt(keys);
                final long value = random.nextInt();
                switch (random.nextInt(step < 200 ? 4 : 5)) {
                    case 0, 1 -> {
                        map = Maps.put(heap, map, small(key), small(value));
                        model.put(key, value);
                    }
                    case 2 -> {
                        final long updated = Maps.update(heap, map, small(key), small(value));
                        assertEquals(model.containsKey(key), updated != Term.NON_VALUE);
                        map = updated == Term.NON_VALUE ? map : updated;
                        model.computeIfPresent(key, (k, v) -> value);
                    }
                    case 3 -> assertEquals(model.containsKey(key) ? small(model.get(key)) : Term.NON_VALUE, Maps.get(map, small(key)));
                    default -> {
                        map = Maps.remove(heap, map, small(key));
                        model.remove(key);
                    }
                }
            }
            assertEquals(new TreeMap<>(model), model(map), "seed=" + seed);
        }
    }

    @Test
    void shouldMergeLikeModelWhateverTheSizes() {
        for (int seed = 0; seed < 60; seed++) {
            final Random random = new Random(seed);
            final Map<Long, Long> model = new TreeMap<>();
            final long[] maps = new long[2];
            for (int m = 0; m < 2; m++) {
                maps[m] = Maps.empty(heap);
                for (int n = random.nextInt(random.nextBoolean() ? 20 : 300); n > 0; n--) {
                    final long key = random.nextInt(200);
                    maps[m] = Maps.put(heap, maps[m], small(key), small(n * 2L + m));
                    if (m == 1) {
                        model.put(key, n * 2L + m);
                    }
                }
            }
            model(maps[0]).forEach(model::putIfAbsent);

            assertEquals(model, model(Maps.merge(heap, maps[0], maps[1])), "seed=" + seed);
        }
    }

    @Test
    void shouldKeepTheKeysTupleWhenOnlyValuesChange() {
        final long map = Maps.fromList(heap, sequence(1, 5, 1));
        final long updated = Maps.put(heap, map, small(3), Atoms.OK);

        assertEquals(Term.word(map, MapLayout.KEYS_WORD), Term.word(updated, MapLayout.KEYS_WORD));
        assertEquals(Atoms.OK, Maps.get(updated, small(3)));
        assertEquals(small(3), Maps.get(map, small(3)));
        assertEquals(map, Maps.put(heap, map, small(3), small(3)));
        final long[] pairs = {small(1), Atoms.OK, small(5), Atoms.ERROR};
        assertEquals(Term.word(map, MapLayout.KEYS_WORD), Term.word(MapInstructions.putAssoc(heap, map, pairs, 0, 4), MapLayout.KEYS_WORD));
    }

    @Test
    void shouldPutSeveralKeysAtOnce() {
        final Random random = new Random(7);
        for (int round = 0; round < 100; round++) {
            long map = Maps.fromList(heap, sequence(1, random.nextInt(40), 1));
            final Map<Long, Long> model = model(map);
            final long[] pairs = new long[2 * random.nextInt(20)];
            for (int i = 0; i < pairs.length; i += 2) {
                pairs[i] = small(random.nextInt(50));
                pairs[i + 1] = small(100 + i);
            }
            boolean allThere = true;
            for (int i = 0; i < pairs.length; i += 2) {
                allThere &= model.containsKey(Term.smallValue(pairs[i]));
            }
            final long exact = MapInstructions.putExact(heap, map, pairs, 0, pairs.length);
            map = MapInstructions.putAssoc(heap, map, pairs, 0, pairs.length);
            for (int i = 0; i < pairs.length; i += 2) {
                model.put(Term.smallValue(pairs[i]), Term.smallValue(pairs[i + 1]));
            }

            assertEquals(model, model(map));
            assertEquals(allThere, exact != Term.NON_VALUE);
            if (allThere) {
                assertEquals(model, model(exact));
            }
        }
    }

    @Test
    void shouldNameTheMissingKeyOfAnExactPut() {
        final long map = Maps.fromList(heap, sequence(1, 3, 1));

        assertEquals(Term.NON_VALUE, MapInstructions.putExact(heap, map, new long[] {small(1), small(1), Atoms.OK, small(1)}, 0, 4));
        assertTrue(Tuple.isTagged(heap.failReasonTerm, 2, Atoms.BADKEY));
        assertEquals(Atoms.OK, Tuple.element(heap.failReasonTerm, 2));
    }

    @Test
    void shouldFindKeysThatAreNoImmediates() {
        long map = Maps.empty(heap);
        for (int i = 0; i < 100; i++) {
            map = Maps.put(heap, map, Bitstring.make(heap, ("key" + i).getBytes()), small(i));
            map = Maps.put(heap, map, Tuple.make(heap, Atoms.OK, small(i)), small(i));
        }

        assertEquals(200, Maps.size(map));
        for (int i = 0; i < 100; i++) {
            assertEquals(small(i), Maps.get(map, Bitstring.make(heap, ("key" + i).getBytes())));
            assertEquals(small(i), Maps.get(map, Tuple.make(heap, Atoms.OK, small(i))));
        }
        assertEquals(Term.NON_VALUE, Maps.get(map, Tuple.make(heap, Atoms.OK, small(100))));
    }

    @Test
    void shouldTakeAndRefuseDuplicatesWhenAsked() {
        final long map = Maps.fromList(heap, sequence(1, 40, 1));
        final long taken = Maps.take(heap, map, small(7));
        assertEquals(small(7), Tuple.element(taken, 1));
        assertEquals(39, model(Tuple.element(taken, 2)).size());
        assertEquals(Term.NON_VALUE, Maps.take(heap, map, small(41)));

        final long[] twice = new long[100];
        for (int i = 0; i < 100; i += 2) {
            twice[i] = small(i);
            twice[i + 1] = small(i);
        }
        assertNotEquals(Term.NON_VALUE, Maps.fromArrayUnique(heap, twice, 0, 100));
        twice[98] = small(0);
        assertEquals(Term.NON_VALUE, Maps.fromArrayUnique(heap, twice, 0, 100));
        assertEquals(Term.NON_VALUE, Maps.fromList(heap, Cons.list(heap, small(1))));
    }

    @Test
    void shouldIterateInPiecesAsTheCEmulator() {
        final long map = Maps.fromList(heap, sequence(1, 200, 1));
        final List<Long> walked = new ArrayList<>();
        long state = Cons.make(heap, small(0), map);
        int pieces = 0;
        while (Term.isCons(state)) {
            state = MapIterators.next(heap, Cons.head(state), Cons.tail(state), Atom.of("iterator"), 50);
            if (pieces++ == 0) {
                assertEquals(16, Term.smallValue(Tuple.element(state, 1)));
            }
            while (Term.isTuple(state)) {
                walked.add(Term.smallValue(Tuple.element(state, 1)));
                state = Tuple.element(state, 3);
            }
            if (pieces == 1) {
                assertEquals(32, walked.size());
                assertEquals(small(50), Cons.head(state));
            }
        }
        assertEquals(Atoms.NONE, state);
        assertEquals(smalls(Maps.keys(heap, map)), walked.reversed());

        final long list = MapIterators.next(heap, small(0), map, Term.NIL, 1000);
        assertEquals(small(50), Cons.head(list));
        assertEquals(map, Cons.head(Cons.tail(list)));
        assertEquals(small(127), Tuple.element(Cons.head(Cons.tail(Cons.tail(list))), 1));
        assertEquals(Term.NON_VALUE, MapIterators.next(heap, small(15), Maps.fromList(heap, sequence(1, 3, 1)), Term.NIL, 10));
        assertEquals(Term.NON_VALUE, MapIterators.next(heap, Atoms.OK, map, Term.NIL, 10));
    }
}
