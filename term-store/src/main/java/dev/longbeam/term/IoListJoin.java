package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * The bitstring of a list of bytes, bitstrings and such lists, as work that goes on in parts: a walk that finds the size, and one that copies.
 *
 * <p>Belongs to the owner of the heap. NON_VALUE is the result when something else is in the list.
 */
public final class IoListJoin extends SlicedWork {
    private static final long BITS_PER_STEP = 512;
    /** Bitstrings of no more bits are copied byte by byte. */
    private static final long SHORT_BITS = 16 * 8;
    private static final long STOP = -1;

    private final TermHeap heap;
    private final long listTerm;
    private final boolean anyBits;
    private final TermStack stack = new TermStack();
    private boolean wrong;
    private boolean copying;
    private long at;
    private long bits;
    private long binaryTerm;
    private long toAddr;
    /** The bitstring that is being copied, or NON_VALUE. */
    private long partTerm;
    private long partBits;

    /**
     * Work on a list.
     *
     * @param anyBits true when bitstrings of any size may be in it, false for binaries only
     */
    public IoListJoin(final TermHeap heap, final long listTerm, final boolean anyBits) {
        this.heap = heap;
        this.listTerm = listTerm;
        this.anyBits = anyBits;
        at = listTerm;
    }

    @Override
    protected boolean proceed() {
        while (walk()) {
            if (wrong || copying) {
                return true;
            }
            copying = true;
            binaryTerm = Bitstring.allocate(heap, bits + 7 >>> 3);
            toAddr = Bitstring.dataAddr(binaryTerm);
            bits = 0;
            at = listTerm;
        }
        return false;
    }

    /** Goes on with a walk; true at its end. */
    private boolean walk() {
        while (budget > 0) {
            if (partTerm != Term.NON_VALUE) {
                copyPart();
            } else if (elements() || wrong) {
                return true;
            }
        }
        return false;
    }

    /** Looks at elements until the budget is used up, a long bitstring is to be copied, or something is wrong; true at the end of the list. */
    private boolean elements() {
        final boolean copies = copying;
        long here = at;
        long position = bits;
        long left = budget;
        long added = 0;
        boolean ended = false;
        while (left > 0 && added != STOP && !ended) {
            left--;
            if (Term.isCons(here)) {
                final long headTerm = Cons.head(here);
                final long tailTerm = Cons.tail(here);
                if (Term.isSmall(headTerm) && headTerm >>> 4 <= 0xFF) {
                    if (copies) {
                        Bits.put(toAddr, position, 8, headTerm >>> 4);
                    }
                    position += 8;
                    here = tailTerm;
                    continue;
                }
                if (Term.isList(headTerm)) {
                    if (tailTerm != Term.NIL) {
                        stack.push(tailTerm);
                    }
                    here = headTerm;
                    continue;
                }
                added = bitstring(headTerm, position);
                here = tailTerm;
            } else if (here != Term.NIL) {
                added = bitstring(here, position);
                here = Term.NIL;
            } else if (stack.depth() > 0) {
                here = stack.pop();
                continue;
            } else {
                ended = true;
                continue;
            }
            position += Math.max(added, 0);
        }
        at = here;
        bits = position;
        budget = left;
        return ended;
    }

    /** The bits of a bitstring that are counted or copied; {@link #STOP} when it is wrong or is to be copied in parts. */
    private long bitstring(final long term, final long position) {
        if (!Term.isBitstring(term) || !anyBits && !Bitstring.isBinary(term)) {
            wrong = true;
            return STOP;
        }
        final long size = Bitstring.bitSize(term);
        if (copying) {
            if (size > SHORT_BITS || ((size | position | Bitstring.bitOffset(term)) & 7) != 0) {
                partTerm = term;
                partBits = 0;
                return STOP;
            }
            final long fromAddr = Bitstring.dataAddr(term);
            final long addr = toAddr + (position >>> 3);
            for (long i = 0; i < size >>> 3; i++) {
                Memory.putByte(addr + i, Memory.getByte(fromAddr + i));
            }
        }
        return size;
    }

    private void copyPart() {
        final long left = Bitstring.bitSize(partTerm) - partBits;
        final long now = Math.min(left, budget * BITS_PER_STEP);
        Bits.copy(Bitstring.dataAddr(partTerm), Bitstring.bitOffset(partTerm) + partBits, toAddr, bits, now);
        bits += now;
        partBits += now;
        budget -= now / BITS_PER_STEP + 1;
        if (now == left) {
            partTerm = Term.NON_VALUE;
        }
    }

    @Override
    public long result() {
        if (wrong) {
            return Term.NON_VALUE;
        }
        return (bits & 7) == 0 ? binaryTerm : Bitstring.makeSub(heap, binaryTerm, 0, bits);
    }
}
