/**
 * Makes files for other programs out of traces: call stacks and flame graphs, timelines, histograms, tables.
 *
 * <p>Every export goes over the events once or a few times and holds per process and per message numbers only, never the events. Threads:
 * that of the reader. Start at {@link dev.longbeam.trace.export.ExportFormat} and {@link dev.longbeam.trace.export.CallProfile}.
 */
package dev.longbeam.trace.export;
