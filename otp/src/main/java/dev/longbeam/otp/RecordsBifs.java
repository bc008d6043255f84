package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.interp.LoadedRecord;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.MapCursor;
import dev.longbeam.term.Maps;
import dev.longbeam.term.NativeRecord;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** BIFs of {@code records}: native records of OTP 29 by name, for tools. On the scheduler of the process. */
public final class RecordsBifs {
    private static final long AM_IS_EXPORTED = Atom.of("is_exported");

    private RecordsBifs() {
    }

    /** The value of a field. */
    @Bif(value = "records:get/2", since = 29)
    public static long get(final Process p, final long fieldTerm, final long recordTerm) {
        final int index = NativeRecord.is(recordTerm) ? NativeRecord.fieldIndex(recordTerm, fieldTerm) : -1;
        return index < 0 ? p.badarg() : NativeRecord.value(recordTerm, index);
    }

    /** The module that defines a record. */
    @Bif(value = "records:get_module/1", since = 29)
    public static long getModule(final Process p, final long recordTerm) {
        return NativeRecord.is(recordTerm) ? NativeRecord.module(NativeRecord.definition(recordTerm)) : p.badarg();
    }

    /** The name of a record. */
    @Bif(value = "records:get_name/1", since = 29)
    public static long getName(final Process p, final long recordTerm) {
        return NativeRecord.is(recordTerm) ? NativeRecord.name(NativeRecord.definition(recordTerm)) : p.badarg();
    }

    /** The names of the fields in the order of the declaration. */
    @Bif(value = "records:get_field_names/1", since = 29)
    public static long getFieldNames(final Process p, final long recordTerm) {
        if (!NativeRecord.is(recordTerm)) {
            return p.fail(Tuple.make(p, Atoms.BADRECORD, recordTerm));
        }
        final long fields = NativeRecord.fields(NativeRecord.definition(recordTerm));
        long list = Term.NIL;
        for (int i = Tuple.arity(fields); i > 0; i--) {
            list = Cons.make(p, Tuple.element(fields, i), list);
        }
        return list;
    }

    /** Whether other modules may build and read records of this kind. */
    @Bif(value = "records:is_exported/1", since = 29)
    public static long isExported(final Process p, final long recordTerm) {
        return NativeRecord.is(recordTerm) ? Atoms.bool(NativeRecord.isExported(NativeRecord.definition(recordTerm)))
            : p.fail(Tuple.make(p, Atoms.BADRECORD, recordTerm));
    }

    /** A record that need not be defined anywhere. */
    @Bif(value = "records:create/4", since = 29)
    public static long create(final Process p, final long moduleTerm, final long nameTerm, final long fieldsTerm, final long optionsTerm) {
        if (!Term.isAtom(moduleTerm) || !Term.isAtom(nameTerm)) {
            return p.fail(Tuple.make(p, Atoms.BADRECORD, nameTerm));
        }
        if (!Term.isMap(optionsTerm)) {
            return p.badmap(optionsTerm);
        }
        final long exportedTerm = Maps.get(optionsTerm, AM_IS_EXPORTED);
        final long length = Cons.length(fieldsTerm);
        if (Maps.size(optionsTerm) != 1 || exportedTerm != Atoms.TRUE && exportedTerm != Atoms.FALSE || length < 0
            || length > Tuple.MAX_ARITY) {
            return p.badarg();
        }
        final long[] fields = new long[(int)length];
        int count = 0;
        for (long rest = fieldsTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long pair = Cons.head(rest);
            if (!Term.isTuple(pair) || Tuple.arity(pair) != 2) {
                return p.badarg();
            }
            if (!Term.isAtom(Tuple.element(pair, 1))) {
                return badField(p, moduleTerm, nameTerm, Tuple.element(pair, 1));
            }
            fields[count++] = Tuple.element(pair, 1);
        }
        if (java.util.Arrays.stream(fields).distinct().count() != length) {
            return p.badarg();
        }
        final long record = NativeRecord.make(p,
            NativeRecord.makeDefinition(p, moduleTerm, nameTerm, exportedTerm == Atoms.TRUE, Tuple.make(p, fields)));
        count = 0;
        for (long rest = fieldsTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            NativeRecord.value(record, count++, Tuple.element(Cons.head(rest), 2));
        }
        return record;
    }

    private static long badField(final Process p, final long moduleTerm, final long nameTerm, final long fieldTerm) {
        return p.fail(Tuple.make(p, Atoms.BADFIELD, Tuple.make(p, Tuple.make(p, moduleTerm, nameTerm), fieldTerm)));
    }

    /** A record with other values for some fields, given as a map. */
    @Bif(value = "records:update/4", since = 29)
    public static long update(final Process p, final long recordTerm, final long moduleTerm, final long nameTerm, final long fieldsTerm) {
        if (!NativeRecord.is(recordTerm)) {
            return p.fail(Tuple.make(p, Atoms.BADRECORD, recordTerm));
        }
        final long definition = NativeRecord.definition(recordTerm);
        if (NativeRecord.module(definition) != moduleTerm || NativeRecord.name(definition) != nameTerm) {
            return p.fail(Tuple.make(p, Atoms.BADRECORD, nameTerm));
        }
        if (!Term.isMap(fieldsTerm)) {
            return p.badmap(fieldsTerm);
        }
        final long record = NativeRecord.copy(p, recordTerm);
        final MapCursor cursor = new MapCursor(fieldsTerm);
        while (cursor.next()) {
            final int index = NativeRecord.fieldIndex(record, cursor.key());
            if (index < 0) {
                return badField(p, moduleTerm, nameTerm, cursor.key());
            }
            NativeRecord.value(record, index, cursor.value());
        }
        return record;
    }

    /** {@code {#{is_exported => Boolean}, [Field | {Field, Default}]}} of a record that loaded code defines. */
    @Bif(value = "records:get_definition/2", since = 29)
    public static long getDefinition(final Process p, final long moduleTerm, final long nameTerm) {
        final LoadedRecord loaded = Term.isAtom(moduleTerm) && Term.isAtom(nameTerm)
            ? p.emulator().service(CodeTable.class).loadedRecord(moduleTerm, nameTerm) : null;
        if (loaded == null) {
            return p.badarg();
        }
        final long fields = NativeRecord.fields(loaded.definitionTerm());
        long list = Term.NIL;
        for (int i = Tuple.arity(fields); i > 0; i--) {
            final long fieldTerm = Tuple.element(fields, i);
            final long defaultTerm = loaded.defaultTerms()[i - 1];
            list = Cons.make(p, defaultTerm == Term.NON_VALUE ? fieldTerm : Tuple.make(p, fieldTerm, defaultTerm), list);
        }
        final long options = Maps.put(p, Maps.empty(p), AM_IS_EXPORTED, Atoms.bool(NativeRecord.isExported(loaded.definitionTerm())));
        return Tuple.make(p, options, list);
    }
}
