/** JMH benchmarks, HdrHistogram latency benchmarks, peers. Holds no code yet. */
package dev.longbeam.perf;
