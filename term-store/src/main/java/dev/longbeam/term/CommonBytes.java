package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/** How many bytes all binaries of a list begin or end with in common, as work that goes on in parts. Belongs to the owner of the binaries. */
public final class CommonBytes extends SlicedWork {
    private final long firstTerm;
    private final boolean suffix;
    private long rest;
    private long common;
    private long compared;

    /**
     * Work on a list that is not empty.
     *
     * @param listTerm binaries
     * @param limit    size of the shortest one
     * @param suffix   true for the bytes at the ends
     */
    public CommonBytes(final long listTerm, final long limit, final boolean suffix) {
        firstTerm = Cons.head(listTerm);
        rest = Cons.tail(listTerm);
        common = limit;
        this.suffix = suffix;
    }

    @Override
    protected boolean proceed() {
        while (Term.isCons(rest) && budget > 0) {
            if (compare(Cons.head(rest))) {
                rest = Cons.tail(rest);
                compared = 0;
            }
        }
        return !Term.isCons(rest);
    }

    /** Compares the first binary with another; false when the budget is used up before the end. */
    private boolean compare(final long otherTerm) {
        final boolean byWords = Bitstring.bitOffset(firstTerm) == 0 && Bitstring.bitOffset(otherTerm) == 0;
        final long endA = Bitstring.byteSize(firstTerm);
        final long endB = Bitstring.byteSize(otherTerm);
        budget--;
        while (compared < common && budget > 0) {
            final long atA = suffix ? endA - compared : compared;
            final long atB = suffix ? endB - compared : compared;
            if (byWords && common - compared >= Memory.WORD_BYTES) {
                final long back = suffix ? Memory.WORD_BYTES : 0;
                final long different = Memory.getLong(Bitstring.dataAddr(firstTerm) + atA - back)
                    ^ Memory.getLong(Bitstring.dataAddr(otherTerm) + atB - back);
                if (different == 0) {
                    compared += Memory.WORD_BYTES;
                } else {
                    common = compared + ((suffix ? Long.numberOfLeadingZeros(different) : Long.numberOfTrailingZeros(different)) >> 3);
                }
            } else if (Bitstring.byteAt(firstTerm, suffix ? atA - 1 : atA) == Bitstring.byteAt(otherTerm, suffix ? atB - 1 : atB)) {
                compared++;
            } else {
                common = compared;
            }
            budget--;
        }
        return compared >= common;
    }

    @Override
    public long result() {
        return Term.makeSmall(common);
    }
}
