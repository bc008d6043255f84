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
        while (budget > 0 && !wrong && partTerm == Term.NON_VALUE) {
            if (copying && (bits & 7) == 0) {
                copyBytes();
            } else if (!copying) {
                countBytes();
            }
            if (budget > 0) {
                budget--;
                if (!element()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Counts bytes and heap binaries in lists within lists, up to anything else. */
    private void countBytes() {
        long here = at;
        long left = budget;
        long bytes = 0;
        while (left > 0) {
            if (Term.isCons(here)) {
                final long headTerm = Cons.head(here);
                final long tailTerm = Cons.tail(here);
                if (isByte(headTerm)) {
                    bytes++;
                    here = tailTerm;
                } else if (Term.isCons(headTerm)) {
                    if (tailTerm != Term.NIL) {
                        stack.push(tailTerm);
                    }
                    here = headTerm;
                } else if (Term.isBoxed(headTerm, Term.SUBTAG_HEAP_BINARY)) {
                    bytes += Bitstring.byteSize(headTerm);
                    here = tailTerm;
                } else {
                    break;
                }
            } else if (here == Term.NIL && stack.depth() > 0) {
                here = stack.pop();
            } else {
                break;
            }
            left--;
        }
        at = here;
        bits += bytes << 3;
        budget = left;
    }

    /** Copies bytes and heap binaries in lists within lists, up to anything else. */
    private void copyBytes() {
        long here = at;
        long left = budget;
        long addr = toAddr + (bits >>> 3);
        while (left > 0) {
            if (Term.isCons(here)) {
                final long headTerm = Cons.head(here);
                final long tailTerm = Cons.tail(here);
                if (isByte(headTerm)) {
                    Memory.putByte(addr++, (int)(headTerm >>> 4));
                    here = tailTerm;
                } else if (Term.isCons(headTerm)) {
                    if (tailTerm != Term.NIL) {
                        stack.push(tailTerm);
                    }
                    here = headTerm;
                } else if (Term.isBoxed(headTerm, Term.SUBTAG_HEAP_BINARY)) {
                    final long size = Bitstring.byteSize(headTerm);
                    final long fromAddr = Bitstring.heapDataAddr(headTerm);
                    for (long i = 0; i < size; i++) {
                        Memory.putByte(addr + i, Memory.getByte(fromAddr + i));
                    }
                    addr += size;
                    here = tailTerm;
                } else {
                    break;
                }
            } else if (here == Term.NIL && stack.depth() > 0) {
                here = stack.pop();
            } else {
                break;
            }
            left--;
        }
        at = here;
        bits = addr - toAddr << 3;
        budget = left;
    }

    private static boolean isByte(final long term) {
        return (term & ~(0xFFL << 4)) == Term.TAG_SMALL;
    }

    /** Looks at one element, or at one end of a list; false when all is done. */
    private boolean element() {
        final long here = at;
        if (Term.isCons(here)) {
            final long headTerm = Cons.head(here);
            final long tailTerm = Cons.tail(here);
            if (isByte(headTerm)) {
                if (copying) {
                    Bits.put(toAddr, bits, 8, headTerm >>> 4);
                }
                bits += 8;
                at = tailTerm;
            } else if (Term.isList(headTerm)) {
                if (tailTerm != Term.NIL) {
                    stack.push(tailTerm);
                }
                at = headTerm;
            } else {
                at = tailTerm;
                bitstring(headTerm);
            }
        } else if (here != Term.NIL) {
            at = Term.NIL;
            bitstring(here);
        } else if (stack.depth() > 0) {
            at = stack.pop();
        } else {
            return false;
        }
        return true;
    }

    /** Counts or copies a bitstring, or notes that it is wrong or is to be copied in parts. */
    private void bitstring(final long term) {
        if (!Term.isBitstring(term) || !anyBits && !Bitstring.isBinary(term)) {
            wrong = true;
            return;
        }
        final long size = Bitstring.bitSize(term);
        if (copying) {
            if (size > SHORT_BITS || ((size | bits | Bitstring.bitOffset(term)) & 7) != 0) {
                partTerm = term;
                partBits = 0;
                return;
            }
            final long fromAddr = Bitstring.dataAddr(term);
            final long addr = toAddr + (bits >>> 3);
            for (long i = 0; i < size >>> 3; i++) {
                Memory.putByte(addr + i, Memory.getByte(fromAddr + i));
            }
        }
        bits += size;
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
