package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.LongCalls;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.BinaryBuild;
import dev.longbeam.term.BinaryRepeat;
import dev.longbeam.term.BitMatch;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.CommonBytes;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Integers;
import dev.longbeam.term.OffHeapBinary;
import dev.longbeam.term.Term;

/** BIFs of {@code binary} other than those that look for patterns; {@code part} stands with {@code erlang:binary_part}. */
public final class BinaryBifs {
    /** More than any machine has: who asks for so many, or more, is told that there are not. */
    private static final long NEVER_FREE_BYTES = 1L << 60;

    private BinaryBifs() {
    }

    /** The byte at an index. */
    @Bif("binary:at/2")
    public static long at(final Process p, final long binaryTerm, final long indexTerm) {
        if (!Bitstring.isBinary(binaryTerm) || !Term.isSmall(indexTerm)) {
            return p.badarg();
        }
        final long index = Term.smallValue(indexTerm);
        if (index < 0 || index >= Bitstring.byteSize(binaryTerm)) {
            return p.badarg();
        }
        return Term.makeSmall(Bitstring.byteAt(binaryTerm, index));
    }

    /** The first byte. */
    @Bif("binary:first/1")
    public static long first(final Process p, final long binaryTerm) {
        return at(p, binaryTerm, Term.makeSmall(0));
    }

    /** The last byte. */
    @Bif("binary:last/1")
    public static long last(final Process p, final long binaryTerm) {
        return Bitstring.isBinary(binaryTerm) ? at(p, binaryTerm, Term.makeSmall(Bitstring.byteSize(binaryTerm) - 1)) : p.badarg();
    }

    /** A copy of a binary that shares no bytes. */
    @Bif("binary:copy/1")
    public static long copy(final Process p, final long binaryTerm) {
        return copy(p, binaryTerm, Term.makeSmall(1));
    }

    /** A binary several times over. */
    @Bif("binary:copy/2")
    public static long copy(final Process p, final long binaryTerm, final long timesTerm) {
        if (!ErlangBinaryBifs.isBinaryOrLenient(binaryTerm) || !Integers.fitsUnsignedLong(timesTerm)) {
            return p.badarg();
        }
        if (timesTerm == Term.makeSmall(0)) {
            return Bitstring.allocate(p, 0);
        }
        if (!Bitstring.isBinary(binaryTerm)) {
            return p.badarg();
        }
        final long bytes = Bitstring.byteSize(binaryTerm);
        final long times = Integers.unsignedLongValue(timesTerm);
        if (Math.unsignedMultiplyHigh(times, bytes) != 0) {
            return p.systemLimit();
        }
        final long total = bytes * times;
        return LongCalls.run(p, new BinaryRepeat(p, binaryTerm, Long.compareUnsigned(total, NEVER_FREE_BYTES) < 0 ? total : NEVER_FREE_BYTES));
    }

    /** Bytes of the object that a binary is a part of. */
    @Bif("binary:referenced_byte_size/1")
    public static long referencedByteSize(final Process p, final long bitstringTerm) {
        if (!Term.isBitstring(bitstringTerm)) {
            return p.badarg();
        }
        final long originalTerm = Bitstring.original(bitstringTerm);
        if (Term.isBoxed(originalTerm, Term.SUBTAG_REFC_BINARY)) {
            return Term.makeSmall(OffHeapBinary.capacityBytes(Term.word(originalTerm, Bitstring.REFC_OBJECT_WORD)));
        }
        return Term.makeSmall(Bitstring.byteSize(originalTerm));
    }

    /** The shortest big-endian binary of an integer that is not negative. */
    @Bif("binary:encode_unsigned/1")
    public static long encodeUnsigned(final Process p, final long integerTerm) {
        return encodeUnsigned(p, integerTerm, Atoms.BIG);
    }

    /** The shortest binary of an integer that is not negative. */
    @Bif("binary:encode_unsigned/2")
    public static long encodeUnsigned(final Process p, final long integerTerm, final long endiannessTerm) {
        final boolean negative = Term.isSmall(integerTerm) ? integerTerm < 0 : !Term.isBoxed(integerTerm, Term.SUBTAG_POS_BIG);
        if (negative || endiannessTerm != Atoms.BIG && endiannessTerm != Atoms.LITTLE) {
            return p.badarg();
        }
        return BinaryBuild.unsigned(p, integerTerm, endiannessTerm == Atoms.LITTLE);
    }

    /** The integer of a big-endian binary. */
    @Bif("binary:decode_unsigned/1")
    public static long decodeUnsigned(final Process p, final long binaryTerm) {
        return decodeUnsigned(p, binaryTerm, Atoms.BIG);
    }

    /** The integer of a binary. */
    @Bif("binary:decode_unsigned/2")
    public static long decodeUnsigned(final Process p, final long binaryTerm, final long endiannessTerm) {
        if (!Bitstring.isBinary(binaryTerm) || endiannessTerm != Atoms.BIG && endiannessTerm != Atoms.LITTLE) {
            return p.badarg();
        }
        return BitMatch.unsigned(p, binaryTerm, endiannessTerm == Atoms.LITTLE);
    }

    /** How many bytes all binaries of a list begin with in common. */
    @Bif("binary:longest_common_prefix/1")
    public static long longestCommonPrefix(final Process p, final long listTerm) {
        return longestCommon(p, listTerm, false);
    }

    /** How many bytes all binaries of a list end with in common. */
    @Bif("binary:longest_common_suffix/1")
    public static long longestCommonSuffix(final Process p, final long listTerm) {
        return longestCommon(p, listTerm, true);
    }

    private static long longestCommon(final Process p, final long listTerm, final boolean suffix) {
        long common = Long.MAX_VALUE;
        long rest = listTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            if (!Bitstring.isBinary(Cons.head(rest))) {
                return p.badarg();
            }
            common = Math.min(common, Bitstring.byteSize(Cons.head(rest)));
        }
        if (!Term.isNil(rest) || common == Long.MAX_VALUE) {
            return p.badarg();
        }
        return LongCalls.run(p, new CommonBytes(listTerm, common, suffix));
    }
}
