package dev.longbeam.jit;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Maps;
import dev.longbeam.term.SmallMaps;
import dev.longbeam.term.Term;
import java.lang.invoke.MethodHandles;

/**
 * A place in compiled code that asks maps for one key, an immediate: it remembers where the key stood last, since maps that come by have mostly
 * the same keys.
 *
 * <p>Any thread; what it remembers is a guess.
 */
public final class MapSite {
    private int guess;

    private MapSite() {
    }

    /** Bootstrap of the constant. */
    public static MapSite make(final MethodHandles.Lookup lookup, final String name, final Class<?> type) {
        return new MapSite();
    }

    /** The index of a key in a flat map, negative when the map has it not. */
    private int indexOf(final long flatTerm, final long key) {
        final int index = guess;
        return SmallMaps.hasAt(flatTerm, index, key) ? index : search(flatTerm, key);
    }

    private int search(final long flatTerm, final long key) {
        final int index = SmallMaps.indexOf(flatTerm, key);
        if (index >= 0) {
            guess = index;
        }
        return index;
    }

    /** The value of a key, NON_VALUE for none. */
    public static long get(final long mapTerm, final long key, final MapSite site) {
        if (!SmallMaps.isFlat(mapTerm)) {
            return Maps.get(mapTerm, key);
        }
        final int index = site.indexOf(mapTerm, key);
        return index < 0 ? Term.NON_VALUE : SmallMaps.value(mapTerm, index);
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
