package dev.longbeam.otp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The second argument of {@code open_port/2}, read into Java values. */
final class PortOptions {
    private static final long AM_PACKET = Atom.of("packet");
    private static final long AM_STREAM = Atom.of("stream");
    private static final long AM_ENV = Atom.of("env");
    private static final long AM_ARGS = Atom.of("args");
    private static final long AM_ARG0 = Atom.of("arg0");
    private static final long AM_CD = Atom.of("cd");
    private static final long AM_PARALLELISM = Atom.of("parallelism");
    private static final long AM_BUSY_LIMITS_PORT = Atom.of("busy_limits_port");
    private static final long AM_BUSY_LIMITS_MSGQ = Atom.of("busy_limits_msgq");
    private static final long AM_DISABLED = Atom.of("disabled");
    private static final long AM_USE_STDIO = Atom.of("use_stdio");
    private static final long AM_NOUSE_STDIO = Atom.of("nouse_stdio");
    private static final long AM_STDERR_TO_STDOUT = Atom.of("stderr_to_stdout");
    private static final long AM_BINARY = Atom.of("binary");
    private static final long AM_EOF = Atom.of("eof");
    private static final long AM_IN = Atom.of("in");
    private static final long AM_OUT = Atom.of("out");
    private static final long AM_HIDE = Atom.of("hide");
    private static final long AM_EXIT_STATUS = Atom.of("exit_status");
    private static final long AM_OVERLAPPED_IO = Atom.of("overlapped_io");

    private static final int DEFAULT_LINE_BYTES = 512;
    private static final long DEFAULT_HIGH_BYTES = 8192;
    private static final long BUSY_LIMIT_MAX = 1L << 62;

    /** Bytes of a packet's length, 0 for none. */
    int packetBytes;
    /** Longest line, 0 for no lines. */
    int lineBytes;
    /** Data reaches the owner as binaries. */
    boolean binary;
    /** The port is read from. */
    boolean reads;
    /** The port is written to. */
    boolean writes;
    /** The end of the input is told, and the port stays. */
    boolean eof;
    /** The program's end is told. */
    boolean exitStatus;
    /** The program uses descriptors 0 and 1, not 3 and 4. */
    boolean useStdio = true;
    /** What the program writes to descriptor 2 comes to the port as well. */
    boolean stderrToStdout;
    /** The port may be written to by another process than the caller. */
    boolean parallelism;
    /** Directory of the program, or null. */
    byte[] directory;
    /** Variables that the program sees differently: null for those it does not see. */
    final Map<String, byte[]> environment = new TreeMap<>();
    /** Arguments behind that of index 0, or null. */
    List<byte[]> arguments;
    /** Argument of index 0, or null. */
    byte[] argument0;
    /** The port is busy from so many waiting bytes on, until there are fewer than {@link #lowBytes}. */
    long highBytes = DEFAULT_HIGH_BYTES;
    /** See {@link #highBytes}. */
    long lowBytes = DEFAULT_HIGH_BYTES / 2;
    private long directoryTerm = Term.NIL;
    private boolean directoryValid = true;

    private PortOptions() {
    }

