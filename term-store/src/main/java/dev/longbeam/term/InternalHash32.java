package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/** The 32-bit hash that places keys in big maps up to OTP 25; every bit that tells two terms apart goes into it. */
final class InternalHash32 {
    private static final int SALT = (int)3432918353L;
    private static final long CDR = 1 << 2;

    private InternalHash32() {
    }

    /** The hash of a key for one of the rounds of eight levels of a map. */
    static int mapKey(final long term, final int round) {
        return hash(term, round == 0 ? 0 : JenkinsHash.mix(round, 1, JenkinsHash.constant(22), 0));
    }

    static int hash(final long term, final int salt) {
        if (Term.isImmediate(term)) {
            return word(term, JenkinsHash.GOLDEN, salt ^ SALT);
        }
        final WorkStack stack = WorkStack.get();
        final int bottom = stack.top();
        int hash = step(stack, term, salt ^ SALT);
        while (stack.top() != bottom) {
            final long next = stack.pop();
            hash = next == CDR ? constant(18, hash) : step(stack, next, hash);
        }
        stack.reset(bottom);
        return hash;
    }

    private static int constant(final int multiple, final int before) {
        final int hash = before ^ JenkinsHash.constant(multiple);
        return hash << 17 ^ hash >>> 32 - 17;
    }

    private static int word(final long word, final int constant, final int hash) {
        return JenkinsHash.mix((int)word, (int)(word >>> 32), constant, hash);
    }

    private static int step(final WorkStack stack, final long term, final int hash) {
        if (Term.isCons(term)) {
            return list(stack, term, hash);
        }
        return Term.isBoxed(term) ? boxed(stack, term, hash) : word(term, JenkinsHash.GOLDEN, hash);
    }

    private static int list(final WorkStack stack, final long listTerm, final int before) {
        int hash = before;
        long term = listTerm;
        int bytes = 0;
        int packed = 0;
        while (Term.isCons(term) && PortableHash2.isByte(Cons.head(term))) {
            packed = packed << 8 | (int)Term.smallValue(Cons.head(term));
            if (++bytes == 4) {
                hash = JenkinsHash.mix(packed, JenkinsHash.constant(4), hash);
                bytes = 0;
                packed = 0;
            }
            term = Cons.tail(term);
        }
        if (bytes > 0) {
            hash = JenkinsHash.mix(packed, bytes, JenkinsHash.constant(22), hash);
        }
        if (!Term.isCons(term)) {
            stack.push(term);
            return hash;
        }
        final long tail = Cons.tail(term);
        stack.push(tail);
        if (!Term.isCons(tail)) {
            stack.push(CDR);
        }
        stack.push(Cons.head(term));
        return constant(17, hash);
    }

    private static int boxed(final WorkStack stack, final long term, final int hash) {
        final long header = Term.header(term);
        return switch (Term.subtag(header)) {
            case Term.SUBTAG_TUPLE -> {
                pushWords(stack, Term.addr(term) + 8, Tuple.arity(term));
                yield JenkinsHash.mix(Tuple.arity(term), JenkinsHash.constant(9), hash);
            }
            case Term.SUBTAG_MAP -> map(stack, term, header, hash);
            case Term.SUBTAG_FUN -> localFun(stack, term, hash);
            case Term.SUBTAG_EXPORT -> word(Fun.exportIndex(term), JenkinsHash.constant(14), hash);
            case Term.SUBTAG_POS_BIG, Term.SUBTAG_NEG_BIG -> big(term, hash);
            case Term.SUBTAG_REF, Term.SUBTAG_EXTERNAL_REF -> ref(term, hash);
            case Term.SUBTAG_EXTERNAL_PID -> JenkinsHash.mix((int)Pid.number(term), (int)Pid.serial(term), JenkinsHash.constant(5),
                word(Pid.nodeIndex(term), JenkinsHash.constant(5), hash));
            case Term.SUBTAG_EXTERNAL_PORT -> word(Pid.portNumber(term), JenkinsHash.constant(6),
                word(Pid.nodeIndex(term), JenkinsHash.constant(6), hash));
            case Term.SUBTAG_FLOAT -> word(Double.doubleToRawLongBits(FloatTerm.value(term) + 0.0), JenkinsHash.constant(12), hash);
            case Term.SUBTAG_RECORD -> {
                pushWords(stack, Term.addr(term) + 8, (int)Term.headerWords(header));
                yield JenkinsHash.mix((int)Term.headerWords(header), JenkinsHash.constant(9), hash);
            }
            default -> JenkinsHash.bitstring(term, hash);
        };
    }

    private static int ref(final long term, final int before) {
        if (Term.isBoxed(term, Term.SUBTAG_REF)) {
            final long number = Ref.number(term);
            final int hash = JenkinsHash.mix((int)number & 0x3FFFF, JenkinsHash.constant(7), before);
            return JenkinsHash.mix((int)(number >>> 18), (int)(number >>> 50), JenkinsHash.constant(8), hash);
        }
        int hash = word(Pid.nodeIndex(term), JenkinsHash.constant(7), before);
        for (final int number : Ref.numbers(term)) {
            hash = JenkinsHash.mix(number, JenkinsHash.constant(7), hash);
        }
        return hash;
    }

    private static void pushWords(final WorkStack stack, final long addr, final int count) {
        for (int i = count - 1; i >= 0; i--) {
            stack.push(Memory.getLong(addr + i * 8L));
        }
    }

    private static int big(final long term, final int before) {
        final int constant = JenkinsHash.constant(Bignum.isNegative(term) ? 10 : 11);
        int hash = before;
        for (int i = 0; i < Bignum.limbs(term); i++) {
            hash = word(Bignum.limb(term, i), constant, hash);
        }
        return hash;
    }

    private static int localFun(final WorkStack stack, final long term, final int before) {
        final FunEntry entry = Fun.entry(term);
        final int free = Fun.freeCount(term);
        pushWords(stack, Term.addr(term) + (Fun.FIRST_TERM_WORD + 1) * 8L, free);
        final int hash = JenkinsHash.mix(free, (int)entry.moduleTerm, JenkinsHash.constant(20), before);
        return JenkinsHash.mix(entry.index, entry.uniq, JenkinsHash.constant(21), hash);
    }

    private static int map(final WorkStack stack, final long term, final long header, final int before) {
        final int type = MapLayout.type(header);
        if (type == MapLayout.TYPE_FLAT) {
            final long keysTerm = Term.word(term, MapLayout.KEYS_WORD);
            final int size = Tuple.arity(keysTerm);
            for (int i = size - 1; i >= 0; i--) {
                stack.push(Term.word(term, MapLayout.FLAT_VALUES_WORD + i));
                stack.push(Tuple.element(keysTerm, i + 1));
            }
            return JenkinsHash.mix(size, JenkinsHash.constant(16), before);
        }
        final int last = (int)MapLayout.wordsBehindHeader(Term.addr(term));
        for (int i = MapLayout.firstTermWord(header); i <= last; i++) {
            final long child = Term.word(term, i);
            if (Term.isCons(child)) {
                stack.push(Cons.tail(child));
                stack.push(Cons.head(child));
            } else {
                stack.push(child);
            }
        }
        return type == MapLayout.TYPE_NODE ? before
            : JenkinsHash.mix((int)Term.word(term, MapLayout.SIZE_WORD), JenkinsHash.constant(16), before);
    }
}
