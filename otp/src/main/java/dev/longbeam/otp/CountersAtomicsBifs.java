package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Integers;
import dev.longbeam.term.MagicResource;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;

/**
 * BIFs of {@code atomics}, and those that {@code counters} stands on: arrays of 64-bit integers off the heap, shared by all
 * processes that hold their reference.
 */
public final class CountersAtomicsBifs {
    private static final long AM_MAX = Atom.of("max");
    private static final long AM_MEMORY = Atom.of("memory");
    private static final long AM_MIN = Atom.of("min");
    private static final long AM_SIZE = Atom.of("size");

    private static final int OPTION_SIGNED = 1;
    /** What the C emulator counts besides the integers. */
    private static final int ATOMICS_HEADER_BYTES = 40;
    private static final int COUNTERS_HEADER_BYTES = 32;
    private static final int CELLS_PER_LINE = 8;
    private static final long LINE_BYTES = CELLS_PER_LINE * (long)Memory.WORD_BYTES;
    private static final long MAX_CELLS = 1L << 40;

    private CountersAtomicsBifs() {
    }

    /** An array of atomic integers. */
    private static final class Atomics implements MagicResource {
        final long count;
        final boolean isSigned;
        final long addr;

        Atomics(final long count, final boolean isSigned) {
            this.count = count;
            this.isSigned = isSigned;
            addr = zeroed(count * Memory.WORD_BYTES);
        }

        @Override
        public void dispose() {
            Blocks.free(addr, count * Memory.WORD_BYTES, MemoryKind.SYSTEM);
        }
    }

    /** An array of counters, each spread over cache lines: one for each scheduler, and one to set it. */
    private static final class Counters implements MagicResource {
        final long count;
        final long addr;
        private final int stripes;

        Counters(final long count, final int stripes) {
            this.count = count;
            this.stripes = stripes;
            addr = zeroed(bytes());
        }

        long bytes() {
            return (count + CELLS_PER_LINE - 1) / CELLS_PER_LINE * stripes * LINE_BYTES;
        }

        long cellAddr(final long index, final int stripe) {
            return addr + (index / CELLS_PER_LINE * stripes + stripe) * LINE_BYTES + index % CELLS_PER_LINE * Memory.WORD_BYTES;
        }

        long sum(final long index) {
            long sum = 0;
            for (int stripe = 0; stripe < stripes; stripe++) {
                sum += Memory.getLongVolatile(cellAddr(index, stripe));
            }
            return sum;
        }

        @Override
        public void dispose() {
            Blocks.free(addr, bytes(), MemoryKind.SYSTEM);
        }
    }

    private static long zeroed(final long bytes) {
        final long addr = Blocks.allocate(bytes, MemoryKind.SYSTEM);
        Memory.fill(addr, bytes, 0);
        return addr;
    }

    // Arguments

    private static boolean isBit64(final long term) {
        return Integers.fitsLong(term) || Integers.fitsUnsignedLong(term);
    }

    /** The 64 bits of an integer for which {@link #isBit64} holds. */
    private static long bits(final long term) {
        return Integers.fitsLong(term) ? Integers.longValue(term) : Integers.unsignedLongValue(term);
    }

    private static boolean isValue(final Atomics atomics, final long term) {
        return atomics.isSigned ? Integers.fitsLong(term) : Integers.fitsUnsignedLong(term);
    }

    private static boolean isIndex(final long term, final long count) {
        return Term.isSmall(term) && Term.smallValue(term) >= 1 && Term.smallValue(term) <= count;
    }

    private static Atomics atomics(final long refTerm, final long indexTerm) {
        final Atomics atomics = Ref.resource(refTerm, Atomics.class);
        return atomics != null && isIndex(indexTerm, atomics.count) ? atomics : null;
    }

    private static Counters counters(final long refTerm, final long indexTerm) {
        final Counters counters = Ref.resource(refTerm, Counters.class);
        return counters != null && isIndex(indexTerm, counters.count) ? counters : null;
    }

