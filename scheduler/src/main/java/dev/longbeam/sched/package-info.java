/**
 * Processes, signals, mailboxes, run queues, rings, pinned threads, timers, links, monitors, registry, the pool for blocking work.
 *
 * <p>Threads: each scheduler's thread owns its run queues and the processes on them; everything else reaches a process by signals.
 * Start at {@link dev.longbeam.sched.Process}.
 */
package dev.longbeam.sched;
