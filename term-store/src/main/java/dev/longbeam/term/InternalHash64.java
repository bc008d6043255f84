package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/** The 64-bit hash that places keys in big maps from OTP 26 on: MurmurHash3, fed with the parts of a term one after the other. */
final class InternalHash64 {
    private static final int TYPE_IMMEDIATE = 1;
    private static final int TYPE_ARRAY_ELEMENT = 2;
    private static final int TYPE_CAR = 3;
    private static final int TYPE_CDR = 4;
    private static final int TYPE_STRING = 5;
    private static final int TYPE_TUPLE = 6;
    private static final int TYPE_RECORD = 7;
    private static final int TYPE_FLATMAP = 7;
    private static final int TYPE_HEAD_ARRAY = 8;
    private static final int TYPE_HEAD_BITMAP = 9;
    private static final int TYPE_NODE = 10;
    private static final int TYPE_BINARY = 11;
    private static final int TYPE_LOCAL_FUN = 12;
    private static final int TYPE_EXTERNAL_FUN = 13;
    private static final int TYPE_NEG_BIGNUM = 14;
    private static final int TYPE_POS_BIGNUM = 15;
    private static final int TYPE_LOCAL_REF = 16;
    private static final int TYPE_EXTERNAL_REF = 17;
    private static final int TYPE_EXTERNAL_PID = 18;
    private static final int TYPE_EXTERNAL_PORT = 19;
    private static final int TYPE_FLOAT = 20;

    private static final long C1 = 0x87C3_7B91_1142_53D5L;
    private static final long C2 = 0x4CF5_AD43_2745_937FL;
    private static final long CDR = 2 << 2;
    private static final int PAIR_BYTES = 16;

    private final WorkStack stack = WorkStack.get();
    /** The types behind the tuple moved up by one when records came between. */
    private final int shift = OtpVariant.current().nativeRecords() ? 1 : 0;
    private long alpha;
    private long beta;
    private long ticks;

    private InternalHash64() {
    }

    static long hash(final long term) {
        return Term.isImmediate(term) ? avalanche(term) : new InternalHash64().compound(term);
    }

    private static long avalanche(final long input) {
        long hash = input;
        hash ^= hash >>> 33;
        hash *= 0xFF51_AFD7_ED55_8CCDL;
        hash ^= hash >>> 33;
        hash *= 0xC4CE_B9FE_1A85_EC53L;
        return hash ^ hash >>> 33;
    }

    private long compound(final long first) {
        final int bottom = stack.top();
        step(first);
        while (stack.top() != bottom) {
            final long term = stack.pop();
            if (term == CDR) {
                beta(TYPE_CDR);
            } else {
                step(term);
            }
        }
        stack.reset(bottom);
        alpha ^= ticks;
        beta ^= ticks;
        alpha += beta;
        beta += alpha;
        alpha = avalanche(alpha);
        beta = avalanche(beta);
        alpha += beta;
        beta += alpha;
        return alpha ^ beta;
    }

    private void alpha(final long value) {
        alpha ^= Long.rotateLeft(value * C1, 31) * C2;
        alpha = (Long.rotateLeft(alpha, 27) + beta) * 5 + 0x52DC_E729L;
        ticks++;
    }

    private void beta(final long value) {
        beta ^= Long.rotateLeft(value * C2, 33) * C1;
        beta = (Long.rotateLeft(beta, 31) + alpha) * 5 + 0x3849_5AB5L;
        ticks++;
    }

    private static long pair(final long low, final long high) {
        return low & 0xFFFF_FFFFL | high << 32;
    }

    private void immediate(final long term) {
        alpha(TYPE_IMMEDIATE);
        beta(term);
    }

    private void push(final long term) {
        if (Term.isImmediate(term)) {
            immediate(term);
        } else {
            alpha(TYPE_ARRAY_ELEMENT);
            stack.push(term);
        }
    }

