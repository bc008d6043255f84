/**
 * Compiles loaded BEAM functions to JVM bytecode.
 *
 * <p>{@link dev.longbeam.jit.JitCompiler} decides what is compiled and when; {@code ClassPlan} makes one class of some functions of a code; {@code FunctionPlan} tells
 * how a function becomes methods; {@code MethodEmitter} and the emitters by family of instructions write them. What generated code calls stands in {@code FastOps}
 * (short ways that HotSpot inlines) and in the interpreter's {@code CompiledOps} (ways out of compiled code).
 */
package dev.longbeam.jit;
