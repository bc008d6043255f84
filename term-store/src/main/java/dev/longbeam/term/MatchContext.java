package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Match context of the bit syntax: {@code [header] [original] [address of the bytes] [position in bits] [end in bits]}; positions
 * count from the address. Never seen by user code.
 *
 * <p>The original is a heap or refc binary; a collection that moves it sets the address of the bytes anew. Owned by the process.
 */
public final class MatchContext {
    /** Words of a context. */
    public static final int WORDS = 5;
    /** Header of a context. */
    public static final long HEADER = Term.makeHeader(WORDS - 1, Term.SUBTAG_MATCH_CONTEXT);
    /** Word of the original. */
    public static final int ORIGINAL_WORD = 1;
    /** Word of the address of the original's bytes. */
    public static final int BASE_WORD = 2;
    /** Word of the position. */
    public static final int POSITION_WORD = 3;
    /** Word of the end. */
    public static final int END_WORD = 4;

    private MatchContext() {
    }

    /** True for a match context. */
    public static boolean is(final long term) {
        return Term.isBoxed(term) && Term.header(term) == HEADER;
    }

    /** A context over a bitstring, at its beginning. */
    public static long make(final TermHeap heap, final long bitstringTerm) {
        long originalTerm = bitstringTerm;
        long start = 0;
        long end = Bitstring.byteSize(bitstringTerm) * 8;
        if (Bitstring.isSub(bitstringTerm)) {
            originalTerm = Term.word(bitstringTerm, Bitstring.SUB_ORIGINAL_WORD);
            start = Bitstring.subFirstBit(bitstringTerm);
            end += start + Bitstring.subLastBits(bitstringTerm);
        }
        final long base = Bitstring.originalDataAddr(originalTerm);
        final long addr = heap.allocate(WORDS);
        Memory.putLong(addr, HEADER);
        Memory.putLong(addr + ORIGINAL_WORD * 8, originalTerm);
        Memory.putLong(addr + BASE_WORD * 8, base);
        Memory.putLong(addr + POSITION_WORD * 8, start);
        Memory.putLong(addr + END_WORD * 8, end);
        return Term.makeBoxed(addr);
    }

    /** The heap or refc binary. */
    public static long original(final long contextTerm) {
        return Term.word(contextTerm, ORIGINAL_WORD);
    }

    /** Address of the original's first byte. */
    public static long baseAddr(final long contextTerm) {
        return Term.word(contextTerm, BASE_WORD);
    }

    /** Position in bits from the base. */
    public static long position(final long contextTerm) {
        return Term.word(contextTerm, POSITION_WORD);
    }

    /** Sets the position in bits from the base. */
    public static void position(final long contextTerm, final long bits) {
        Memory.putLong(contextTerm - Term.TAG_BOXED + POSITION_WORD * 8, bits);
    }

    /** End in bits from the base. */
    public static long end(final long contextTerm) {
        return Term.word(contextTerm, END_WORD);
    }
}