    private void step(final long term) {
        if (Term.isCons(term)) {
            list(term);
        } else if (Term.isBoxed(term)) {
            boxed(term);
        } else {
            immediate(term);
        }
    }

    private void list(final long listTerm) {
        long term = listTerm;
        while (Term.isCons(term)) {
            term = string(term);
            if (!Term.isCons(term)) {
                break;
            }
            final long head = Cons.head(term);
            final long tail = Cons.tail(term);
            if (!Term.isImmediate(head)) {
                stack.push(tail);
                if (!Term.isCons(tail)) {
                    stack.push(CDR);
                }
                alpha(TYPE_CAR);
                term = head;
                break;
            }
            alpha(pair(TYPE_IMMEDIATE, TYPE_CAR));
            beta(head);
            if (!Term.isCons(tail)) {
                alpha(TYPE_CDR);
            }
            term = tail;
        }
        stack.push(term);
    }

    private long string(final long listTerm) {
        long term = listTerm;
        long packed = 0;
        int bytes = 0;
        while (Term.isCons(term) && PortableHash2.isByte(Cons.head(term))) {
            packed = packed << 8 | Term.smallValue(Cons.head(term));
            if (++bytes == 4) {
                alpha(pair(TYPE_STRING | bytes << 8, packed));
                packed = 0;
                bytes = 0;
            }
            term = Cons.tail(term);
        }
        if (bytes > 0) {
            alpha(pair(TYPE_STRING | bytes << 8, packed));
        }
        return term;
    }

    private void boxed(final long term) {
        final long header = Term.header(term);
        switch (Term.subtag(header)) {
            case Term.SUBTAG_TUPLE -> {
                alpha(TYPE_TUPLE);
                beta(Tuple.arity(term));
                pushWords(Term.addr(term) + 8, Tuple.arity(term));
            }
            case Term.SUBTAG_MAP -> map(term, header);
            case Term.SUBTAG_FUN -> localFun(term);
            case Term.SUBTAG_EXPORT -> {
                alpha(TYPE_EXTERNAL_FUN + shift);
                beta(Fun.exportIndex(term));
            }
            case Term.SUBTAG_POS_BIG, Term.SUBTAG_NEG_BIG -> big(term);
            case Term.SUBTAG_REF -> {
                final long number = Ref.number(term);
                alpha(pair(TYPE_LOCAL_REF + shift, number & 0x3FFFF));
                beta(pair(number >>> 18, number >>> 50));
            }
            case Term.SUBTAG_EXTERNAL_REF -> externalRef(term);
            case Term.SUBTAG_EXTERNAL_PID -> {
                alpha(TYPE_EXTERNAL_PID + shift);
                beta(Pid.nodeIndex(term));
                alpha(pair(Pid.number(term), Pid.serial(term)));
            }
            case Term.SUBTAG_EXTERNAL_PORT -> {
                alpha(TYPE_EXTERNAL_PORT + shift);
                beta(Pid.nodeIndex(term));
                alpha(Pid.portNumber(term));
            }
            case Term.SUBTAG_FLOAT -> {
                alpha(TYPE_FLOAT + shift);
                beta(Double.doubleToRawLongBits(FloatTerm.value(term)));
            }
            case Term.SUBTAG_RECORD -> {
                alpha(TYPE_RECORD);
                pushWords(Term.addr(term) + 8, (int)Term.headerWords(header));
            }
            default -> bitstring(term);
        }
    }

    /** The last word is hashed at once, the ones before it when the stack comes to them, the latest first. */
    private void pushWords(final long addr, final int count) {
        for (int i = 0; i < count - 1; i++) {
            push(Memory.getLong(addr + i * 8L));
        }
        if (count > 0) {
            stack.push(Memory.getLong(addr + (count - 1) * 8L));
        }
    }

