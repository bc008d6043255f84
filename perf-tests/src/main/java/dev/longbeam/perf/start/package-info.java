/**
 * {@code bench start}: how long it takes until something short has run from beginning to end in a program of its own, on Longbeam and on the
 * real emulator. One thread; begin at {@link dev.longbeam.perf.start.StartCommand}.
 */
package dev.longbeam.perf.start;
