/**
 * Analyses of traces, each a class that goes over a {@link dev.longbeam.trace.read.TraceReader} and holds the result, which it can write as
 * text or as JSON. The commands {@code longbeam trace ...} call them; so can any program.
 *
 * <p>Threads: each object belongs to one. Units: ticks inside, nanoseconds in names that say so; texts choose ns, us, ms or s.
 */
package dev.longbeam.trace.report;
