package dev.longbeam.embed;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Maps;
import dev.longbeam.term.NodeTerms;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.util.Arrays;

/**
 * The containers that a writer has begun and not completed, the innermost last.
 *
 * <p>One thread.
 */
final class Containers {
    private static final int FIRST_DEPTH = 8;
    private static final int TUPLE = 0;
    private static final int LIST = 1;
    private static final int OPEN_LIST = 2;
    private static final int MAP = 3;

    private final TermHeap heap;
    /** For which node the term is, when the thread may be none of its own; else null. */
    private NodeTerms node;
    private int depth;
    private int[] kinds = new int[FIRST_DEPTH];
    /** Elements that are missing. */
    private int[] left = new int[FIRST_DEPTH];
    /** Where the next element goes: an address; for a map, the index of its first key in {@link #entries}. */
    private long[] slots = new long[FIRST_DEPTH];
    private long[] terms = new long[FIRST_DEPTH];
    private long[] entries = new long[FIRST_DEPTH];
    private int entryCount;
    private long last;

    Containers(final TermHeap heap) {
        this.heap = heap;
    }

    void node(final NodeTerms newNode) {
        node = newNode;
    }

    void clear() {
        depth = 0;
        entryCount = 0;
    }

    boolean isEmpty() {
        return depth == 0;
    }

    String describe() {
        final int at = depth - 1;
        return kinds[at] == OPEN_LIST ? "endList() is missing" : "elements missing in the innermost container: " + left[at];
    }

    /** The container that was complete at once. */
    long last() {
        return last;
    }

    /** Begins a tuple; false when it is complete at once, see {@link #last}. */
    boolean tuple(final int arity) {
        final long addr = heap.allocate(arity + 1);
        Memory.putLong(addr, Tuple.header(arity));
        if (arity == 0) {
            last = Term.makeBoxed(addr);
            return false;
        }
        push(TUPLE, arity, addr + Memory.WORD_BYTES, Term.makeBoxed(addr));
        return true;
    }

    /** Begins a list whose cells stand one behind the other; false when it is empty. */
    boolean list(final int length) {
        if (length == 0) {
            return false;
        }
        final long addr = heap.allocate((long)length * Cons.WORDS);
        push(LIST, length, addr, Term.makeCons(addr));
        return true;
    }

    void openList() {
        push(OPEN_LIST, Integer.MAX_VALUE, 0, Term.NIL);
    }

    long endList() {
        if (depth == 0 || kinds[depth - 1] != OPEN_LIST) {
            throw new IllegalStateException("no list is open: " + (depth == 0 ? "nothing was begun" : describe()));
        }
        return terms[--depth];
    }

    /** Begins a map; false when it is empty. */
    boolean map(final int size) {
        if (size == 0) {
            return false;
        }
        push(MAP, 2 * size, entryCount, Term.NON_VALUE);
        return true;
    }

    private void push(final int kind, final int elements, final long slot, final long term) {
        if (depth == kinds.length) {
            kinds = Arrays.copyOf(kinds, depth * 2);
            left = Arrays.copyOf(left, depth * 2);
            slots = Arrays.copyOf(slots, depth * 2);
            terms = Arrays.copyOf(terms, depth * 2);
        }
        kinds[depth] = kind;
        left[depth] = elements;
        slots[depth] = slot;
        terms[depth++] = term;
    }

    /** Puts a term into the innermost container, and that into the next when it is complete; returns the whole or NON_VALUE. */
    long put(final long element) {
        long term = element;
        while (depth > 0) {
            final int at = depth - 1;
            add(at, term);
            if (--left[at] > 0) {
                return Term.NON_VALUE;
            }
            depth = at;
            term = kinds[at] == MAP ? makeMap(at) : terms[at];
        }
        return term;
    }

    private void add(final int at, final long term) {
        switch (kinds[at]) {
            case TUPLE -> {
                Memory.putLong(slots[at], term);
                slots[at] += Memory.WORD_BYTES;
            }
            case LIST -> {
                final long next = slots[at] + Cons.WORDS * Memory.WORD_BYTES;
                Cons.write(slots[at], term, left[at] == 1 ? Term.NIL : Term.makeCons(next));
                slots[at] = next;
            }
            case OPEN_LIST -> {
                final long cell = Cons.make(heap, term, Term.NIL);
                if (slots[at] == 0) {
                    terms[at] = cell;
                } else {
                    Memory.putLong(slots[at] + Memory.WORD_BYTES, cell);
                }
                slots[at] = Term.addr(cell);
            }
            default -> {
                if (entryCount == entries.length) {
                    entries = Arrays.copyOf(entries, entryCount * 2);
                }
                entries[entryCount++] = term;
            }
        }
    }

    private long makeMap(final int at) {
        final int from = (int)slots[at];
        final NodeTerms before = NodeTerms.differ() ? enter() : null;
        try {
            return Maps.fromArray(heap, entries, from, entryCount);
        } finally {
            entryCount = from;
            if (before != null) {
                NodeTerms.enter(before);
            }
        }
    }

    /** Lets this thread work for the node that the term is for; returns for which one it did. */
    NodeTerms enter() {
        return node == null ? NodeTerms.current() : NodeTerms.enter(node);
    }
}
