package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/** The 32-bit hash behind {@code phash}: equal on all nodes and releases. */
final class PortableHash1 {
    private static final int PRIME_1 = 268440163;
    private static final int PRIME_2 = 268439161;
    private static final int PRIME_3 = 268435459;
    private static final int PRIME_4 = 268436141;
    private static final int PRIME_5 = 268438633;
    private static final int PRIME_6 = 268437017;
    private static final int PRIME_8 = 268437511;
    private static final int PRIME_9 = 268439627;
    private static final int PRIME_10 = 268440479;
    private static final int PRIME_11 = 268440577;
    private static final int PRIME_12 = 268440581;
    private static final int PRIME_13 = 268440593;
    private static final int PRIME_14 = 268440611;

    private static final long LIST_REST = 1 << 2;
    private static final long LIST_END = 2 << 2;
    private static final long TUPLE_END = 3 << 2;

    private PortableHash1() {
    }

    static int hash(final long term) {
        final WorkStack stack = WorkStack.get();
        final int bottom = stack.top();
        stack.push(term);
        int hash = 0;
        while (stack.top() != bottom) {
            final long word = stack.pop();
            if (word == LIST_REST) {
                hash = rest(stack, stack.pop(), hash);
            } else if (word == LIST_END) {
                hash *= PRIME_8;
            } else if (word == TUPLE_END) {
                hash = hash * PRIME_9 + (int)stack.pop();
            } else {
                hash = step(stack, word, hash);
            }
        }
        stack.reset(bottom);
        return hash;
    }

    private static int rest(final WorkStack stack, final long term, final int hash) {
        if (Term.isCons(term)) {
            return list(stack, term, hash);
        }
        stack.push(LIST_END);
        stack.push(term);
        return hash;
    }

    private static int list(final WorkStack stack, final long listTerm, final int before) {
        int hash = before;
        long term = listTerm;
        while (Term.isCons(term) && PortableHash2.isByte(Cons.head(term))) {
            hash = hash * PRIME_2 + (int)Term.smallValue(Cons.head(term));
            term = Cons.tail(term);
        }
        if (Term.isCons(term)) {
            stack.push(Cons.tail(term));
            stack.push(LIST_REST);
            stack.push(Cons.head(term));
            return hash;
        }
        return rest(stack, term, hash);
    }

    private static int step(final WorkStack stack, final long term, final int hash) {
        if (Term.isCons(term)) {
            return list(stack, term, hash);
        }
        if (Term.isBoxed(term)) {
            return boxed(stack, term, hash);
        }
        if (Term.isSmall(term)) {
            final long value = Term.smallValue(term);
            final long absolute = Math.abs(value);
            final int low = int32((int)absolute, PRIME_2, hash);
            return (absolute >>> 32 == 0 ? low : int32((int)(absolute >>> 32), PRIME_2, low)) * (value < 0 ? PRIME_4 : PRIME_3);
        }
        if (Term.isAtom(term)) {
            return hash * PRIME_1 + AtomHash.of(term);
        }
        if (term == Term.NIL) {
            return hash * PRIME_3 + 1;
        }
        return Term.isLocalPid(term) ? int32((int)Pid.number(term), PRIME_5, hash) * PRIME_6 : port(Pid.portNumber(term), hash);
    }

    private static int port(final long number, final int before) {
        final int high = (int)(number >>> 32);
        final int hash = high == 0 ? before : int32(high, PRIME_11, before);
        return int32((int)number, PRIME_9, hash) * PRIME_10;
    }

    private static int int32(final int value, final int prime, final int before) {
        int hash = before;
        for (int shift = 0; shift < 32; shift += 8) {
            hash = hash * prime + (value >>> shift & 0xFF);
        }
        return hash;
    }

    private static int boxed(final WorkStack stack, final long term, final int hash) {
        return switch (Term.subtag(Term.header(term))) {
            case Term.SUBTAG_TUPLE -> {
                stack.push(Tuple.arity(term));
                stack.push(TUPLE_END);
                pushWords(stack, Term.addr(term) + 8, Tuple.arity(term));
                yield hash;
            }
            case Term.SUBTAG_MAP -> hash * PRIME_13 + PRIME_14 + PortableHash2.hash(term);
            case Term.SUBTAG_RECORD -> {
                pushWords(stack, Term.addr(term) + 8, (int)Term.headerWords(Term.header(term)));
                yield hash;
            }
            case Term.SUBTAG_FUN -> localFun(stack, term, hash);
            case Term.SUBTAG_EXPORT -> exportFun(term, hash);
            case Term.SUBTAG_POS_BIG, Term.SUBTAG_NEG_BIG -> big(term, hash);
            case Term.SUBTAG_REF -> int32((int)Term.word(term, 1), PRIME_9, hash) * PRIME_10;
            case Term.SUBTAG_EXTERNAL_REF -> int32(Ref.numbers(term)[0], PRIME_9, hash) * PRIME_10;
            case Term.SUBTAG_EXTERNAL_PID -> int32((int)Pid.number(term), PRIME_5, hash) * PRIME_6;
            case Term.SUBTAG_EXTERNAL_PORT -> port(Pid.portNumber(term), hash);
            case Term.SUBTAG_FLOAT -> {
                final long bits = Double.doubleToRawLongBits(FloatTerm.value(term) + 0.0);
                yield hash * PRIME_6 + ((int)bits ^ (int)(bits >>> 32));
            }
            default -> bitstring(term, hash);
        };
    }

    private static void pushWords(final WorkStack stack, final long addr, final int count) {
        for (int i = count - 1; i >= 0; i--) {
            stack.push(Memory.getLong(addr + i * 8L));
        }
    }

    private static int big(final long term, final int before) {
        int hash = before;
        final int top = Bignum.limbs(term) - 1;
        for (int i = 0; i <= top; i++) {
            final long limb = Bignum.limb(term, i);
            hash = int32((int)limb, PRIME_2, hash);
            if (i < top || limb >>> 32 != 0) {
                hash = int32((int)(limb >>> 32), PRIME_2, hash);
            }
        }
        return hash * (Bignum.isNegative(term) ? PRIME_4 : PRIME_3);
    }

    private static int localFun(final WorkStack stack, final long term, final int before) {
        final FunEntry entry = Fun.entry(term);
        final int free = Fun.freeCount(term);
        int hash = before * PRIME_10 + free;
        hash = hash * PRIME_1 + AtomHash.of(entry.moduleTerm);
        hash = hash * PRIME_2 + entry.index;
        pushWords(stack, Term.addr(term) + (Fun.FIRST_TERM_WORD + 1) * 8L, free);
        return hash * PRIME_2 + entry.uniq;
    }

    private static int exportFun(final long term, final int before) {
        final ExportTable.Mfa mfa = ExportTable.get(Fun.exportIndex(term));
        final int hash = (before * PRIME_11 + mfa.arity()) * PRIME_1 + AtomHash.of(mfa.moduleTerm());
        return hash * PRIME_1 + AtomHash.of(mfa.functionTerm());
    }

    private static int bitstring(final long term, final int before) {
        int hash = before;
        final long bytes = Bitstring.byteSize(term);
        for (long i = 0; i < bytes; i++) {
            hash = hash * PRIME_1 + Bitstring.byteAt(term, i);
        }
        final int bits = (int)Bitstring.bitSize(term) & 7;
        if (bits > 0) {
            hash = (hash * PRIME_1 + CompareLeaf.trailingBits(term, bytes, bits)) * PRIME_12 + bits;
        }
        return hash * PRIME_4 + (int)bytes;
    }
}
