package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.interp.Bif.Kind;
import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** BIFs of {@code erlang} on tuples. */
public final class ErlangTupleBifs {
    private static final int ELEMENTS_PER_REDUCTION = 64;
    private static final long NO_INDEX = -1;

    private ErlangTupleBifs() {
    }

    /** Element at an index. */
    @Bif(value = "erlang:element/2", kind = Kind.GUARD)
    public static long element(final Process p, final long indexTerm, final long tupleTerm) {
        final long index = indexIn(indexTerm, tupleTerm, 0);
        return index == NO_INDEX ? p.badarg() : Tuple.element(tupleTerm, (int)index);
    }

    /** Number of elements. */
    @Bif(value = "erlang:tuple_size/1", kind = Kind.GUARD)
    public static long tupleSize(final Process p, final long tupleTerm) {
        return Term.isTuple(tupleTerm) ? Term.makeSmall(Tuple.arity(tupleTerm)) : p.badarg();
    }

    /** A tuple with another element at an index. */
    @Bif("erlang:setelement/3")
    public static long setelement(final Process p, final long indexTerm, final long tupleTerm, final long valueTerm) {
        final long index = indexIn(indexTerm, tupleTerm, 0);
        if (index == NO_INDEX) {
            return p.badarg();
        }
        final int arity = Tuple.arity(tupleTerm);
        final long newTerm = allocate(p, arity);
        copyElements(tupleTerm, 1, newTerm, 1, arity);
        Memory.putLong(Tuple.elementAddr(newTerm, (int)index), valueTerm);
        return newTerm;
    }

    /** A tuple of equal elements. */
    @Bif("erlang:make_tuple/2")
    public static long makeTuple(final Process p, final long arityTerm, final long valueTerm) {
        if (!isArity(arityTerm)) {
            return p.badarg();
        }
        final int arity = (int)Term.smallValue(arityTerm);
        final long newTerm = allocate(p, arity);
        for (int i = 1; i <= arity; i++) {
            Memory.putLong(Tuple.elementAddr(newTerm, i), valueTerm);
        }
        return newTerm;
    }

    /** A tuple of equal elements but for those in a list of {@code {Index, Element}}. */
    @Bif("erlang:make_tuple/3")
    public static long makeTuple(final Process p, final long arityTerm, final long valueTerm, final long listTerm) {
        final long newTerm = makeTuple(p, arityTerm, valueTerm);
        if (newTerm == Term.NON_VALUE) {
            return Term.NON_VALUE;
        }
        long restTerm = listTerm;
        while (Term.isCons(restTerm)) {
            final long pairTerm = Cons.head(restTerm);
            if (!Term.isTuple(pairTerm) || Tuple.arity(pairTerm) != 2) {
                return p.badarg();
            }
            final long index = indexIn(Tuple.element(pairTerm, 1), newTerm, 0);
            if (index == NO_INDEX) {
                return p.badarg();
            }
            Memory.putLong(Tuple.elementAddr(newTerm, (int)index), Tuple.element(pairTerm, 2));
            restTerm = Cons.tail(restTerm);
        }
        return Term.isNil(restTerm) ? newTerm : p.badarg();
    }

    /** A tuple with one more element at the end. */
    @Bif("erlang:append_element/2")
    public static long appendElement(final Process p, final long tupleTerm, final long elementTerm) {
        if (!Term.isTuple(tupleTerm)) {
            return p.badarg();
        }
        return insert(p, tupleTerm, Tuple.arity(tupleTerm) + 1, elementTerm);
    }

    /** A tuple with one more element at an index. */
    @Bif("erlang:insert_element/3")
    public static long insertElement(final Process p, final long indexTerm, final long tupleTerm, final long elementTerm) {
        final long index = indexIn(indexTerm, tupleTerm, 1);
        return index == NO_INDEX ? p.badarg() : insert(p, tupleTerm, (int)index, elementTerm);
    }

    /** A tuple without the element at an index. */
    @Bif("erlang:delete_element/2")
    public static long deleteElement(final Process p, final long indexTerm, final long tupleTerm) {
        final long index = indexIn(indexTerm, tupleTerm, 0);
        if (index == NO_INDEX) {
            return p.badarg();
        }
        final int arity = Tuple.arity(tupleTerm);
        final long newTerm = allocate(p, arity - 1);
        copyElements(tupleTerm, 1, newTerm, 1, (int)index - 1);
        copyElements(tupleTerm, (int)index + 1, newTerm, (int)index, arity - (int)index);
        return newTerm;
    }

    private static long insert(final Process p, final long tupleTerm, final int index, final long elementTerm) {
        final int arity = Tuple.arity(tupleTerm);
        if (arity >= Tuple.MAX_ARITY) {
            return p.badarg();
        }
        final long newTerm = allocate(p, arity + 1);
        copyElements(tupleTerm, 1, newTerm, 1, index - 1);
        Memory.putLong(Tuple.elementAddr(newTerm, index), elementTerm);
        copyElements(tupleTerm, index, newTerm, index + 1, arity - index + 1);
        return newTerm;
    }

    /** The value of an index between 1 and the arity and {@code extra} more, else {@link #NO_INDEX}. */
    private static long indexIn(final long indexTerm, final long tupleTerm, final int extra) {
        if (!Term.isSmall(indexTerm) || !Term.isTuple(tupleTerm)) {
            return NO_INDEX;
        }
        final long index = Term.smallValue(indexTerm);
        return index >= 1 && index <= Tuple.arity(tupleTerm) + extra ? index : NO_INDEX;
    }

    private static boolean isArity(final long term) {
        return Term.isSmall(term) && Term.smallValue(term) >= 0 && Term.smallValue(term) <= Tuple.MAX_ARITY;
    }

    private static long allocate(final Process p, final int arity) {
        p.bumpReductions(arity / ELEMENTS_PER_REDUCTION);
        final long addr = p.allocate(arity + 1L);
        Memory.putLong(addr, Tuple.header(arity));
        return Term.makeBoxed(addr);
    }

    private static void copyElements(final long fromTerm, final int fromIndex, final long toTerm, final int toIndex,
        final int count) {
        Memory.copyWords(Tuple.elementAddr(fromTerm, fromIndex), Tuple.elementAddr(toTerm, toIndex), count);
    }
}
