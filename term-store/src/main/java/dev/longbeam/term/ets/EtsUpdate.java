package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Arith;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Compare;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * {@code ets:update_counter} and {@code ets:update_element}: changes of some elements of one row, all or none.
 *
 * <p>Stateless; any thread. A row whose new elements are immediates is changed in place, else a new row takes its place.
 */
public final class EtsUpdate {
    private static final int COUNTER_ARITY = 2;
    private static final int THRESHOLD_ARITY = 4;

    private EtsUpdate() {
    }

    /**
     * {@code update_counter/3,4}.
     *
     * @param operationTerm an increment, an operation or a list of operations
     * @param defaultTerm   the row to begin with when the key does not exist, NON_VALUE for none
     */
    public static long counter(final TermHeap heap, final EtsTable table, final long keyTerm, final long operationTerm, final long defaultTerm) {
        final long quick = simpleCounter(table, keyTerm, operationTerm);
        if (quick != Term.NON_VALUE) {
            return quick;
        }
        final boolean isList = !Term.isInteger(operationTerm) && !Term.isTuple(operationTerm);
        final long operations = Term.isInteger(operationTerm)
            ? Cons.list(heap, Tuple.make(heap, Term.makeSmall(table.keyPosition + 1L), operationTerm))
            : isList ? operationTerm : Cons.list(heap, operationTerm);
        final long hash = table.hashOf(keyTerm);
        if (!table.lockKey(hash)) {
            return table.unavailable();
        }
        try {
            final long row = table.findRow(hash, keyTerm);
            if (row == 0 && defaultTerm == Term.NON_VALUE) {
                return EtsCode.BAD_KEY;
            }
            if (row == 0 && !table.isRow(defaultTerm)) {
                return EtsCode.BAD_ITEM;
            }
            final long tuple = row != 0 ? table.rowTuple(row) : withKey(heap, table, defaultTerm, keyTerm);
            final long bad = checkCounters(table, tuple, operations);
            if (bad != 0) {
                return bad;
            }
            return count(heap, table, hash, row, tuple, operations, isList);
        } finally {
            table.unlockKey(hash);
            table.adapt();
        }
    }

    /** A small increment of a small counter of a row that exists, which needs no memory; NON_VALUE when it is anything else. */
    private static long simpleCounter(final EtsTable table, final long keyTerm, final long operationTerm) {
        long position = table.keyPosition + 1L;
        long increment = operationTerm;
        if (Term.isTuple(operationTerm) && Tuple.arity(operationTerm) == COUNTER_ARITY) {
            if (!Term.isSmall(Tuple.element(operationTerm, 1))) {
                return Term.NON_VALUE;
            }
            position = Term.smallValue(Tuple.element(operationTerm, 1));
            increment = Tuple.element(operationTerm, 2);
        }
        final long hash = table.hashOf(keyTerm);
        if (!Term.isSmall(increment) || position < 1 || position == table.keyPosition || !table.lockKey(hash)) {
            return Term.NON_VALUE;
        }
        final long row = table.findRow(hash, keyTerm);
        long result = Term.NON_VALUE;
        if (row != 0 && position <= Tuple.arity(table.rowTuple(row))) {
            final long addr = Tuple.elementAddr(table.rowTuple(row), (int)position);
            final long before = Memory.getLong(addr);
            if (Term.isSmall(before) && Term.fitsSmall(Term.smallValue(before) + Term.smallValue(increment))) {
                result = Term.makeSmall(Term.smallValue(before) + Term.smallValue(increment));
                Memory.putLong(addr, result);
            }
        }
        table.unlockKey(hash);
        return result;
    }

    /** A default row with the key that was looked for. */
    private static long withKey(final TermHeap heap, final EtsTable table, final long tupleTerm, final long keyTerm) {
        final int arity = Tuple.arity(tupleTerm);
        final long addr = heap.allocate(arity + 1L);
        Memory.copyWords(Term.addr(tupleTerm), addr, arity + 1L);
        Memory.putLong(addr + table.keyPosition * 8L, keyTerm);
        return Term.makeBoxed(addr);
    }

    /** 0 when all operations fit the row, else a code. */
    private static long checkCounters(final EtsTable table, final long tupleTerm, final long operations) {
        long rest = operations;
        while (Term.isCons(rest)) {
            final long operation = Cons.head(rest);
            if (!Term.isTuple(operation)) {
                return EtsCode.BAD_ITEM;
            }
            final int arity = Tuple.arity(operation);
            if (arity == THRESHOLD_ARITY) {
                if (!Term.isInteger(Tuple.element(operation, 3)) || !Term.isInteger(Tuple.element(operation, 4))) {
                    return EtsCode.BAD_ITEM;
                }
            } else if (arity != COUNTER_ARITY) {
                return EtsCode.BAD_ITEM;
            }
            if (!Term.isSmall(Tuple.element(operation, 1)) || !Term.isInteger(Tuple.element(operation, 2))) {
                return EtsCode.BAD_ITEM;
            }
            final long position = Term.smallValue(Tuple.element(operation, 1));
            if (position == table.keyPosition) {
                return EtsCode.KEY_POSITION;
            }
            if (position < 1 || position > Tuple.arity(tupleTerm)) {
                return EtsCode.POSITION;
            }
            if (!Term.isInteger(Tuple.element(tupleTerm, (int)position))) {
                return EtsCode.BAD_ITEM;
            }
            rest = Cons.tail(rest);
        }
        return rest == Term.NIL ? 0 : EtsCode.BAD_ITEM;
    }

