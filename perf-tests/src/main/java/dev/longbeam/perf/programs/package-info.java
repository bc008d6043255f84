/**
 * {@code bench erl}: ordinary Erlang programs, timed on Longbeam and on the real emulator by turns. The programs are the modules in
 * {@code perf-tests/erl/bench}; {@code bench_driver} runs them in a node and answers {@link dev.longbeam.perf.programs.ProgramNode}.
 */
package dev.longbeam.perf.programs;
