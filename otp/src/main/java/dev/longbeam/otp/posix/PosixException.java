package dev.longbeam.otp.posix;

/** A POSIX call that returns an object has failed; has no stack trace, since it is an ordinary answer. */
public final class PosixException extends Exception {
    private static final long serialVersionUID = 1;

    private final int errno;

    /** Failure with an error number such as {@link Errno#ENOENT}. */
    public PosixException(final int errno) {
        super(Errno.name(errno), null, false, false);
        this.errno = errno;
    }

    /** The error number, positive. */
    public int errno() {
        return errno;
    }
}
