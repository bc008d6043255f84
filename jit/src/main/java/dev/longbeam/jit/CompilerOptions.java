package dev.longbeam.jit;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * How code is compiled.
 *
 * @param gcStress    it asks the engine at every point whether to collect
 * @param tracesCalls it tells the recorder of calls and returns
 * @param dump        folder for the class files, or null
 * @param calm        tells whether the node starts and should do without the compiler as long as it can
 */
public record CompilerOptions(boolean gcStress, boolean tracesCalls, Path dump, BooleanSupplier calm) {
    /** Those of a node that is never calm. */
    public CompilerOptions(final boolean gcStress, final boolean tracesCalls, final Path dump) {
        this(gcStress, tracesCalls, dump, () -> false);
    }
}
