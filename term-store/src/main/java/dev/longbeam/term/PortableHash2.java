package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * The 32-bit hash behind {@code phash2}: equal on all nodes and releases. The terms still to come are on a stack: that of the thread
 * until the first part is done, then one of its own.
 */
final class PortableHash2 extends SlicedWork {
    private static final int NIL_HASH = (int)3468870702L;
    private static final int NIL_VALUE = 2;
    private static final long MAP_TAIL = 1 << 2;
    private static final long MAP_PAIR = 2 << 2;
    private static final int SMALL_BITS = 28;

    private static final long ALL_STEPS = Long.MAX_VALUE;
    private static final int CELLS_PER_STEP = 4;

    private WorkStack stack = WorkStack.get();
    private int bottom = stack.top();
    private final long range;
    private int pairs;
    private int hash;

    /** The hash of a term; {@link #result} is a number below the range. */
    PortableHash2(final long term, final long range) {
        this.range = range;
        stack.push(term);
    }

    static int hash(final long term) {
        if (Term.isAtom(term)) {
            return AtomHash.of(term);
        }
        if (Term.isSmall(term)) {
            return small(Term.smallValue(term), 0);
        }
        final PortableHash2 work = new PortableHash2(term, 0);
        work.advance(ALL_STEPS);
        return work.hash;
    }

    @Override
    protected boolean proceed() {
        final WorkStack walk = stack;
        if (walk.top() == bottom) {
            return true;
        }
        long[] words = walk.words();
        int top = walk.top();
        long steps = budget;
        int mixed = hash;
        long term = words[--top];
        while (true) {
            if (--steps < 0) {
                budget = steps;
                hash = mixed;
                walk.reset(top);
                walk.push(term);
                leaveThread();
                return false;
            }
            long next = Term.NON_VALUE;
            if (Term.isCons(term)) {
                final long head = Cons.head(term);
                next = Cons.tail(term);
                if (isByte(head)) {
                    int packed = (int)Term.smallValue(head);
                    for (int i = 1; i < CELLS_PER_STEP && Term.isCons(next) && isByte(Cons.head(next)); i++) {
                        packed = packed << 8 | (int)Term.smallValue(Cons.head(next));
                        next = Cons.tail(next);
                    }
                    mixed = JenkinsHash.mix(packed, JenkinsHash.constant(4), mixed);
                    term = next;
                    continue;
                }
                if (!Term.isImmediate(head)) {
                    words = walk.room(top, 1);
                    words[top++] = next;
                    term = head;
                    continue;
                }
                term = head;
            }
            if (Term.isSmall(term)) {
                mixed = small(Term.smallValue(term), mixed);
            } else if (Term.isTuple(term)) {
                final int arity = Tuple.arity(term);
                mixed = JenkinsHash.mix(arity, JenkinsHash.constant(9), mixed);
                if (arity > 0) {
                    words = walk.room(top, arity);
                    for (int i = arity; i > 1; i--) {
                        words[top++] = Tuple.element(term, i);
                    }
                    next = Tuple.element(term, 1);
                }
            } else if (Term.isBoxed(term)) {
                hash = mixed;
                walk.reset(top);
                mixed = boxed(term, mixed);
                words = walk.words();
                top = walk.top();
            } else {
                mixed = immediate(term, mixed);
            }
            if (next == Term.NON_VALUE) {
                while (true) {
                    if (top == bottom) {
                        hash = mixed;
                        budget = steps;
                        walk.reset(top);
                        return true;
                    }
                    next = words[--top];
                    if (next == MAP_TAIL) {
                        mixed = JenkinsHash.mix(pairs, JenkinsHash.constant(19), (int)words[--top]);
                        pairs = (int)words[--top];
                    } else if (next == MAP_PAIR) {
                        pairs ^= mixed;
                        mixed = 0;
                    } else {
                        break;
                    }
                }
            }
            term = next;
        }
    }
    @Override
    public long result() {
        return Term.makeSmall((hash & 0xFFFF_FFFFL) % range);
    }

    /** Takes the terms still to come along: the thread's stack is for others meanwhile. */
    private void leaveThread() {
        if (stack == WorkStack.get()) {
            stack = stack.moveAbove(bottom);
            bottom = 0;
        }
    }

    static boolean isByte(final long term) {
        return Term.isSmall(term) && (Term.smallValue(term) & ~0xFFL) == 0;
    }

    private static int immediate(final long term, final int hash) {
        if (Term.isSmall(term)) {
            return small(Term.smallValue(term), hash);
        }
        if (Term.isAtom(term)) {
            return hash == 0 ? AtomHash.of(term) : JenkinsHash.mix(AtomHash.of(term), JenkinsHash.constant(3), hash);
        }
        if (term == Term.NIL) {
            return hash == 0 ? NIL_HASH : JenkinsHash.mix(NIL_VALUE, JenkinsHash.constant(2), hash);
        }
        if (Term.isLocalPid(term)) {
            return JenkinsHash.mix((int)Pid.number(term), JenkinsHash.constant(5), hash);
        }
        return port(Pid.portNumber(term), hash);
    }

    private static int port(final long number, final int hash) {
        return JenkinsHash.mix((int)number, (int)(number >>> 32), JenkinsHash.constant(6), hash);
    }

