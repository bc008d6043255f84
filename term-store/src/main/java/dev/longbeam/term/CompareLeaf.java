package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/** The order of terms that hold no other terms, and of the parts of compound terms that are not terms. */
final class CompareLeaf {
    private static final int RANK_NUMBER = 0;
    private static final int RANK_ATOM = 1;
    private static final int RANK_REF = 2;
    private static final int RANK_FUN = 3;
    private static final int RANK_PORT = 4;
    private static final int RANK_PID = 5;
    private static final int RANK_TUPLE = 6;
    private static final int RANK_RECORD = 7;
    private static final int RANK_MAP = 8;
    private static final int RANK_NIL = 9;
    private static final int RANK_LIST = 10;
    private static final int RANK_BITSTRING = 11;
    private static final int EXTERNAL_PORT_NUMBER_WORD = 3;

    private CompareLeaf() {
    }

    /** Orders two terms of different kinds or of a kind without inner terms; for two compound terms of one kind 0. */
    static int compare(final long a, final long b, final boolean exact) {
        if (a == b) {
            return 0;
        }
        if (Term.areSmall(a, b)) {
            return Long.compare(a, b);
        }
        final int rank = rank(a);
        final int difference = rank - rank(b);
        if (difference != 0) {
            return difference;
        }
        return switch (rank) {
            case RANK_NUMBER -> compareNumbers(a, b, exact);
            case RANK_ATOM -> compareAtoms(a, b);
            case RANK_REF -> compareRefs(a, b);
            case RANK_FUN -> compareFunHeads(a, b);
            case RANK_PORT -> comparePorts(a, b);
            case RANK_PID -> comparePids(a, b);
            case RANK_BITSTRING -> compareBits(a, b);
            default -> 0;
        };
    }

    private static int rank(final long term) {
        if (Term.isImmediate(term)) {
            return immediateRank(term);
        }
        if (Term.isCons(term)) {
            return RANK_LIST;
        }
        return switch (Term.subtag(Term.header(term))) {
            case Term.SUBTAG_TUPLE -> RANK_TUPLE;
            case Term.SUBTAG_POS_BIG, Term.SUBTAG_NEG_BIG, Term.SUBTAG_FLOAT -> RANK_NUMBER;
            case Term.SUBTAG_REF, Term.SUBTAG_EXTERNAL_REF -> RANK_REF;
            case Term.SUBTAG_FUN, Term.SUBTAG_EXPORT -> RANK_FUN;
            case Term.SUBTAG_RECORD -> RANK_RECORD;
            case Term.SUBTAG_EXTERNAL_PID -> RANK_PID;
            case Term.SUBTAG_EXTERNAL_PORT -> RANK_PORT;
            case Term.SUBTAG_MAP -> RANK_MAP;
            default -> RANK_BITSTRING;
        };
    }

    private static int immediateRank(final long term) {
        if (Term.isSmall(term)) {
            return RANK_NUMBER;
        }
        if (Term.isAtom(term)) {
            return RANK_ATOM;
        }
        if (term == Term.NIL) {
            return RANK_NIL;
        }
        return Term.isLocalPid(term) ? RANK_PID : RANK_PORT;
    }

    private static int compareNumbers(final long a, final long b, final boolean exact) {
        final boolean floatA = Term.isFloat(a);
        final boolean floatB = Term.isFloat(b);
        if (floatA && floatB) {
            return compareDoubles(FloatTerm.value(a), FloatTerm.value(b), exact);
        }
        if (!floatA && !floatB) {
            return Bignum.compareIntegers(a, b);
        }
        if (exact) {
            return floatB ? -1 : 1;
        }
        return floatB ? Bignum.compareToDouble(a, FloatTerm.value(b)) : -Bignum.compareToDouble(b, FloatTerm.value(a));
    }

    private static int compareDoubles(final double a, final double b, final boolean exact) {
        if (a < b) {
            return -1;
        }
        if (a > b) {
            return 1;
        }
        return exact && OtpVariant.current().exactFloatZero() ? Double.compare(a, b) : 0;
    }

    /** Orders atoms by their names in UTF-8, which is the order of code points. */
    static int compareAtoms(final long a, final long b) {
        if (a == b) {
            return 0;
        }
        final String nameA = Atom.name(a);
        final String nameB = Atom.name(b);
        final int length = Math.min(nameA.length(), nameB.length());
        for (int i = 0; i < length; i++) {
            final char charA = nameA.charAt(i);
            final char charB = nameB.charAt(i);
            if (charA != charB) {
                final boolean surrogateA = Character.isSurrogate(charA);
                return surrogateA == Character.isSurrogate(charB) ? charA - charB : surrogateA ? 1 : -1;
            }
        }
        return nameA.length() - nameB.length();
    }

    /** Orders the nodes of two pids, ports or references: names, then creations. */
    private static int compareNodes(final long a, final long b) {
        final boolean localA = isLocal(a);
        final boolean localB = isLocal(b);
        if (localA && localB || !localA && !localB && Pid.nodeIndex(a) == Pid.nodeIndex(b)) {
            return 0;
        }
        final int names = compareAtoms(localA ? NodeTable.thisNameTerm() : NodeTable.nameTerm(Pid.nodeIndex(a)),
            localB ? NodeTable.thisNameTerm() : NodeTable.nameTerm(Pid.nodeIndex(b)));
        return names != 0 ? names : Long.compareUnsigned(localA ? NodeTable.thisCreation() : NodeTable.creation(Pid.nodeIndex(a)),
            localB ? NodeTable.thisCreation() : NodeTable.creation(Pid.nodeIndex(b)));
    }

