package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.NativeRecord;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * Native records of OTP 29. An instruction names a record by an atom, a record of its own module; by {@code {Module, Name}}, which must
 * be exported; or by {@code _}, any record.
 */
final class RecordOps {
    private static final long AM_ANY = Atom.of("_");
    private static final long AM_EXTERNAL = Atom.of("external");

    private RecordOps() {
    }

    static int run(final Interpreter in, final Process p, final int pc, final int op) {
        final int[] ops = in.ops;
        return switch (op) {
            case Opcodes.IS_ANY_NATIVE_RECORD -> NativeRecord.is(in.get(p, ops[pc + 2])) ? pc + 3 : ops[pc + 1];
            case Opcodes.IS_NATIVE_RECORD -> isNamed(in.get(p, ops[pc + 2]), in.get(p, ops[pc + 3]), in.get(p, ops[pc + 4]))
                ? pc + 5 : ops[pc + 1];
            case Opcodes.IS_RECORD_ACCESSIBLE -> isAccessible(in, in.get(p, ops[pc + 2]), in.get(p, ops[pc + 3])) ? pc + 4 : ops[pc + 1];
            case Opcodes.GET_RECORD_ELEMENTS -> getElements(in, p, pc);
            case Opcodes.GET_RECORD_FIELD -> getField(in, p, pc);
            default -> putRecord(in, p, pc);
        };
    }

    private static boolean isNamed(final long term, final long moduleTerm, final long nameTerm) {
        if (!NativeRecord.is(term)) {
            return false;
        }
        final long definition = NativeRecord.definition(term);
        return NativeRecord.module(definition) == moduleTerm && NativeRecord.name(definition) == nameTerm;
    }

    private static boolean isAccessible(final Interpreter in, final long term, final long scopeTerm) {
        if (!NativeRecord.is(term)) {
            return false;
        }
        final long definition = NativeRecord.definition(term);
        return NativeRecord.isExported(definition) || scopeTerm != AM_EXTERNAL && NativeRecord.module(definition) == in.code.moduleTerm;
    }

    private static int getElements(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long record = in.get(p, ops[pc + 2]);
        final int end = pc + 4 + ops[pc + 3];
        for (int at = pc + 4; at < end; at += 2) {
            if (NativeRecord.fieldIndex(record, in.get(p, ops[at])) < 0) {
                return ops[pc + 1];
            }
        }
        for (int at = pc + 4; at < end; at += 2) {
            in.set(p, ops[at + 1], NativeRecord.value(record, NativeRecord.fieldIndex(record, in.get(p, ops[at]))));
        }
        return end;
    }

    private static int getField(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long term = in.get(p, ops[pc + 2]);
        if (!isReadable(term, in.get(p, ops[pc + 3]))) {
            return fail(p, ops[pc + 1], Atoms.BADRECORD, term);
        }
        final long fieldTerm = in.get(p, ops[pc + 4]);
        final int index = NativeRecord.fieldIndex(term, fieldTerm);
        if (index < 0) {
            return failField(p, ops[pc + 1], Atoms.BADFIELD, NativeRecord.definition(term), fieldTerm);
        }
        in.set(p, ops[pc + 5], NativeRecord.value(term, index));
        return pc + 6;
    }

    /** Of a record that is named by an atom only the name counts. */
    private static boolean isReadable(final long term, final long idTerm) {
        if (!NativeRecord.is(term) || idTerm == AM_ANY) {
            return NativeRecord.is(term);
        }
        final long definition = NativeRecord.definition(term);
        return Term.isAtom(idTerm) ? NativeRecord.name(definition) == idTerm : isExportedAs(term, idTerm);
    }

    private static boolean isExportedAs(final long record, final long idTerm) {
        return isNamed(record, Tuple.element(idTerm, 1), Tuple.element(idTerm, 2)) && NativeRecord.isExported(NativeRecord.definition(record));
    }

    private static int putRecord(final Interpreter in, final Process p, final int pc) {
        final int[] ops = in.ops;
        final long idTerm = in.get(p, ops[pc + 2]);
        final long source = in.get(p, ops[pc + 3]);
        final long record;
        if (source == Term.NIL) {
            final LoadedRecord loaded = Term.isAtom(idTerm) ? in.code.loadedRecord(idTerm) : exported(in, idTerm);
            if (loaded == null) {
                final long named = Term.isAtom(idTerm) ? Tuple.make(p, in.code.moduleTerm, idTerm) : idTerm;
                return fail(p, ops[pc + 1], Atoms.BADRECORD, named);
            }
            record = loaded.make(p);
        } else {
            if (!isUpdatable(in, source, idTerm)) {
                return fail(p, ops[pc + 1], Atoms.BADRECORD, source);
            }
            record = NativeRecord.copy(p, source);
        }
        final int end = pc + 7 + ops[pc + 6];
        for (int at = pc + 7; at < end; at += 2) {
            final int index = NativeRecord.fieldIndex(record, in.get(p, ops[at]));
            if (index < 0) {
                return failField(p, ops[pc + 1], Atoms.BADFIELD, NativeRecord.definition(record), in.get(p, ops[at]));
            }
            NativeRecord.value(record, index, in.get(p, ops[at + 1]));
        }
        final int missing = LoadedRecord.firstWithoutValue(record);
        if (missing >= 0) {
            final long definition = NativeRecord.definition(record);
            return failField(p, ops[pc + 1], Atoms.NOVALUE, definition, Tuple.element(NativeRecord.fields(definition), missing + 1));
        }
        in.set(p, ops[pc + 4], record);
        return end;
    }

    private static boolean isUpdatable(final Interpreter in, final long term, final long idTerm) {
        if (!NativeRecord.is(term)) {
            return false;
        }
        if (idTerm == AM_ANY) {
            return isAccessible(in, term, Term.NIL);
        }
        return Term.isAtom(idTerm) ? isNamed(term, in.code.moduleTerm, idTerm) : isExportedAs(term, idTerm);
    }

    private static LoadedRecord exported(final Interpreter in, final long idTerm) {
        final LoadedRecord loaded = in.table.loadedRecord(Tuple.element(idTerm, 1), Tuple.element(idTerm, 2));
        return loaded == null || !NativeRecord.isExported(loaded.definitionTerm()) ? null : loaded;
    }

    private static int failField(final Process p, final int failLabel, final long tagTerm, final long definition, final long fieldTerm) {
        final long name = Tuple.make(p, NativeRecord.module(definition), NativeRecord.name(definition));
        return fail(p, failLabel, tagTerm, Tuple.make(p, name, fieldTerm));
    }

    /** Goes to the label, or raises {@code {Tag, Term}} when there is none. */
    private static int fail(final Process p, final int failLabel, final long tagTerm, final long term) {
        if (failLabel != 0) {
            return failLabel;
        }
        p.fail(Tuple.make(p, tagTerm, term));
        return Interpreter.RAISE;
    }
}
