package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.interp.Bif.Kind;
import dev.longbeam.memory.Memory;
import dev.longbeam.sched.LongCalls;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.MapConstruction;
import dev.longbeam.term.MapIterators;
import dev.longbeam.term.MapLayout;
import dev.longbeam.term.MapListing;
import dev.longbeam.term.MapMerging;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** BIFs on maps: of {@code maps}, {@code erlang} and {@code erts_internal}. */
public final class MapsBifs {
    private static final long AM_ITERATOR = Atom.of("iterator");
    private static final int ASSOCIATIONS_PER_REDUCTION = 8;
    private static final int ELEMENTS_AT_ONCE = 2000;
    private static final int REDUCTIONS_PER_ITERATED = 4;
    private static final int REDUCTIONS_PER_ORDERED = 32;

    private MapsBifs() {
    }

    // Guards

    /** Number of associations. */
    @Bif(value = "erlang:map_size/1", kind = Kind.GUARD)
    public static long mapSize(final Process p, final long mapTerm) {
        return Term.isMap(mapTerm) ? Term.makeSmall(Maps.size(mapTerm)) : p.badmap(mapTerm);
    }

    /** Value of a key that must be there. */
    @Bif(value = {"erlang:map_get/2", "maps:get/2"}, kind = Kind.GUARD)
    public static long mapGet(final Process p, final long keyTerm, final long mapTerm) {
        if (!Term.isMap(mapTerm)) {
            return p.badmap(mapTerm);
        }
        final long value = Maps.get(mapTerm, keyTerm);
        return value == Term.NON_VALUE ? p.badkey(keyTerm) : value;
    }

    /** Whether a key is there. */
    @Bif(value = {"erlang:is_map_key/2", "maps:is_key/2"}, kind = Kind.GUARD)
    public static long isMapKey(final Process p, final long keyTerm, final long mapTerm) {
        return Term.isMap(mapTerm) ? Atoms.bool(Maps.isKey(mapTerm, keyTerm)) : p.badmap(mapTerm);
    }

    // One key

    /** {@code {ok, Value}} or {@code error}. */
    @Bif("maps:find/2")
    public static long find(final Process p, final long keyTerm, final long mapTerm) {
        if (!Term.isMap(mapTerm)) {
            return p.badmap(mapTerm);
        }
        final long value = Maps.get(mapTerm, keyTerm);
        return value == Term.NON_VALUE ? Atoms.ERROR : Tuple.make(p, Atoms.OK, value);
    }

    /** The map with a value for a key, new or not. */
    @Bif("maps:put/3")
    public static long put(final Process p, final long keyTerm, final long valueTerm, final long mapTerm) {
        return Term.isMap(mapTerm) ? Maps.put(p, mapTerm, keyTerm, valueTerm) : p.badmap(mapTerm);
    }

    /** The map with another value for a key that must be there. */
    @Bif("maps:update/3")
    public static long update(final Process p, final long keyTerm, final long valueTerm, final long mapTerm) {
        if (!Term.isMap(mapTerm)) {
            return p.badmap(mapTerm);
        }
        final long map = Maps.update(p, mapTerm, keyTerm, valueTerm);
        return map == Term.NON_VALUE ? p.badkey(keyTerm) : map;
    }

    /** The map without a key. */
    @Bif("maps:remove/2")
    public static long remove(final Process p, final long keyTerm, final long mapTerm) {
        return Term.isMap(mapTerm) ? Maps.remove(p, mapTerm, keyTerm) : p.badmap(mapTerm);
    }

    /** {@code {Value, Map}} or {@code error}. */
    @Bif("maps:take/2")
    public static long take(final Process p, final long keyTerm, final long mapTerm) {
        if (!Term.isMap(mapTerm)) {
            return p.badmap(mapTerm);
        }
        final long taken = Maps.take(p, mapTerm, keyTerm);
        return taken == Term.NON_VALUE ? Atoms.ERROR : taken;
    }

    // Whole maps

    /** The keys. */
    @Bif("maps:keys/1")
    public static long keys(final Process p, final long mapTerm) {
        if (!Term.isMap(mapTerm)) {
            return p.badmap(mapTerm);
        }
        return MapLayout.isFlat(mapTerm) ? counted(p, mapTerm, Maps.keys(p, mapTerm)) : LongCalls.run(p, new MapListing(p, mapTerm, true));
    }

