package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Tuple: {@code [header: arity] [element 1] .. [element arity]}.
 *
 * <p>Any thread that may see the term.
 */
public final class Tuple {
    /** Largest arity. */
    public static final long MAX_ARITY = (1L << 24) - 1;

    private Tuple() {
    }

    /** Header of a tuple. */
    public static long header(final long arity) {
        return Term.makeHeader(arity, Term.SUBTAG_TUPLE);
    }

    /** Arity of a tuple. */
    public static int arity(final long tupleTerm) {
        return (int)Term.headerWords(Term.header(tupleTerm));
    }

    /** Element of a tuple, counted from 1. */
    public static long element(final long tupleTerm, final int index) {
        assert index >= 1 && index <= arity(tupleTerm) : "index=" + index + " arity=" + arity(tupleTerm);
        return Memory.getLong(elementAddr(tupleTerm, index));
    }

    /** Address of an element, counted from 1. */
    public static long elementAddr(final long tupleTerm, final int index) {
        return tupleTerm - Term.TAG_BOXED + index * 8L;
    }

    /** Builds a tuple of the given elements. */
    public static long make(final TermHeap heap, final long... elements) {
        final long addr = heap.allocate(elements.length + 1L);
        Memory.putLong(addr, header(elements.length));
        for (int i = 0; i < elements.length; i++) {
            Memory.putLong(addr + (i + 1) * 8L, elements[i]);
        }
        return Term.makeBoxed(addr);
    }

    /** Builds a pair. */
    public static long make(final TermHeap heap, final long first, final long second) {
        final long addr = heap.allocate(3);
        Memory.putLong(addr, header(2));
        Memory.putLong(addr + 8, first);
        Memory.putLong(addr + 16, second);
        return Term.makeBoxed(addr);
    }

    /** Builds a triple. */
    public static long make(final TermHeap heap, final long first, final long second, final long third) {
        final long addr = heap.allocate(4);
        Memory.putLong(addr, header(3));
        Memory.putLong(addr + 8, first);
        Memory.putLong(addr + 16, second);
        Memory.putLong(addr + 24, third);
        return Term.makeBoxed(addr);
    }

    /** True for a tuple of this arity whose first element is this term. */
    public static boolean isTagged(final long term, final int arity, final long tagTerm) {
        return Term.isTuple(term) && arity(term) == arity && element(term, 1) == tagTerm;
    }
}
