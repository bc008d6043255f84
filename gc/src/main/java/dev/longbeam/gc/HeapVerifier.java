package dev.longbeam.gc;

import dev.longbeam.memory.AddressSpace;
import dev.longbeam.memory.IllegalMemoryAccess;
import dev.longbeam.memory.Memory;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Fun;
import dev.longbeam.term.MapLayout;
import dev.longbeam.term.MatchContext;
import dev.longbeam.term.Term;

/**
 * Checks that every pointer of a heap leads to an object of the same process (or a literal) with a sound header.
 *
 * <p>Called by the owner of the heap, after collections in check mode and by tests. Linear in the heap.
 */
public final class HeapVerifier {
    private final ProcessHeap heap;

    private HeapVerifier(final ProcessHeap heap) {
        this.heap = heap;
    }

    /**
     * Checks a heap.
     *
     * @throws IllegalMemoryAccess naming the first word that is wrong
     */
    public static void verify(final ProcessHeap heap) {
        final HeapVerifier verifier = new HeapVerifier(heap);
        verifier.objects(heap.blockAddr, heap.heapTop);
        verifier.objects(heap.oldAddr, heap.oldTop);
        for (long at = heap.heapLimit; at < heap.blockEnd(); at += 8) {
            verifier.term(Memory.getLong(at), at);
        }
        for (int i = 0; i < heap.rootCount(); i++) {
            verifier.term(heap.root(i), 0);
        }
        for (int i = 0; i < heap.rangeCount(); i++) {
            for (long w = 0; w < heap.rangeWords(i); w++) {
                verifier.term(Memory.getLong(heap.rangeAddr(i) + w * 8), heap.rangeAddr(i) + w * 8);
            }
        }
    }

    private void objects(final long from, final long to) {
        long at = from;
        while (at < to) {
            at = object(at);
        }
        if (at != to) {
            throw new IllegalMemoryAccess("object reaches over the heap top: addr=0x" + Long.toHexString(at));
        }
    }

    private long object(final long addr) {
        final long word = Memory.getLong(addr);
        if ((word & Term.TAG_PRIMARY_MASK) != Term.TAG_HEADER) {
            term(word, addr);
            return addr + 8;
        }
        final long end;
        final long first;
        switch (Term.subtag(word)) {
            case Term.SUBTAG_TUPLE, Term.SUBTAG_RECORD -> {
                return addr + 8;
            }
            case Term.SUBTAG_FUN -> {
                first = addr + Fun.FIRST_TERM_WORD * 8;
                end = addr + (Term.headerWords(word) + 1) * 8;
            }
            case Term.SUBTAG_SUB_BINARY -> {
                first = addr + Bitstring.SUB_ORIGINAL_WORD * 8;
                end = addr + Bitstring.SUB_WORDS * 8;
            }
            case Term.SUBTAG_MATCH_CONTEXT -> {
                term(Memory.getLong(addr + MatchContext.ORIGINAL_WORD * 8), addr);
                return addr + MatchContext.WORDS * 8;
            }
            case Term.SUBTAG_MAP -> {
                first = addr + MapLayout.firstTermWord(word) * 8L;
                end = addr + (MapLayout.wordsBehindHeader(addr) + 1) * 8;
            }
            default -> {
                return addr + (Term.headerWords(word) + 1) * 8;
            }
        }
        for (long at = first; at < end; at += 8) {
            term(Memory.getLong(at), at);
        }
        return end;
    }

    private void term(final long term, final long slotAddr) {
        final long tag = term & Term.TAG_PRIMARY_MASK;
        if (tag == Term.TAG_HEADER || tag == Term.TAG_IMMEDIATE) {
            return;
        }
        final long addr = Term.addr(term);
        if (!owns(addr)) {
            throw new IllegalMemoryAccess("pointer out of the heap: slot=0x" + Long.toHexString(slotAddr) + " term=0x" + Long.toHexString(term));
        }
        final long word = Memory.getLong(addr);
        final boolean header = (word & Term.TAG_PRIMARY_MASK) == Term.TAG_HEADER && (word != 0 || tag == Term.TAG_BOXED);
        // The header of the empty tuple is 0, too.
        if (tag == Term.TAG_BOXED != header) {
            throw new IllegalMemoryAccess("pointer to the wrong kind: slot=0x" + Long.toHexString(slotAddr) + " term=0x"
                + Long.toHexString(term) + " word=0x" + Long.toHexString(word));
        }
    }

    private boolean owns(final long addr) {
        if (AddressSpace.isLiteral(addr) || addr >= heap.blockAddr && addr < heap.heapTop || addr >= heap.oldAddr && addr < heap.oldTop) {
            return true;
        }
        for (long fragment = heap.fragmentAddr; fragment != 0; fragment = Memory.getLong(fragment)) {
            if (addr > fragment && addr < fragment + (Memory.getLong(fragment + 8) >> 4)) {
                return true;
            }
        }
        return false;
    }
}
