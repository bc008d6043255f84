package dev.longbeam.interp;

/**
 * A .beam file that cannot be loaded. The message is what the emulator logs behind {@code Loading of x.beam failed} or
 * {@code Error loading module x:}; to the caller of the loading BIF the error is {@code badfile}.
 */
public final class BadBeamException extends Exception {
    private static final long serialVersionUID = 1;

    /** A refusal with its reason, for people. */
    public BadBeamException(final String reason) {
        super(reason);
    }
}
