package dev.longbeam.otp;

import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import java.util.Arrays;

/** The bytes of an iolist as an array, for patterns and names. Any depth; cold paths only, since it makes Java arrays. */
final class ReBytes {
    private byte[] bytes = new byte[64];
    private int length;
    private long[] stack = new long[16];
    private int depth;

    private ReBytes() {
    }

    /** The bytes of an iolist or a binary, or null when the term is none. */
    static byte[] of(final long term) {
        if (Bitstring.isBinary(term)) {
            return Bitstring.toArray(term);
        }
        final ReBytes all = new ReBytes();
        return Term.isList(term) && all.add(term) ? Arrays.copyOf(all.bytes, all.length) : null;
    }

    private boolean add(final long listTerm) {
        push(listTerm);
        while (depth > 0) {
            long rest = stack[--depth];
            while (Term.isCons(rest)) {
                final long head = Cons.head(rest);
                rest = Cons.tail(rest);
                if (Term.isCons(head)) {
                    push(rest);
                    rest = head;
                } else if (!addElement(head)) {
                    return false;
                }
            }
            if (!Term.isNil(rest) && !addBinary(rest)) {
                return false;
            }
        }
        return true;
    }

    private boolean addElement(final long term) {
        if (Term.isSmall(term)) {
            final long value = Term.smallValue(term);
            reserve(1);
            bytes[length++] = (byte)value;
            return value >= 0 && value <= 255;
        }
        return Term.isNil(term) || addBinary(term);
    }

    private boolean addBinary(final long term) {
        if (!Bitstring.isBinary(term)) {
            return false;
        }
        final byte[] added = Bitstring.toArray(term);
        reserve(added.length);
        System.arraycopy(added, 0, bytes, length, added.length);
        length += added.length;
        return true;
    }

    private void reserve(final int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
        }
    }

    private void push(final long term) {
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, depth * 2);
        }
        stack[depth++] = term;
    }
}
