package dev.longbeam.otp.posix;

import dev.longbeam.term.Atom;

/**
 * Error numbers of Linux and the atoms that Erlang programs know them by.
 *
 * <p>Any thread.
 */
public final class Errno {
    /** Operation not permitted. */
    public static final int EPERM = 1;
    /** No such file or directory. */
    public static final int ENOENT = 2;
    /** Interrupted by a signal. */
    public static final int EINTR = 4;
    /** Bad file descriptor. */
    public static final int EBADF = 9;
    /** Try again. */
    public static final int EAGAIN = 11;
    /** Out of memory. */
    public static final int ENOMEM = 12;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** File exists. */
    public static final int EEXIST = 17;
    /** Not a directory. */
    public static final int ENOTDIR = 20;
    /** Is a directory. */
    public static final int EISDIR = 21;
    /** Invalid argument. */
    public static final int EINVAL = 22;
    /** Not a terminal, or not the kind of device that the call is for. */
    public static final int ENOTTY = 25;
    /** No room on the device. */
    public static final int ENOSPC = 28;
    /** Broken pipe. */
    public static final int EPIPE = 32;
    /** Result does not fit. */
    public static final int ERANGE = 34;
    /** Directory not empty. */
    public static final int ENOTEMPTY = 39;
    /** Operation not supported. */
    public static final int ENOTSUP = 95;

    private static final String NAMES_1_TO_40 = "eperm enoent esrch eintr eio enxio e2big enoexec ebadf echild eagain enomem eacces "
        + "efault enotblk ebusy eexist exdev enodev enotdir eisdir einval enfile emfile enotty etxtbsy efbig enospc espipe erofs "
        + "emlink epipe edom erange edeadlk enametoolong enolck enosys enotempty eloop ";
    private static final String NAMES_41_TO_86 = "- enomsg eidrm echrng el2nsync el3hlt el3rst elnrng eunatch enocsi el2hlt ebade "
        + "ebadr exfull enoano ebadrqc ebadslt - ebfont enostr enodata etime enosr enonet enopkg eremote enolink eadv esrmnt ecomm "
        + "eproto emultihop edotdot ebadmsg eoverflow enotuniq ebadfd eremchg elibacc elibbad elibscn elibmax elibexec eilseq - - ";
    private static final String NAMES_87_TO_122 = "eusers enotsock edestaddrreq emsgsize eprototype enoprotoopt eprotonosupport "
        + "esocktnosupport enotsup epfnosupport eafnosupport eaddrinuse eaddrnotavail enetdown enetunreach enetreset econnaborted "
        + "econnreset enobufs eisconn enotconn eshutdown etoomanyrefs etimedout econnrefused ehostdown ehostunreach ealready "
        + "einprogress estale euclean enotnam enavail eisnam eremoteio edquot";
    private static final String UNKNOWN = "unknown";
    private static final String[] NAMES = (NAMES_1_TO_40 + NAMES_41_TO_86 + NAMES_87_TO_122).split(" ");
    private static final long[] ATOMS = atoms();

    private Errno() {
    }

    /** Name of an error number as Erlang programs know it, such as {@code enoent}; {@code unknown} for any that Erlang has no name for. */
    public static String name(final int errno) {
        if (errno < 1 || errno > NAMES.length) {
            return UNKNOWN;
        }
        final String name = NAMES[errno - 1];
        return name.equals("-") ? UNKNOWN : name;
    }

    /** Atom of an error number. */
    public static long atom(final int errno) {
        return errno < 1 || errno > NAMES.length ? ATOMS[0] : ATOMS[errno];
    }

    private static long[] atoms() {
        final long[] atoms = new long[NAMES.length + 1];
        for (int i = 0; i < atoms.length; i++) {
            atoms[i] = Atom.of(name(i));
        }
        return atoms;
    }
}
