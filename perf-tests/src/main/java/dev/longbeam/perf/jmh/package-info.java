/**
 * {@code bench jmh}: what single operations cost, in time and in Java heap, by JMH with its gc profiler. Nothing that is hot may allocate.
 */
package dev.longbeam.perf.jmh;
