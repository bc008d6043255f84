/** The commands {@code longbeam trace ...}: thin fronts of {@code dev.longbeam.trace.report}. Threads: the main thread. */
package dev.longbeam.node.trace;
