package dev.longbeam.term;

/**
 * The binary of a long list of bytes, bitstrings and such lists, made in slices; what is left to do is such a list again.
 *
 * <p>Owned by one process; {@link #dispose} gives the memory back unless {@link #finish} took it.
 */
public final class IoListCopy implements MagicResource {
    private final long bits;
    private long objectAddr;
    private long position;

    /** Begins a bitstring of {@code bits}, which the list has as {@link IoList#bitSize}. */
    public IoListCopy(final long bits) {
        this.bits = bits;
        objectAddr = OffHeapBinary.allocate(bits + 7 >>> 3);
    }

    /** Copies about a number of bytes; returns the rest, the empty list when there is none. */
    public long run(final TermHeap heap, final long term, final long budgetBytes) {
        final TermStack stack = IoList.stack();
        final int depth = stack.depth();
        long budget = budgetBytes;
        long at = term;
        while (budget > 0) {
            if (Term.isCons(at)) {
                final long head = Cons.head(at);
                if (Term.isCons(head)) {
                    stack.push(Cons.tail(at));
                    at = head;
                } else if (Term.isBitstring(head)) {
                    final long rest = add(heap, head, budget);
                    budget -= Bitstring.byteSize(head);
                    at = rest == Term.NIL ? Cons.tail(at) : Cons.make(heap, rest, Cons.tail(at));
                } else {
                    addByte(head);
                    at = Cons.tail(at);
                }
                budget--;
            } else if (at != Term.NIL) {
                final long size = Bitstring.byteSize(at);
                at = add(heap, at, budget);
                budget -= size;
            } else if (stack.depth() > depth) {
                at = stack.pop();
            } else {
                break;
            }
        }
        while (stack.depth() > depth) {
            final long tail = stack.pop();
            at = at == Term.NIL ? tail : Cons.make(heap, at, tail);
        }
        return at;
    }

    private void addByte(final long term) {
        if (term != Term.NIL) {
            Bits.put(OffHeapBinary.dataAddr(objectAddr), position, 8, Term.smallValue(term));
            position += 8;
        }
    }

    private long add(final TermHeap heap, final long bitstringTerm, final long budget) {
        final long all = Bitstring.bitSize(bitstringTerm);
        final long part = Math.min(all, budget << 3);
        Bits.copy(Bitstring.dataAddr(bitstringTerm), Bitstring.bitOffset(bitstringTerm), OffHeapBinary.dataAddr(objectAddr), position, part);
        position += part;
        return part == all ? Term.NIL : Bitstring.makeSub(heap, bitstringTerm, part, all - part);
    }

    /** The bitstring, when nothing is left to do. */
    public long finish(final TermHeap heap) {
        assert position == bits : "position=" + position + " bits=" + bits;
        final long binaryTerm = Bitstring.makeRefc(heap, objectAddr);
        objectAddr = 0;
        return (bits & 7) == 0 ? binaryTerm : Bitstring.makeSub(heap, binaryTerm, 0, bits);
    }

    @Override
    public void dispose() {
        if (objectAddr != 0) {
            OffHeapBinary.release(objectAddr);
            objectAddr = 0;
        }
    }
}