    private static long cellAddr(final Atomics atomics, final long indexTerm) {
        return atomics.addr + (Term.smallValue(indexTerm) - 1) * Memory.WORD_BYTES;
    }

    private static long make(final Process p, final Atomics atomics, final long value) {
        return atomics.isSigned ? Integers.make(p, value) : Integers.makeUnsigned(p, value);
    }

    /** Records what is wrong with a number of cells; false when nothing is. */
    private static boolean refusesCount(final Process p, final long countTerm) {
        if (Term.isBoxed(countTerm, Term.SUBTAG_POS_BIG) || Term.isSmall(countTerm) && Term.smallValue(countTerm) > MAX_CELLS) {
            p.systemLimit();
            return true;
        }
        if (!Term.isSmall(countTerm) || Term.smallValue(countTerm) < 1) {
            p.badarg();
            return true;
        }
        return false;
    }

    // Atomics

    /** A new array of atomic integers, all 0. */
    @Bif("erts_internal:atomics_new/2")
    public static long atomicsNew(final Process p, final long countTerm, final long optionsTerm) {
        if (refusesCount(p, countTerm)) {
            return Term.NON_VALUE;
        }
        if (!Term.isSmall(optionsTerm) || Term.smallValue(optionsTerm) < 0) {
            return p.badarg();
        }
        final boolean isSigned = (Term.smallValue(optionsTerm) & OPTION_SIGNED) != 0;
        return Ref.makeMagic(p, new Atomics(Term.smallValue(countTerm), isSigned));
    }

    /** Sets an integer. */
    @Bif("atomics:put/3")
    public static long put(final Process p, final long refTerm, final long indexTerm, final long valueTerm) {
        final Atomics atomics = atomics(refTerm, indexTerm);
        if (atomics == null || !isValue(atomics, valueTerm)) {
            return p.badarg();
        }
        Memory.putLongVolatile(cellAddr(atomics, indexTerm), bits(valueTerm));
        return Atoms.OK;
    }

    /** Reads an integer. */
    @Bif("atomics:get/2")
    public static long get(final Process p, final long refTerm, final long indexTerm) {
        final Atomics atomics = atomics(refTerm, indexTerm);
        return atomics == null ? p.badarg() : make(p, atomics, Memory.getLongVolatile(cellAddr(atomics, indexTerm)));
    }

    /** Adds to an integer; it wraps around. */
    @Bif("atomics:add/3")
    public static long add(final Process p, final long refTerm, final long indexTerm, final long incrementTerm) {
        final Atomics atomics = atomics(refTerm, indexTerm);
        if (atomics == null || !isBit64(incrementTerm)) {
            return p.badarg();
        }
        Memory.getAndAddLong(cellAddr(atomics, indexTerm), bits(incrementTerm));
        return Atoms.OK;
    }

    /** Adds to an integer and gives the sum. */
    @Bif("atomics:add_get/3")
    public static long addGet(final Process p, final long refTerm, final long indexTerm, final long incrementTerm) {
        final Atomics atomics = atomics(refTerm, indexTerm);
        if (atomics == null || !isBit64(incrementTerm)) {
            return p.badarg();
        }
        final long increment = bits(incrementTerm);
        return make(p, atomics, Memory.getAndAddLong(cellAddr(atomics, indexTerm), increment) + increment);
    }

    /** Sets an integer and gives what it was. */
    @Bif("atomics:exchange/3")
    public static long exchange(final Process p, final long refTerm, final long indexTerm, final long valueTerm) {
        final Atomics atomics = atomics(refTerm, indexTerm);
        if (atomics == null || !isValue(atomics, valueTerm)) {
            return p.badarg();
        }
        return make(p, atomics, Memory.getAndSetLong(cellAddr(atomics, indexTerm), bits(valueTerm)));
    }

