package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodeLoader;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.interp.ExportEntry;
import dev.longbeam.interp.Module;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Loading code, and asking what is loaded. */
public final class ErlangCodeBifs {
    private static final long AM_NOT_PURGED = Atom.of("not_purged");
    private static final long AM_ON_LOAD = Atom.of("on_load");
    private static final long AM_DUPLICATED = Atom.of("duplicated");
    private static final long AM_EXPORTS = Atom.of("exports");
    private static final long AM_FUNCTIONS = Atom.of("functions");
    private static final long AM_ATTRIBUTES = Atom.of("attributes");
    private static final long AM_COMPILE = Atom.of("compile");
    private static final long AM_MD5 = Atom.of("md5");
    private static final long AM_NIFS = Atom.of("nifs");
    private static final long AM_NATIVE = Atom.of("native");
    private static final long AM_NATIVE_ADDRESSES = Atom.of("native_addresses");
    private static final long AM_LOAD_FAILED = Atom.of("load_failed");

    private ErlangCodeBifs() {
    }

    private static CodeTable table(final Process p) {
        return p.emulator().service(CodeTable.class);
    }

    /** {@code erts_internal:prepare_loading/2}. */
    @Bif("erts_internal:prepare_loading/2")
    public static long prepareLoading(final Process p, final long moduleTerm, final long binaryTerm) {
        if (!Term.isAtom(moduleTerm) || !Bitstring.isBinary(binaryTerm)) {
            return p.badarg();
        }
        return CodePreparation.run(p, table(p), moduleTerm, Bitstring.toArray(binaryTerm));
    }

    /** {@code has_prepared_code_on_load/1}. */
    @Bif("erlang:has_prepared_code_on_load/1")
    public static long hasOnLoad(final Process p, final long preparedTerm) {
        final PreparedCode prepared = Ref.resource(preparedTerm, PreparedCode.class);
        return prepared == null ? p.badarg() : Atoms.bool(prepared.code.onLoadPosition >= 0);
    }

