package dev.longbeam.term;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;

/**
 * Iodata as a list of binaries fit for a vectored write: large binaries stay as they are, small pieces are gathered in new ones. Where
 * the borders lie is what the C emulator does.
 *
 * <p>Owned by one thread; used once.
 */
public final class IoVec {
    private static final int SMALL_BYTES = Bitstring.MAX_HEAP_BYTES * 4;
    private static final int FULL_BYTES = SMALL_BYTES * 32;
    private static final int LATER_SMALL_BYTES = Bitstring.MAX_HEAP_BYTES * 8;

    private final TermHeap heap;
    private final TermStack stack = new TermStack();
    private long gatheredAddr;
    private long gatheredBytes;
    private long gatheredCapacity;
    private long resultTerm = Term.NIL;
    private long lastCons;

    private IoVec(final TermHeap heap) {
        this.heap = heap;
    }

    /** The list of binaries, or NON_VALUE when the term is no iodata; nothing is raised. */
    public static long make(final TermHeap heap, final long term) {
        if (IoList.byteSize(term) < 0) {
            return Term.NON_VALUE;
        }
        if (Term.isBitstring(term)) {
            return Bitstring.byteSize(term) == 0 ? Term.NIL : Cons.make(heap, term, Term.NIL);
        }
        return new IoVec(heap).gather(term);
    }

    private long gather(final long listTerm) {
        long at = listTerm;
        while (true) {
            if (Term.isCons(at)) {
                final long head = Cons.head(at);
                if (Term.isSmall(head)) {
                    at = gatherBytes(at);
                } else if (Term.isList(head)) {
                    if (Cons.tail(at) != Term.NIL) {
                        stack.push(Cons.tail(at));
                    }
                    at = head;
                } else {
                    gatherBinary(head);
                    at = Cons.tail(at);
                }
                continue;
            }
            if (at != Term.NIL) {
                gatherBinary(at);
            }
            if (stack.depth() == 0) {
                break;
            }
            at = stack.pop();
        }
        flush();
        return resultTerm;
    }

    private long gatherBytes(final long fromCons) {
        long bytes = 0;
        long end = fromCons;
        while (Term.isCons(end) && Term.isSmall(Cons.head(end))) {
            bytes++;
            end = Cons.tail(end);
        }
        expand(bytes);
        for (long at = fromCons; at != end; at = Cons.tail(at)) {
            Memory.putByte(gatheredAddr + gatheredBytes++, (int)Term.smallValue(Cons.head(at)));
        }
        return end;
    }

    private void gatherBinary(final long binaryTerm) {
        final long bytes = Bitstring.byteSize(binaryTerm);
        if (bytes == 0) {
            return;
        }
        final boolean small = bytes < SMALL_BYTES;
        if (OtpVariant.current().strictBinaries()) {
            gatherUpTo(LATER_SMALL_BYTES, binaryTerm, bytes);
        } else if (!small && (gatheredBytes == 0 || gatheredBytes >= SMALL_BYTES)) {
            flush();
            add(binaryTerm);
        } else if (small || bytes + gatheredBytes < SMALL_BYTES * 2) {
            expand(bytes);
            append(binaryTerm, bytes);
        } else {
            final long spill = SMALL_BYTES - gatheredBytes;
            expand(spill);
            append(binaryTerm, spill);
            flush();
            add(Bitstring.makeSub(heap, binaryTerm, spill << 3, bytes - spill << 3));
        }
    }

    private void gatherUpTo(final long smallBytes, final long binaryTerm, final long bytes) {
        if (bytes > smallBytes) {
            flush();
            add(binaryTerm);
        } else {
            expand(bytes);
            append(binaryTerm, bytes);
        }
    }

    private void append(final long binaryTerm, final long bytes) {
        Bits.copy(Bitstring.dataAddr(binaryTerm), Bitstring.bitOffset(binaryTerm), gatheredAddr, gatheredBytes << 3, bytes << 3);
        gatheredBytes += bytes;
    }

    private void expand(final long moreBytes) {
        final long needed = gatheredBytes + moreBytes;
        if (gatheredAddr != 0 && needed > gatheredCapacity && gatheredCapacity >= FULL_BYTES
            && !OtpVariant.current().strictBinaries()) {
            flush();
            expand(moreBytes);
            return;
        }
        if (needed > gatheredCapacity) {
            final long capacity = Math.max(needed, Math.max(SMALL_BYTES, gatheredCapacity * 2));
            final long addr = Blocks.allocate(capacity, MemoryKind.SYSTEM);
            Memory.copy(gatheredAddr, addr, gatheredBytes);
            release();
            gatheredAddr = addr;
            gatheredCapacity = capacity;
        }
    }

    private void flush() {
        if (gatheredBytes > 0) {
            final long objectAddr = OffHeapBinary.allocate(gatheredBytes);
            Memory.copy(gatheredAddr, OffHeapBinary.dataAddr(objectAddr), gatheredBytes);
            add(Bitstring.makeRefc(heap, objectAddr));
        }
        release();
        gatheredAddr = 0;
        gatheredBytes = 0;
        gatheredCapacity = 0;
    }

    private void release() {
        if (gatheredAddr != 0) {
            Blocks.free(gatheredAddr, gatheredCapacity, MemoryKind.SYSTEM);
        }
    }

    private void add(final long binaryTerm) {
        final long cons = Cons.make(heap, binaryTerm, Term.NIL);
        if (lastCons == 0) {
            resultTerm = cons;
        } else {
            Memory.putLong(Term.addr(lastCons) + Memory.WORD_BYTES, cons);
        }
        lastCons = cons;
    }
}
