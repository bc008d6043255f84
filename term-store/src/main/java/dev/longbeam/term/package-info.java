/**
 * Terms: one {@code long} each, in the C emulator's layout. Tags, constructors, accessors and everything that works on terms
 * alone: order, hashes, numbers, text, maps, binaries, the external term format, copying, ETS tables.
 *
 * <p>Threads: a function may be called from any thread that may see the term. Memory: terms live on a {@link
 * dev.longbeam.term.TermHeap}, in a literal area, or in a table of their own; functions that build take the heap to build on and
 * nothing here ever moves a term. Units: {@code ...Term} is a term word, {@code ...Addr} an address in bytes, {@code ...Words} a
 * count of words. Start at {@link dev.longbeam.term.Term}.
 */
package dev.longbeam.term;
