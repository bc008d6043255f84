package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * The order of all terms: number, atom, reference, fun, port, pid, tuple, native record, map, nil, list, bitstring.
 *
 * <p>Any thread that may see both terms; nothing is built on a heap, the Java stack stays flat however deep the terms are.
 */
public final class Compare {
    private static final long PAIR = 0;
    private static final long EXACT_OFF = -1;
    private static final int MORE_EXACT = Integer.MIN_VALUE;
    /** So deep into tuples and lists terms are compared by methods that call themselves, which is faster than a walk. */
    private static final int NESTED_CALLS = 8;

    private Compare() {
    }

    /** The order of the operators: negative, zero or positive; integers and floats compare by value. */
    public static int compare(final long a, final long b) {
        if (a == b) {
            return 0;
        }
        return Term.areSmall(a, b) ? Long.compare(a, b) : order(a, b, false, NESTED_CALLS);
    }

    /** {@code A == B}. */
    public static boolean equal(final long a, final long b) {
        return a == b || !Term.areSmall(a, b) && walk(a, b, false, true) == 0;
    }

    /** {@code A =:= B}. */
    public static boolean exactEqual(final long a, final long b) {
        if (a == b) {
            return true;
        }
        if (Term.isImmediate(a) || Term.isImmediate(b)) {
            return false;
        }
        return same(a, b, NESTED_CALLS);
    }

    /** {@code A =:= B} of terms of different words, none of them immediate. Most that differ do so in an immediate not deep inside. */
    private static boolean same(final long a, final long b, final int calls) {
        if (Term.isBitstring(a)) {
            return Term.isBitstring(b) && CompareLeaf.sameBits(a, b);
        }
        if (calls > 0) {
            if (Term.isCons(a)) {
                return Term.isCons(b) && sameLists(a, b, calls - 1);
            }
            if (Term.isTuple(a)) {
                return Term.isBoxed(b) && Term.header(a) == Term.header(b) && sameElements(a, b, calls - 1);
            }
        }
        return walk(a, b, true, true) == 0;
    }

    private static boolean sameWordsOrTerms(final long a, final long b, final int calls) {
        return a == b || !Term.isImmediate(a) && !Term.isImmediate(b) && same(a, b, calls);
    }

