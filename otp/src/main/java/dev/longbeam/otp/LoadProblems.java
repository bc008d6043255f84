package dev.longbeam.otp;

import dev.longbeam.sched.Process;

/** Hears why a file was refused: a service of the emulator, so that the reason is never lost behind {@code badfile}. */
@FunctionalInterface
public interface LoadProblems {
    /** A file that should hold this module was refused, asked for by a process. */
    void report(Process p, long moduleTerm, String reason);
}