    private static long count(final TermHeap heap, final EtsTable table, final long hash, final long row, final long tupleTerm,
        final long operations, final boolean isList) {
        final int arity = Tuple.arity(tupleTerm);
        final boolean inPlace = row != 0 && staysSmall(tupleTerm, operations);
        final long target = inPlace ? tupleTerm : shallowCopy(heap, tupleTerm, arity);
        long values = Term.NIL;
        long value = Term.NIL;
        for (long rest = operations; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long operation = Cons.head(rest);
            final int position = (int)Term.smallValue(Tuple.element(operation, 1));
            value = Arith.add(heap, Tuple.element(target, position), Tuple.element(operation, 2));
            if (value == Term.NON_VALUE) {
                return value;
            }
            if (Tuple.arity(operation) == THRESHOLD_ARITY && passes(operation, value)) {
                value = Tuple.element(operation, 4);
            }
            Memory.putLong(Tuple.elementAddr(target, position), value);
            if (isList) {
                values = Cons.make(heap, value, values);
            }
        }
        if (!inPlace) {
            table.putRow(hash, table.createRow(target));
        }
        if (!isList) {
            return value;
        }
        long result = Term.NIL;
        for (long rest = values; Term.isCons(rest); rest = Cons.tail(rest)) {
            result = Cons.make(heap, Cons.head(rest), result);
        }
        return result;
    }

    private static boolean passes(final long operation, final long value) {
        final long threshold = Tuple.element(operation, 3);
        final boolean down = Compare.compare(Tuple.element(operation, 2), Term.makeSmall(0)) < 0;
        return down ? Compare.compare(value, threshold) < 0 : Compare.compare(value, threshold) > 0;
    }

    /** True when one operation gives a small integer in the place of a small integer: the common case, done in place. */
    private static boolean staysSmall(final long tupleTerm, final long operations) {
        if (operations == Term.NIL) {
            return true;
        }
        if (Cons.tail(operations) != Term.NIL) {
            return false;
        }
        final long operation = Cons.head(operations);
        final long before = Tuple.element(tupleTerm, (int)Term.smallValue(Tuple.element(operation, 1)));
        final long increment = Tuple.element(operation, 2);
        return Term.areSmall(before, increment) && Term.fitsSmall(Term.smallValue(before) + Term.smallValue(increment))
            && (Tuple.arity(operation) != THRESHOLD_ARITY || Term.isSmall(Tuple.element(operation, 4)));
    }

    private static long shallowCopy(final TermHeap heap, final long tupleTerm, final int arity) {
        final long addr = heap.allocate(arity + 1L);
        Memory.putLong(addr, Tuple.header(arity));
        for (int i = 1; i <= arity; i++) {
            Memory.putLong(addr + i * 8L, TermCopy.copy(Tuple.element(tupleTerm, i), heap));
        }
        return Term.makeBoxed(addr);
    }

    /**
     * {@code update_element/3,4}.
     *
     * @param changeTerm  {@code {Position, Value}} or a list of them
     * @param defaultTerm the row to begin with when the key does not exist, NON_VALUE for none
     */
    public static long element(final TermHeap heap, final EtsTable table, final long keyTerm, final long changeTerm, final long defaultTerm) {
        if (defaultTerm != Term.NON_VALUE && !table.isRow(defaultTerm)) {
            return heap.badarg();
        }
        final long changes = Term.isTuple(changeTerm) ? Cons.list(heap, changeTerm) : changeTerm;
        final long hash = table.hashOf(keyTerm);
        if (!table.lockKey(hash)) {
            return table.unavailable();
        }
        try {
            final long row = table.findRow(hash, keyTerm);
            if (row == 0 && defaultTerm == Term.NON_VALUE) {
                return Atoms.FALSE;
            }
            final long tuple = row != 0 ? table.rowTuple(row) : withKey(heap, table, defaultTerm, keyTerm);
            final long bad = checkElements(table, tuple, changes);
            return bad != 0 ? bad : change(heap, table, hash, row, tuple, changes);
        } finally {
            table.unlockKey(hash);
            table.adapt();
        }
    }

    private static long checkElements(final EtsTable table, final long tupleTerm, final long changes) {
        long rest = changes;
        while (Term.isCons(rest)) {
            final long change = Cons.head(rest);
            if (!Term.isTuple(change) || Tuple.arity(change) != 2 || !Term.isSmall(Tuple.element(change, 1))) {
                return EtsCode.BAD_ITEM;
            }
            final long position = Term.smallValue(Tuple.element(change, 1));
            if (position == table.keyPosition) {
                return EtsCode.KEY_POSITION;
            }
            if (position < 1 || position > Tuple.arity(tupleTerm)) {
                return EtsCode.BAD_ITEM;
            }
            rest = Cons.tail(rest);
        }
        return rest == Term.NIL ? 0 : EtsCode.BAD_ITEM;
    }

    private static long change(final TermHeap heap, final EtsTable table, final long hash, final long row, final long tupleTerm,
        final long changes) {
        final boolean inPlace = row != 0 && onlyImmediates(tupleTerm, changes);
        final long target = inPlace ? tupleTerm : shallowCopy(heap, tupleTerm, Tuple.arity(tupleTerm));
        for (long rest = changes; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long change = Cons.head(rest);
            Memory.putLong(Tuple.elementAddr(target, (int)Term.smallValue(Tuple.element(change, 1))), Tuple.element(change, 2));
        }
        if (!inPlace) {
            table.putRow(hash, table.createRow(target));
        }
        return Atoms.TRUE;
    }

    private static boolean onlyImmediates(final long tupleTerm, final long changes) {
        for (long rest = changes; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long change = Cons.head(rest);
            final long before = Tuple.element(tupleTerm, (int)Term.smallValue(Tuple.element(change, 1)));
            if (!Term.isImmediate(before) || !Term.isImmediate(Tuple.element(change, 2))) {
                return false;
            }
        }
        return true;
    }
}
