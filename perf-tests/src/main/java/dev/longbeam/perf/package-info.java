/** Measures what operations of Erlang programs cost in Java heap; {@link dev.longbeam.perf.Main} is the command. */
package dev.longbeam.perf;