    /** {@code finish_loading/1}. */
    @Bif("erlang:finish_loading/1")
    public static long finishLoading(final Process p, final long listTerm) {
        final List<PreparedCode> all = new ArrayList<>();
        final List<Code> codes = new ArrayList<>();
        long rest = listTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final PreparedCode prepared = Ref.resource(Cons.head(rest), PreparedCode.class);
            if (prepared == null || prepared.finished) {
                return p.badarg();
            }
            all.add(prepared);
            codes.add(prepared.code);
        }
        if (rest != Term.NIL) {
            return p.badarg();
        }
        if (codes.size() > 1 && codes.stream().anyMatch(code -> code.onLoadPosition >= 0)) {
            return p.systemLimit();
        }
        final CodeLoader.Result result = CodeLoader.finish(table(p), codes);
        if (result == CodeLoader.Result.OK || result == CodeLoader.Result.ON_LOAD) {
            all.forEach(prepared -> prepared.finished = true);
        }
        return switch (result) {
            case OK -> Atoms.OK;
            case ON_LOAD -> Tuple.make(p, AM_ON_LOAD, Cons.list(p, codes.getFirst().moduleTerm));
            case DUPLICATED -> Tuple.make(p, AM_DUPLICATED, duplicates(p, codes));
            case NOT_PURGED -> Tuple.make(p, AM_NOT_PURGED, notPurged(p, codes));
        };
    }

    private static long duplicates(final Process p, final List<Code> codes) {
        long list = Term.NIL;
        for (int i = codes.size() - 1; i >= 0; i--) {
            for (int j = 0; j < i; j++) {
                if (codes.get(j).moduleTerm == codes.get(i).moduleTerm) {
                    list = Cons.make(p, codes.get(i).moduleTerm, list);
                    break;
                }
            }
        }
        return list;
    }

    private static long notPurged(final Process p, final List<Code> codes) {
        long list = Term.NIL;
        for (int i = codes.size() - 1; i >= 0; i--) {
            final Module module = table(p).module(codes.get(i).moduleTerm);
            if (module != null && module.current != null && module.old != null) {
                list = Cons.make(p, codes.get(i).moduleTerm, list);
            }
        }
        return list;
    }

    /** {@code call_on_load_function/1}. */
    @Bif("erlang:call_on_load_function/1")
    public static long callOnLoad(final Process p, final long moduleTerm) {
        final Module module = Term.isAtom(moduleTerm) ? table(p).module(moduleTerm) : null;
        if (module == null || module.pending == null) {
            return p.badarg();
        }
        p.outcome = Process.OUTCOME_CALL_CODE;
        p.scheduler().trapPointer = CodeLoader.onLoadPointer(module.pending);
        return Term.NON_VALUE;
    }

    /** {@code finish_after_on_load/2}. */
    @Bif("erlang:finish_after_on_load/2")
    public static long finishAfterOnLoad(final Process p, final long moduleTerm, final long keepTerm) {
        if (!Term.isAtom(moduleTerm) || keepTerm != Atoms.TRUE && keepTerm != Atoms.FALSE
            || !CodeLoader.finishAfterOnLoad(table(p), moduleTerm, keepTerm == Atoms.TRUE)) {
            return p.badarg();
        }
        return Atoms.TRUE;
    }

    /** {@code load_nif/2}: only the natives that are built in can be loaded. */
    @Bif("erlang:load_nif/2")
    public static long loadNif(final Process p, final long pathTerm, final long infoTerm) {
        final long moduleTerm = p.scheduler().engine().currentModule();
        final Module module = table(p).module(moduleTerm);
        final Code code = module.pending != null ? module.pending : module.current;
        if (CodeLoader.bindNatives(table(p), code) > 0
            || p.emulator().service(NodeFacts.class).preloaded().contains(Atom.name(moduleTerm))) {
            return Atoms.OK;
        }
        final String text = "Longbeam has no natives for module " + Atom.name(moduleTerm);
        return Tuple.make(p, Atoms.ERROR, Tuple.make(p, AM_LOAD_FAILED, ErlangTexts.list(p, text)));
    }

    /** {@code delete_module/1}. */
    @Bif("erlang:delete_module/1")
    public static long deleteModule(final Process p, final long moduleTerm) {
        if (!Term.isAtom(moduleTerm)) {
            return p.badarg();
        }
        final Module module = table(p).module(moduleTerm);
        if (module == null) {
            return Atoms.UNDEFINED;
        }
        if (CodeLoader.delete(table(p), module)) {
            return Atoms.TRUE;
        }
        p.emulator().logError(p, "Module " + TermPrinter.text(moduleTerm) + " must be purged before deleting\n\n");
        return p.badarg();
    }

    /** {@code check_old_code/1}. */
    @Bif("erlang:check_old_code/1")
    public static long checkOldCode(final Process p, final long moduleTerm) {
        if (!Term.isAtom(moduleTerm)) {
            return p.badarg();
        }
        final Module module = table(p).module(moduleTerm);
        return Atoms.bool(module != null && module.old != null);
    }

    // Questions

    /** {@code loaded/0}. */
    @Bif("erlang:loaded/0")
    public static long loaded(final Process p) {
        long list = Term.NIL;
        for (final Module module : table(p).modules()) {
            if (module.current != null) {
                list = Cons.make(p, module.moduleTerm, list);
            }
        }
        return list;
    }

    /** {@code pre_loaded/0}. */
    @Bif("erlang:pre_loaded/0")
    public static long preLoaded(final Process p) {
        long list = Term.NIL;
        for (final String name : p.emulator().service(NodeFacts.class).preloaded()) {
            list = Cons.make(p, Atom.of(name), list);
        }
        return list;
    }

    /** {@code module_loaded/1}. */
    @Bif("erlang:module_loaded/1")
    public static long moduleLoaded(final Process p, final long moduleTerm) {
        return Term.isAtom(moduleTerm) ? Atoms.bool(CodeLoader.isLoaded(table(p), moduleTerm)) : p.badarg();
    }

    /** {@code function_exported/3}. */
    @Bif("erlang:function_exported/3")
    public static long functionExported(final Process p, final long moduleTerm, final long functionTerm, final long arityTerm) {
        if (!Term.isAtom(moduleTerm) || !Term.isAtom(functionTerm) || !Term.isSmall(arityTerm)) {
            return p.badarg();
        }
        final ExportEntry entry = table(p).existing(moduleTerm, functionTerm, (int)Term.smallValue(arityTerm));
        return Atoms.bool(entry != null && entry.isDefined());
    }

    /** {@code is_builtin/3}. */
    @Bif("erlang:is_builtin/3")
    public static long isBuiltin(final Process p, final long moduleTerm, final long functionTerm, final long arityTerm) {
        if (!Term.isAtom(moduleTerm) || !Term.isAtom(functionTerm) || !Term.isSmall(arityTerm)) {
            return p.badarg();
        }
        final ExportEntry entry = table(p).existing(moduleTerm, functionTerm, (int)Term.smallValue(arityTerm));
        return Atoms.bool(entry != null && entry.builtin != null && !SystemInfo.isLaterBif(entry.builtin, SystemFacts.of(p.emulator()).release));
    }

    /** {@code get_module_info/1}. */
    @Bif("erlang:get_module_info/1")
    public static long moduleInfo(final Process p, final long moduleTerm) {
        final Code code = current(p, moduleTerm);
        if (code == null) {
            return p.badarg();
        }
        return Cons.list(p, pair(p, Atoms.MODULE, moduleTerm), pair(p, AM_EXPORTS, info(p, code, AM_EXPORTS)),
            pair(p, AM_ATTRIBUTES, code.attributesTerm), pair(p, AM_COMPILE, code.compileInfoTerm),
            pair(p, AM_MD5, info(p, code, AM_MD5)));
    }

    /** {@code get_module_info/2}. */
    @Bif("erlang:get_module_info/2")
    public static long moduleInfo(final Process p, final long moduleTerm, final long keyTerm) {
        final Code code = current(p, moduleTerm);
        final long value = code == null ? Term.NON_VALUE : info(p, code, keyTerm);
        return value == Term.NON_VALUE ? p.badarg() : value;
    }

    private static Code current(final Process p, final long moduleTerm) {
        final Module module = Term.isAtom(moduleTerm) ? table(p).module(moduleTerm) : null;
        return module == null ? null : module.current;
    }

    private static long pair(final Process p, final long keyTerm, final long valueTerm) {
        return Tuple.make(p, keyTerm, valueTerm);
    }

    /** The youngest entry of the export table comes first. */
    private static long exports(final Process p, final Code code) {
        final int[] indexes = new int[code.exports.length];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = table(p).export(code.moduleTerm, code.exports[i].functionTerm(), code.exports[i].arity()).index;
        }
        java.util.Arrays.sort(indexes);
        long list = Term.NIL;
        for (final int index : indexes) {
            final ExportEntry export = table(p).export(index);
            list = Cons.make(p, pair(p, export.functionTerm, Term.makeSmall(export.arity)), list);
        }
        return list;
    }

    private static long info(final Process p, final Code code, final long keyTerm) {
        if (keyTerm == Atoms.MODULE) {
            return code.moduleTerm;
        }
        if (keyTerm == AM_EXPORTS) {
            return exports(p, code);
        }
        if (keyTerm == AM_FUNCTIONS) {
            long list = Term.NIL;
            for (int i = code.functionTerms.length - 1; i >= 0; i--) {
                list = Cons.make(p, pair(p, code.functionTerms[i], Term.makeSmall(code.functionArities[i])), list);
            }
            return list;
        }
        if (keyTerm == AM_NIFS) {
            long list = Term.NIL;
            for (final var bound : code.natives) {
                list = Cons.make(p, pair(p, bound.functionTerm, Term.makeSmall(bound.arity)), list);
            }
            return list;
        }
        if (keyTerm == AM_ATTRIBUTES) {
            return code.attributesTerm;
        }
        if (keyTerm == AM_COMPILE) {
            return code.compileInfoTerm;
        }
        if (keyTerm == AM_MD5) {
            return Bitstring.make(p, code.md5);
        }
        if (keyTerm == AM_NATIVE) {
            return Atoms.FALSE;
        }
        return keyTerm == AM_NATIVE_ADDRESSES ? Term.NIL : Term.NON_VALUE;
    }
}
