package dev.longbeam.jit;

import dev.longbeam.interp.Code;
import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Arith;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.BitMatch;
import dev.longbeam.term.Cons;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.Fun;
import dev.longbeam.term.Maps;
import dev.longbeam.term.SmallMaps;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * The short way of instructions in compiled code: small methods that the JVM inlines. The long way is the same one that the interpreter
 * takes.
 *
 * <p>Called by compiled code on the scheduler of the process. What can fail records the exception and returns NON_VALUE.
 */
public final class FastOps {
    private FastOps() {
    }

    // Arithmetic

    /** {@code A + B}. */
    public static long add(final Process p, final long a, final long b) {
        final long sum = a + (b - Term.TAG_SMALL);
        return Term.areSmall(a, b) && ((a ^ sum) & (b ^ sum)) >= 0 ? sum : Arith.add(p, a, b);
    }

    /** {@code A - B}. */
    public static long subtract(final Process p, final long a, final long b) {
        final long difference = a - b + Term.TAG_SMALL;
        return Term.areSmall(a, b) && ((a ^ b) & (a ^ difference)) >= 0 ? difference : Arith.sub(p, a, b);
    }

    /** {@code A * B}. */
    public static long multiply(final Process p, final long a, final long b) {
        if (Term.areSmall(a, b)) {
            final long value = a >> 4;
            final long bits = b - Term.TAG_SMALL;
            final long low = value * bits;
            if (isProduct(value, bits, low)) {
                return low + Term.TAG_SMALL;
            }
        }
        return Arith.mul(p, a, b);
    }

    /** True when the product of two words is that word: it has not overflown. */
    public static boolean isProduct(final long a, final long b, final long product) {
        return Math.multiplyHigh(a, b) == product >> 63;
    }

    /** {@code A band B}. */
    public static long band(final Process p, final long a, final long b) {
        return Term.areSmall(a, b) ? a & b : Arith.band(p, a, b);
    }

    /** {@code A bor B}. */
    public static long bor(final Process p, final long a, final long b) {
        return Term.areSmall(a, b) ? a | b : Arith.bor(p, a, b);
    }

    /** {@code A bxor B}. */
    public static long bxor(final Process p, final long a, final long b) {
        return Term.areSmall(a, b) ? a ^ b | Term.TAG_SMALL : Arith.bxor(p, a, b);
    }

    /** {@code A bsr B}. */
    public static long bsr(final Process p, final long a, final long b) {
        if (Term.areSmall(a, b) && b >= 0) {
            return a >> Math.min(b >> 4, 63) | Term.TAG_SMALL;
        }
        return Arith.bsr(p, a, b);
    }

    /** {@code A bsl B}. */
    public static long bsl(final Process p, final long a, final long b) {
        final long count = b >> 4;
        if (Term.areSmall(a, b) && count >= 0 && count < 60) {
            final long shifted = a - Term.TAG_SMALL << count;
            if (shifted >> count == a - Term.TAG_SMALL) {
                return shifted + Term.TAG_SMALL;
            }
        }
        return Arith.bsl(p, a, b);
    }

    /** {@code A div B}. */
    public static long div(final Process p, final long a, final long b) {
        if (Term.areSmall(a, b) && b >> 4 > 0) {
            return (a >> 4) / (b >> 4) << 4 | Term.TAG_SMALL;
        }
        return Arith.intDiv(p, a, b);
    }

    /** {@code A rem B}. */
    public static long rem(final Process p, final long a, final long b) {
        if (Term.areSmall(a, b) && b >> 4 > 0) {
            return (a >> 4) % (b >> 4) << 4 | Term.TAG_SMALL;
        }
        return Arith.intRem(p, a, b);
    }

    /** A number as a float term, for fconv. */
    public static long toFloat(final Process p, final long term) {
        if (Term.isFloat(term)) {
            return term;
        }
        final long converted = Term.isInteger(term) ? Arith.toFloat(p, term) : p.badarith();
        return converted == Term.NON_VALUE ? p.badarith() : converted;
    }

    /** The value of a small integer as a float. */
    public static double smallAsDouble(final long term) {
        return term >> 4;
    }

    /** A float register as a term. */
    public static long makeFloat(final Process p, final double value) {
        return FloatTerm.make(p, value);
    }

