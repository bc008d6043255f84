package dev.longbeam.otp;

/** Hears why a file was refused: a service of the emulator, so that the reason is never lost behind {@code badfile}. */
@FunctionalInterface
public interface LoadProblems {
    /** A file that should hold this module was refused. */
    void report(long moduleTerm, String reason);
}