    private static boolean sameElements(final long a, final long b, final int calls) {
        final int arity = Tuple.arity(a);
        for (int i = 1; i <= arity; i++) {
            if (!sameWordsOrTerms(Tuple.element(a, i), Tuple.element(b, i), calls)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameLists(final long firstA, final long firstB, final int calls) {
        long a = firstA;
        long b = firstB;
        while (a != b && Term.isCons(a) && Term.isCons(b)) {
            if (!sameWordsOrTerms(Cons.head(a), Cons.head(b), calls)) {
                return false;
            }
            a = Cons.tail(a);
            b = Cons.tail(b);
        }
        return sameWordsOrTerms(a, b, calls);
    }

    /** The order of keys of maps: as {@link #compare}, but every integer stands before every float, at every depth. */
    public static int compareExact(final long a, final long b) {
        if (a == b) {
            return 0;
        }
        return Term.areSmall(a, b) ? Long.compare(a, b) : order(a, b, true, NESTED_CALLS);
    }

    /** The order of two terms of different words. */
    private static int order(final long a, final long b, final boolean exact, final int calls) {
        if (calls > 0) {
            if (Term.isTuple(a) && Term.isTuple(b)) {
                return orderOfTuples(a, b, exact, calls - 1);
            }
            if (Term.isCons(a) && Term.isCons(b)) {
                return orderOfLists(a, b, exact, calls - 1);
            }
        }
        return walk(a, b, exact, false);
    }

    private static int orderOfWords(final long a, final long b, final boolean exact, final int calls) {
        return a == b ? 0 : Term.areSmall(a, b) ? Long.compare(a, b) : order(a, b, exact, calls);
    }

    private static int orderOfTuples(final long a, final long b, final boolean exact, final int calls) {
        final int arity = Tuple.arity(a);
        int result = arity - Tuple.arity(b);
        for (int i = 1; result == 0 && i <= arity; i++) {
            result = orderOfWords(Tuple.element(a, i), Tuple.element(b, i), exact, calls);
        }
        return result;
    }

    private static int orderOfLists(final long firstA, final long firstB, final boolean exact, final int calls) {
        long a = firstA;
        long b = firstB;
        while (a != b && Term.isCons(a) && Term.isCons(b)) {
            final int result = orderOfWords(Cons.head(a), Cons.head(b), exact, calls);
            if (result != 0) {
                return result;
            }
            a = Cons.tail(a);
            b = Cons.tail(b);
        }
        return orderOfWords(a, b, exact, calls);
    }

    /** The order in which keys stand in a flat map. */
    public static int compareFlatKeys(final long a, final long b) {
        if (Term.isAtom(a) && Term.isAtom(b) && OtpVariant.current().atomKeysByIndex()) {
            return Long.compare(a, b);
        }
        return compareExact(a, b);
    }

    private static int walk(final long firstA, final long firstB, final boolean firstExact, final boolean equalOnly) {
        final int simple = shallow(firstA, firstB, firstExact);
        if (simple != 0 || !isCompound(firstA)) {
            return simple;
        }
        final WorkStack stack = WorkStack.get();
        final int bottom = stack.top();
        final int result = deep(stack, bottom, firstA, firstB, firstExact, equalOnly);
        stack.reset(bottom);
        return result;
    }

    private static boolean isCompound(final long term) {
        if (!Term.isBoxed(term)) {
            return Term.isCons(term);
        }
        final int subtag = Term.subtag(Term.header(term));
        return subtag == Term.SUBTAG_TUPLE || subtag == Term.SUBTAG_MAP || subtag == Term.SUBTAG_FUN || subtag == Term.SUBTAG_RECORD;
    }

    private static int shallow(final long a, final long b, final boolean exact) {
        final int result = CompareLeaf.compare(a, b, exact);
        if (result != 0 || !Term.isBoxed(a)) {
            return result;
        }
        return Term.isTuple(a) ? Tuple.arity(a) - Tuple.arity(b) : Term.isMap(a) ? compareSizes(a, b) : 0;
    }

    private static int compareSizes(final long mapA, final long mapB) {
        final int flat = MapLayout.type(Term.header(mapA));
        if (flat == MapLayout.TYPE_NODE) {
            return 0;
        }
        return Long.compare(Term.word(mapA, MapLayout.SIZE_WORD), Term.word(mapB, MapLayout.SIZE_WORD));
    }

    private static int deep(final WorkStack stack, final int bottom, final long firstA, final long firstB, final boolean firstExact,
        final boolean equalOnly) {
        boolean exact = firstExact;
        stack.push(firstB, firstA, PAIR);
        while (stack.top() != bottom) {
            final long count = stack.pop();
            if (count == EXACT_OFF) {
                exact = false;
                continue;
            }
            final long a = stack.pop();
            final long b = stack.pop();
            final int result = count == PAIR ? expand(stack, a, b, exact, equalOnly) : array(stack, a, b, count, exact);
            if (result == MORE_EXACT) {
                exact = true;
            } else if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    /** Compares words in memory up to the first pair of compound terms, which it leaves on the stack with the rest. */
    private static int array(final WorkStack stack, final long addrA, final long addrB, final long count, final boolean exact) {
        for (long i = 0; i < count; i++) {
            final long a = Memory.getLong(addrA + i * 8);
            final long b = Memory.getLong(addrB + i * 8);
            if (a != b) {
                final int result = shallow(a, b, exact);
                if (result != 0) {
                    return result;
                }
                if (isCompound(a)) {
                    if (i + 1 < count) {
                        stack.push(addrB + (i + 1) * 8, addrA + (i + 1) * 8, count - i - 1);
                    }
                    stack.push(b, a, PAIR);
                    return 0;
                }
            }
        }
        return 0;
    }

    /** Compares what two compound terms of one kind and size consist of, leaving on the stack what is compound itself. */
    private static int expand(final WorkStack stack, final long a, final long b, final boolean exact, final boolean equalOnly) {
        if (a == b) {
            return 0;
        }
        final int result = shallow(a, b, exact);
        if (result != 0 || !isCompound(a)) {
            return result;
        }
        if (Term.isCons(a)) {
            return list(stack, a, b, exact);
        }
        final long header = Term.header(a);
        switch (Term.subtag(header)) {
            case Term.SUBTAG_TUPLE:
                return array(stack, Term.addr(a) + 8, Term.addr(b) + 8, Term.headerWords(header), exact);
            case Term.SUBTAG_FUN:
                final long offset = (Fun.FIRST_TERM_WORD + 1) * 8L;
                return array(stack, Term.addr(a) + offset, Term.addr(b) + offset, Fun.freeCount(a), exact);
            case Term.SUBTAG_MAP:
                return map(stack, a, b, exact, equalOnly);
            default:
                return record(stack, a, b);
        }
    }

    /** Module, name, number and names of the fields, whether exported; then the values. */
    private static int record(final WorkStack stack, final long a, final long b) {
        final long definitionA = NativeRecord.definition(a);
        final long definitionB = NativeRecord.definition(b);
        if (NativeRecord.count(a) > 0) {
            stack.push(NativeRecord.valueAddr(b, 0), NativeRecord.valueAddr(a, 0), NativeRecord.count(a));
        }
        if (definitionA != definitionB) {
            final long exportedA = NativeRecord.isExported(definitionA) ? 1 : 0;
            final long exportedB = NativeRecord.isExported(definitionB) ? 1 : 0;
            stack.push(Term.makeSmall(exportedB), Term.makeSmall(exportedA), PAIR);
            stack.push(NativeRecord.fields(definitionB), NativeRecord.fields(definitionA), PAIR);
            stack.push(NativeRecord.name(definitionB), NativeRecord.name(definitionA), PAIR);
            stack.push(NativeRecord.module(definitionB), NativeRecord.module(definitionA), PAIR);
        }
        return 0;
    }

    private static int list(final WorkStack stack, final long firstA, final long firstB, final boolean exact) {
        long a = firstA;
        long b = firstB;
        while (Term.isCons(a) && Term.isCons(b) && a != b) {
            final long headA = Cons.head(a);
            final long headB = Cons.head(b);
            a = Cons.tail(a);
            b = Cons.tail(b);
            if (headA != headB) {
                final int result = shallow(headA, headB, exact);
                if (result != 0) {
                    return result;
                }
                if (isCompound(headA)) {
                    stack.push(b, a, PAIR);
                    stack.push(headB, headA, PAIR);
                    return 0;
                }
            }
        }
        if (a != b) {
            stack.push(b, a, PAIR);
        }
        return 0;
    }

    private static int map(final WorkStack stack, final long a, final long b, final boolean exact, final boolean equalOnly) {
        final long header = Term.header(a);
        final int type = MapLayout.type(header);
        final boolean flat = type == MapLayout.TYPE_FLAT;
        if (flat && (equalOnly || exact || !OtpVariant.current().atomKeysByIndex())) {
            return flatMap(stack, a, b, exact);
        }
        if (exact && equalOnly) {
            if (header != Term.header(b)) {
                return 1;
            }
            final int first = type == MapLayout.TYPE_NODE ? 1 : 2;
            final long count = MapLayout.wordsBehindHeader(Term.addr(a)) + 1 - first;
            return array(stack, Term.addr(a) + first * 8L, Term.addr(b) + first * 8L, count, true);
        }
        return entries(stack, a, b, exact, equalOnly);
    }

    private static int flatMap(final WorkStack stack, final long a, final long b, final boolean exact) {
        final long size = Term.word(a, MapLayout.SIZE_WORD);
        if (size == 0) {
            return 0;
        }
        final long values = MapLayout.FLAT_VALUES_WORD * 8L;
        stack.push(Term.addr(b) + values, Term.addr(a) + values, size);
        if (!exact) {
            stack.push(EXACT_OFF);
        }
        stack.push(Term.word(b, MapLayout.KEYS_WORD), Term.word(a, MapLayout.KEYS_WORD), PAIR);
        return exact ? 0 : MORE_EXACT;
    }

    /** First all keys in term order, then the values of the keys in that order. */
    private static int entries(final WorkStack stack, final long a, final long b, final boolean exact, final boolean equalOnly) {
        final MapEntries entriesA = MapEntries.of(a);
        final MapEntries entriesB = MapEntries.of(b);
        if (!equalOnly) {
            entriesA.dropCommon(entriesB);
            entriesA.sort();
            entriesB.sort();
        }
        for (int i = 0; i < entriesA.size(); i++) {
            final int result = compareExact(entriesA.key(i), entriesB.key(i));
            if (result != 0) {
                return result;
            }
        }
        for (int i = entriesA.size() - 1; i >= 0; i--) {
            if (entriesA.value(i) != entriesB.value(i)) {
                stack.push(entriesB.value(i), entriesA.value(i), PAIR);
            }
        }
        return 0;
    }
}