    private void localFun(final long term) {
        final FunEntry entry = Fun.entry(term);
        alpha(pair(TYPE_LOCAL_FUN + shift, Fun.freeCount(term)));
        beta(pair(entry.index, entry.uniq));
        immediate(entry.moduleTerm);
        pushWords(Term.addr(term) + (Fun.FIRST_TERM_WORD + 1) * 8L, Fun.freeCount(term));
    }

    private void externalRef(final long term) {
        final int[] numbers = Ref.numbers(term);
        alpha(pair(TYPE_EXTERNAL_REF + shift, numbers.length));
        for (int i = 0; i < numbers.length; i += 2) {
            beta(i + 1 < numbers.length ? pair(numbers[i], numbers[i + 1]) : numbers[i] & 0xFFFF_FFFFL);
        }
        alpha(Pid.nodeIndex(term));
    }

    private void big(final long term) {
        final int limbs = Bignum.limbs(term);
        alpha(pair((Bignum.isNegative(term) ? TYPE_NEG_BIGNUM : TYPE_POS_BIGNUM) + shift, limbs));
        int i = 0;
        for (; i + 2 <= limbs; i += 2) {
            alpha(Bignum.limb(term, i));
            beta(Bignum.limb(term, i + 1));
        }
        if (i < limbs) {
            beta(Bignum.limb(term, i));
        }
    }

    private void bitstring(final long term) {
        final long bits = Bitstring.bitSize(term);
        alpha(TYPE_BINARY + shift);
        beta(bits);
        final long bytes = bits >>> 3;
        long at = 0;
        for (; at + PAIR_BYTES <= bytes; at += PAIR_BYTES) {
            alpha(word(term, at, 8));
            beta(word(term, at + 8, 8));
        }
        final int left = (int)(bytes - at);
        if (left > 8) {
            beta ^= Long.rotateLeft(word(term, at + 8, left - 8) * C2, 33) * C1;
        }
        if (left > 0) {
            alpha ^= Long.rotateLeft(word(term, at, Math.min(left, 8)) * C1, 31) * C2;
        }
        if ((bits & 7) != 0) {
            alpha(CompareLeaf.trailingBits(term, bytes, (int)bits & 7));
        }
    }

    private static long word(final long term, final long at, final int bytes) {
        if (bytes == 8 && Bitstring.bitOffset(term) == 0) {
            return Memory.getLong(Bitstring.dataAddr(term) + at);
        }
        long word = 0;
        for (int i = 0; i < bytes; i++) {
            word |= (long)Bitstring.byteAt(term, at + i) << 8 * i;
        }
        return word;
    }

    private void map(final long term, final long header) {
        final int type = MapLayout.type(header);
        if (type == MapLayout.TYPE_FLAT) {
            flatMap(term);
            return;
        }
        if (type == MapLayout.TYPE_NODE) {
            alpha(TYPE_NODE + shift);
        } else {
            alpha((type == MapLayout.TYPE_HEAD_ARRAY ? TYPE_HEAD_ARRAY : TYPE_HEAD_BITMAP) + shift);
            beta(Term.word(term, MapLayout.SIZE_WORD));
        }
        final int last = (int)MapLayout.wordsBehindHeader(Term.addr(term));
        for (int i = MapLayout.firstTermWord(header); i <= last; i++) {
            final long child = Term.word(term, i);
            if (Term.isCons(child)) {
                push(Cons.tail(child));
                push(Cons.head(child));
            } else {
                stack.push(child);
            }
        }
    }

    private void flatMap(final long term) {
        final long keysTerm = Term.word(term, MapLayout.KEYS_WORD);
        final int size = Tuple.arity(keysTerm);
        alpha(TYPE_FLATMAP + shift);
        beta(size);
        for (int i = 0; i < size; i++) {
            push(Term.word(term, MapLayout.FLAT_VALUES_WORD + i));
            if (i + 1 < size) {
                push(Tuple.element(keysTerm, i + 1));
            } else {
                stack.push(Tuple.element(keysTerm, size));
            }
        }
    }
}
