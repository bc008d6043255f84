package dev.longbeam.term;

/**
 * The bitstring of a list of bytes, bitstrings and such lists, as work that goes on in parts: a walk that finds the size, and one that copies.
 *
 * <p>Belongs to the owner of the heap. NON_VALUE is the result when something else is in the list.
 */
public final class IoListJoin extends SlicedWork {
    private static final long BITS_PER_STEP = 512;

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
            } else if (Term.isCons(at)) {
                budget--;
                final long tail = Cons.tail(at);
                element(Cons.head(at), tail);
            } else if (at != Term.NIL) {
                bitstring(at);
                at = Term.NIL;
            } else if (stack.depth() > 0) {
                at = stack.pop();
            } else {
                return true;
            }
            if (wrong) {
                return true;
            }
        }
        return false;
    }

    private void element(final long headTerm, final long tailTerm) {
        if (Term.isList(headTerm)) {
            if (tailTerm != Term.NIL) {
                stack.push(tailTerm);
            }
            at = headTerm;
            return;
        }
        at = tailTerm;
        if (!Term.isSmall(headTerm)) {
            bitstring(headTerm);
        } else if (Term.smallValue(headTerm) < 0 || Term.smallValue(headTerm) > 0xFF) {
            wrong = true;
        } else {
            if (copying) {
                Bits.put(toAddr, bits, 8, Term.smallValue(headTerm));
            }
            bits += 8;
        }
    }

    private void bitstring(final long term) {
        if (!Term.isBitstring(term) || !anyBits && !Bitstring.isBinary(term)) {
            wrong = true;
        } else if (copying) {
            partTerm = term;
            partBits = 0;
        } else {
            bits += Bitstring.bitSize(term);
        }
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
