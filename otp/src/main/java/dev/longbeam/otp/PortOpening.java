package dev.longbeam.otp;

import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.otp.posix.PosixProcess;
import dev.longbeam.otp.posix.PosixSpawn;
import dev.longbeam.sched.BlockingCall;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessMonitors;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code open_port/2}: finds the driver for a port's name and starts it.
 *
 * <p>Called by the scheduler of the opening process; programs are started and files opened on threads that may block.
 */
final class PortOpening {
    private static final long AM_FD = Atom.of("fd");
    private static final long AM_SPAWN = Atom.of("spawn");
    private static final long AM_SPAWN_DRIVER = Atom.of("spawn_driver");
    private static final long AM_SPAWN_EXECUTABLE = Atom.of("spawn_executable");
    private static final byte[] SHELL = ascii("/bin/sh");
    private static final int LATIN1_MAX = 0xFF;
    private static final int FILE_MODE = 0666;

    private final Ports ports;
    private final OsEnvironment environmentOfNode;
    private final PortOptions options;

    private PortOpening(final Process p, final PortOptions options) {
        ports = p.emulator().service(Ports.class);
        environmentOfNode = OsEnvironment.of(p);
        this.options = options;
    }

    /** Opens a port for {@code p}: the port, or an atom that says what was wrong; or waits. */
    static long open(final Process p, final long nameTerm, final PortOptions options) {
        final PortOpening opening = new PortOpening(p, options);
        if (!options.isDirectoryValid()) {
            return Atoms.BADARG;
        }
        if (Term.isTuple(nameTerm) && Tuple.arity(nameTerm) > 0) {
            return opening.openTuple(p, nameTerm);
        }
        final byte[] file = fileName(nameTerm);
        return file == null || options.isOfPrograms() || options.exitStatus ? Atoms.BADARG
            : p.await(() -> opening.openFile(file));
    }

