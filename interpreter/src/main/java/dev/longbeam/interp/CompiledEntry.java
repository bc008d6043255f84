package dev.longbeam.interp;

import java.lang.invoke.MethodHandle;

/**
 * A place where the engine may go into compiled code.
 *
 * @param code   the class
 * @param index  number of the place in it
 * @param handle for the entry of a function its method, {@code (Process, long ..)long}; else null
 */
public record CompiledEntry(CompiledCode code, int index, MethodHandle handle) {
}
