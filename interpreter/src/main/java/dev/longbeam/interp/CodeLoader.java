package dev.longbeam.interp;

import dev.longbeam.term.Term;
import java.util.List;

/**
 * Loading, replacing and deleting modules.
 *
 * <p>Any thread.
 */
public final class CodeLoader {
    private CodeLoader() {
    }

    /** What came of {@link #finish}. */
    public enum Result {
        /** All modules are current. */
        OK,
        /** A module still has old code. */
        NOT_PURGED,
        /** A module stands in the list twice. */
        DUPLICATED,
        /** The one module waits for its on_load function. */
        ON_LOAD
    }

    /**
     * Reads, checks and builds the code of a file; it is not current yet.
     *
     * @throws BadBeamException says what is wrong with it
     */
    public static Code prepare(final CodeTable table, final byte[] bytes) throws BadBeamException {
        final CodeImage image = table.images().of(bytes);
        if (image != null) {
            return CodeBuilder.build(table, BeamFile.known(bytes, image.md5()), image);
        }
        final BeamFile file = BeamFile.read(bytes);
        return CodeBuilder.build(table, file, CodeValidator.check(file), bytes);
    }

    /** Makes prepared codes current, all or none. A code with an on_load function is put aside until that has run. */
    public static Result finish(final CodeTable table, final List<Code> codes) {
        synchronized (table) {
            for (int i = 0; i < codes.size(); i++) {
                for (int j = i + 1; j < codes.size(); j++) {
                    if (codes.get(i).moduleTerm == codes.get(j).moduleTerm) {
                        return Result.DUPLICATED;
                    }
                }
            }
            for (final Code code : codes) {
                final Module module = table.module(code.moduleTerm);
                if (module != null && module.current != null && module.old != null) {
                    return Result.NOT_PURGED;
                }
            }
            for (final Code code : codes) {
                if (code.onLoadPosition >= 0) {
                    table.moduleOrNew(code.moduleTerm).pending = code;
                    return Result.ON_LOAD;
                }
                table.install(code);
            }
            return Result.OK;
        }
    }

    /** Drops code that was prepared and never loaded. */
    public static void discard(final CodeTable table, final Code code) {
        table.forget(code);
        if (code.literals != null) {
            code.literals.free();
        }
    }

    /** Ends the loading of a module whose on_load function has run; when the code is not kept, it waits for its purge. */
    public static boolean finishAfterOnLoad(final CodeTable table, final long moduleTerm, final boolean keep) {
        synchronized (table) {
            final Module module = table.module(moduleTerm);
            if (module == null || module.pending == null) {
                return false;
            }
            if (keep) {
                table.install(module.pending);
            }
            return true;
        }
    }

    /**
     * Binds the built-in natives of a module: each takes the place of the function of the same name.
     *
     * @return how many there are
     */
    public static int bindNatives(final CodeTable table, final Code code) {
        final List<BifFunction> found = new java.util.ArrayList<>();
        final int[] entries = new int[code.functionTerms.length];
        for (int i = 0; i < code.functionTerms.length; i++) {
            final BifFunction function = table.bifs().nativeFunction(code.moduleTerm, code.functionTerms[i], code.functionArities[i]);
            if (function != null) {
                final int entry = code.functionStarts[i] + CodeBuilder.FUNC_INFO_INTS;
                code.ops[entry - 3] = found.size();
                entries[found.size()] = entry;
                found.add(function);
            }
        }
        // Other schedulers may run this code: the natives must be there before any instruction refers to them.
        code.natives = found.toArray(new BifFunction[0]);
        for (int i = 0; i < found.size(); i++) {
            code.ops[entries[i]] = SpecialOps.CALL_NATIVE;
        }
        return found.size();
    }

    /** The code pointer of the on_load function of a code that waits for it, or 0. */
    public static long onLoadPointer(final Code code) {
        return code.onLoadPosition < 0 ? 0 : CodePointer.make(code.id, code.onLoadPosition);
    }

    /** Makes the current code of a module old, if there is any; false when old code is in the way. */
    public static boolean delete(final CodeTable table, final Module module) {
        return table.delete(module);
    }

    /** True when a module of a name is loaded. */
    public static boolean isLoaded(final CodeTable table, final long moduleTerm) {
        final Module module = Term.isAtom(moduleTerm) ? table.module(moduleTerm) : null;
        return module != null && module.current != null;
    }

}
