package dev.longbeam.term;

import dev.longbeam.memory.AddressSpace;
import dev.longbeam.memory.Memory;

/**
 * Copies of terms that are not deep, as most messages are, by methods that call themselves: much faster than the walks of {@link TermCopy}, which
 * do what cannot be done here. The copies are the same but for the order of their objects; literals are shared.
 *
 * <p>Any thread that may see the term and owns the receiving heap, while no thread copies literals of an area that is going to be freed. Sizes are
 * in words.
 */
public final class ShallowCopy {
    /** What {@link #words} says of a term that cannot be copied here. */
    public static final long NOT_HERE = -1;

    /** In place of an address: a copy could not be made here. */
    private static final long FAILED = 0;

    /** Objects within objects; a list is no deeper than its elements. */
    private static final int DEPTH = 6;
    private static final int WORD = Memory.WORD_BYTES;
    private static final int CELL_BYTES = Cons.WORDS * WORD;
    private static final int LEAVES = 1 << Term.SUBTAG_POS_BIG | 1 << Term.SUBTAG_NEG_BIG | 1 << Term.SUBTAG_FLOAT | 1 << Term.SUBTAG_HEAP_BINARY;

    private ShallowCopy() {
    }

    /** Words of a copy of a term that is no immediate, 0 for a literal, or {@link #NOT_HERE}. */
    public static long words(final long term) {
        return TermCopy.copiesAreas() ? NOT_HERE : words(term, DEPTH);
    }

    private static long words(final long term, final int depth) {
        if (AddressSpace.isLiteral(term)) {
            return 0;
        }
        if (depth == 0) {
            return NOT_HERE;
        }
        return Term.isCons(term) ? listWords(term, depth) : boxedWords(Term.addr(term), depth);
    }

    private static long listWords(final long listTerm, final int depth) {
        long words = 0;
        long cell = listTerm;
        for (;;) {
            long head;
            // Most elements are immediates: a loop without calls is many times as fast. Most cells are followed by the next one: see copyCells.
            do {
                words += Cons.WORDS;
                head = Cons.head(cell);
                final long tail = Cons.tail(cell);
                if (tail == cell + CELL_BYTES) {
                    cell += CELL_BYTES;
                } else if (endsList(tail)) {
                    words = sum(words, head, depth);
                    return words < 0 ? NOT_HERE : sum(words, tail, depth);
                } else {
                    cell = tail;
                }
            } while (Term.isImmediate(head));
            words = sum(words, head, depth);
            if (words < 0) {
                return NOT_HERE;
            }
        }
    }

    private static boolean endsList(final long tail) {
        return !Term.isCons(tail) || AddressSpace.isLiteral(tail);
    }

    /** Words and those of a term within an object. */
    private static long sum(final long words, final long term, final int depth) {
        if (Term.isImmediate(term)) {
            return words;
        }
        final long more = words(term, depth - 1);
        return more < 0 ? NOT_HERE : words + more;
    }

    private static long boxedWords(final long addr, final int depth) {
        final long header = Memory.getLong(addr);
        final int firstWord = firstTermWord(addr, header);
        if (firstWord < 0) {
            return NOT_HERE;
        }
        final long objectWords = TermCopy.objectWords(addr, header);
        long words = objectWords;
        if (firstWord > 0) {
            for (long i = firstWord; i < objectWords && words >= 0; i++) {
                words = sum(words, Memory.getLong(addr + i * WORD), depth);
            }
        }
        return words;
    }

    /** Word of the first term of an object whose terms reach to its end, 0 when it holds none, negative when it is not copied here. */
    private static int firstTermWord(final long addr, final long header) {
        final int subtag = Term.subtag(header);
        if (subtag == Term.SUBTAG_TUPLE) {
            return 1;
        }
        if ((LEAVES >>> subtag & 1) != 0) {
            return 0;
        }
        return switch (subtag) {
            case Term.SUBTAG_REF -> Ref.isMagic(Term.makeBoxed(addr)) ? -1 : 0;
            case Term.SUBTAG_FUN -> Fun.FIRST_TERM_WORD;
            case Term.SUBTAG_MAP -> header == MapLayout.FLAT_HEADER ? MapLayout.KEYS_WORD : -1;
            default -> -1;
        };
    }

    /**
     * Copies a term that is no immediate.
     *
     * @param to a heap with room for what {@link #words} gave for the term
     */
    public static long copy(final long term, final TermHeap to) {
        return copy(term, DEPTH, to);
    }

    /**
     * Copies a term that is no immediate and of unknown size, as far as it can be copied here and there is room.
     *
     * @param to a heap that is given up when this fails, with what has been linked into its off-heap list
     * @return the copy, or NON_VALUE when it could not be made
     */
    public static long tryCopy(final long term, final TermHeap to) {
        return TermCopy.copiesAreas() ? Term.NON_VALUE : copy(term, DEPTH, to);
    }

    private static long copy(final long term, final int depth, final TermHeap to) {
        if (AddressSpace.isLiteral(term)) {
            return term;
        }
        final long addr = to.heapTop;
        final long top = copy(term, addr, depth, to);
        if (top == FAILED) {
            return Term.NON_VALUE;
        }
        to.heapTop = top;
        return moved(term, addr);
    }

