package dev.longbeam.term;

/**
 * Counts the bytes of an iolist in slices; what is left to count is such a list again. Lists that share their parts can have more
 * elements than any memory.
 *
 * <p>Used by one thread at a time.
 */
public final class IoListSize {
    private long bytes;

    /** Goes on from a number of bytes. */
    public IoListSize(final long bytes) {
        this.bytes = bytes;
    }

    /** Bytes counted so far. */
    public long bytes() {
        return bytes;
    }

    /** Looks at so many elements; returns the rest, the empty list when there is none, NON_VALUE when it is no iolist. */
    public long run(final TermHeap heap, final long term, final int elements) {
        final TermStack stack = IoList.stack();
        final int depth = stack.depth();
        long at = term;
        long sum = bytes;
        for (int left = elements; left > 0; left--) {
            if (Term.isCons(at)) {
                final long head = Cons.head(at);
                if (Term.isSmall(head) && head >>> 4 <= 0xFF) {
                    sum++;
                    at = Cons.tail(at);
                    continue;
                }
                if (Term.isCons(head)) {
                    stack.push(Cons.tail(at));
                    at = head;
                    continue;
                }
                if (Term.isSmall(head) || head != Term.NIL && !Bitstring.isBinary(head)) {
                    stack.truncate(depth);
                    return Term.NON_VALUE;
                }
                sum += head == Term.NIL ? 0 : Bitstring.byteSize(head);
                at = Cons.tail(at);
            } else {
                if (at != Term.NIL && !Bitstring.isBinary(at)) {
                    stack.truncate(depth);
                    return Term.NON_VALUE;
                }
                sum += at == Term.NIL ? 0 : Bitstring.byteSize(at);
                at = Term.NIL;
                if (stack.depth() == depth) {
                    break;
                }
                at = stack.pop();
            }
        }
        bytes = sum;
        while (stack.depth() > depth) {
            at = Cons.make(heap, at, stack.pop());
        }
        return at;
    }
}
