package dev.longbeam.interp;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.FunTable;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * All loaded code: modules by name, code by id, exported functions by index.
 *
 * <p>Any thread reads; loading, replacing and purging take the table's lock.
 */
public final class CodeTable {
    private final BifRegistry bifs;
    private final ConcurrentHashMap<Long, Module> modules = new ConcurrentHashMap<>();
    private volatile Code[] codes = new Code[512];
    private int codeCount = 1;
    private volatile Consumer<Code> installListener = code -> { };
    private volatile ExportEntry[] exports = new ExportEntry[4096];
    private volatile CodeCompiler compiler;
    private volatile CodeImages images = CodeImages.NONE;
    private final CodePurge purge = new CodePurge(this);
    private final Breakpoints breakpoints;

    /** An empty table. */
    public CodeTable(final BifRegistry bifs) {
        this.bifs = bifs;
        breakpoints = new Breakpoints(this);
        for (final BifFunction bif : bifs.bifs()) {
            export(bif.moduleTerm, bif.functionTerm, bif.arity);
        }
    }

    /** Sets who is told of each code before it becomes current. */
    public void onInstall(final Consumer<Code> listener) {
        installListener = listener;
    }

    /** Sets what compiles code; before any is loaded. */
    public void compiler(final CodeCompiler newCompiler) {
        compiler = newCompiler;
    }

    /** What compiles code, or null. */
    CodeCompiler compiler() {
        return compiler;
    }

    /** Lets engines and compiled callers use compiled code of a code, unless its functions are traced by now. */
    public synchronized void addCompiled(final Code code, final java.util.Map<Integer, CompiledEntry> entries) {
        code.addCompiled(entries);
        for (int i = 0; i < code.exports.length; i++) {
            final BeamFile.Export export = code.exports[i];
            if (entries.containsKey(code.exportPositions[i])) {
                export(code.moduleTerm, export.functionTerm(), export.arity()).relink();
            }
        }
    }

    /** Bars compiled code of a code, or allows it again. */
    synchronized void barCompiled(final Code code, final boolean barred) {
        if (barred == code.isCompiledBarred()) {
            return;
        }
        if (barred) {
            code.barCompiled();
            for (final BeamFile.Export export : code.exports) {
                export(code.moduleTerm, export.functionTerm(), export.arity()).relink();
            }
        } else {
            code.allowCompiled();
        }
    }

    /** Sets where images of files are; before any is loaded. */
    public void images(final CodeImages newImages) {
        images = newImages;
    }

    /** Images of files that need not be translated anew. */
    CodeImages images() {
        return images;
    }

    /** The BIFs. */
    public BifRegistry bifs() {
        return bifs;
    }

    /** The purge of old code. */
    public CodePurge purge() {
        return purge;
    }

    /** The breakpoints of all code. */
    public Breakpoints breakpoints() {
        return breakpoints;
    }

    /** A new code that belongs to no module: instructions of the machine itself. */
    Code newSystemCode(final int[] ops) {
        final Code code = newCode(Atoms.ERTS_INTERNAL);
        code.ops = ops;
        code.constants = new long[0];
        code.imports = new ExportEntry[0];
        code.functionStarts = new int[0];
        code.functionTerms = new long[0];
        code.functionArities = new int[0];
        code.dropLines();
        code.exports = new BeamFile.Export[0];
        return code;
    }

    /** A new code with an id of its own. */
    synchronized Code newCode(final long moduleTerm) {
        if (codeCount == codes.length) {
            codes = Arrays.copyOf(codes, codeCount * 2);
        }
        final Code code = new Code(codeCount, moduleTerm);
        final Code[] table = codes;
        table[codeCount++] = code;
        codes = table;
        return code;
    }

    /** The code of an id; null when it was purged. */
    public Code code(final int id) {
        return id < codes.length ? codes[id] : null;
    }

    /** The module of a name, or null when none was ever loaded. */
    public Module module(final long moduleTerm) {
        return modules.get(moduleTerm);
    }

