package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * References.
 *
 * <pre>
 *   local      [header: 2] [n0 | n1 &lt;&lt; 32] [n2]
 *   alias      [header: 3] [n0 | n1 &lt;&lt; 32] [n2] [pid that made it]
 *   magic      [header: 4] [n0 | n1 &lt;&lt; 32] [next in the off-heap list] [n2] [handle in MagicTable]
 *   external   [header: 3 to 5] [index in NodeTable] [0] [count | n0 &lt;&lt; 32] and, where there are as many, [n1 | n2 &lt;&lt; 32] [n3 | n4 &lt;&lt; 32]
 * </pre>
 *
 * <p>n0 has 18 bits, the others 32. Any thread that may see the term.
 */
public final class Ref {
    /** Words of a plain local reference. */
    public static final int WORDS = 3;
    /** Words of a reference that is an alias of a process. */
    public static final int ALIAS_WORDS = 4;
    /** Words of a magic reference. */
    public static final int MAGIC_WORDS = 5;
    /** Words of an external reference with one number; two numbers more take another word. */
    public static final int EXTERNAL_WORDS = 4;
    /** Word of the next object in the off-heap list, in magic references. */
    public static final int MAGIC_NEXT_WORD = 2;

    private static final int EXTERNAL_FIRST_WORD = 3;
    private static final int MAGIC_N2_WORD = 3;
    private static final int MAGIC_HANDLE_WORD = 4;
    private static final int ALIAS_PID_WORD = 3;
    private static final int N0_BITS = 18;
    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime() & 0xFFFF_FFFFL);

    private Ref() {
    }

    /** A new reference. */
    public static long make(final TermHeap heap) {
        return make(heap, NEXT.getAndIncrement());
    }

    /** The local reference of a 64-bit number; equal numbers give equal references. */
    public static long make(final TermHeap heap, final long number) {
        final long addr = heap.allocate(WORDS);
        Memory.putLong(addr, Term.makeHeader(WORDS - 1, Term.SUBTAG_REF));
        Memory.putLong(addr + 8, low(number));
        Memory.putLong(addr + 16, high(number));
        return Term.makeBoxed(addr);
    }

    /** A new reference that can serve as an alias of a process. */
    public static long makeAlias(final TermHeap heap, final long pidTerm) {
        return makeAlias(heap, pidTerm, NEXT.getAndIncrement());
    }

    /** The alias of a process with a 64-bit number. */
    public static long makeAlias(final TermHeap heap, final long pidTerm, final long number) {
        final long addr = heap.allocate(ALIAS_WORDS);
        Memory.putLong(addr, Term.makeHeader(ALIAS_WORDS - 1, Term.SUBTAG_REF));
        Memory.putLong(addr + 8, low(number));
        Memory.putLong(addr + 16, high(number));
        Memory.putLong(addr + ALIAS_PID_WORD * 8, pidTerm);
        return Term.makeBoxed(addr);
    }

    /** A new reference that keeps a resource alive. */
    public static long makeMagic(final TermHeap heap, final MagicResource resource) {
        return makeMagic(heap, NEXT.getAndIncrement(), MagicTable.add(resource));
    }

    /** A magic reference for a number and a handle; takes over one count of the handle. */
    public static long makeMagic(final TermHeap heap, final long number, final long handle) {
        final long addr = heap.allocate(MAGIC_WORDS);
        Memory.putLong(addr, Term.makeHeader(MAGIC_WORDS - 1, Term.SUBTAG_REF));
        Memory.putLong(addr + 8, low(number));
        Memory.putLong(addr + MAGIC_NEXT_WORD * 8, heap.offHeapAddr);
        Memory.putLong(addr + MAGIC_N2_WORD * 8, high(number));
        Memory.putLong(addr + MAGIC_HANDLE_WORD * 8, handle);
        heap.offHeapAddr = addr;
        return Term.makeBoxed(addr);
    }

    /** The 64-bit number of a local reference of any kind: equal numbers mean equal references. */
    public static long number(final long localRefTerm) {
        final long low = Term.word(localRefTerm, 1);
        return low & (1L << N0_BITS) - 1 | (low >>> 32) << N0_BITS | n2(localRefTerm) << N0_BITS + 32;
    }

    /** The numbers n0, n1, n2 ... of any reference: 3 for a local one. */
    public static int[] numbers(final long refTerm) {
        if (Term.isBoxed(refTerm, Term.SUBTAG_EXTERNAL_REF)) {
            final int[] numbers = new int[(int)Term.word(refTerm, EXTERNAL_FIRST_WORD) & 0xFF];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (int)(Term.word(refTerm, EXTERNAL_FIRST_WORD + (i + 1) / 2) >>> ((i + 1) % 2) * 32);
            }
            return numbers;
        }
        return new int[] {(int)Term.word(refTerm, 1), (int)(Term.word(refTerm, 1) >>> 32), (int)n2(refTerm)};
    }

    /** A reference of another node with 1 to 5 numbers. */
    public static long makeExternal(final TermHeap heap, final int nodeIndex, final int... numbers) {
        final int words = EXTERNAL_WORDS + numbers.length / 2;
        final long addr = heap.allocate(words);
        Memory.putLong(addr, Term.makeHeader(words - 1, Term.SUBTAG_EXTERNAL_REF));
        Memory.putLong(addr + 8, nodeIndex);
        Memory.putLong(addr + 16, 0);
        Memory.putLong(addr + EXTERNAL_FIRST_WORD * 8, numbers.length | (long)numbers[0] << 32);
        for (int i = 1; i < numbers.length; i += 2) {
            final long high = i + 1 < numbers.length ? numbers[i + 1] : 0;
            Memory.putLong(addr + (EXTERNAL_FIRST_WORD + (i + 1) / 2) * 8L, numbers[i] & 0xFFFF_FFFFL | high << 32);
        }
        return Term.makeBoxed(addr);
    }

    /** True for a magic reference. */
    public static boolean isMagic(final long term) {
        return Term.isBoxed(term, Term.SUBTAG_REF) && Term.headerWords(Term.header(term)) == MAGIC_WORDS - 1;
    }

    /** True for a reference that was made as an alias. */
    public static boolean isAlias(final long term) {
        return Term.isBoxed(term, Term.SUBTAG_REF) && Term.headerWords(Term.header(term)) == ALIAS_WORDS - 1;
    }

    /** The process that an alias stands for. */
    public static long aliasPid(final long aliasTerm) {
        return Term.word(aliasTerm, ALIAS_PID_WORD);
    }

    /** The handle of a magic reference. */
    public static long magicHandle(final long magicTerm) {
        return Term.word(magicTerm, MAGIC_HANDLE_WORD);
    }

    /** The resource of a term if it is a magic reference to one of this type, else null. */
    public static <T extends MagicResource> T resource(final long term, final Class<T> type) {
        if (!isMagic(term)) {
            return null;
        }
        final MagicResource resource = MagicTable.get(magicHandle(term));
        return type.isInstance(resource) ? type.cast(resource) : null;
    }

    private static long n2(final long localRefTerm) {
        return Term.word(localRefTerm, isMagic(localRefTerm) ? MAGIC_N2_WORD : 2) & 0xFFFF_FFFFL;
    }

    private static long low(final long number) {
        return number & (1L << N0_BITS) - 1 | (number >>> N0_BITS & 0xFFFF_FFFFL) << 32;
    }

    private static long high(final long number) {
        return number >>> N0_BITS + 32;
    }
}