    /** Sets an integer if it is as expected: {@code ok}, or what it is. */
    @Bif("atomics:compare_exchange/4")
    public static long compareExchange(final Process p, final long refTerm, final long indexTerm, final long expectedTerm,
        final long valueTerm) {
        final Atomics atomics = atomics(refTerm, indexTerm);
        if (atomics == null || !isValue(atomics, expectedTerm) || !isValue(atomics, valueTerm)) {
            return p.badarg();
        }
        final long addr = cellAddr(atomics, indexTerm);
        final long expected = bits(expectedTerm);
        for (;;) {
            if (Memory.compareAndSetLong(addr, expected, bits(valueTerm))) {
                return Atoms.OK;
            }
            final long actual = Memory.getLongVolatile(addr);
            if (actual != expected) {
                return make(p, atomics, actual);
            }
        }
    }

    /** Size, memory in bytes, and the range of the integers. */
    @Bif("atomics:info/1")
    public static long info(final Process p, final long refTerm) {
        final Atomics atomics = Ref.resource(refTerm, Atomics.class);
        if (atomics == null) {
            return p.badarg();
        }
        final long[] pairs = {AM_MAX, atomics.isSigned ? Integers.make(p, Long.MAX_VALUE) : Integers.makeUnsigned(p, -1), AM_MEMORY,
            Term.makeSmall(ATOMICS_HEADER_BYTES + atomics.count * Memory.WORD_BYTES), AM_MIN,
            atomics.isSigned ? Integers.make(p, Long.MIN_VALUE) : Term.makeSmall(0), AM_SIZE, Term.makeSmall(atomics.count)};
        return Maps.fromArray(p, pairs, 0, pairs.length);
    }

    // Counters

    /** A new array of counters for many writers, all 0. */
    @Bif("erts_internal:counters_new/1")
    public static long countersNew(final Process p, final long countTerm) {
        return refusesCount(p, countTerm) ? Term.NON_VALUE : Ref.makeMagic(p,
            new Counters(Term.smallValue(countTerm), p.emulator().schedulers.length + 1));
    }

    /** Reads a counter; writes that go on at the same time may be in the sum or not. */
    @Bif("erts_internal:counters_get/2")
    public static long countersGet(final Process p, final long refTerm, final long indexTerm) {
        final Counters counters = counters(refTerm, indexTerm);
        return counters == null ? p.badarg() : Integers.make(p, counters.sum(Term.smallValue(indexTerm) - 1));
    }

    /** Adds to a counter; it wraps around. */
    @Bif("erts_internal:counters_add/3")
    public static long countersAdd(final Process p, final long refTerm, final long indexTerm, final long incrementTerm) {
        final Counters counters = counters(refTerm, indexTerm);
        if (counters == null || !isBit64(incrementTerm)) {
            return p.badarg();
        }
        final int stripe = p.scheduler().index + 1;
        Memory.getAndAddLong(counters.cellAddr(Term.smallValue(indexTerm) - 1, stripe), bits(incrementTerm));
        return Atoms.OK;
    }

    /** Sets a counter; writes that go on at the same time may be lost. */
    @Bif("erts_internal:counters_put/3")
    public static long countersPut(final Process p, final long refTerm, final long indexTerm, final long valueTerm) {
        final Counters counters = counters(refTerm, indexTerm);
        if (counters == null || !Integers.fitsLong(valueTerm)) {
            return p.badarg();
        }
        final long index = Term.smallValue(indexTerm) - 1;
        final long change = bits(valueTerm) - counters.sum(index);
        Memory.getAndAddLong(counters.cellAddr(index, 0), change);
        return Atoms.OK;
    }

    /** Size and memory in bytes. */
    @Bif("erts_internal:counters_info/1")
    public static long countersInfo(final Process p, final long refTerm) {
        final Counters counters = Ref.resource(refTerm, Counters.class);
        if (counters == null) {
            return p.badarg();
        }
        final long[] pairs = {AM_MEMORY, Term.makeSmall(COUNTERS_HEADER_BYTES + counters.bytes()), AM_SIZE, Term.makeSmall(counters.count)};
        return Maps.fromArray(p, pairs, 0, pairs.length);
    }
}
