package dev.longbeam.term;

import dev.longbeam.memory.AddressSpace;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.PerThread;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Deep copies of terms from one heap into another.
 *
 * <p>The copy is laid out as in the C emulator, so {@link #sizeWords} is what {@code erts_debug:flat_size/1} shows: sharing is not
 * kept (but by {@link #copyShared}), a part of a heap binary becomes a heap binary of that part, a part of an off-heap binary a reference that points into it.
 * Terms of the literal range are shared unless the name of the method says otherwise, or they lie in an area that is going to be freed
 * ({@link #copyArea}), or the copy goes to a heap that no process owns ({@link TermHeap#sharesLiterals}). References to off-heap binaries and magic
 * references of the copy are counted and linked into the off-heap list of the receiving heap.
 *
 * <p>Any thread that may see the term and owns the receiving heap. No Java recursion: the size is found with a stack that each
 * thread keeps, the copy by scanning what has been copied. Sizes are in words.
 */
public final class TermCopy {
    private static final int SMALL_COPY_WORDS = 12;
    private static final PerThread<TermCopy> OF_THREAD = new PerThread<>(TermCopy::new);

    /** Threads whose copies share nothing with some area. */
    private static final AtomicInteger COPYING_AREAS = new AtomicInteger();

    private boolean copiesLiterals;
    private long copiedAreaAddr;
    private long copiedAreaBytes;
    private long start;
    private long top;
    /** The longest list of the copy that holds nothing but immediates; the scan has nothing to do there. Not behind the scan. */
    private long flatAddr;
    private long flatEnd;
    private TermHeap owner;
    /** What has been copied so far, while sharing is kept. */
    private CopiedTerms copied;

    private TermCopy() {
    }

    /**
     * From now on copies that this thread makes share nothing with an area, which is going to be freed.
     *
     * @param area the area, or null for none
     */
    public static void copyArea(final LiteralArea area) {
        final TermCopy copier = OF_THREAD.get();
        COPYING_AREAS.addAndGet((area == null ? 0 : 1) - (copier.copiedAreaBytes == 0 ? 0 : 1));
        copier.copiedAreaAddr = area == null ? 0 : area.addr;
        copier.copiedAreaBytes = area == null ? 0 : area.bytes;
    }

    /** True while copies of some thread share nothing with an area. */
    static boolean copiesAreas() {
        return COPYING_AREAS.get() != 0;
    }

    /** Words that a copy of a term needs; 0 for immediates and literals. */
    public static long sizeWords(final long term) {
        return Term.isImmediate(term) ? 0 : OF_THREAD.get().size(term, false);
    }

    /** Words that a copy of a term needs when literals are copied too. */
    public static long sizeWordsWithLiterals(final long term) {
        return Term.isImmediate(term) ? 0 : OF_THREAD.get().size(term, true);
    }

    /** A copy of a term on another heap. */
    public static long copy(final long term, final TermHeap to) {
        return copy(term, to, !to.sharesLiterals());
    }

    /** A copy of a term on another heap that refers to no literals: for literal areas, and before literals are freed. */
    public static long copyWithLiterals(final long term, final TermHeap to) {
        return copy(term, to, true);
    }

    /**
     * A copy of a term in memory that was allocated before.
     *
     * @param destAddr     where to write
     * @param words        what {@link #sizeWords} gave for the term
     * @param offHeapOwner whose off-heap list the copy's references go to
     */
    public static long copy(final long term, final long destAddr, final long words, final TermHeap offHeapOwner) {
        return Term.isImmediate(term) ? term : OF_THREAD.get().copyTo(term, destAddr, words, offHeapOwner, false);
    }

    /** As {@link #copy(long, long, long, TermHeap)}, with literals copied and counted by {@link #sizeWordsWithLiterals}. */
    public static long copyWithLiterals(final long term, final long destAddr, final long words, final TermHeap offHeapOwner) {
        return Term.isImmediate(term) ? term : OF_THREAD.get().copyTo(term, destAddr, words, offHeapOwner, true);
    }

    /** Words that {@link #copyShared} needs. */
    public static long sizeWordsShared(final long term) {
        return Term.isImmediate(term) ? 0 : OF_THREAD.get().sizeShared(term);
    }

    /**
     * A copy, literals included, in which each object of the term stands once.
     *
     * @param words what {@link #sizeWordsShared} gave for the term
     */
    public static long copyShared(final long term, final long words, final TermHeap to) {
        if (Term.isImmediate(term)) {
            return term;
        }
        final TermCopy copier = OF_THREAD.get();
        copier.copied = new CopiedTerms();
        try {
            return copier.copyTo(term, to.allocate(words), words, to, true);
        } finally {
            copier.copied = null;
        }
    }

    private static long copy(final long term, final TermHeap to, final boolean withLiterals) {
        if (Term.isImmediate(term)) {
            return term;
        }
        final long shallowWords = withLiterals ? ShallowCopy.NOT_HERE : ShallowCopy.words(term);
        if (shallowWords >= 0 && to.heapLimit - to.heapTop >= shallowWords * Memory.WORD_BYTES) {
            return ShallowCopy.copy(term, to);
        }
        final TermCopy copier = OF_THREAD.get();
        final long words = copier.size(term, withLiterals);
        return words == 0 ? term : copier.copyTo(term, to.allocate(words), words, to, withLiterals);
    }

    private boolean isShared(final long term) {
        return AddressSpace.isLiteral(term) && Long.compareUnsigned(term - copiedAreaAddr, copiedAreaBytes) >= 0;
    }

    // Size

    private long size(final long root, final boolean withLiterals) {
        final WorkStack stack = WorkStack.get();
        final int bottom = stack.top();
        long words = 0;
        long term = root;
        for (;;) {
            if (Term.isImmediate(term) || !withLiterals && isShared(term)) {
                if (stack.top() == bottom) {
                    stack.reset(bottom);
                    return words;
                }
                term = stack.pop();
            } else if (Term.isCons(term)) {
                long head;
                do {
                    words += Cons.WORDS;
                    head = Cons.head(term);
                    term = Cons.tail(term);
                } while (Term.isImmediate(head) && Term.isCons(term) && !AddressSpace.isLiteral(term));
                if (!Term.isImmediate(head)) {
                    stack.push(term);
                    term = head;
                }
            } else {
                final long addr = Term.addr(term);
                final long header = Memory.getLong(addr);
                words += copiedWords(addr, header);
                term = pushTerms(addr, header, stack);
            }
        }
    }

    private long sizeShared(final long root) {
        final WorkStack stack = WorkStack.get();
        final int bottom = stack.top();
        final AddressSet seen = new AddressSet();
        long words = 0;
        long term = root;
        for (;;) {
            if (Term.isImmediate(term) || !seen.add(term)) {
                if (stack.top() == bottom) {
                    stack.reset(bottom);
                    return words;
                }
                term = stack.pop();
            } else if (Term.isCons(term)) {
                words += Cons.WORDS;
                stack.push(Cons.head(term));
                term = Cons.tail(term);
            } else {
                final long addr = Term.addr(term);
                words += copiedWords(addr, Memory.getLong(addr));
                term = pushTerms(addr, Memory.getLong(addr), stack);
            }
        }
    }

    /** Pushes the terms of a boxed object but the last, which is the result; an immediate when there is none. */
    private static long pushTerms(final long addr, final long header, final WorkStack stack) {
        final int firstWord = firstTermWord(header);
        if (firstWord == 0) {
            return Term.NIL;
        }
        final long last = addr + (objectWords(addr, header) - 1) * Memory.WORD_BYTES;
        long termAddr = addr + firstWord * (long)Memory.WORD_BYTES;
        if (termAddr > last) {
            return Term.NIL;
        }
        for (; termAddr < last; termAddr += Memory.WORD_BYTES) {
            final long term = Memory.getLong(termAddr);
            if (!Term.isImmediate(term)) {
                stack.push(term);
            }
        }
        return Memory.getLong(last);
    }

    /** Word of the first term of an object whose terms reach to its end, 0 when it holds none that are copied by the scan. */
    static int firstTermWord(final long header) {
        if (Term.subtag(header) == Term.SUBTAG_TUPLE) {
            return 1;
        }
        return switch (Term.subtag(header)) {
            case Term.SUBTAG_RECORD -> 1;
            case Term.SUBTAG_FUN -> Fun.FIRST_TERM_WORD;
            case Term.SUBTAG_MAP -> MapLayout.firstTermWord(header);
            default -> 0;
        };
    }

    static long objectWords(final long addr, final long header) {
        return 1 + (Term.subtag(header) == Term.SUBTAG_MAP ? MapLayout.wordsBehindHeader(addr) : Term.headerWords(header));
    }

    private static long copiedWords(final long addr, final long header) {
        if (Term.subtag(header) == Term.SUBTAG_TUPLE) {
            return 1 + Term.headerWords(header);
        }
        return switch (Term.subtag(header)) {
            case Term.SUBTAG_SUB_BINARY -> copiedSubWords(addr);
            case Term.SUBTAG_MATCH_CONTEXT -> MatchContext.WORDS + copiedOriginalWords(addr);
            default -> objectWords(addr, header);
        };
    }

    private static long copiedOriginalWords(final long contextAddr) {
        final long original = Memory.getLong(contextAddr + MatchContext.ORIGINAL_WORD * 8);
        return 1 + Term.headerWords(Term.header(original));
    }

    // Sub binaries

    private static long copiedSubWords(final long addr) {
        final long bits = subBits(addr);
        final long subWords = bits == 0 ? 0 : Bitstring.SUB_WORDS;
        if (isRefc(Memory.getLong(addr + Bitstring.SUB_ORIGINAL_WORD * 8))) {
            return subWords + Bitstring.REFC_WORDS;
        }
        return subWords + 2 + (subBytes(addr, bits) + 7 >>> 3);
    }

    /** Bits behind the whole bytes plus bits to skip in the first byte. */
    private static long subBits(final long addr) {
        final long bitsWord = Memory.getLong(addr + Bitstring.SUB_BITS_WORD * 8);
        return (bitsWord & 0xFF) + (bitsWord >>> 8 & 0xFF);
    }

    /** Bytes that a sub binary touches. */
    private static long subBytes(final long addr, final long bits) {
        return Memory.getLong(addr + Bitstring.SIZE_WORD * 8) + (bits + 7 >>> 3);
    }

    private static boolean isRefc(final long binaryTerm) {
        return Term.subtag(Term.header(binaryTerm)) == Term.SUBTAG_REFC_BINARY;
    }

    private long evacuateSub(final long addr) {
        final long bits = subBits(addr);
        final long bytes = subBytes(addr, bits);
        final long original = Memory.getLong(addr + Bitstring.SUB_ORIGINAL_WORD * 8);
        final long dataAddr = Bitstring.dataAddr(original) + Memory.getLong(addr + Bitstring.SUB_OFFSET_WORD * 8);
        final long part = isRefc(original) ? evacuateRefc(Term.addr(original), dataAddr, bytes) : writeHeapBinary(dataAddr, bytes);
        if (bits == 0) {
            return part;
        }
        final long bitsWord = Memory.getLong(addr + Bitstring.SUB_BITS_WORD * 8);
        final long sub = Bitstring.writeSub(top, part, bitsWord >>> 8 & 0xFF,
            Memory.getLong(addr + Bitstring.SIZE_WORD * 8) * 8 + (bitsWord & 0xFF));
        top += Bitstring.SUB_WORDS * 8;
        return sub;
    }

    private long writeHeapBinary(final long dataAddr, final long bytes) {
        final long words = 2 + (bytes + 7 >>> 3);
        final long to = top;
        Memory.putLong(to, Term.makeHeader(words - 1, Term.SUBTAG_HEAP_BINARY));
        Memory.putLong(to + 8, bytes);
        Memory.copy(dataAddr, to + 16, bytes);
        top = to + words * 8;
        return Term.makeBoxed(to);
    }

    // Off-heap

    private long evacuateRefc(final long addr, final long dataAddr, final long bytes) {
        final long to = top;
        Memory.putLong(to, Bitstring.REFC_HEADER);
        Memory.putLong(to + Bitstring.SIZE_WORD * 8, bytes);
        Memory.putLong(to + Bitstring.REFC_OBJECT_WORD * 8, Memory.getLong(addr + Bitstring.REFC_OBJECT_WORD * 8));
        Memory.putLong(to + Bitstring.REFC_DATA_WORD * 8, dataAddr);
        Memory.putLong(to + Bitstring.REFC_FLAGS_WORD * 8, 0);
        OffHeapList.link(to, owner);
        top = to + Bitstring.REFC_WORDS * 8;
        return Term.makeBoxed(to);
    }

    // Copy

    private long copyTo(final long root, final long destAddr, final long words, final TermHeap offHeapOwner, final boolean literals) {
        start = destAddr;
        top = destAddr;
        owner = offHeapOwner;
        copiesLiterals = literals;
        final long term = evacuate(root);
        long scanAddr = destAddr;
        while (scanAddr < top) {
            scanAddr = scanAddr == flatAddr ? passFlat() : scan(scanAddr);
        }
        assert top == destAddr + words * Memory.WORD_BYTES : "copied=" + (top - destAddr >> 3) + " words=" + words;
        owner = null;
        return term;
    }

    private long passFlat() {
        final long end = flatEnd;
        flatAddr = 0;
        flatEnd = 0;
        return end;
    }

    /** Copies what the word at an address of the copy leads to; the address of the next word to look at. */
    private long scan(final long addr) {
        final long word = Memory.getLong(addr);
        if ((word & Term.TAG_PRIMARY_MASK) == Term.TAG_HEADER) {
            final int firstWord = firstTermWord(word);
            if (firstWord != 0) {
                return addr + firstWord * (long)Memory.WORD_BYTES;
            }
            return addr + objectWords(addr, word) * Memory.WORD_BYTES;
        }
        if (!Term.isImmediate(word)) {
            Memory.putLong(addr, evacuate(word));
        }
        return addr + Memory.WORD_BYTES;
    }

    private long evacuate(final long term) {
        if (Term.isImmediate(term) || term - start >= 0 && term - top < 0 || !copiesLiterals && isShared(term)) {
            return term;
        }
        if (copied != null) {
            return evacuateOnce(term);
        }
        return Term.isCons(term) ? evacuateList(term) : evacuateBoxed(Term.addr(term));
    }

    private long evacuateOnce(final long term) {
        final long known = copied.get(term);
        if (known != Term.NON_VALUE) {
            return known;
        }
        final long copy;
        if (Term.isCons(term)) {
            copy = Term.makeCons(top);
            copyWords(Term.addr(term), top, Cons.WORDS);
        } else {
            copy = evacuateBoxed(Term.addr(term));
        }
        copied.put(term, copy);
        return copy;
    }

    /** Copies the cells of a list one behind the other; their heads are left to the scan, which passes over a long list of nothing but immediates. */
    private long evacuateList(final long listTerm) {
        final long first = top;
        long to = first;
        long cell = listTerm;
        // Each immediate has all bits of its tag.
        long tags = Term.TAG_PRIMARY_MASK;
        for (;;) {
            final long tail = Cons.tail(cell);
            final long head = Cons.head(cell);
            tags &= head;
            Memory.putLong(to, head);
            if (!Term.isCons(tail) || AddressSpace.isLiteral(tail) && !copiesLiterals && isShared(tail)) {
                Memory.putLong(to + 8, tail);
                top = to + 16;
                if ((tags & tail) == Term.TAG_PRIMARY_MASK && top - first > flatEnd - flatAddr) {
                    flatAddr = first;
                    flatEnd = top;
                }
                return Term.makeCons(first);
            }
            Memory.putLong(to + 8, Term.makeCons(to + 16));
            to += 16;
            cell = tail;
        }
    }

    private long evacuateBoxed(final long addr) {
        final long header = Memory.getLong(addr);
        final long to = top;
        if (Term.subtag(header) == Term.SUBTAG_TUPLE) {
            copyWords(addr, to, 1 + Term.headerWords(header));
            return Term.makeBoxed(to);
        }
        switch (Term.subtag(header)) {
            case Term.SUBTAG_SUB_BINARY:
                return evacuateSub(addr);
            case Term.SUBTAG_REFC_BINARY:
                return evacuateRefc(addr, Memory.getLong(addr + Bitstring.REFC_DATA_WORD * 8),
                    Memory.getLong(addr + Bitstring.SIZE_WORD * 8));
            case Term.SUBTAG_MATCH_CONTEXT:
                return evacuateContext(addr);
            case Term.SUBTAG_REF, Term.SUBTAG_FUN:
                copyWords(addr, to, 1 + Term.headerWords(header));
                if (OffHeapList.belongs(to)) {
                    OffHeapList.link(to, owner);
                }
                break;
            default:
                copyWords(addr, to, objectWords(addr, header));
                break;
        }
        return Term.makeBoxed(to);
    }

    private long evacuateContext(final long addr) {
        final long original = evacuateBoxed(Term.addr(Memory.getLong(addr + MatchContext.ORIGINAL_WORD * 8)));
        final long to = top;
        copyWords(addr, to, MatchContext.WORDS);
        Memory.putLong(to + MatchContext.ORIGINAL_WORD * 8, original);
        Memory.putLong(to + MatchContext.BASE_WORD * 8, Bitstring.dataAddr(original));
        return Term.makeBoxed(to);
    }

    private void copyWords(final long from, final long to, final long words) {
        if (words > SMALL_COPY_WORDS) {
            Memory.copy(from, to, words * Memory.WORD_BYTES);
        } else {
            for (long offset = (words - 1) * Memory.WORD_BYTES; offset >= 0; offset -= Memory.WORD_BYTES) {
                Memory.putLong(to + offset, Memory.getLong(from + offset));
            }
        }
        top = to + words * Memory.WORD_BYTES;
    }
}
