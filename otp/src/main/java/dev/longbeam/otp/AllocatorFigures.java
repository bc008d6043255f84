package dev.longbeam.otp;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.TimerService;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * The memory in use as {@code erlang:memory} and {@code system_info({allocator_sizes, Name})} tell it: by the names of the C emulator's allocators, one instance of each.
 *
 * <p>On the scheduler of the process, which gets the terms.
 */
final class AllocatorFigures {
    private static final long AM_EHEAP_ALLOC = Atom.of("eheap_alloc");
    private static final long AM_ETS_ALLOC = Atom.of("ets_alloc");
    private static final long AM_BINARY_ALLOC = Atom.of("binary_alloc");
    private static final long AM_STD_ALLOC = Atom.of("std_alloc");
    private static final long AM_FIX_ALLOC = Atom.of("fix_alloc");
    private static final long AM_FIX_TYPES = Atom.of("fix_types");
    private static final long AM_BIF_TIMER = Atom.of("bif_timer");
    private static final long AM_SIZE = Atom.of("size");
    private static final long AM_BLOCKS = Atom.of("blocks");
    private static final long AM_MBCS = Atom.of("mbcs");
    private static final long AM_SBCS = Atom.of("sbcs");
    private static final long AM_INSTANCE = Atom.of("instance");
    private static final long AM_CARRIERS_SIZE = Atom.of("carriers_size");
    private static final long AM_LITERAL_ALLOC = Atom.of("literal_alloc");

    private AllocatorFigures() {
    }

    /** {@code [{Allocator, 0, Figures}]} in the order of the names; allocators that have no counterpart hold nothing. */
    static long of(final Process p, final long namesTerm) {
        final long[] figures = new long[(int)Cons.length(namesTerm)];
        int count = 0;
        for (long rest = namesTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            figures[count++] = of(p, Cons.head(rest), bytes(p, Cons.head(rest)));
        }
        return Cons.list(p, figures);
    }

    /** What {@code system_info({allocator_sizes, Name})} tells: one instance that holds all blocks of a kind; false for other names. */
    static long sizes(final Process p, final long nameTerm) {
        if (nameTerm != AM_LITERAL_ALLOC && nameTerm != AM_BINARY_ALLOC && nameTerm != AM_EHEAP_ALLOC) {
            return Atoms.FALSE;
        }
        final long bytes = nameTerm == AM_LITERAL_ALLOC ? Blocks.usedBytes(MemoryKind.LITERAL) : bytes(p, nameTerm);
        final long blocks = Cons.list(p, Tuple.make(p, nameTerm, Cons.list(p, size(p, AM_SIZE, bytes))));
        final long multi = Tuple.make(p, AM_MBCS, Cons.list(p, Tuple.make(p, AM_BLOCKS, blocks), size(p, AM_CARRIERS_SIZE, bytes)));
        final long single = Tuple.make(p, AM_SBCS, Cons.list(p, Tuple.make(p, AM_BLOCKS, Term.NIL), size(p, AM_CARRIERS_SIZE, 0)));
        return Cons.list(p, Tuple.make(p, AM_INSTANCE, Term.makeSmall(0), Cons.list(p, multi, single)));
    }

    private static long size(final Process p, final long nameTerm, final long bytes) {
        final long bytesTerm = Integers.make(p, bytes);
        return Tuple.make(p, nameTerm, bytesTerm, bytesTerm, bytesTerm);
    }

    private static long bytes(final Process p, final long nameTerm) {
        final long heaps = Blocks.usedBytes(MemoryKind.PROCESS) + Blocks.usedBytes(MemoryKind.SIGNAL);
        if (nameTerm == AM_EHEAP_ALLOC) {
            return heaps;
        } else if (nameTerm == AM_ETS_ALLOC) {
            return Blocks.usedBytes(MemoryKind.ETS);
        } else if (nameTerm == AM_BINARY_ALLOC) {
            return Blocks.usedBytes(MemoryKind.BINARY);
        } else if (nameTerm == AM_STD_ALLOC) {
            return Blocks.usedBytes() - heaps - Blocks.usedBytes(MemoryKind.ETS) - Blocks.usedBytes(MemoryKind.BINARY);
        }
        return nameTerm == AM_FIX_ALLOC ? TimerService.memoryBytes(p.emulator()) : 0;
    }

    private static long of(final Process p, final long nameTerm, final long bytes) {
        final long bytesTerm = Integers.make(p, bytes);
        final long blocks = Tuple.make(p, AM_BLOCKS, Cons.list(p, Tuple.make(p, nameTerm, Cons.list(p, size(p, AM_SIZE, bytes)))));
        final long carriers = Tuple.make(p, AM_MBCS, Cons.list(p, blocks));
        final long figures = nameTerm == AM_FIX_ALLOC
            ? Cons.list(p, Tuple.make(p, AM_FIX_TYPES, Cons.list(p, Tuple.make(p, AM_BIF_TIMER, bytesTerm, bytesTerm))), carriers)
            : Cons.list(p, carriers);
        return Tuple.make(p, nameTerm, Term.makeSmall(0), figures);
    }
}
