package dev.longbeam.embed;

/** A request got no answer. */
public final class RequestFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With what there is to say. */
    public RequestFailedException(final String message) {
        super(message);
    }
}