    /** The copy of a term at another address: an object is copied before what it holds. */
    private static long moved(final long term, final long addr) {
        return addr | term & Term.TAG_PRIMARY_MASK;
    }

    private static boolean isCopied(final long term) {
        return !Term.isImmediate(term) && !AddressSpace.isLiteral(term);
    }

    /**
     * Copies a term that is no immediate and no literal to an address. The top of the copies goes from call to call as argument and result: as a field it would
     * be waited for with each object.
     *
     * @return the address behind the copy and all that it holds, or FAILED
     */
    private static long copy(final long term, final long to, final int depth, final TermHeap heap) {
        if (depth == 0) {
            return FAILED;
        }
        return Term.isCons(term) ? copyList(term, to, depth, heap) : copyBoxed(Term.addr(term), to, depth, heap);
    }

    /** Copies the cells of a list one behind the other, then what they hold. */
    private static long copyList(final long listTerm, final long to, final int depth, final TermHeap heap) {
        final long copied = copyCells(listTerm, to, heap.heapLimit - CELL_BYTES);
        if (copied == Term.NON_VALUE) {
            return FAILED;
        }
        final long last = copied & -WORD;
        long top = last + CELL_BYTES;
        final long end = Memory.getLong(last + WORD);
        if (isCopied(end)) {
            Memory.putLong(last + WORD, moved(end, top));
            top = copy(end, top, depth - 1, heap);
        }
        final boolean complete = top == FAILED || (copied & Term.TAG_PRIMARY_MASK) == Term.TAG_PRIMARY_MASK;
        return complete ? top : copyHeads(to, last, top, depth, heap);
    }

    /**
     * Copies the cells of a list with their heads and the end of the list as they are. A method of its own, which is never put in line: in one that
     * also makes calls C2 keeps no registers for this loop. Cells mostly stand one behind the other already: then a comparison says where the next one is, which is
     * foretold, and no cell waits for the pointer to it.
     *
     * @return the address of the last cell, with the tag bits that all heads have in common: those of an immediate when all heads are immediates;
     *         NON_VALUE when there is no room
     */
    private static long copyCells(final long listTerm, final long firstAddr, final long lastPlace) {
        long at = firstAddr;
        long cell = listTerm;
        long tags = Term.TAG_PRIMARY_MASK;
        while (at <= lastPlace) {
            final long head = Cons.head(cell);
            final long tail = Cons.tail(cell);
            tags &= head;
            Memory.putLong(at, head);
            if (tail == cell + CELL_BYTES) {
                Memory.putLong(at + WORD, Term.makeCons(at + CELL_BYTES));
                cell += CELL_BYTES;
            } else {
                if (endsList(tail)) {
                    Memory.putLong(at + WORD, tail);
                    return at | tags;
                }
                Memory.putLong(at + WORD, Term.makeCons(at + CELL_BYTES));
                cell = tail;
            }
            at += CELL_BYTES;
        }
        return Term.NON_VALUE;
    }

    private static long copyHeads(final long first, final long last, final long firstTop, final int depth, final TermHeap heap) {
        long top = firstTop;
        for (long at = first; at <= last && top != FAILED; at += CELL_BYTES) {
            final long head = Memory.getLong(at);
            if (isCopied(head)) {
                Memory.putLong(at, moved(head, top));
                top = copy(head, top, depth - 1, heap);
            }
        }
        return top;
    }

    private static long copyBoxed(final long addr, final long to, final int depth, final TermHeap heap) {
        final long header = Memory.getLong(addr);
        if (Term.subtag(header) == Term.SUBTAG_TUPLE) {
            return copyObject(addr, to, 1, 1 + Term.headerWords(header), depth, heap);
        }
        final int firstWord = firstTermWord(addr, header);
        if (firstWord < 0) {
            return FAILED;
        }
        final long words = TermCopy.objectWords(addr, header);
        final long top = copyObject(addr, to, firstWord == 0 ? words : firstWord, words, depth, heap);
        if (top != FAILED && firstWord == Fun.FIRST_TERM_WORD && OffHeapList.belongs(to)) {
            OffHeapList.link(to, heap);
        }
        return top;
    }

    /** Copies an object with terms in all words behind the plain ones. The loops end by equality: C2 makes three of one that counts, for many more turns. */
    private static long copyObject(final long addr, final long to, final long plainWords, final long words, final int depth, final TermHeap heap) {
        long top = to + words * WORD;
        if (top > heap.heapLimit) {
            return FAILED;
        }
        final long distance = to - addr;
        final long plainEnd = addr + plainWords * WORD;
        final long end = addr + words * WORD;
        long at = addr;
        while (at != plainEnd) {
            Memory.putLong(at + distance, Memory.getLong(at));
            at += WORD;
        }
        while (at != end) {
            final long term = Memory.getLong(at);
            if (isCopied(term)) {
                Memory.putLong(at + distance, moved(term, top));
                top = copy(term, top, depth - 1, heap);
                if (top == FAILED) {
                    return FAILED;
                }
            } else {
                Memory.putLong(at + distance, term);
            }
            at += WORD;
        }
        return top;
    }
}
