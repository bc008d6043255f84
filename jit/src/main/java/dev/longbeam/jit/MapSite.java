package dev.longbeam.jit;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Maps;
import dev.longbeam.term.SmallMaps;
import dev.longbeam.term.Term;
import java.lang.invoke.MethodHandles;

/**
 * A place in compiled code that asks maps for keys, immediates: it remembers where each key stood last, since maps that come by have mostly
 * the same keys. A key is told by its number at the place.
 *
 * <p>Any thread; what it remembers is a guess, and one word, so that all of it is from one time.
 */
public final class MapSite {
    /** Keys of a place. */
    static final int MOST_KEYS = 5;

    private static final int INDEX_BITS = 5;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int LARGEST_SHIFT = MOST_KEYS * INDEX_BITS;

    /** The index of each key, and behind them the largest one. */
    private int guesses;

    private MapSite() {
    }

    /** Bootstrap of the constant. */
    public static MapSite make(final MethodHandles.Lookup lookup, final String name, final Class<?> type) {
        return new MapSite();
    }

    // Several keys: one look at the map, and then one at each key

    /** All that a place remembers, for the methods below. */
    public static int guesses(final MapSite site) {
        return site.guesses;
    }

    /** True for a flat map that has all indexes that are remembered. */
    public static boolean fits(final long mapTerm, final int guesses) {
        return SmallMaps.isFlatOver(mapTerm, guesses >>> LARGEST_SHIFT);
    }

    /** The key which stands where one did, of the tuple of keys of a map that fits. */
    public static long key(final long keysTuple, final int guesses, final int number) {
        return SmallMaps.key(keysTuple, index(guesses, number));
    }

    /** Its value. */
    public static long value(final long mapTerm, final int guesses, final int number) {
        return SmallMaps.value(mapTerm, index(guesses, number));
    }

    /** The value of a key of any map, NON_VALUE for none; remembers where it stands. */
    public static long find(final long mapTerm, final long key, final int number, final MapSite site) {
        if (!SmallMaps.isFlat(mapTerm)) {
            return Maps.get(mapTerm, key);
        }
        final int index = site.search(mapTerm, key, number);
        return index < 0 ? Term.NON_VALUE : SmallMaps.value(mapTerm, index);
    }

    private static int index(final int guesses, final int number) {
        return guesses >>> number * INDEX_BITS & INDEX_MASK;
    }

    private int search(final long flatTerm, final long key, final int number) {
        final int index = SmallMaps.indexOf(flatTerm, key);
        if (index >= 0) {
            remember(number, index);
        }
        return index;
    }

    private void remember(final int number, final int index) {
        final int shift = number * INDEX_BITS;
        final int indexes = guesses & (1 << LARGEST_SHIFT) - 1 & ~(INDEX_MASK << shift) | index << shift;
        int largest = 0;
        for (int i = 0; i < MOST_KEYS; i++) {
            largest = Math.max(largest, index(indexes, i));
        }
        guesses = indexes | largest << LARGEST_SHIFT;
    }

    // One key

    /** The index of a key in a flat map, negative when the map has it not. */
    private int indexOf(final long flatTerm, final long key) {
        final int index = index(guesses, 0);
        return SmallMaps.hasAt(flatTerm, index, key) ? index : search(flatTerm, key, 0);
    }

    /** {@code Map#{Key => Value}}. */
    public static long put(final Process p, final long mapTerm, final long key, final long valueTerm, final MapSite site) {
        if (Term.isMap(mapTerm) && SmallMaps.isFlat(mapTerm)) {
            final int index = site.indexOf(mapTerm, key);
            if (index >= 0) {
                return SmallMaps.withValue(p, mapTerm, index, valueTerm);
            }
        }
        return FastOps.mapPut(p, mapTerm, key, valueTerm);
    }

    /** {@code Map#{Key := Value}}. */
    public static long update(final Process p, final long mapTerm, final long key, final long valueTerm, final MapSite site) {
        if (Term.isMap(mapTerm) && SmallMaps.isFlat(mapTerm)) {
            final int index = site.indexOf(mapTerm, key);
            if (index >= 0) {
                return SmallMaps.withValue(p, mapTerm, index, valueTerm);
            }
        }
        return FastOps.mapUpdate(p, mapTerm, key, valueTerm);
    }

    /** Sets the value of a key in a copy of a flat map; false when the map has it not. */
    public static boolean set(final long copyTerm, final long key, final long valueTerm, final MapSite site) {
        final int index = site.indexOf(copyTerm, key);
        if (index < 0) {
            return false;
        }
        SmallMaps.value(copyTerm, index, valueTerm);
        return true;
    }
}