    /** The native record that the current code of a module defines, or null. */
    public LoadedRecord loadedRecord(final long moduleTerm, final long nameTerm) {
        final Module module = modules.get(moduleTerm);
        final Code current = module == null ? null : module.current;
        return current == null ? null : current.loadedRecord(nameTerm);
    }

    /** The module of a name, made when new. */
    Module moduleOrNew(final long moduleTerm) {
        return modules.computeIfAbsent(moduleTerm, Module::new);
    }

    /** All modules. */
    public Collection<Module> modules() {
        return modules.values();
    }

    /** The entry of an exported function, made when new. */
    public ExportEntry export(final long moduleTerm, final long functionTerm, final int arity) {
        return export(ExportTable.index(moduleTerm, functionTerm, arity));
    }

    /** The entry of an index of the export table. */
    public ExportEntry export(final int index) {
        final ExportEntry[] table = exports;
        if (index < table.length && table[index] != null) {
            return table[index];
        }
        return addExport(index);
    }

    private synchronized ExportEntry addExport(final int index) {
        if (index >= exports.length) {
            exports = Arrays.copyOf(exports, Math.max(index + 1, exports.length * 2));
        }
        if (exports[index] == null) {
            final ExportTable.Mfa mfa = ExportTable.get(index);
            exports[index] = new ExportEntry(mfa.moduleTerm(), mfa.functionTerm(), mfa.arity(), index,
                bifs.bif(mfa.moduleTerm(), mfa.functionTerm(), mfa.arity()));
        }
        return exports[index];
    }

    /** The entry of a function if it is known, else null. */
    public ExportEntry existing(final long moduleTerm, final long functionTerm, final int arity) {
        final int index = ExportTable.existing(moduleTerm, functionTerm, arity);
        return index < 0 ? null : export(index);
    }

    /** Makes a code current; the one before becomes old. There must be no old code besides. */
    synchronized void install(final Code code) {
        installListener.accept(code);
        if (compiler != null) {
            code.calls = new char[code.ops.length];
            compiler.installed(code);
        }
        final Module module = moduleOrNew(code.moduleTerm);
        final Code before = module.current;
        module.current = code;
        module.pending = null;
        if (before != null) {
            module.old = before;
            breakpoints.unloaded(before);
        }
        for (int i = 0; i < code.exports.length; i++) {
            final BeamFile.Export export = code.exports[i];
            export(code.moduleTerm, export.functionTerm(), export.arity()).code(new CodeTarget(code, code.exportPositions[i]));
        }
        for (int i = 0; i < code.funs.length; i++) {
            code.funs[i].codePointer = CodePointer.make(code.id, code.funPositions[i]);
            code.funs[i].purgedPointer = 0;
        }
        if (before != null) {
            unlinkExports(before);
        }
        breakpoints.loaded(code);
    }

    /** Makes the current code of a module old, if there is any: its functions are undefined. False when there is old code already. */
    synchronized boolean delete(final Module module) {
        if (module.old != null) {
            return false;
        }
        if (module.current == null) {
            return true;
        }
        breakpoints.unloaded(module.current);
        unlinkExports(module.current);
        module.old = module.current;
        module.current = null;
        return true;
    }

    /** A function that newer code has too goes from the old to the new one at once: other schedulers may call it at any time. */
    private void unlinkExports(final Code code) {
        for (final BeamFile.Export export : code.exports) {
            final ExportEntry entry = export(code.moduleTerm, export.functionTerm(), export.arity());
            if (entry.code() != null && entry.code().code() == code) {
                entry.code(null);
            }
        }
    }

    /** Ends the compiler and frees the literals of all code. Only when no process is left that could use them. */
    public synchronized void close() {
        if (compiler != null) {
            compiler.close();
        }
        for (int i = 1; i < codeCount; i++) {
            if (codes[i] != null && codes[i].literals != null) {
                codes[i].literals.free();
            }
            codes[i] = null;
        }
        modules.clear();
    }

    /** Forgets a code that processes do not use any more, or never could. */
    synchronized void forget(final Code code) {
        codes[code.id] = null;
        code.barCompiled();
        FunTable.drop(code.funs);
    }
}
