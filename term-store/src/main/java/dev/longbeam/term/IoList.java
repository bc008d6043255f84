package dev.longbeam.term;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.memory.PerThread;

/**
 * Lists of bytes, bitstrings and such lists, nested at will; the tail of a list may be a bitstring.
 *
 * <p>Any thread that may see the term. Walks need no Java stack.
 */
public final class IoList {
    /** What {@link #bitSize(long, boolean, long)} says of a list that it has not walked through. */
    public static final long LONG = -2;
    private static final PerThread<TermStack> STACK = new PerThread<>(TermStack::new);

    private IoList() {
    }

    /** The stack of this thread for walks over nested lists; a walk leaves it as deep as it found it. */
    static TermStack stack() {
        return STACK.get();
    }

    /** Bytes in a list or binary; -1 when it is neither or has anything else in it, also a bitstring that is no binary. */
    public static long byteSize(final long term) {
        final long bits = bitSize(term, false, Long.MAX_VALUE);
        return bits < 0 ? -1 : bits >>> 3;
    }

    /** Bits in a list or bitstring whose bitstrings may have any size; -1 when it has anything else in it. */
    public static long bitSize(final long term) {
        return bitSize(term, true, Long.MAX_VALUE);
    }

    /**
     * Bits in a list or bitstring, if it has no more cells than a number; else {@link #LONG}.
     *
     * @param anyBits true when bitstrings of any size may be in it, false for binaries only
     */
    public static long bitSize(final long term, final boolean anyBits, final long maxCells) {
        return walk(term, 0, anyBits, false, maxCells);
    }

    /** Writes the bytes of a list or binary that has a {@link #byteSize}. */
    public static void copy(final long term, final long toAddr) {
        walk(term, toAddr, false, true, Long.MAX_VALUE);
    }

    /** Writes the bits of a list or bitstring that has a {@link #bitSize}. */
    public static void copyBits(final long term, final long toAddr) {
        walk(term, toAddr, true, true, Long.MAX_VALUE);
    }

    private static long walk(final long term, final long toAddr, final boolean anyBits, final boolean copy, final long maxCells) {
        TermStack stack = null;
        int depth = 0;
        long bits = 0;
        long at = term;
        long cells = maxCells;
        while (true) {
            if (Term.isCons(at)) {
                if (--cells < 0) {
                    bits = LONG;
                    break;
                }
                final long head = Cons.head(at);
                if (Term.isSmall(head)) {
                    if (head >>> 4 > 0xFF) {
                        bits = -1;
                        break;
                    }
                    if (copy) {
                        Bits.put(toAddr, bits, 8, head >>> 4);
                    }
                    bits += 8;
                    at = Cons.tail(at);
                    continue;
                }
                if (Term.isList(head)) {
                    final long tail = Cons.tail(at);
                    if (tail != Term.NIL) {
                        stack = stack == null ? stack() : stack;
                        stack.push(tail);
                        depth++;
                    }
                    at = head;
                    continue;
                }
                bits = add(head, toAddr, bits, anyBits, copy);
                if (bits < 0) {
                    break;
                }
                at = Cons.tail(at);
                continue;
            }
            if (at != Term.NIL) {
                bits = add(at, toAddr, bits, anyBits, copy);
                if (bits < 0) {
                    break;
                }
            }
            if (depth == 0) {
                return bits;
            }
            depth--;
            at = stack.pop();
        }
        if (depth > 0) {
            stack.truncate(stack.depth() - depth);
        }
        return bits;
    }

    private static long add(final long term, final long toAddr, final long atBit, final boolean anyBits, final boolean copy) {
        if (!Term.isBitstring(term) || !anyBits && !Bitstring.isBinary(term)) {
            return -1;
        }
        final long bits = Bitstring.bitSize(term);
        if (copy) {
            Bits.copy(Bitstring.dataAddr(term), Bitstring.bitOffset(term), toAddr, atBit, bits);
        }
        return atBit + bits;
    }

    /** A binary of the bytes of a list or binary, or NON_VALUE when the term is neither; nothing is raised. */
    public static long toBinary(final TermHeap heap, final long term) {
        final long bytes = byteSize(term);
        if (bytes < 0) {
            return Term.NON_VALUE;
        }
        final long binaryTerm = Bitstring.allocate(heap, bytes);
        copy(term, Bitstring.dataAddr(binaryTerm));
        return binaryTerm;
    }

    /** The bytes of a list or binary as an array, or null when the term is neither. */
    public static byte[] toArray(final long term) {
        final long bytes = byteSize(term);
        if (bytes < 0) {
            return null;
        }
        if (Term.isBitstring(term)) {
            return Bitstring.toArray(term);
        }
        final byte[] array = new byte[Math.toIntExact(bytes)];
        final long addr = Blocks.allocate(Math.max(bytes, 8), MemoryKind.SYSTEM);
        copy(term, addr);
        Memory.copyToArray(addr, array, 0, array.length);
        Blocks.free(addr, Math.max(bytes, 8), MemoryKind.SYSTEM);
        return array;
    }
}