    private static boolean isLocal(final long term) {
        return Term.isImmediate(term) || Term.subtag(Term.header(term)) == Term.SUBTAG_REF;
    }

    private static int comparePids(final long a, final long b) {
        final int serials = Long.compare(Pid.serial(a), Pid.serial(b));
        if (serials != 0) {
            return serials;
        }
        final int numbers = Long.compare(Pid.number(a), Pid.number(b));
        return numbers != 0 ? numbers : compareNodes(a, b);
    }

    private static int comparePorts(final long a, final long b) {
        final int nodes = compareNodes(a, b);
        return nodes != 0 ? nodes : Long.compareUnsigned(portNumber(a), portNumber(b));
    }

    private static long portNumber(final long term) {
        return Term.isLocalPort(term) ? Pid.sequence(term) : Term.word(term, EXTERNAL_PORT_NUMBER_WORD);
    }

    private static int compareRefs(final long a, final long b) {
        if (Term.subtag(Term.header(a)) == Term.SUBTAG_REF && Term.subtag(Term.header(b)) == Term.SUBTAG_REF) {
            return Long.compareUnsigned(Ref.number(a), Ref.number(b));
        }
        final int nodes = compareNodes(a, b);
        if (nodes != 0) {
            return nodes;
        }
        final int[] numbersA = Ref.numbers(a);
        final int[] numbersB = Ref.numbers(b);
        for (int i = Math.max(numbersA.length, numbersB.length) - 1; i >= 0; i--) {
            final int numberA = i < numbersA.length ? numbersA[i] : 0;
            final int numberB = i < numbersB.length ? numbersB[i] : 0;
            if (numberA != numberB) {
                return Integer.compareUnsigned(numberA, numberB);
            }
        }
        return 0;
    }

    private static int compareFunHeads(final long a, final long b) {
        final boolean localA = Fun.isLocal(a);
        final boolean localB = Fun.isLocal(b);
        if (localA != localB) {
            return localA ? -1 : 1;
        }
        return localA ? compareLocalFunHeads(a, b) : compareExportFuns(a, b);
    }

    private static int compareLocalFunHeads(final long a, final long b) {
        final FunEntry entryA = Fun.entry(a);
        final FunEntry entryB = Fun.entry(b);
        final int modules = compareAtoms(entryA.moduleTerm, entryB.moduleTerm);
        if (modules != 0) {
            return modules;
        }
        final int indexes = Integer.compare(entryA.index, entryB.index);
        if (indexes != 0) {
            return indexes;
        }
        final int uniqs = Integer.compare(entryA.uniq, entryB.uniq);
        return uniqs != 0 ? uniqs : Fun.freeCount(a) - Fun.freeCount(b);
    }

    private static int compareExportFuns(final long a, final long b) {
        final ExportTable.Mfa mfaA = ExportTable.get(Fun.exportIndex(a));
        final ExportTable.Mfa mfaB = ExportTable.get(Fun.exportIndex(b));
        final int modules = compareAtoms(mfaA.moduleTerm(), mfaB.moduleTerm());
        if (modules != 0) {
            return modules;
        }
        final int functions = compareAtoms(mfaA.functionTerm(), mfaB.functionTerm());
        return functions != 0 ? functions : mfaA.arity() - mfaB.arity();
    }

    /** True for two bitstrings that are equal. */
    static boolean sameBits(final long a, final long b) {
        final long bits = Bitstring.bitSize(a);
        if (bits != Bitstring.bitSize(b)) {
            return false;
        }
        return (bits & 7 | Bitstring.bitOffset(a) | Bitstring.bitOffset(b)) == 0
            ? Memory.equal(Bitstring.dataAddr(a), Bitstring.dataAddr(b), bits >>> 3) : compareBits(a, b) == 0;
    }

    private static int compareBits(final long a, final long b) {
        final long bitsA = Bitstring.bitSize(a);
        final long bitsB = Bitstring.bitSize(b);
        final long bits = Math.min(bitsA, bitsB);
        final long bytes = bits >>> 3;
        final int whole = Bitstring.bitOffset(a) == 0 && Bitstring.bitOffset(b) == 0
            ? Memory.compare(Bitstring.dataAddr(a), Bitstring.dataAddr(b), bytes)
            : compareUnaligned(a, b, bytes);
        if (whole != 0) {
            return whole;
        }
        final int rest = (int)bits & 7;
        if (rest != 0) {
            final int last = trailingBits(a, bytes, rest) - trailingBits(b, bytes, rest);
            if (last != 0) {
                return last;
            }
        }
        return Long.compare(bitsA, bitsB);
    }

    private static int compareUnaligned(final long a, final long b, final long bytes) {
        for (long i = 0; i < bytes; i++) {
            final int difference = Bitstring.byteAt(a, i) - Bitstring.byteAt(b, i);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** The first {@code bits} bits (1 to 7) of the byte at an index, without touching bytes behind them. */
    static int trailingBits(final long bitstringTerm, final long index, final int bits) {
        final long addr = Bitstring.dataAddr(bitstringTerm) + index;
        final int offset = Bitstring.bitOffset(bitstringTerm);
        int value = Memory.getUnsignedByte(addr) << 8;
        if (offset + bits > 8) {
            value |= Memory.getUnsignedByte(addr + 1);
        }
        return value << offset >> 16 - bits & (1 << bits) - 1;
    }
}
