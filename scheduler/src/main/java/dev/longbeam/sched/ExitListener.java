package dev.longbeam.sched;

/** Wants to know when a process ends: ETS tables, ports, file handles. */
@FunctionalInterface
public interface ExitListener {
    /** A process is ending; called on its scheduler before links and watchers are told. Must not block. */
    void exited(Process p, long reasonTerm);
}