    /** A float register as a term, where room is known. */
    public static long makeFloatInRoom(final Process p, final double value) {
        return FloatTerm.write(p.take(FloatTerm.WORDS), value);
    }

    // Tests

    /** A tuple of this size. */
    public static boolean isTuple(final long term, final int arity) {
        return Term.isBoxed(term) && Term.header(term) == Tuple.header(arity);
    }

    /** A tuple with an element of this index, counted from 0. */
    public static boolean hasElement(final long term, final int index) {
        return Term.isTuple(term) && index < Tuple.arity(term);
    }

    /** Header of a boxed term as an int, -1 (which is no header) for one that is larger and for another term. */
    public static int intHeader(final long term) {
        final long header = Term.isBoxed(term) ? Term.header(term) : -1;
        return fitsInt(header) ? (int)header : -1;
    }

    /** True when a word can be looked up as an int. */
    public static boolean fitsInt(final long term) {
        return (int)term == term;
    }

    // Data

    /** Element of a tuple, counted from 0. */
    public static long elementAt(final long tupleTerm, final int index) {
        return Memory.getLong(tupleTerm - Term.TAG_BOXED + (index + 1) * 8L);
    }

    /** {@code element(Index, Tuple)}. */
    public static long element(final Process p, final long indexTerm, final long tupleTerm) {
        if (Term.isSmall(indexTerm) && Term.isTuple(tupleTerm)) {
            final long i = indexTerm >> 4;
            if (i >= 1 && i <= Tuple.arity(tupleTerm)) {
                return Memory.getLong(tupleTerm - Term.TAG_BOXED + i * 8);
            }
        }
        return p.fail(Atoms.BADARG);
    }

    /** {@code [Head | Tail]}. */
    public static long cons(final Process p, final long headTerm, final long tailTerm) {
        return Cons.make(p, headTerm, tailTerm);
    }

    /** {@code [Head | Tail]} where room is known. */
    public static long consInRoom(final Process p, final long headTerm, final long tailTerm) {
        return Cons.write(p.take(Cons.WORDS), headTerm, tailTerm);
    }

    /** {@code hd(List)}. */
    public static long head(final Process p, final long term) {
        return Term.isCons(term) ? Cons.head(term) : p.badarg();
    }

    /** {@code tl(List)}. */
    public static long tail(final Process p, final long term) {
        return Term.isCons(term) ? Cons.tail(term) : p.badarg();
    }

    /** Room for a tuple, its header written; the address. */
    public static long newTuple(final Process p, final int arity) {
        return writeHeader(p.allocate(arity + 1L), arity);
    }

    /** A tuple where room is known, its header written; the address. */
    public static long newTupleInRoom(final Process p, final int arity) {
        return writeHeader(p.take(arity + 1L), arity);
    }

    private static long writeHeader(final long addr, final int arity) {
        Memory.putLong(addr, Tuple.header(arity));
        return addr;
    }

    /** A copy of a tuple; its address. */
    public static long copyTuple(final Process p, final long tupleTerm, final int arity) {
        return copyTo(p.allocate(arity + 1L), tupleTerm, arity);
    }

    /** A copy of a tuple where room is known; its address. */
    public static long copyTupleInRoom(final Process p, final long tupleTerm, final int arity) {
        return copyTo(p.take(arity + 1L), tupleTerm, arity);
    }

    private static long copyTo(final long addr, final long tupleTerm, final int arity) {
        Memory.copyWords(Term.addr(tupleTerm), addr, arity + 1L);
        return addr;
    }

    /** Sets a word of a new object. */
    public static void put(final long addr, final int offset, final long term) {
        Memory.putLong(addr + offset, term);
    }

    /** A fun, its environment to be filled in. */
    public static long makeFun(final Process p, final Code code, final int index) {
        return Fun.makeLocal(p, code.funs[index], p.self);
    }

    /** Sets a term of the environment of a new fun. */
    public static void free(final long funTerm, final int index, final long term) {
        Fun.free(funTerm, index, term);
    }

    // Maps

    /** Value of a key of a map, NON_VALUE for none. */
    public static long mapValue(final long mapTerm, final long keyTerm) {
        return Maps.get(mapTerm, keyTerm);
    }