    /** The bytes of an atom or a string, the names of files; null for anything else. */
    private static byte[] fileName(final long nameTerm) {
        if (Term.isAtom(nameTerm)) {
            return Atom.name(nameTerm).getBytes(StandardCharsets.UTF_8);
        }
        final String text = Term.isCons(nameTerm) ? ErlangTexts.text(nameTerm) : null;
        return text == null || text.chars().anyMatch(c -> c == 0 || c > LATIN1_MAX) ? null : text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private long openTuple(final Process p, final long nameTerm) {
        if (Tuple.isTagged(nameTerm, 3, AM_FD)) {
            return openDescriptors(p, Tuple.element(nameTerm, 2), Tuple.element(nameTerm, 3));
        }
        final boolean executable = Tuple.isTagged(nameTerm, 2, AM_SPAWN_EXECUTABLE);
        final boolean driverOnly = Tuple.isTagged(nameTerm, 2, AM_SPAWN_DRIVER);
        if (!executable && !driverOnly && !Tuple.isTagged(nameTerm, 2, AM_SPAWN)) {
            return Atoms.BADARG;
        }
        final byte[] command = PortOptions.name(Tuple.element(nameTerm, 2));
        if (command == null || command.length == 0 || !executable && options.isOfPrograms()) {
            return Atoms.BADARG;
        }
        if (executable) {
            return p.await(() -> startProgram(command, true));
        }
        final Port driver;
        try {
            driver = Drivers.start(ports, text(command), options);
        } catch (final IllegalArgumentException e) {
            return Atoms.BADARG;
        } catch (final PosixException e) {
            return Errno.atom(e.errno());
        }
        if (driver != null) {
            enter(p, driver);
            return driver.term;
        }
        return driverOnly ? Atoms.BADARG : p.await(() -> startProgram(command, false));
    }

    private static String text(final byte[] bytes) {
        return new String(bytes, NativeNames.charset());
    }

    private static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void enter(final Process p, final Port port) {
        port.connectedTerm = p.self;
        port.links.add(p.self);
        port.ports.add(port);
        ProcessMonitors.addLink(p, port.term);
    }

    // Descriptors of the node

    private long openDescriptors(final Process p, final long inTerm, final long outTerm) {
        if (!Term.isSmall(inTerm) || !Term.isSmall(outTerm) || options.isOfPrograms() || options.exitStatus) {
            return Atoms.BADARG;
        }
        final int in = (int)Term.smallValue(inTerm);
        final int out = (int)Term.smallValue(outTerm);
        if (options.reads && in < 0 || options.writes && out < 0) {
            return Atoms.EINVAL;
        }
        final StreamPort port = new StreamPort(ports, in + "/" + out, options);
        port.connect(options.reads ? new PortInput(in, false, port) : null,
            options.writes ? PortOutput.threaded(out, false, ports::execute, port) : null);
        enter(p, port);
        port.start(false);
        return port.term;
    }

    // Files

    private BlockingCall.Completion openFile(final byte[] file) {
        final int flags = !options.writes ? PosixFiles.O_RDONLY : options.reads ? PosixFiles.O_RDWR | PosixFiles.O_CREAT
            : PosixFiles.O_WRONLY | PosixFiles.O_CREAT | PosixFiles.O_TRUNC;
        final int fd = PosixFiles.open(file, flags | PosixFiles.O_NONBLOCK | PosixFiles.O_CLOEXEC, FILE_MODE);
        if (fd < 0) {
            return p -> Atoms.EINVAL;
        }
        final StreamPort port = new StreamPort(ports, new String(file, StandardCharsets.ISO_8859_1), options);
        final int outFd = options.reads && options.writes ? PosixProcess.dup(fd) : fd;
        port.connect(options.reads ? new PortInput(fd, true, port) : null,
            options.writes ? PortOutput.threaded(outFd, true, ports::execute, port) : null);
        return ready(port);
    }

    /** The answer for a port that is ready: it is entered, and then it begins to read. */
    private static BlockingCall.Completion ready(final StreamPort port) {
        return new BlockingCall.Completion() {
            @Override
            public long complete(final Process p) {
                enter(p, port);
                port.start(true);
                return port.term;
            }

            @Override
            public void abandon() {
                port.release();
            }
        };
    }

    // Programs

    private BlockingCall.Completion startProgram(final byte[] command, final boolean executable) {
        if (executable) {
            final int access = PosixFiles.access(command, PosixFiles.X_OK);
            if (access < 0) {
                return error(-access);
            }
        }
        final int[] in;
        final int[] out;
        try {
            in = PosixProcess.pipe();
        } catch (final PosixException e) {
            return error(e.errno());
        }
        try {
            out = PosixProcess.pipe();
        } catch (final PosixException e) {
            close(in);
            return error(e.errno());
        }
        final int pid = spawn(command, executable, descriptors(out[0], in[1]));
        PosixFiles.close(in[1]);
        PosixFiles.close(out[0]);
        if (pid < 0) {
            close(in[0], out[1]);
            return error(-pid);
        }
        return connect(command, pid, in[0], out[1]);
    }

    private BlockingCall.Completion connect(final byte[] command, final int pid, final int in, final int out) {
        final StreamPort port = new StreamPort(ports, new String(command, StandardCharsets.ISO_8859_1), options);
        port.osPid = pid;
        ChildProcess.await(pid, port::exited);
        keepOrClose(in, options.reads);
        keepOrClose(out, options.writes);
        port.connect(options.reads ? new PortInput(in, true, port) : null, options.writes ? PortOutput.polled(out, port) : null);
        return ready(port);
    }

    private static void keepOrClose(final int fd, final boolean keep) {
        if (keep) {
            PosixProcess.fcntl(fd, PosixProcess.F_SETFL, PosixProcess.fcntl(fd, PosixProcess.F_GETFL, 0) | PosixFiles.O_NONBLOCK);
        } else {
            PosixFiles.close(fd);
        }
    }

    private static void close(final int... descriptors) {
        for (final int fd : descriptors) {
            PosixFiles.close(fd);
        }
    }

    private static BlockingCall.Completion error(final int errno) {
        return p -> Errno.atom(errno);
    }

    private List<int[]> descriptors(final int read, final int write) {
        final List<int[]> pairs = new ArrayList<>();
        if (options.writes) {
            pairs.add(new int[] {read, options.useStdio ? 0 : 3});
        }
        if (options.reads) {
            pairs.add(new int[] {write, options.useStdio ? 1 : 4});
        }
        if (options.stderrToStdout) {
            pairs.add(new int[] {write, 2});
        }
        return pairs;
    }

    /**
     * Starts the program. What goes wrong in the new process is not an error of opening: then the port's program is one that ends at
     * once with the error number as its status.
     */
    private int spawn(final byte[] command, final boolean executable, final List<int[]> descriptors) {
        final List<byte[]> environment = options.programEnvironment(environmentOfNode);
        final int pid = PosixSpawn.spawn(new PosixSpawn.Program(executable ? command : SHELL, executable ? executableArguments(command)
            : shellArguments("exec " + text(command)), environment, options.directory, descriptors));
        if (pid >= 0 || -pid == Errno.EAGAIN || -pid == Errno.ENOMEM) {
            return pid;
        }
        final String complaint = options.directory == null || PosixFiles.access(options.directory, PosixFiles.X_OK) == 0 ? ""
            : "printf 'spawn: Could not cd to %s\\r\\n' '" + text(options.directory).replace("'", "'\\''") + "' >&2; ";
        final List<int[]> ownStderr = descriptors.stream().filter(pair -> pair[1] != 2).toList();
        return PosixSpawn.spawn(new PosixSpawn.Program(SHELL, shellArguments(complaint + "exit " + -pid), List.of(), null, ownStderr));
    }

    private static List<byte[]> shellArguments(final String script) {
        return List.of(ascii("sh"), ascii("-c"), script.getBytes(NativeNames.charset()));
    }

    private List<byte[]> executableArguments(final byte[] command) {
        final List<byte[]> arguments = new ArrayList<>();
        arguments.add(options.argument0 == null ? command : options.argument0);
        if (options.arguments != null) {
            arguments.addAll(options.arguments);
        }
        return arguments;
    }
}
