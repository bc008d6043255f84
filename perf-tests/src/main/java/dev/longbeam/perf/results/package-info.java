/** {@code bench results}: {@code perf-tests/RESULTS.md}, from a template and the files of results that the other commands have left. */
package dev.longbeam.perf.results;
