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

    /** Objects within objects; a list is no deeper than its elements. */
    private static final int DEPTH = 6;
    private static final int WORD = Memory.WORD_BYTES;
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
            // Most elements are immediates: a loop without calls is many times as fast.
            do {
                words += Cons.WORDS;
                head = Cons.head(cell);
                cell = Cons.tail(cell);
            } while (Term.isImmediate(head) && Term.isCons(cell) && !AddressSpace.isLiteral(cell));
            words = sum(words, head, depth);
            if (words < 0 || endsList(cell)) {
                return words < 0 ? NOT_HERE : sum(words, cell, depth);
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
        if (AddressSpace.isLiteral(term)) {
            return term;
        }
        return Term.isCons(term) ? copyList(term, to) : copyBoxed(Term.addr(term), to);
    }

    /** Copies the cells of a list one behind the other, then what they hold. */
    private static long copyList(final long listTerm, final TermHeap to) {
        final long first = to.heapTop;
        long at = first;
        long cell = listTerm;
        // Each immediate has all bits of its tag.
        long tags = Term.TAG_PRIMARY_MASK;
        for (;;) {
            final long head = Cons.head(cell);
            cell = Cons.tail(cell);
            tags &= head;
            Memory.putLong(at, head);
            if (endsList(cell)) {
                break;
            }
            Memory.putLong(at + WORD, Term.makeCons(at + Cons.WORDS * WORD));
            at += Cons.WORDS * WORD;
        }
        to.heapTop = at + Cons.WORDS * WORD;
        Memory.putLong(at + WORD, Term.isImmediate(cell) ? cell : copy(cell, to));
        if ((tags & Term.TAG_PRIMARY_MASK) != Term.TAG_PRIMARY_MASK) {
            copyHeads(first, at, to);
        }
        return Term.makeCons(first);
    }

    private static void copyHeads(final long first, final long last, final TermHeap to) {
        for (long at = first; at <= last; at += Cons.WORDS * WORD) {
            final long head = Memory.getLong(at);
            if (!Term.isImmediate(head)) {
                Memory.putLong(at, copy(head, to));
            }
        }
    }

    private static long copyBoxed(final long addr, final TermHeap to) {
        final long header = Memory.getLong(addr);
        final int firstWord = firstTermWord(addr, header);
        final long words = TermCopy.objectWords(addr, header);
        final long copyAddr = to.take(words);
        Memory.putLong(copyAddr, header);
        final long plainWords = firstWord == 0 ? words : firstWord;
        for (long i = 1; i < plainWords; i++) {
            Memory.putLong(copyAddr + i * WORD, Memory.getLong(addr + i * WORD));
        }
        for (long i = plainWords; i < words; i++) {
            final long element = Memory.getLong(addr + i * WORD);
            Memory.putLong(copyAddr + i * WORD, Term.isImmediate(element) ? element : copy(element, to));
        }
        if (firstWord == Fun.FIRST_TERM_WORD && OffHeapList.belongs(copyAddr)) {
            OffHeapList.link(copyAddr, to);
        }
        return Term.makeBoxed(copyAddr);
    }
}