    /** {@code Map#{Key => Value}}. */
    public static long mapPut(final Process p, final long mapTerm, final long keyTerm, final long valueTerm) {
        return Term.isMap(mapTerm) ? Maps.put(p, mapTerm, keyTerm, valueTerm) : p.badmap(mapTerm);
    }

    /** {@code Map#{Key := Value}}. */
    public static long mapUpdate(final Process p, final long mapTerm, final long keyTerm, final long valueTerm) {
        if (!Term.isMap(mapTerm)) {
            return p.badmap(mapTerm);
        }
        final long updated = Maps.update(p, mapTerm, keyTerm, valueTerm);
        return updated == Term.NON_VALUE ? p.badkey(keyTerm) : updated;
    }

    /** A copy of a flat map whose values may be set; NON_VALUE for any other term. */
    public static long copyOfFlat(final Process p, final long term) {
        return Term.isMap(term) && SmallMaps.isFlat(term) ? SmallMaps.copy(p, term) : Term.NON_VALUE;
    }

    // Bitstrings

    /** A match context over a bitstring, or the context itself; NON_VALUE for another term. */
    public static long startMatch(final Process p, final long term) {
        return BitMatch.start(p, term);
    }

    /** Byte of an address. */
    public static long bytes1(final long addr) {
        return Memory.getUnsignedByte(addr);
    }

    /** Two bytes, the first one being the highest. */
    public static long bytes2(final long addr) {
        return Memory.getUnsignedByte(addr) << 8 | Memory.getUnsignedByte(addr + 1);
    }

    /** Three bytes, the first one being the highest. */
    public static long bytes3(final long addr) {
        return bytes2(addr) << 8 | Memory.getUnsignedByte(addr + 2);
    }

    /** Four bytes, the first one being the highest. */
    public static long bytes4(final long addr) {
        return Integer.toUnsignedLong(Integer.reverseBytes(Memory.getInt(addr)));
    }

    /** Five bytes, the first one being the highest. */
    public static long bytes5(final long addr) {
        return bytes4(addr) << 8 | Memory.getUnsignedByte(addr + 4);
    }

    /** Six bytes, the first one being the highest. */
    public static long bytes6(final long addr) {
        return bytes4(addr) << 16 | bytes4(addr + 2);
    }

    /** Seven bytes, the first one being the highest. */
    public static long bytes7(final long addr) {
        return bytes4(addr) << 24 | bytes4(addr + 3);
    }

    /** Eight bytes, the first one being the highest. */
    public static long bytes8(final long addr) {
        return Memory.getLongBE(addr);
    }

    /** The next bits, so many of a unit as a term says, as an integer. */
    public static long getInteger(final Process p, final long ctx, final long sizeTerm, final int unit, final int flags) {
        final long bits = BitMatch.fieldBits(sizeTerm, unit);
        return bits < 0 ? Term.NON_VALUE : BitMatch.getInteger(p, ctx, bits, flags);
    }

    /** The next bits as a bitstring. */
    public static long getBinary(final Process p, final long ctx, final long sizeTerm, final int unit) {
        final long bits = BitMatch.fieldBits(sizeTerm, unit);
        return bits < 0 ? Term.NON_VALUE : BitMatch.getBinary(p, ctx, bits);
    }

    /** What is left as a bitstring. */
    public static long getBinaryAll(final Process p, final long ctx, final int unit) {
        return BitMatch.getBinaryAll(p, ctx, unit);
    }

    /** Steps over bits. */
    public static boolean skipBits(final long ctx, final long sizeTerm, final int unit) {
        final long bits = BitMatch.fieldBits(sizeTerm, unit);
        return bits >= 0 && BitMatch.skipBits(ctx, bits);
    }

    /** What is left, whatever it is. */
    public static long getTail(final Process p, final long ctx) {
        return BitMatch.getTail(p, ctx);
    }

    /** The next bits equal a number. */
    public static boolean matchBits(final long ctx, final int bits, final long expected) {
        return bits <= BitMatch.left(ctx) && BitMatch.equalBits(ctx, bits, expected);
    }

    /** The next bits equal those of the string table of a code. */
    public static boolean matchString(final long ctx, final int bits, final Code code, final int offset) {
        return BitMatch.matchString(ctx, bits, code.strings, offset);
    }
}
