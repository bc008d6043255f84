package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Writes terms in the external format, byte for byte as the C emulator.
 *
 * <p>No Java recursion: what is still to be written waits on a stack, as a term or as a control word (which has the primary tag of
 * headers, so no term looks like one) above the words that it needs. Owned by one thread at a time: it can stop anywhere between two
 * terms, in a long list and in a large binary, and go on later.
 */
final class ExternalEncoder extends ExternalWriter {
    private static final int CONTROL_SHIFT = 8;
    private static final long REST_OF_LIST = 1 << 2;
    private static final long ARRAY = 2 << 2;
    private static final long PAIRS = 3 << 2;
    private static final long TREE = 4 << 2;
    private static final long FUN_SIZE = 5 << 2;
    private static final long CONTROL_MASK = 0xFF;
    private static final int FUN_NUMBER_BYTES = 10;
    private static final int CELLS_PER_STEP = 4;

    private final WorkStack pending = new WorkStack();
    private long funSlackBytes;

    /** The list that is being counted or NON_VALUE, its cells that were not looked at yet, and what is known of those that were. */
    private long countedList = Term.NON_VALUE;
    private long countedRest;
    private long count;
    private boolean isString;
    /** The map whose entries are being sorted, or null. */
    private MapEntries sorting;

    /** Begins to write a term, behind what was written since the last {@link #clear}. */
    void begin(final long term, final int encoderFlags) {
        flags = encoderFlags;
        pending.push(term);
    }

    /** Forgets what was written, and what was still to be. */
    void clear() {
        out.clear();
        funSlackBytes = 0;
        pending.reset(0);
        countedList = Term.NON_VALUE;
        sorting = null;
        forgetBytes();
    }

    /** Bytes that {@code external_size} counts more than are written: it takes numbers of funs for long. */
    long funSlackBytes() {
        return funSlackBytes;
    }

    /** Goes on writing; true when all is written, false when the budget is used up. */
    boolean proceed() {
        if (countedList != Term.NON_VALUE) {
            countList();
        }
        if (sorting != null) {
            sort();
        }
        moreBytes();
        while (pending.top() != 0 || budget < 0) {
            if (--budget < 0) {
                return false;
            }
            final long word = pending.pop();
            if ((word & Term.TAG_PRIMARY_MASK) == Term.TAG_HEADER) {
                control(word);
            } else {
                one(word);
            }
        }
        return true;
    }

    private void control(final long word) {
        final long count = word >>> CONTROL_SHIFT;
        final long operand = pending.pop();
        switch ((int)(word & CONTROL_MASK)) {
            case (int)REST_OF_LIST -> restOfList(operand);
            case (int)ARRAY -> {
                push(ARRAY, operand + 8, count - 1);
                one(Memory.getLong(operand));
            }
            case (int)PAIRS -> {
                final long valueAddr = pending.pop();
                if (count > 1) {
                    pending.push(valueAddr + 8);
                    push(PAIRS, operand + 8, count - 1);
                }
                pending.push(Memory.getLong(valueAddr));
                one(Memory.getLong(operand));
            }
            case (int)TREE -> tree(operand);
            default -> out.patch32(operand, (int)(out.size() - operand));
        }
    }

    private void push(final long control, final long operand, final long count) {
        if (count > 0) {
            pending.push(operand);
            pending.push(count << CONTROL_SHIFT | control);
        }
    }

    private void one(final long term) {
        if (Term.isSmall(term)) {
            small(Term.smallValue(term));
        } else if (Term.isAtom(term)) {
            atom(term);
        } else if (term == Term.NIL) {
            out.put8(ExternalTags.NIL);
        } else if (Term.isCons(term)) {
            list(term);
        } else if (Term.isLocalPid(term)) {
            pid(term);
        } else if (Term.isLocalPort(term)) {
            port(term);
        } else {
            boxed(term);
        }
    }

    private void boxed(final long term) {
        switch (Term.subtag(Term.header(term))) {
            case Term.SUBTAG_TUPLE -> tuple(term);
            case Term.SUBTAG_POS_BIG, Term.SUBTAG_NEG_BIG -> big(term);
            case Term.SUBTAG_FLOAT -> number(FloatTerm.value(term));
            case Term.SUBTAG_REF, Term.SUBTAG_EXTERNAL_REF -> reference(term);
            case Term.SUBTAG_EXTERNAL_PID -> pid(term);
            case Term.SUBTAG_EXTERNAL_PORT -> port(term);
            case Term.SUBTAG_FUN -> fun(term);
            case Term.SUBTAG_EXPORT -> export(term);
            case Term.SUBTAG_MAP -> map(term);
            case Term.SUBTAG_RECORD -> record(term);
            default -> bitstring(term);
        }
    }

