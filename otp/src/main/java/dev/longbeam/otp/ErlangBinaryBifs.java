package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.memory.Memory;
import dev.longbeam.sched.LongCalls;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.BitMatch;
import dev.longbeam.term.Bits;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.IoList;
import dev.longbeam.term.Integers;
import dev.longbeam.term.IoListJoin;
import dev.longbeam.term.IoListSize;
import dev.longbeam.term.IoVec;
import dev.longbeam.term.OtpVariant;
import dev.longbeam.term.MatchContext;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** BIFs of {@code erlang} on binaries, bitstrings and iodata. */
public final class ErlangBinaryBifs {
    private static final int BYTES_PER_REDUCTION = 64;
    /** More bytes than this are worked on in slices of as many. */
    static final long SLICE_BYTES = 1 << 17;
    /** Bytes that become a list at once, as in the C emulator: a list that is begun would be copied by a collection between two slices. */
    private static final long LIST_SLICE_BYTES = 400_000;
    private static final int LIST_CONTINUE = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("binary_to_list_continue"), 3);
    private static final int SLICE_ELEMENTS = 1 << 16;
    /** Longer lists are joined as work that goes on in parts, without a walk before that would be for nothing. */
    private static final int SHORT_LIST_ELEMENTS = 1 << 11;
    private static final int ELEMENTS_PER_REDUCTION = 40;
    private static final int SIZE_CONTINUE = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("iolist_size_continue"), 2);

    private ErlangBinaryBifs() {
    }

    static void bump(final Process p, final long bytes) {
        p.bumpReductions((int)Math.min(bytes / BYTES_PER_REDUCTION, Integer.MAX_VALUE));
    }

    /** True for a binary, and in releases that do not look closely for any bitstring. */
    static boolean isBinaryOrLenient(final long term) {
        return Bitstring.isBinary(term) || Term.isBitstring(term) && !OtpVariant.current().strictBinaries();
    }

    // Sizes and parts

    /** Bytes of a bitstring, a partial one at the end counted. */
    @Bif(value = "erlang:byte_size/1", kind = Bif.Kind.GUARD)
    public static long byteSize(final Process p, final long bitstringTerm) {
        // Compilers ask this of match contexts, too: it is the size of what is left.
        final long bits = MatchContext.is(bitstringTerm) ? BitMatch.left(bitstringTerm)
            : Term.isBitstring(bitstringTerm) ? Bitstring.bitSize(bitstringTerm) : -1;
        return bits < 0 ? p.badarg() : Term.makeSmall(bits + 7 >>> 3);
    }

    /** Bits of a bitstring. */
    @Bif(value = "erlang:bit_size/1", kind = Bif.Kind.GUARD)
    public static long bitSize(final Process p, final long bitstringTerm) {
        return MatchContext.is(bitstringTerm) ? Term.makeSmall(BitMatch.left(bitstringTerm))
            : Term.isBitstring(bitstringTerm) ? Term.makeSmall(Bitstring.bitSize(bitstringTerm)) : p.badarg();
    }

    /** Elements of a tuple or whole bytes of a bitstring. */
    @Bif(value = "erlang:size/1", kind = Bif.Kind.GUARD)
    public static long size(final Process p, final long term) {
        if (Term.isTuple(term)) {
            return Term.makeSmall(Tuple.arity(term));
        }
        return Term.isBitstring(term) ? Term.makeSmall(Bitstring.byteSize(term)) : p.badarg();
    }

    /** A part of a binary. */
    @Bif(value = {"erlang:binary_part/3", "binary:part/3"}, kind = Bif.Kind.GUARD)
    public static long binaryPart(final Process p, final long binaryTerm, final long positionTerm, final long lengthTerm) {
        if (!isBinaryOrLenient(binaryTerm) || !Term.areSmall(positionTerm, lengthTerm)) {
            return p.badarg();
        }
        final long length = Term.smallValue(lengthTerm);
        final long position = Term.smallValue(positionTerm) + Math.min(length, 0);
        if (Term.smallValue(positionTerm) < 0 || position < 0 || position + Math.abs(length) > Bitstring.byteSize(binaryTerm)) {
            return p.badarg();
        }
        return BitMatch.part(p, binaryTerm, position << 3, Math.abs(length) << 3);
    }

    /** A part of a binary, by {@code {Position, Length}}. */
    @Bif(value = {"erlang:binary_part/2", "binary:part/2"}, kind = Bif.Kind.GUARD)
    public static long binaryPart(final Process p, final long binaryTerm, final long partTerm) {
        if (!Term.isTuple(partTerm) || Tuple.arity(partTerm) != 2) {
            return p.badarg();
        }
        return binaryPart(p, binaryTerm, Tuple.element(partTerm, 1), Tuple.element(partTerm, 2));
    }

    /** Both parts of a bitstring that is cut behind a number of bytes. */
    @Bif("erlang:split_binary/2")
    public static long splitBinary(final Process p, final long bitstringTerm, final long positionTerm) {
        if (!Term.isBitstring(bitstringTerm) || !Term.isSmall(positionTerm) || positionTerm < 0
            || Term.smallValue(positionTerm) > Bitstring.byteSize(bitstringTerm)) {
            return p.badarg();
        }
        final long at = Term.smallValue(positionTerm) << 3;
        final long leftTerm = BitMatch.part(p, bitstringTerm, 0, at);
        return Tuple.make(p, leftTerm, BitMatch.part(p, bitstringTerm, at, Bitstring.bitSize(bitstringTerm) - at));
    }

    // To lists

    /** The bytes of a binary as a list. */
    @Bif("erlang:binary_to_list/1")
    public static long binaryToList(final Process p, final long binaryTerm) {
        return Bitstring.isBinary(binaryTerm) ? bytes(p, binaryTerm, 0, Bitstring.byteSize(binaryTerm), Term.NIL) : p.badarg();
    }

    /** The bytes from a first to a last one, counted from 1, as a list. */
    @Bif("erlang:binary_to_list/3")
    public static long binaryToList(final Process p, final long binaryTerm, final long firstTerm, final long lastTerm) {
        if (!isBinaryOrLenient(binaryTerm) || !Term.areSmall(firstTerm, lastTerm)) {
            return p.badarg();
        }
        final long first = Term.smallValue(firstTerm);
        final long last = Term.smallValue(lastTerm);
        if (first < 1 || last < first || last > Bitstring.byteSize(binaryTerm)) {
            return p.badarg();
        }
        return bytes(p, binaryTerm, first - 1, last - first + 1, Term.NIL);
    }

    /** The bytes of a bitstring as a list, what is left of the last one as a bitstring at its end. */
    @Bif("erlang:bitstring_to_list/1")
    public static long bitstringToList(final Process p, final long bitstringTerm) {
        if (!Term.isBitstring(bitstringTerm)) {
            return p.badarg();
        }
        final long bytes = Bitstring.byteSize(bitstringTerm);
        final long rest = Bitstring.bitSize(bitstringTerm) & 7;
        if (rest == 0) {
            return bytes(p, bitstringTerm, 0, bytes, Term.NIL);
        }
        final long lastTerm = bytes == 0 ? bitstringTerm : BitMatch.part(p, bitstringTerm, bytes << 3, rest);
        return bytes(p, bitstringTerm, 0, bytes, Cons.make(p, lastTerm, Term.NIL));
    }

    /** Bytes of a bitstring as a list in front of a tail; from the last to the first slice. */
    private static long bytes(final Process p, final long bitstringTerm, final long from, final long length, final long tailTerm) {
        if (length == 0) {
            return tailTerm;
        }
        if (length <= LIST_SLICE_BYTES) {
            return slice(p, bitstringTerm, from, length, tailTerm);
        }
        final long restTerm = Bitstring.makeSub(p, bitstringTerm, from << 3, length - LIST_SLICE_BYTES << 3);
        final long listTerm = slice(p, bitstringTerm, from + length - LIST_SLICE_BYTES, LIST_SLICE_BYTES, tailTerm);
        return p.trap(LIST_CONTINUE, restTerm, Term.makeSmall(length - LIST_SLICE_BYTES), listTerm);
    }

    /** The next slice of {@code binary_to_list} and {@code bitstring_to_list}. */
    @Bif("erts_internal:binary_to_list_continue/3")
    public static long binaryToListContinue(final Process p, final long binaryTerm, final long lengthTerm, final long tailTerm) {
        return bytes(p, binaryTerm, 0, Term.smallValue(lengthTerm), tailTerm);
    }

    private static long slice(final Process p, final long bitstringTerm, final long from, final long length, final long tailTerm) {
        bump(p, length);
        final long first = p.allocate(length * Cons.WORDS);
        final long dataAddr = Bitstring.dataAddr(bitstringTerm) + from;
        final int offset = Bitstring.bitOffset(bitstringTerm);
        long addr = first;
        for (long i = 0; i < length; i++) {
            final long value = offset == 0 ? Memory.getUnsignedByte(dataAddr + i) : Bits.get(dataAddr, (i << 3) + offset, 8);
            final long next = addr + Cons.WORDS * Memory.WORD_BYTES;
            Cons.write(addr, Term.makeSmall(value), i == length - 1 ? tailTerm : Term.makeCons(next));
            addr = next;
        }
        return Term.makeCons(first);
    }

    // From lists

    /** The binary of an iolist. */
    @Bif({"erlang:list_to_binary/1", "binary:list_to_bin/1"})
    public static long listToBinary(final Process p, final long listTerm) {
        if (!Term.isList(listTerm)) {
            return p.badarg();
        }
        if (Term.isCons(listTerm) && Cons.tail(listTerm) == Term.NIL && Bitstring.isBinary(Cons.head(listTerm))
            && Bitstring.bitOffset(Cons.head(listTerm)) == 0) {
            return Cons.head(listTerm);
        }
        return join(p, listTerm, false);
    }

    private static long join(final Process p, final long listTerm, final boolean anyBits) {
        final long bits = IoList.bitSize(listTerm, anyBits, SHORT_LIST_ELEMENTS);
        if (bits == IoList.LONG || bits >>> 3 > SLICE_BYTES && bits >= 0) {
            return LongCalls.run(p, new IoListJoin(p, listTerm, anyBits));
        }
        if (bits < 0) {
            return p.badarg();
        }
        bump(p, bits >>> 3);
        final long binaryTerm = Bitstring.allocate(p, bits + 7 >>> 3);
        IoList.copyBits(listTerm, Bitstring.dataAddr(binaryTerm));
        return (bits & 7) == 0 ? binaryTerm : Bitstring.makeSub(p, binaryTerm, 0, bits);
    }

    /** The binary of an iolist or binary. */
    @Bif("erlang:iolist_to_binary/1")
    public static long iolistToBinary(final Process p, final long term) {
        return Bitstring.isBinary(term) ? term : listToBinary(p, term);
    }

    /** Bytes of an iolist or binary. */
    @Bif("erlang:iolist_size/1")
    public static long iolistSize(final Process p, final long term) {
        if (Bitstring.isBinary(term)) {
            return Term.makeSmall(Bitstring.byteSize(term));
        }
        return Term.isList(term) ? size(p, term, 0) : p.badarg();
    }

    private static long size(final Process p, final long listTerm, final long bytes) {
        final IoListSize size = new IoListSize(bytes);
        final long rest = size.run(p, listTerm, SLICE_ELEMENTS);
        if (rest == Term.NON_VALUE) {
            return p.badarg();
        }
        final long bytesTerm = Integers.make(p, size.bytes());
        if (rest == Term.NIL) {
            bump(p, size.bytes() - bytes);
            return bytesTerm;
        }
        p.bumpReductions(SLICE_ELEMENTS / ELEMENTS_PER_REDUCTION);
        return p.trap(SIZE_CONTINUE, rest, bytesTerm);
    }

    /** The next slice of {@code iolist_size}. */
    @Bif("erts_internal:iolist_size_continue/2")
    public static long iolistSizeContinue(final Process p, final long restTerm, final long bytesTerm) {
        return size(p, restTerm, Integers.longValue(bytesTerm));
    }

    /** An iolist or binary as a list of binaries. */
    @Bif("erlang:iolist_to_iovec/1")
    public static long iolistToIovec(final Process p, final long term) {
        final long listTerm = IoVec.make(p, term);
        return listTerm == Term.NON_VALUE ? p.badarg() : listTerm;
    }

    /** The bitstring of a list of bytes, bitstrings and such lists. */
    @Bif("erlang:list_to_bitstring/1")
    public static long listToBitstring(final Process p, final long listTerm) {
        if (!Term.isList(listTerm)) {
            return p.badarg();
        }
        if (Term.isCons(listTerm) && Cons.tail(listTerm) == Term.NIL && Term.isBitstring(Cons.head(listTerm))) {
            return Cons.head(listTerm);
        }
        return join(p, listTerm, true);
    }
}
