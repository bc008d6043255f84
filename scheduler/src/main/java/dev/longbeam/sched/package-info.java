/**
 * Processes, signals, mailboxes, run queues, rings, pinned threads, timers, links, monitors, registry, the pool for blocking work.
 *
 * <p>Threads: each scheduler's thread owns its run queues and the processes on them; everything else reaches a process by signals.
 * "Trace" means two things: what Erlang's {@code trace/3} and its like do is in classes named {@code Trace...}; what the machine records of
 * itself goes through {@link dev.longbeam.sched.Recorder}.
 *
 * <p>Start at {@link dev.longbeam.sched.Process}.
 */
package dev.longbeam.sched;