    /** The values, in the order of the keys. */
    @Bif("maps:values/1")
    public static long values(final Process p, final long mapTerm) {
        if (!Term.isMap(mapTerm)) {
            return p.badmap(mapTerm);
        }
        return MapLayout.isFlat(mapTerm) ? counted(p, mapTerm, Maps.values(p, mapTerm)) : LongCalls.run(p, new MapListing(p, mapTerm, false));
    }

    /** The map of a list of pairs. */
    @Bif("maps:from_list/1")
    public static long fromList(final Process p, final long listTerm) {
        if (isLong(listTerm)) {
            return LongCalls.run(p, MapConstruction.ofPairs(p, listTerm));
        }
        final long map = Maps.fromList(p, listTerm);
        return map == Term.NON_VALUE ? p.badarg() : counted(p, map, map);
    }

    /** The map in which all keys of a list have the same value. */
    @Bif("maps:from_keys/2")
    public static long fromKeys(final Process p, final long listTerm, final long valueTerm) {
        if (isLong(listTerm)) {
            return LongCalls.run(p, MapConstruction.ofKeys(p, listTerm, valueTerm));
        }
        final long map = Maps.fromKeys(p, listTerm, valueTerm);
        return map == Term.NON_VALUE ? p.badarg() : counted(p, map, map);
    }

    /** True when a map of the elements of a list is not to be made in one go. */
    private static boolean isLong(final long listTerm) {
        long rest = listTerm;
        for (int i = 0; i < ELEMENTS_AT_ONCE && Term.isCons(rest); i++) {
            rest = Cons.tail(rest);
        }
        return Term.isCons(rest);
    }

    /** All associations of two maps; those of the second win. */
    @Bif("maps:merge/2")
    public static long merge(final Process p, final long mapA, final long mapB) {
        if (!Term.isMap(mapA) || !Term.isMap(mapB)) {
            return p.badmap(Term.isMap(mapA) ? mapB : mapA);
        }
        if (mapA != mapB && !MapLayout.isFlat(mapA) && !MapLayout.isFlat(mapB)) {
            return LongCalls.run(p, new MapMerging(p, mapA, mapB));
        }
        final long map = Maps.merge(p, mapA, mapB);
        return counted(p, map, map);
    }

    private static long counted(final Process p, final long mapTerm, final long resultTerm) {
        p.bumpReductions((int)Math.min(Integer.MAX_VALUE, Maps.size(mapTerm) / ASSOCIATIONS_PER_REDUCTION));
        return resultTerm;
    }

    // What maps.erl and erts_debug.erl stand on

    /** A piece of a map, see {@link MapIterators}. */
    @Bif("erts_internal:map_next/3")
    public static long mapNext(final Process p, final long pathTerm, final long mapTerm, final long kindTerm) {
        if (!Term.isMap(mapTerm)) {
            return p.badarg();
        }
        final boolean isOrdered = kindTerm == AM_ITERATOR && Term.isList(pathTerm);
        final int reductions = isOrdered ? REDUCTIONS_PER_ORDERED : REDUCTIONS_PER_ITERATED;
        final int most = Math.max(1, p.reductionsLeft / reductions);
        final long piece = MapIterators.next(p, pathTerm, mapTerm, kindTerm, most);
        if (piece == Term.NON_VALUE) {
            return p.badarg();
        }
        if (!MapLayout.isFlat(mapTerm)) {
            p.bumpReductions((int)Math.min(most, Maps.size(mapTerm)) * reductions);
        }
        return piece;
    }

    /** The tuple of keys of a flat map. */
    @Bif("erts_internal:map_to_tuple_keys/1")
    public static long mapToTupleKeys(final Process p, final long mapTerm) {
        if (!Term.isMap(mapTerm)) {
            return p.badmap(mapTerm);
        }
        return MapLayout.isFlat(mapTerm) ? Term.word(mapTerm, MapLayout.KEYS_WORD) : p.badarg();
    }

    /** The children of a large map or of one of its nodes. */
    @Bif("erts_internal:map_hashmap_children/1")
    public static long mapHashmapChildren(final Process p, final long nodeTerm) {
        if (!Term.isMap(nodeTerm)) {
            return p.badmap(nodeTerm);
        }
        if (MapLayout.isFlat(nodeTerm)) {
            return p.badarg();
        }
        final long addr = Term.addr(nodeTerm);
        final int first = MapLayout.firstTermWord(Term.header(nodeTerm));
        final long behind = MapLayout.wordsBehindHeader(addr) + 1;
        long list = Term.NIL;
        for (int i = first; i < behind; i++) {
            list = Cons.make(p, Memory.getLong(addr + i * (long)Memory.WORD_BYTES), list);
        }
        return list;
    }
}