    /** The options of a list, or null when there is one that no port knows, or two that exclude each other. */
    static PortOptions read(final long listTerm) {
        final PortOptions options = new PortOptions();
        long rest = listTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            final boolean known = Term.isAtom(option) ? options.flag(option)
                : Term.isTuple(option) && Tuple.arity(option) == 2 && options.setting(Tuple.element(option, 1), Tuple.element(option, 2));
            if (!known) {
                return null;
            }
        }
        if (rest != Term.NIL || options.lineBytes > 0 && options.packetBytes > 0 || options.stderrToStdout && !options.useStdio) {
            return null;
        }
        if (!options.reads && !options.writes) {
            options.reads = true;
            options.writes = true;
        }
        options.readDirectory();
        return options;
    }

    /** False when the directory is no name. */
    boolean isDirectoryValid() {
        return directoryValid;
    }

    private boolean flag(final long option) {
        if (option == AM_STREAM) {
            packetBytes = 0;
        } else if (option == Atoms.LINE) {
            lineBytes = DEFAULT_LINE_BYTES;
        } else if (option == AM_USE_STDIO) {
            useStdio = true;
        } else if (option == AM_NOUSE_STDIO) {
            useStdio = false;
        } else if (option == AM_STDERR_TO_STDOUT) {
            stderrToStdout = true;
        } else if (option == AM_BINARY) {
            binary = true;
        } else if (option == AM_IN) {
            reads = true;
        } else if (option == AM_OUT) {
            writes = true;
        } else if (option == AM_EOF) {
            eof = true;
        } else if (option == AM_EXIT_STATUS) {
            exitStatus = true;
        } else {
            return option == AM_HIDE || option == AM_OVERLAPPED_IO;
        }
        return true;
    }

    private boolean setting(final long nameTerm, final long valueTerm) {
        if (nameTerm == AM_PACKET) {
            packetBytes = Term.isSmall(valueTerm) ? (int)Term.smallValue(valueTerm) : 0;
            return packetBytes == 1 || packetBytes == 2 || packetBytes == 4;
        }
        if (nameTerm == Atoms.LINE) {
            lineBytes = Term.isSmall(valueTerm) ? (int)Math.min(Term.smallValue(valueTerm), Integer.MAX_VALUE) : 0;
            return lineBytes > 0;
        }
        if (nameTerm == AM_ENV) {
            return readEnvironment(valueTerm);
        }
        if (nameTerm == AM_ARGS) {
            return readArguments(valueTerm);
        }
        if (nameTerm == AM_ARG0) {
            argument0 = name(valueTerm);
            return argument0 != null;
        }
        if (nameTerm == AM_CD) {
            directoryTerm = valueTerm;
            return true;
        }
        if (nameTerm == AM_PARALLELISM) {
            parallelism = valueTerm == Atoms.TRUE;
            return parallelism || valueTerm == Atoms.FALSE;
        }
        return nameTerm == AM_BUSY_LIMITS_PORT ? readBusyLimits(valueTerm, true)
            : nameTerm == AM_BUSY_LIMITS_MSGQ && readBusyLimits(valueTerm, false);
    }

    private boolean readEnvironment(final long listTerm) {
        environment.clear();
        long rest = listTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long pair = Cons.head(rest);
            if (!Term.isTuple(pair) || Tuple.arity(pair) != 2) {
                return false;
            }
            final byte[] variable = NativeNames.encode(Tuple.element(pair, 1));
            final long valueTerm = Tuple.element(pair, 2);
            final byte[] value = valueTerm == Atoms.FALSE || valueTerm == Term.NIL ? null : NativeNames.encode(valueTerm);
            if (variable == null || value == null && valueTerm != Atoms.FALSE && valueTerm != Term.NIL) {
                return false;
            }
            final String text = OsEnvironment.text(variable);
            if (text.indexOf('=') >= 0) {
                return false;
            }
            environment.put(text, value);
        }
        return rest == Term.NIL;
    }

    private boolean readArguments(final long listTerm) {
        arguments = new ArrayList<>();
        long rest = listTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final byte[] argument = name(Cons.head(rest));
            if (argument == null) {
                return false;
            }
            arguments.add(argument);
        }
        return rest == Term.NIL;
    }

    private boolean readBusyLimits(final long valueTerm, final boolean ofPort) {
        long low = Long.MAX_VALUE;
        long high = Long.MAX_VALUE;
        if (valueTerm != AM_DISABLED) {
            if (!Term.isTuple(valueTerm) || Tuple.arity(valueTerm) != 2 || !Term.isSmall(Tuple.element(valueTerm, 1))
                || !Term.isSmall(Tuple.element(valueTerm, 2))) {
                return false;
            }
            low = Term.smallValue(Tuple.element(valueTerm, 1));
            high = Term.smallValue(Tuple.element(valueTerm, 2));
            if (low < 1 || high < 1 || low > BUSY_LIMIT_MAX || high > BUSY_LIMIT_MAX) {
                return false;
            }
        }
        if (ofPort) {
            highBytes = high;
            lowBytes = Math.min(low, high);
        }
        return true;
    }

    private void readDirectory() {
        if (directoryTerm != Term.NIL) {
            directory = name(directoryTerm);
            directoryValid = directory != null && directory.length > 0;
        }
    }

    /** The bytes of a name given as an atom, a binary or a list of characters; null when it is none, or has a zero inside. */
    static byte[] name(final long term) {
        if (Term.isAtom(term)) {
            return Atom.name(term).getBytes(NativeNames.charset());
        }
        if (Bitstring.isBinary(term)) {
            final byte[] bytes = Bitstring.toArray(term);
            for (final byte b : bytes) {
                if (b == 0) {
                    return null;
                }
            }
            return bytes;
        }
        return NativeNames.encode(term);
    }

    /** True when the options are of programs only. */
    boolean isOfPrograms() {
        return arguments != null || argument0 != null;
    }

    /** The environment of a program, {@code NAME=VALUE} each. */
    List<byte[]> programEnvironment(final OsEnvironment ofNode) {
        final TreeMap<String, String> variables = new TreeMap<>(ofNode.variables());
        for (final Map.Entry<String, byte[]> change : environment.entrySet()) {
            if (change.getValue() == null) {
                variables.remove(change.getKey());
            } else {
                variables.put(change.getKey(), OsEnvironment.text(change.getValue()));
            }
        }
        final List<byte[]> entries = new ArrayList<>();
        variables.forEach((name, value) -> entries.add(OsEnvironment.bytes(name + "=" + value)));
        return entries;
    }
}
