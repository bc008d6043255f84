package dev.longbeam.node;

/** A command line that cannot be used; the message is for the user, on standard error, before exit status 1. */
public final class InvalidArguments extends Exception {
    private static final long serialVersionUID = 1L;

    /** Arguments that are wrong in a way that the message tells. */
    public InvalidArguments(final String message) {
        super(message);
    }

    static InvalidArguments missingValue(final String option) {
        return new InvalidArguments("Missing argument(s) for '" + option + "'.");
    }
}
