/**
 * ETS: tables of tuples outside of every process heap, and match specifications.
 *
 * <p>Rows, buckets and tree nodes live off-heap; a table is one Java object. Threads: every scheduler reads and writes any table at the same time,
 * under the table's own locks, but for lookups in sets, which try first whether they can do without ({@code UnlockedReads}). Start at
 * {@link dev.longbeam.term.ets.EtsTables} (the tables of a node), {@link dev.longbeam.term.ets.EtsTable} (one table) and
 * {@link dev.longbeam.term.ets.MatchCompiler} (match specifications).
 */
package dev.longbeam.term.ets;
