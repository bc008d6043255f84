package dev.longbeam.interp;

import dev.longbeam.term.NativeRecord;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.math.BigInteger;

/**
 * A native record that loaded code defines.
 *
 * <p>Any thread; immutable.
 *
 * @param definitionTerm what all records made by the code share, in its literal area
 * @param defaultTerms   the default of each field, NON_VALUE when it has none
 */
public record LoadedRecord(long definitionTerm, long[] defaultTerms) {
    /** Words that a definition and its large integers take at most. */
    static long words(final RecordDefinition definition) {
        long words = NativeRecord.DEFINITION_WORDS + 1L + definition.fieldTerms().length;
        for (final BigInteger value : definition.bigDefaults()) {
            words += value == null ? 0 : value.bitLength() / Long.SIZE + 2L;
        }
        return words;
    }

    /** Makes the definition in a literal area. */
    static LoadedRecord make(final TermHeap area, final long moduleTerm, final RecordDefinition definition, final long[] defaultTerms) {
        final long fields = Tuple.make(area, definition.fieldTerms());
        return new LoadedRecord(NativeRecord.makeDefinition(area, moduleTerm, definition.nameTerm(), definition.exported(), fields),
            defaultTerms);
    }

    /** A new record with the defaults; fields without one are NON_VALUE, and must be set before anybody sees the record. */
    long make(final TermHeap heap) {
        final long record = NativeRecord.make(heap, definitionTerm);
        for (int i = 0; i < defaultTerms.length; i++) {
            NativeRecord.value(record, i, defaultTerms[i]);
        }
        return record;
    }

    /** The first field of a record without a value, or -1. */
    static int firstWithoutValue(final long recordTerm) {
        for (int i = 0; i < NativeRecord.count(recordTerm); i++) {
            if (NativeRecord.value(recordTerm, i) == Term.NON_VALUE) {
                return i;
            }
        }
        return -1;
    }
}
