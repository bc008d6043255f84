package dev.longbeam.term;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;

/**
 * Character data on its way to UTF-8: lists of characters and binaries, nested at will. The work goes on in slices; what is left to do is
 * a term again.
 *
 * <p>A binary may end within a character if the next one goes on with it: such bytes wait behind the end of what is written. Owned by one
 * process; {@link #dispose} gives the memory back unless {@link #toBinary} took it.
 */
public final class CharacterData implements MagicResource {
    private final boolean latin1;
    private long objectAddr;
    private final long dataAddr;
    private long writtenBytes;
    private int waitingBytes;
    private long budget;
    private boolean wrong;
    private TermStack stack;

    private CharacterData(final boolean latin1, final long capacityBytes) {
        this.latin1 = latin1;
        this.objectAddr = OffHeapBinary.allocate(0, Math.max(capacityBytes, 1));
        this.dataAddr = OffHeapBinary.dataAddr(objectAddr);
    }

    /** Begins with the right room for a term, or returns null when the term cannot be character data, whatever its characters. */
    public static CharacterData begin(final long term, final boolean latin1) {
        final long bytes = room(term, latin1);
        return bytes < 0 ? null : new CharacterData(latin1, bytes);
    }

    // Stops at the first bignum, since the conversion will: it tells how far it came, and nobody looks at what is behind.
    private static long room(final long term, final boolean latin1) {
        final TermStack pending = IoList.stack();
        final int depth = pending.depth();
        final long bytes = room(term, latin1, pending, depth);
        pending.truncate(depth);
        return bytes;
    }

    private static long room(final long term, final boolean latin1, final TermStack pending, final int depth) {
        long bytes = 0;
        long at = term;
        while (true) {
            if (Term.isCons(at)) {
                final long head = Cons.head(at);
                if (Term.isSmall(head)) {
                    bytes += BinaryBuild.utf8Bits(head) >>> 3;
                    at = Cons.tail(at);
                } else if (Term.isCons(head)) {
                    pending.push(Cons.tail(at));
                    at = head;
                } else if (head == Term.NIL) {
                    at = Cons.tail(at);
                } else if (Bitstring.isBinary(head)) {
                    bytes += room(head, Bitstring.byteSize(head), latin1);
                    at = Cons.tail(at);
                } else {
                    return Term.isBig(head) ? bytes : -1;
                }
                continue;
            }
            if (Bitstring.isBinary(at)) {
                bytes += room(at, Bitstring.byteSize(at), latin1);
            } else if (at != Term.NIL) {
                return -1;
            }
            if (pending.depth() == depth) {
                return bytes;
            }
            at = pending.pop();
        }
    }

    private static long room(final long binaryTerm, final long bytes, final boolean latin1) {
        return latin1 ? bytes * 2 : bytes;
    }

