/**
 * Reads traces: {@link dev.longbeam.trace.read.TraceReader} opens a folder, its cursors go over the events, in the order of the files (fast)
 * or of time, through one flyweight and without allocation per event.
 *
 * <p>Needs no node and no code of the program that was traced; works while the trace is being written. Threads: one reader and all that it
 * gives out belong to one thread. Memory: plain arrays, a batch per stream; files are read and checked, never mapped, so that a damaged or
 * shrinking file is told and does no harm. Units: times in ticks, see {@link dev.longbeam.trace.read.TraceClock}. Start at TraceReader.
 */
package dev.longbeam.trace.read;
