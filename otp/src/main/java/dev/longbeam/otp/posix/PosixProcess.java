package dev.longbeam.otp.posix;

import dev.longbeam.memory.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls about this program, its descriptors, its environment and the machine.
 *
 * <p>Any thread; only {@link #poll} may block. Results below zero are negated error numbers ({@link Errno}).
 */
public final class PosixProcess {
    /** What {@code uname} says. */
    public record SystemName(String system, String node, String release, String version, String machine) {
    }

    /** Event of {@link #poll}: there is something to read. */
    public static final int POLLIN = 1;
    /** Event of {@link #poll}: writing does not block. */
    public static final int POLLOUT = 4;
    /** Event of {@link #poll}, always watched: an error. */
    public static final int POLLERR = 8;
    /** Event of {@link #poll}, always watched: the other end is closed. */
    public static final int POLLHUP = 16;

    /** Command of {@link #fcntl}: read the descriptor's flags. */
    public static final int F_GETFD = 1;
    /** Command of {@link #fcntl}: set the descriptor's flags. */
    public static final int F_SETFD = 2;
    /** Command of {@link #fcntl}: read the file's flags. */
    public static final int F_GETFL = 3;
    /** Command of {@link #fcntl}: set the file's flags. */
    public static final int F_SETFL = 4;

    private static final NativeFunction GETCWD = NativeFunction.ofWord("getcwd");
    private static final NativeFunction CHDIR = NativeFunction.ofInt("chdir");
    private static final NativeFunction GETPID = NativeFunction.ofInt("getpid");
    private static final NativeFunction GETEUID = NativeFunction.ofInt("geteuid");
    private static final NativeFunction GETEGID = NativeFunction.ofInt("getegid");
    private static final NativeFunction ISATTY = NativeFunction.ofInt("isatty");
    private static final NativeFunction UNAME = NativeFunction.ofInt("uname");
    private static final NativeFunction GETHOSTNAME = NativeFunction.ofInt("gethostname");
    private static final NativeFunction POLL = NativeFunction.ofInt("poll");
    private static final NativeFunction PIPE = NativeFunction.ofInt("pipe2");
    private static final NativeFunction FCNTL = NativeFunction.ofInt("fcntl");
    private static final NativeFunction IOCTL = NativeFunction.ofInt("ioctl");
    private static final NativeFunction DUP = NativeFunction.ofInt("dup");
    private static final NativeFunction KILL = NativeFunction.ofInt("kill");
    private static final NativeFunction SETENV = NativeFunction.ofInt("setenv");
    private static final NativeFunction UNSETENV = NativeFunction.ofInt("unsetenv");

    private static final int PATH_BYTES = 256;
    private static final int UNAME_FIELD_BYTES = 65;
    private static final int UNAME_FIELDS = 6;
    private static final long TIOCGWINSZ = 0x5413;

    private PosixProcess() {
    }

    /** The current directory of this program. */
    public static byte[] getcwd() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            for (long bytes = PATH_BYTES;; bytes *= 2) {
                final MemorySegment buffer = arena.allocate(bytes);
                final long result = Libc.call(GETCWD, 0, buffer.address(), bytes, 0, 0);
                if (result == buffer.address()) {
                    return Libc.bytes(result);
                }
                if (result != -Errno.ERANGE) {
                    throw new PosixException((int)-result);
                }
            }
        }
    }

    /** Changes the current directory of this whole program, the JVM included. */
    public static int chdir(final byte[] path) {
        return (int)Libc.callPath(CHDIR, path, 0, 0, 0);
    }

    /** Number of this operating-system process. */
    public static int getpid() {
        return (int)Libc.call(GETPID, 0, 0, 0, 0);
    }

    /** User that this program acts as. */
    public static int geteuid() {
        return (int)Libc.call(GETEUID, 0, 0, 0, 0);
    }

    /** Group that this program acts as. */
    public static int getegid() {
        return (int)Libc.call(GETEGID, 0, 0, 0, 0);
    }

    /** 1 when a descriptor is a terminal, else a negated error number (or 0). */
    public static int isatty(final int fd) {
        return (int)Libc.call(ISATTY, 0, fd, 0, 0, 0);
    }

    /** Names of the system. */
    public static SystemName uname() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment struct = arena.allocate((long)UNAME_FIELD_BYTES * UNAME_FIELDS);
            PosixFiles.check(Libc.call(UNAME, -1, struct.address(), 0, 0, 0));
            return new SystemName(struct.getString(0), struct.getString(UNAME_FIELD_BYTES), struct.getString(2L * UNAME_FIELD_BYTES),
                struct.getString(3L * UNAME_FIELD_BYTES), struct.getString(4L * UNAME_FIELD_BYTES));
        }
    }

    /** Name of this machine. */
    public static byte[] gethostname() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment buffer = arena.allocate(PATH_BYTES);
            PosixFiles.check(Libc.call(GETHOSTNAME, -1, buffer.address(), PATH_BYTES - 1, 0, 0));
            return Libc.bytes(buffer.address());
        }
    }

    /**
     * Waits for events of one descriptor.
     *
     * @param timeoutMs longest wait in milliseconds, -1 for no limit
     * @return the events that are there, 0 after the time, or a negated error number
     */
    public static int poll(final int fd, final int events, final int timeoutMs) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment struct = arena.allocate(Long.BYTES, Long.BYTES);
            struct.set(ValueLayout.JAVA_INT, 0, fd);
            struct.set(ValueLayout.JAVA_SHORT, 4, (short)events);
            final int result = (int)Libc.call(POLL, -1, struct.address(), 1, timeoutMs, 0);
            return result > 0 ? struct.get(ValueLayout.JAVA_SHORT, 6) : result;
        }
    }

    /** A pipe, closed by {@code exec}: {@code [read end, write end]}. */
    public static int[] pipe() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment fds = arena.allocate(ValueLayout.JAVA_INT, 2);
            PosixFiles.check(Libc.call(PIPE, -1, fds.address(), PosixFiles.O_CLOEXEC, 0, 0));
            return fds.toArray(ValueLayout.JAVA_INT);
        }
    }

    /** Reads or sets flags of a descriptor. */
    public static int fcntl(final int fd, final int command, final long argument) {
        return (int)Libc.call(FCNTL, fd, command, argument, 0);
    }

    /** A second descriptor for the same open file. */
    public static int dup(final int fd) {
        return (int)Libc.call(DUP, fd, 0, 0, 0);
    }

    /** Sends a signal. */
    public static int kill(final int pid, final int signal) {
        return (int)Libc.call(KILL, pid, signal, 0, 0);
    }

    /** Size of a terminal: {@code [columns, rows]}. */
    public static int[] windowSize(final int fd) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment struct = arena.allocate(Long.BYTES, Long.BYTES);
            PosixFiles.check(Libc.call(IOCTL, -1, fd, TIOCGWINSZ, struct.address(), 0));
            return new int[] {struct.get(ValueLayout.JAVA_SHORT, 2) & 0xFFFF, struct.get(ValueLayout.JAVA_SHORT, 0) & 0xFFFF};
        }
    }

    /** The environment of the C library: {@code NAME=VALUE} each. */
    public static List<byte[]> environ() {
        final List<byte[]> entries = new ArrayList<>();
        long at = Libc.variable("environ", Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
        for (long entry = word(at); entry != 0; entry = word(at)) {
            entries.add(Libc.bytes(entry));
            at += Long.BYTES;
        }
        return entries;
    }

    /** Sets a variable in the environment of the C library; other threads must not read it at the same time. */
    public static int setenv(final byte[] name, final byte[] value) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)Libc.call(SETENV, -1, Libc.string(arena, name).address(), Libc.string(arena, value).address(), 1, 0);
        }
    }

    /** Removes a variable from the environment of the C library; other threads must not read it at the same time. */
    public static int unsetenv(final byte[] name) {
        return (int)Libc.callPath(UNSETENV, name, 0, 0, 0);
    }

    @SuppressWarnings("restricted")
    private static long word(final long addr) {
        return addr == 0 ? 0 : MemorySegment.ofAddress(addr).reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
    }
}
