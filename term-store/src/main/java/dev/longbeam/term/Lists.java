package dev.longbeam.term;

/**
 * Operations on lists that are BIFs of the emulator, each over at most a given number of cells, so that a caller can go on with
 * the rest in its next time slice.
 *
 * <p>Any thread that may see the terms; builds on the heap given. Improper lists are reported, never followed past their end.
 */
public final class Lists {
    private Lists() {
    }

    /**
     * Puts up to {@code maxCells} cells of a list in reverse order before a tail.
     *
     * @return the new list; what is left of the list after these cells is {@link #skip} of it
     */
    public static long reverse(final TermHeap heap, final long listTerm, final long tailTerm, final long maxCells) {
        long result = tailTerm;
        long rest = listTerm;
        for (long left = maxCells; left > 0 && Term.isCons(rest); left--) {
            result = Cons.make(heap, Cons.head(rest), result);
            rest = Cons.tail(rest);
        }
        return result;
    }

    /** What follows the first {@code cells} cells of a list, or its end when it is shorter: NIL, or the tail of an improper list. */
    public static long skip(final long listTerm, final long cells) {
        long rest = listTerm;
        for (long left = cells; left > 0 && Term.isCons(rest); left--) {
            rest = Cons.tail(rest);
        }
        return rest;
    }

    /** Copies a proper list of a known length before a tail. */
    public static long append(final TermHeap heap, final long listTerm, final long cells, final long tailTerm) {
        if (cells == 0) {
            return tailTerm;
        }
        final long startAddr = heap.allocate(cells * Cons.WORDS);
        final long lastAddr = startAddr + (cells - 1) * Cons.WORDS * 8;
        long rest = listTerm;
        for (long addr = startAddr; addr < lastAddr; addr += Cons.WORDS * 8) {
            Cons.write(addr, Cons.head(rest), Term.makeCons(addr + Cons.WORDS * 8));
            rest = Cons.tail(rest);
        }
        Cons.write(lastAddr, Cons.head(rest), tailTerm);
        return Term.makeCons(startAddr);
    }

    /**
     * Finds an element that is {@code =:=} to a term among the first {@code maxCells} cells.
     *
     * @return the cell whose head it is; or, when it is not there, what follows these cells: a cell whose head is not the element
     *     means that the list goes on (see {@link #isMember})
     */
    public static long findMember(final long elementTerm, final long listTerm, final long maxCells) {
        final boolean immediate = Term.isImmediate(elementTerm);
        long rest = listTerm;
        for (long left = maxCells; left > 0 && Term.isCons(rest); left--) {
            final long head = Cons.head(rest);
            if (head == elementTerm || !immediate && Compare.exactEqual(head, elementTerm)) {
                return rest;
            }
            rest = Cons.tail(rest);
        }
        return rest;
    }

    /** True when the head of a cell is {@code =:=} to a term. */
    public static boolean isMember(final long elementTerm, final long consTerm) {
        final long head = Cons.head(consTerm);
        return head == elementTerm || !Term.isImmediate(elementTerm) && Compare.exactEqual(head, elementTerm);
    }

    /** True when a term is a tuple whose element at a position is {@code ==} to a key, as lists:keyfind/3 compares. */
    public static boolean hasKey(final long term, final long keyTerm, final long position) {
        if (!Term.isTuple(term) || position > Tuple.arity(term)) {
            return false;
        }
        final long elementTerm = Tuple.element(term, (int)position);
        if (elementTerm == keyTerm) {
            return true;
        }
        if (Term.isSmall(keyTerm)) {
            // The emulator compares small integers with floats as doubles here, although == itself is exact.
            return Term.isFloat(elementTerm) && FloatTerm.value(elementTerm) == Term.smallValue(keyTerm);
        }
        return !Term.isImmediate(keyTerm) && Compare.equal(elementTerm, keyTerm);
    }

    /**
     * Finds a tuple by its element at a position among the first {@code maxCells} cells.
     *
     * @return the cell whose head it is, else what follows these cells
     */
    public static long findKey(final long keyTerm, final long position, final long listTerm, final long maxCells) {
        long rest = listTerm;
        for (long left = maxCells; left > 0 && Term.isCons(rest); left--) {
            if (hasKey(Cons.head(rest), keyTerm, position)) {
                return rest;
            }
            rest = Cons.tail(rest);
        }
        return rest;
    }

    /** The tuple of a proper list's elements, whose number is known. */
    public static long toTuple(final TermHeap heap, final long listTerm, final long cells) {
        final long addr = heap.allocate(cells + 1);
        dev.longbeam.memory.Memory.putLong(addr, Tuple.header(cells));
        long rest = listTerm;
        for (long at = addr + 8; Term.isCons(rest); at += 8) {
            dev.longbeam.memory.Memory.putLong(at, Cons.head(rest));
            rest = Cons.tail(rest);
        }
        return Term.makeBoxed(addr);
    }

    /** The list of a tuple's elements. */
    public static long fromTuple(final TermHeap heap, final long tupleTerm) {
        final int arity = Tuple.arity(tupleTerm);
        final long startAddr = heap.allocate((long)arity * Cons.WORDS);
        long list = Term.NIL;
        for (int i = arity; i >= 1; i--) {
            list = Cons.write(startAddr + (i - 1L) * Cons.WORDS * 8, Tuple.element(tupleTerm, i), list);
        }
        return list;
    }
}
