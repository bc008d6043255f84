/**
 * The .beam loader, the code table, the instruction table, the interpreter and the BIF registry.
 *
 * <p>Threads: code is loaded on the scheduler of the process that asks; loaded code is read by all. Start at {@code Interpreter}.
 */
package dev.longbeam.interp;
