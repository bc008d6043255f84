package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.interp.Bif.Kind;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.ListSubtraction;
import dev.longbeam.term.Lists;
import dev.longbeam.term.SlicedSubtraction;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** BIFs of {@code erlang} on lists. */
public final class ErlangListBifs {
    private static final int CELLS_PER_SLICE = 40_000;
    private static final int CELLS_PER_REDUCTION = 10;
    private static final int SUBTRACTED_PER_SLICE = 4000;

    private static final int REVERSE = ExportTable.index(Atom.of("lists"), Atom.of("reverse"), 2);
    private static final int SUBTRACT_COUNT = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("subtract_count"), 4);
    private static final int SUBTRACT_SLICE = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("subtract_slice"), 4);
    private static final int APPEND_REVERSED = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("append_reversed"), 3);

    private ErlangListBifs() {
    }

    /** The elements of a proper list before any term. */
    @Bif({"erlang:++/2", "erlang:append/2"})
    public static long append(final Process p, final long listTerm, final long tailTerm) {
        if (Term.isNil(listTerm)) {
            return tailTerm;
        }
        final long cells = countCells(p, listTerm);
        if (cells < 0) {
            return p.badarg();
        }
        if (cells <= CELLS_PER_SLICE) {
            return Lists.append(p, listTerm, cells, tailTerm);
        }
        return appendReversed(p, listTerm, Term.NIL, tailTerm);
    }

    /** The longer way of {@code ++}, a slice at a time: turns the list round, then turns it round again before the tail. */
    @Bif("erts_internal:append_reversed/3")
    public static long appendReversed(final Process p, final long restTerm, final long reversedTerm, final long tailTerm) {
        final long longerTerm = Lists.reverse(p, restTerm, reversedTerm, CELLS_PER_SLICE);
        final long leftTerm = Lists.skip(restTerm, CELLS_PER_SLICE);
        p.bumpReductions(CELLS_PER_SLICE / CELLS_PER_REDUCTION);
        return Term.isCons(leftTerm) ? p.trap(APPEND_REVERSED, leftTerm, longerTerm, tailTerm)
            : p.trap(REVERSE, longerTerm, tailTerm);
    }

    /** The first list without the first occurrence of each element of the second. */
    @Bif({"erlang:--/2", "erlang:subtract/2"})
    public static long subtract(final Process p, final long fromTerm, final long removeTerm) {
        final long fromCells = countCells(p, fromTerm);
        final long removeCells = fromCells < 0 ? -1 : countCells(p, removeTerm);
        if (removeCells < 0) {
            return p.badarg();
        }
        if (fromCells + removeCells <= SUBTRACTED_PER_SLICE || fromCells == 0 || removeCells == 0) {
            return ListSubtraction.subtract(p, fromTerm, fromCells, removeTerm, removeCells);
        }
        final long elementsTerm = Lists.toTuple(p, removeTerm, removeCells);
        return subtractCount(p, fromTerm, elementsTerm, SlicedSubtraction.makeTable(p, removeCells), Term.makeSmall(1));
    }

    /** The longer way of {@code --}: counts a slice of what is to be removed. */
    @Bif("erts_internal:subtract_count/4")
    public static long subtractCount(final Process p, final long fromTerm, final long elementsTerm, final long tableTerm,
        final long firstTerm) {
        final int first = (int)Term.smallValue(firstTerm);
        final int end = (int)Math.min(Tuple.arity(elementsTerm) + 1L, (long)first + SUBTRACTED_PER_SLICE);
        SlicedSubtraction.count(elementsTerm, tableTerm, first, end);
        p.bumpReductions(end - first);
        return end <= Tuple.arity(elementsTerm) ? p.trap(SUBTRACT_COUNT, fromTerm, elementsTerm, tableTerm, Term.makeSmall(end))
            : p.trap(SUBTRACT_SLICE, fromTerm, Term.NIL, elementsTerm, tableTerm);
    }

    /** The longer way of {@code --}: goes through a slice of the list and keeps what stays, in reverse order. */
    @Bif("erts_internal:subtract_slice/4")
    public static long subtractSlice(final Process p, final long fromTerm, final long keptTerm, final long elementsTerm,
        final long tableTerm) {
        long kept = keptTerm;
        long rest = fromTerm;
        for (int i = 0; i < SUBTRACTED_PER_SLICE && Term.isCons(rest); i++) {
            if (SlicedSubtraction.left(tableTerm) == 0) {
                return p.trap(REVERSE, kept, rest);
            }
            final long head = Cons.head(rest);
            if (!SlicedSubtraction.remove(elementsTerm, tableTerm, head)) {
                kept = Cons.make(p, head, kept);
            }
            rest = Cons.tail(rest);
        }
        p.bumpReductions(SUBTRACTED_PER_SLICE);
        return Term.isCons(rest) ? p.trap(SUBTRACT_SLICE, rest, kept, elementsTerm, tableTerm) : p.trap(REVERSE, kept, Term.NIL);
    }

    /** Length of a proper list. */
    @Bif(value = "erlang:length/1", kind = Kind.GUARD)
    public static long length(final Process p, final long listTerm) {
        final long cells = countCells(p, listTerm);
        return cells < 0 ? p.badarg() : Term.makeSmall(cells);
    }

    /** Head of a list that is not empty. */
    @Bif(value = "erlang:hd/1", kind = Kind.GUARD)
    public static long hd(final Process p, final long listTerm) {
        return Term.isCons(listTerm) ? Cons.head(listTerm) : p.badarg();
    }

    /** Tail of a list that is not empty. */
    @Bif(value = "erlang:tl/1", kind = Kind.GUARD)
    public static long tl(final Process p, final long listTerm) {
        return Term.isCons(listTerm) ? Cons.tail(listTerm) : p.badarg();
    }

    /** The tuple of a proper list's elements. */
    @Bif("erlang:list_to_tuple/1")
    public static long listToTuple(final Process p, final long listTerm) {
        final long cells = countCells(p, listTerm);
        return cells < 0 || cells > Tuple.MAX_ARITY ? p.badarg() : Lists.toTuple(p, listTerm, cells);
    }

    /** The list of a tuple's elements. */
    @Bif("erlang:tuple_to_list/1")
    public static long tupleToList(final Process p, final long tupleTerm) {
        if (!Term.isTuple(tupleTerm)) {
            return p.badarg();
        }
        p.bumpReductions(Tuple.arity(tupleTerm) / CELLS_PER_REDUCTION);
        return Lists.fromTuple(p, tupleTerm);
    }

    private static long countCells(final Process p, final long listTerm) {
        final long cells = Cons.length(listTerm);
        if (cells > CELLS_PER_REDUCTION) {
            p.bumpReductions((int)Math.min(cells / CELLS_PER_REDUCTION, Integer.MAX_VALUE));
        }
        return cells;
    }
}