    private static int small(final long value, final int before) {
        if ((value >> SMALL_BITS - 1) + 1 >>> 1 != 0) {
            final long absolute = Math.abs(value);
            return JenkinsHash.mix((int)absolute, (int)(absolute >>> 32), JenkinsHash.constant(value < 0 ? 10 : 11), before);
        }
        final int hash = value < 0 ? JenkinsHash.mix((int)-value, JenkinsHash.GOLDEN, before) : before;
        return JenkinsHash.mix((int)value, JenkinsHash.GOLDEN, hash);
    }

    private int boxed(final long term, final int hash) {
        final long header = Term.header(term);
        return switch (Term.subtag(header)) {
            case Term.SUBTAG_MAP -> map(term, header, hash);
            case Term.SUBTAG_FUN -> localFun(term, hash);
            case Term.SUBTAG_EXPORT -> exportFun(term, hash);
            case Term.SUBTAG_POS_BIG, Term.SUBTAG_NEG_BIG -> big(term, hash);
            case Term.SUBTAG_REF -> JenkinsHash.mix((int)Term.word(term, 1), JenkinsHash.constant(7), hash);
            case Term.SUBTAG_EXTERNAL_REF -> JenkinsHash.mix(Ref.numbers(term)[0], JenkinsHash.constant(7), hash);
            case Term.SUBTAG_EXTERNAL_PID -> JenkinsHash.mix((int)Pid.number(term), JenkinsHash.constant(5), hash);
            case Term.SUBTAG_EXTERNAL_PORT -> port(Pid.portNumber(term), hash);
            case Term.SUBTAG_FLOAT -> {
                final long bits = Double.doubleToRawLongBits(FloatTerm.value(term) + 0.0);
                yield JenkinsHash.mix((int)(bits >>> 32), (int)bits, JenkinsHash.constant(12), hash);
            }
            case Term.SUBTAG_RECORD -> {
                pushWords(Term.addr(term) + 8, (int)Term.headerWords(header));
                yield hash;
            }
            default -> JenkinsHash.bitstring(term, hash);
        };
    }

    private void pushWords(final long addr, final int count) {
        for (int i = count - 1; i >= 0; i--) {
            stack.push(Memory.getLong(addr + i * 8L));
        }
    }

    private static int big(final long term, final int before) {
        final int constant = JenkinsHash.constant(Bignum.isNegative(term) ? 10 : 11);
        int hash = before;
        for (int i = 0; i < Bignum.limbs(term); i++) {
            final long limb = Bignum.limb(term, i);
            hash = JenkinsHash.mix((int)limb, (int)(limb >>> 32), constant, hash);
        }
        return hash;
    }

    private int localFun(final long term, final int before) {
        final FunEntry entry = Fun.entry(term);
        final int free = Fun.freeCount(term);
        final int hash = JenkinsHash.mix(free, AtomHash.of(entry.moduleTerm), JenkinsHash.GOLDEN, before);
        pushWords(Term.addr(term) + (Fun.FIRST_TERM_WORD + 1) * 8L, free);
        return JenkinsHash.mix(entry.index, entry.uniq, JenkinsHash.GOLDEN, hash);
    }

    private static int exportFun(final long term, final int before) {
        final ExportTable.Mfa mfa = ExportTable.get(Fun.exportIndex(term));
        final int hash = JenkinsHash.mix(mfa.arity(), AtomHash.of(mfa.moduleTerm()), JenkinsHash.GOLDEN, before);
        return JenkinsHash.mix(AtomHash.of(mfa.functionTerm()), JenkinsHash.constant(14), hash);
    }

    private int map(final long term, final long header, final int before) {
        final boolean node = MapLayout.type(header) == MapLayout.TYPE_NODE;
        int hash = before;
        if (!node) {
            final long size = Term.word(term, MapLayout.SIZE_WORD);
            hash = JenkinsHash.mix((int)size, JenkinsHash.constant(16), hash);
            if (size == 0) {
                return hash;
            }
            stack.push(pairs);
            stack.push(hash);
            stack.push(MAP_TAIL);
            pairs = 0;
            hash = 0;
        }
        if (MapLayout.type(header) == MapLayout.TYPE_FLAT) {
            pushFlatPairs(term);
        } else {
            pushChildren(term, header);
        }
        return hash;
    }

    private void pushFlatPairs(final long term) {
        final long keysTerm = Term.word(term, MapLayout.KEYS_WORD);
        for (int i = Tuple.arity(keysTerm) - 1; i >= 0; i--) {
            pushPair(Tuple.element(keysTerm, i + 1), Term.word(term, MapLayout.FLAT_VALUES_WORD + i));
        }
    }

    private void pushChildren(final long term, final long header) {
        final int last = (int)MapLayout.wordsBehindHeader(Term.addr(term));
        for (int i = MapLayout.firstTermWord(header); i <= last; i++) {
            final long child = Term.word(term, i);
            if (Term.isCons(child)) {
                pushPair(Cons.head(child), Cons.tail(child));
            } else if (Term.isTuple(child)) {
                pushCollisions(child);
            } else {
                stack.push(child);
            }
        }
    }

    private void pushCollisions(final long tupleTerm) {
        for (int i = 1; i <= Tuple.arity(tupleTerm); i++) {
            final long leaf = Tuple.element(tupleTerm, i);
            pushPair(Cons.head(leaf), Cons.tail(leaf));
        }
    }

    private void pushPair(final long keyTerm, final long valueTerm) {
        stack.push(MAP_PAIR);
        stack.push(valueTerm);
        stack.push(keyTerm);
    }
}