    private void fun(final long term) {
        final FunEntry entry = Fun.entry(term);
        out.put8(ExternalTags.NEW_FUN);
        final int free = Fun.freeCount(term);
        pending.push(out.size());
        pending.push(FUN_SIZE);
        push(ARRAY, Term.addr(term) + (Fun.FIRST_TERM_WORD + 1) * 8L, free);
        out.put32(0);
        out.put8(entry.arity);
        Memory.copyFromArray(entry.moduleMd5, 0, out.reserve(16), 16);
        out.put32(entry.index);
        out.put32(free);
        atom(entry.moduleTerm);
        final long numbersAt = out.size();
        small(entry.index);
        small(entry.uniq);
        funSlackBytes += FUN_NUMBER_BYTES - (out.size() - numbersAt);
        one(Fun.creator(term));
    }

    private void export(final long term) {
        final ExportTable.Mfa mfa = ExportTable.get(Fun.exportIndex(term));
        out.put8(ExternalTags.EXPORT);
        atom(mfa.moduleTerm());
        atom(mfa.functionTerm());
        small(mfa.arity());
    }

    // Structures

    private void list(final long listTerm) {
        countedList = listTerm;
        countedRest = listTerm;
        count = 0;
        isString = true;
        countList();
    }

    /** The number of cells comes first: counts them, and then writes the list. */
    private void countList() {
        long rest = countedRest;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            if ((++count & CELLS_PER_STEP - 1) == 0 && --budget < 0) {
                isString &= isByte(Cons.head(rest));
                countedRest = Cons.tail(rest);
                return;
            }
            isString &= isByte(Cons.head(rest));
        }
        final long listTerm = countedList;
        countedList = Term.NON_VALUE;
        if (isString && rest == Term.NIL && count <= ExternalTags.MAX_STRING) {
            string(listTerm);
        } else {
            out.put8(ExternalTags.LIST);
            out.put32((int)count);
            restOfList(listTerm);
        }
    }

    private void string(final long listTerm) {
        out.put8(ExternalTags.STRING);
        out.put16((int)count);
        long at = out.reserve(count);
        for (long cell = listTerm; Term.isCons(cell); cell = Cons.tail(cell)) {
            Memory.putByte(at++, (int)Term.smallValue(Cons.head(cell)));
        }
    }

    private static boolean isByte(final long term) {
        return (term & ~0xFF0L) == Term.TAG_SMALL;
    }

    private void restOfList(final long cellTerm) {
        long cell = cellTerm;
        for (;;) {
            if (--budget < 0 && cell != cellTerm) {
                pending.push(cell);
                pending.push(REST_OF_LIST);
                return;
            }
            final long head = Cons.head(cell);
            final long tail = Cons.tail(cell);
            final boolean isLast = !Term.isCons(tail);
            if (!Term.isImmediate(head)) {
                pending.push(tail);
                if (!isLast) {
                    pending.push(REST_OF_LIST);
                }
                // Not written from here: a list nested in the heads of lists would nest Java calls as deep.
                pending.push(head);
                return;
            }
            one(head);
            if (isLast) {
                pending.push(tail);
                return;
            }
            cell = tail;
        }
    }

    private void tuple(final long term) {
        final int arity = Tuple.arity(term);
        if (arity <= 0xFF) {
            out.put16(ExternalTags.SMALL_TUPLE << 8 | arity);
        } else {
            out.put8(ExternalTags.LARGE_TUPLE);
            out.put32(arity);
        }
        push(ARRAY, Tuple.elementAddr(term, 1), arity);
    }

    private void map(final long term) {
        final long size = Maps.size(term);
        out.put8(ExternalTags.MAP);
        out.put32((int)size);
        if ((flags & DETERMINISTIC) != 0) {
            sorting = MapEntries.unread(term);
            sort();
        } else if (!MapLayout.isFlat(term)) {
            tree(term);
        } else if (size > 0) {
            pending.push(FlatMap.valueAddr(term, 0));
            push(PAIRS, FlatMap.keyAddr(FlatMap.keys(term), 0), size);
        }
    }

    /** The children of a node are written from the last to the first. */
    private void tree(final long nodeTerm) {
        if (Term.isCons(nodeTerm)) {
            pending.push(Cons.tail(nodeTerm));
            pending.push(Cons.head(nodeTerm));
            return;
        }
        final long first = Hamt.firstChildAddr(nodeTerm);
        final int children = Hamt.children(nodeTerm);
        for (int i = 0; i < children; i++) {
            pending.push(Memory.getLong(first + i * 8L));
            pending.push(TREE);
        }
    }

    /** Sorts the entries of a map, and then writes them. */
    private void sort() {
        budget = sorting.sort(Math.max(1, budget));
        if (budget <= 0) {
            budget = -1;
            return;
        }
        for (int i = sorting.size() - 1; i >= 0; i--) {
            pending.push(sorting.value(i));
            pending.push(sorting.key(i));
        }
        sorting = null;
    }

    private void record(final long term) {
        final long definition = NativeRecord.definition(term);
        final int count = NativeRecord.count(term);
        out.put8(ExternalTags.RECORD);
        out.put32(count);
        out.put8(NativeRecord.isExported(definition) ? 1 : 0);
        atom(NativeRecord.module(definition));
        atom(NativeRecord.name(definition));
        for (int i = 1; i <= count; i++) {
            atom(Tuple.element(NativeRecord.fields(definition), i));
        }
        push(ARRAY, NativeRecord.valueAddr(term, 0), count);
    }
}
