/** Compiles loaded BEAM functions to JVM bytecode. Holds no code yet. */
package dev.longbeam.jit;
