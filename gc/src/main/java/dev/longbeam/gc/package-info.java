/**
 * The per-process copying collector and the heap verifier.
 *
 * <p>Threads: the scheduler that runs the process. Memory: the collector owns to-space until a collection ends and frees from-space
 * then. Units: words. Start at {@code Collector}.
 */
package dev.longbeam.gc;
