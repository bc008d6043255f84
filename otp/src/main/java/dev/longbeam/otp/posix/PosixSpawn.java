package dev.longbeam.otp.posix;

import dev.longbeam.memory.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Starts other programs and learns how they end.
 *
 * <p>Only processes started here are ever waited for, by their number: the JVM's own children stay its own. A start may block for
 * milliseconds, so it must not happen on a scheduler.
 */
public final class PosixSpawn {
    /**
     * What to start.
     *
     * @param path the program's file
     * @param arguments all arguments, that of index 0 included
     * @param environment {@code NAME=VALUE} each
     * @param directory where it runs, null for the current directory
     * @param descriptors pairs: the descriptor to take here, and its number there; all others but 0, 1 and 2 are closed
     */
    public record Program(byte[] path, List<byte[]> arguments, List<byte[]> environment, byte[] directory, List<int[]> descriptors) {
    }

    private static final NativeFunction SPAWN = NativeFunction.ofInt("posix_spawn");
    private static final NativeFunction ACTIONS_INIT = NativeFunction.ofInt("posix_spawn_file_actions_init");
    private static final NativeFunction ACTIONS_DESTROY = NativeFunction.ofInt("posix_spawn_file_actions_destroy");
    private static final NativeFunction ADD_DUP2 = NativeFunction.ofInt("posix_spawn_file_actions_adddup2");
    private static final NativeFunction ADD_CHDIR = NativeFunction.ofInt("posix_spawn_file_actions_addchdir_np");
    private static final NativeFunction ADD_CLOSE_FROM = NativeFunction.ofInt("posix_spawn_file_actions_addclosefrom_np");
    private static final NativeFunction ADD_CLOSE = NativeFunction.ofInt("posix_spawn_file_actions_addclose");
    private static final NativeFunction ATTRIBUTES_INIT = NativeFunction.ofInt("posix_spawnattr_init");
    private static final NativeFunction ATTRIBUTES_DESTROY = NativeFunction.ofInt("posix_spawnattr_destroy");
    private static final NativeFunction SET_FLAGS = NativeFunction.ofInt("posix_spawnattr_setflags");
    private static final NativeFunction SET_DEFAULTS = NativeFunction.ofInt("posix_spawnattr_setsigdefault");
    private static final NativeFunction SET_MASK = NativeFunction.ofInt("posix_spawnattr_setsigmask");
    private static final NativeFunction FILL_SIGNALS = NativeFunction.ofInt("sigfillset");
    private static final NativeFunction SYSCALL = NativeFunction.ofWord("syscall");
    private static final NativeFunction WAITPID = NativeFunction.ofInt("waitpid");

    /** More than the C library's types take: {@code posix_spawnattr_t} 336 bytes, file actions 80, {@code sigset_t} 128. */
    private static final long ATTRIBUTES_BYTES = 512;
    private static final long ACTIONS_BYTES = 128;
    private static final long SIGNALS_BYTES = 128;
    private static final int SET_PROCESS_GROUP = 0x02;
    private static final int SET_SIGNAL_DEFAULTS = 0x04;
    private static final int SET_SIGNAL_MASK = 0x08;
    private static final long SYS_PIDFD_OPEN = 434;
    private static final int WNOHANG = 1;

    private PosixSpawn() {
    }

    /**
     * Starts a program in a process group of its own, with all signals as they are by default.
     *
     * @return its number, or a negated error number: of the start, of changing to the directory, or of loading the program
     */
    public static int spawn(final Program program) {
        try (Arena arena = Arena.ofConfined()) {
            final long actions = arena.allocate(ACTIONS_BYTES, Long.BYTES).address();
            final long attributes = arena.allocate(ATTRIBUTES_BYTES, Long.BYTES).address();
            Libc.call(ACTIONS_INIT, actions, 0, 0, 0);
            Libc.call(ATTRIBUTES_INIT, attributes, 0, 0, 0);
            try {
                fillActions(arena, actions, program);
                fillAttributes(arena, attributes);
                final MemorySegment pid = arena.allocate(Long.BYTES, Long.BYTES);
                final long error = SPAWN.call(pid.address(), Libc.string(arena, program.path()).address(), actions, attributes,
                    strings(arena, program.arguments()), strings(arena, program.environment()));
                return error == 0 ? pid.get(ValueLayout.JAVA_INT, 0) : -(int)error;
            } finally {
                Libc.call(ATTRIBUTES_DESTROY, attributes, 0, 0, 0);
                Libc.call(ACTIONS_DESTROY, actions, 0, 0, 0);
            }
        }
    }

    private static void fillActions(final Arena arena, final long actions, final Program program) {
        int next = 3;
        if (program.directory() != null) {
            Libc.call(ADD_CHDIR, actions, Libc.string(arena, program.directory()).address(), 0, 0);
        }
        for (final int[] pair : program.descriptors()) {
            Libc.call(ADD_DUP2, actions, pair[0], pair[1], 0);
            next = Math.max(next, pair[1] + 1);
        }
        for (int fd = 3; fd < next; fd++) {
            final int number = fd;
            if (program.descriptors().stream().noneMatch(pair -> pair[1] == number)) {
                Libc.call(ADD_CLOSE, actions, fd, 0, 0);
            }
        }
        Libc.call(ADD_CLOSE_FROM, actions, next, 0, 0);
    }

    private static void fillAttributes(final Arena arena, final long attributes) {
        final long signals = arena.allocate(SIGNALS_BYTES, Long.BYTES).address();
        Libc.call(SET_MASK, attributes, signals, 0, 0);
        Libc.call(FILL_SIGNALS, signals, 0, 0, 0);
        Libc.call(SET_DEFAULTS, attributes, signals, 0, 0);
        Libc.call(SET_FLAGS, attributes, SET_PROCESS_GROUP | SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK, 0, 0);
    }

    private static long strings(final Arena arena, final List<byte[]> strings) {
        final MemorySegment pointers = arena.allocate(ValueLayout.JAVA_LONG, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            pointers.setAtIndex(ValueLayout.JAVA_LONG, i, Libc.string(arena, strings.get(i)).address());
        }
        return pointers.address();
    }

    /** A descriptor that becomes readable when a process has ended; closed by {@code exec}. Or a negated error number. */
    public static int openPid(final int pid) {
        return (int)Libc.call(SYSCALL, SYS_PIDFD_OPEN, pid, 0, 0);
    }

    /**
     * Takes the status of a process that has ended.
     *
     * @return what a shell makes of it: the exit status, or 128 and the number of the signal; -1 while it runs; -{@code ECHILD} when
     *     there is no such child
     */
    public static int reap(final int pid) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment status = arena.allocate(Long.BYTES, Long.BYTES);
            final int result = (int)Libc.call(WAITPID, -1, pid, status.address(), WNOHANG, 0);
            if (result <= 0) {
                return result == 0 ? -1 : result;
            }
            final int word = status.get(ValueLayout.JAVA_INT, 0);
            final int signal = word & 0x7F;
            return signal == 0 ? word >> 8 & 0xFF : 128 + signal;
        }
    }
}
