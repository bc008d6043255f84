package dev.longbeam.jit;

import java.nio.file.Path;

/**
 * How code is compiled.
 *
 * @param gcStress    it asks the engine at every point whether to collect
 * @param tracesCalls it tells the recorder of calls and returns
 * @param dump        folder for the class files, or null
 */
public record CompilerOptions(boolean gcStress, boolean tracesCalls, Path dump) {
}
