package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Native records (OTP 29): {@code [header: 1 + values] [definition] [value 1] .. [value n]}. The definition is a tuple {@code {Module,
 * Name, Exported, Fields}}, with the names of the fields in a tuple in the order of the declaration; records may share it.
 *
 * <p>Any thread that may see the term.
 */
public final class NativeRecord {
    /** Words of a definition without the tuple of its fields. */
    public static final int DEFINITION_WORDS = 5;

    private static final int DEFINITION_WORD = 1;
    private static final int FIRST_VALUE_WORD = 2;

    private NativeRecord() {
    }

    /** A definition. */
    public static long makeDefinition(final TermHeap heap, final long moduleTerm, final long nameTerm, final boolean isExported,
        final long fieldsTuple) {
        return Tuple.make(heap, new long[] {moduleTerm, nameTerm, Atoms.bool(isExported), fieldsTuple});
    }

    /** A record whose values are {@code []} until the caller sets them. */
    public static long make(final TermHeap heap, final long definitionTuple) {
        final int count = Tuple.arity(Tuple.element(definitionTuple, 4));
        final long addr = heap.allocate(FIRST_VALUE_WORD + (long)count);
        Memory.putLong(addr, Term.makeHeader(1L + count, Term.SUBTAG_RECORD));
        Memory.putLong(addr + DEFINITION_WORD * 8, definitionTuple);
        for (int i = 0; i < count; i++) {
            Memory.putLong(addr + (FIRST_VALUE_WORD + i) * 8L, Term.NIL);
        }
        return Term.makeBoxed(addr);
    }

    /** A record with the definition and the values of another one. */
    public static long copy(final TermHeap heap, final long recordTerm) {
        final long words = 1 + Term.headerWords(Term.header(recordTerm));
        final long addr = heap.allocate(words);
        Memory.copyWords(Term.addr(recordTerm), addr, words);
        return Term.makeBoxed(addr);
    }

    /** Index of a field of a record, counted from 0; -1 when it has none of that name. */
    public static int fieldIndex(final long recordTerm, final long fieldTerm) {
        final long fields = fields(definition(recordTerm));
        for (int i = Tuple.arity(fields); i > 0; i--) {
            if (Tuple.element(fields, i) == fieldTerm) {
                return i - 1;
            }
        }
        return -1;
    }

    /** True for a native record. */
    public static boolean is(final long term) {
        return Term.isBoxed(term, Term.SUBTAG_RECORD);
    }

    /** The definition. */
    public static long definition(final long recordTerm) {
        return Term.word(recordTerm, DEFINITION_WORD);
    }

    /** Module of a definition. */
    public static long module(final long definitionTuple) {
        return Tuple.element(definitionTuple, 1);
    }

    /** Name in a definition. */
    public static long name(final long definitionTuple) {
        return Tuple.element(definitionTuple, 2);
    }

    /** True when other modules may build and read records of a definition. */
    public static boolean isExported(final long definitionTuple) {
        return Tuple.element(definitionTuple, 3) == Atoms.TRUE;
    }

    /** Names of the fields of a definition, a tuple. */
    public static long fields(final long definitionTuple) {
        return Tuple.element(definitionTuple, 4);
    }

    /** Number of values. */
    public static int count(final long recordTerm) {
        return (int)Term.headerWords(Term.header(recordTerm)) - 1;
    }

    /** Address of a value, counted from 0. */
    public static long valueAddr(final long recordTerm, final int index) {
        return Term.addr(recordTerm) + (FIRST_VALUE_WORD + index) * 8L;
    }

    /** A value, counted from 0. */
    public static long value(final long recordTerm, final int index) {
        return Memory.getLong(valueAddr(recordTerm, index));
    }

    /** Sets a value of a new record, counted from 0. */
    public static void value(final long recordTerm, final int index, final long term) {
        Memory.putLong(valueAddr(recordTerm, index), term);
    }
}
