package dev.longbeam.jit;

/** A function cannot be compiled; the message says why. */
final class NotCompilable extends Exception {
    private static final long serialVersionUID = 1;

    NotCompilable(final String reason) {
        super(reason);
    }
}