    /** True when the bytes of a binary are all below 128. */
    public static boolean isAscii(final long binaryTerm) {
        final long bytes = Bitstring.byteSize(binaryTerm);
        for (long i = 0; i < bytes; i++) {
            if (Bitstring.byteAt(binaryTerm, i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Bytes from the beginning of a binary that are right UTF-8. */
    public static long validBytes(final long binaryTerm) {
        final long bytes = Bitstring.byteSize(binaryTerm);
        final long addr = alignedAddr(binaryTerm, bytes);
        final long valid = Utf8.validBytes(addr, bytes);
        releaseAligned(binaryTerm, addr, bytes);
        return valid;
    }

    private static long alignedAddr(final long binaryTerm, final long bytes) {
        if (Bitstring.bitOffset(binaryTerm) == 0) {
            return Bitstring.dataAddr(binaryTerm);
        }
        final long addr = Blocks.allocate(bytes + Memory.WORD_BYTES, MemoryKind.SYSTEM);
        Bits.copy(Bitstring.dataAddr(binaryTerm), Bitstring.bitOffset(binaryTerm), addr, 0, bytes << 3);
        return addr;
    }

    private static void releaseAligned(final long binaryTerm, final long addr, final long bytes) {
        if (Bitstring.bitOffset(binaryTerm) != 0) {
            Blocks.free(addr, bytes + Memory.WORD_BYTES, MemoryKind.SYSTEM);
        }
    }

    /**
     * Works through a term, at most about {@code characters}.
     *
     * @return the rest; the empty list when there is none. {@link #isWrong} says whether the rest begins with something wrong.
     */
    public long run(final TermHeap heap, final long term, final long characters) {
        stack = IoList.stack();
        final int depth = stack.depth();
        budget = characters;
        if (Term.isBitstring(term)) {
            return addBinary(heap, term);
        }
        long at = term;
        while (budget > 0 && !wrong) {
            if (Term.isCons(at)) {
                at = addHead(heap, at);
            } else if (at != Term.NIL) {
                at = addTail(heap, at);
            } else if (stack.depth() > depth) {
                at = stack.pop();
            } else {
                break;
            }
        }
        while (stack.depth() > depth) {
            at = Cons.make(heap, at, stack.pop());
        }
        return at;
    }

    private long addHead(final TermHeap heap, final long consTerm) {
        final long head = Cons.head(consTerm);
        final long tail = Cons.tail(consTerm);
        if (Term.isSmall(head)) {
            final long value = Term.smallValue(head);
            if (waitingBytes > 0 || !BitMatchUtf.isCharacter(value) || latin1 && value > 0xFF) {
                wrong = true;
                return consTerm;
            }
            writtenBytes += Utf8.put(dataAddr + writtenBytes, (int)value);
            budget--;
            return tail;
        }
        if (Term.isCons(head)) {
            stack.push(tail);
            return head;
        }
        if (head == Term.NIL) {
            return tail;
        }
        if (!Term.isBitstring(head)) {
            wrong = true;
            return consTerm;
        }
        final long rest = addBinary(heap, head);
        return wrong || rest != Term.NIL ? Cons.make(heap, rest, tail) : tail;
    }

    private long addTail(final TermHeap heap, final long term) {
        if (!Term.isBitstring(term)) {
            wrong = true;
            return term;
        }
        return addBinary(heap, term);
    }

    private long addBinary(final TermHeap heap, final long binaryTerm) {
        if (!Bitstring.isBinary(binaryTerm)) {
            wrong = true;
            return binaryTerm;
        }
        final long all = Bitstring.byteSize(binaryTerm);
        final long addr = alignedAddr(binaryTerm, all);
        long bytes = Math.min(all, budget);
        while (!latin1 && bytes < all && (Memory.getByte(addr + bytes) & 0xC0) == 0x80) {
            bytes++;
        }
        final long done = latin1 ? addLatin1(addr, bytes) : addUtf8(addr, bytes);
        releaseAligned(binaryTerm, addr, all);
        wrong = done < bytes;
        budget = done < all && !wrong ? 0 : Math.max(budget - bytes, 0);
        if (done == all) {
            return Term.NIL;
        }
        return Bitstring.makeSub(heap, binaryTerm, done << 3, all - done << 3);
    }

    private long addLatin1(final long addr, final long bytes) {
        for (long i = 0; i < bytes; i++) {
            writtenBytes += Utf8.put(dataAddr + writtenBytes, Memory.getUnsignedByte(addr + i));
        }
        return bytes;
    }

    /** Returns how many bytes were taken; less than there are when the next character is wrong. */
    private long addUtf8(final long addr, final long bytes) {
        long from = 0;
        if (waitingBytes > 0) {
            final long at = dataAddr + writtenBytes;
            final int length = Utf8.length(Memory.getUnsignedByte(at));
            from = Math.min(length - waitingBytes, bytes);
            Memory.copy(addr, at + waitingBytes, from);
            if (waitingBytes + from < length) {
                waitingBytes += (int)from;
                return bytes;
            }
            if (Utf8.step(at, length) < 0) {
                return 0;
            }
            writtenBytes += length;
            waitingBytes = 0;
        }
        final long valid = Utf8.validBytes(addr + from, bytes - from);
        Memory.copy(addr + from, dataAddr + writtenBytes, valid);
        writtenBytes += valid;
        final long left = bytes - from - valid;
        if (left > 0 && Utf8.step(addr + from + valid, left) == 0) {
            Memory.copy(addr + from + valid, dataAddr + writtenBytes, left);
            waitingBytes = (int)left;
            return bytes;
        }
        return from + valid;
    }

    /** What is left of the characters that the last slice was given. */
    public long left() {
        return budget;
    }

    /** True when the rest begins with something that is no character. */
    public boolean isWrong() {
        return wrong;
    }

    /** True when bytes of an unfinished character wait. */
    public boolean isWaiting() {
        return waitingBytes > 0;
    }

    /** True when more bytes could make a character of those that wait. */
    public boolean canGoOn() {
        return Utf8.isBeginning(dataAddr + writtenBytes, waitingBytes);
    }

    /** The bytes that wait, as a binary. */
    public long waiting(final TermHeap heap) {
        final long binaryTerm = Bitstring.allocate(heap, waitingBytes);
        Memory.copy(dataAddr + writtenBytes, Bitstring.dataAddr(binaryTerm), waitingBytes);
        return binaryTerm;
    }

    /** What was written, as a list of characters. */
    public long toList(final TermHeap heap) {
        return Utf8.toList(heap, dataAddr, writtenBytes);
    }

    /** What was written, as a binary; the last thing to ask for. */
    public long toBinary(final TermHeap heap) {
        if (writtenBytes <= Bitstring.MAX_HEAP_BYTES) {
            final long binaryTerm = Bitstring.allocate(heap, writtenBytes);
            Memory.copy(dataAddr, Bitstring.dataAddr(binaryTerm), writtenBytes);
            return binaryTerm;
        }
        OffHeapBinary.sizeBytes(objectAddr, writtenBytes);
        final long binaryTerm = Bitstring.makeRefc(heap, objectAddr);
        objectAddr = 0;
        return binaryTerm;
    }

    @Override
    public void dispose() {
        if (objectAddr != 0) {
            OffHeapBinary.release(objectAddr);
            objectAddr = 0;
        }
    }
}
