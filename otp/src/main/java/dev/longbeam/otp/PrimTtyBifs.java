package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixProcess;
import dev.longbeam.otp.posix.PosixTerminal;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * Natives of {@code prim_tty} (OTP 26 and later) as an emulator has them that is built without terminal capabilities: input in
 * lines, output as it is; a shell that wants more is told {@code enotsup} and does with less.
 */
public final class PrimTtyBifs {
    private static final long AM_STDIN = Atom.of("stdin");
    private static final long AM_STDOUT = Atom.of("stdout");
    private static final long AM_STDERR = Atom.of("stderr");
    private static final long AM_EBADF = Atom.of("ebadf");
    private static final long AM_NOT_PRINTABLE = Atom.of("not_printable");
    private static final long AM_SELECT = Atom.of("select");
    private static final long AM_READY_INPUT = Atom.of("ready_input");
    private static final long AM_EMPTY = Atom.of("empty");
    private static final long AM_INPUT = Atom.of("input");
    private static final long AM_RAW = Atom.of("raw");
    private static final long READ_BYTES = 1024;
    private static final int STDIN_FD = 0;
    private static final int STDOUT_FD = 1;
    private static final int STDERR_FD = 2;

    private PrimTtyBifs() {
    }

    /** {@code isatty(stdin | stdout | stderr | Tty)}. */
    @Bif(value = "prim_tty:isatty/1", kind = Bif.Kind.NATIVE)
    public static long isatty(final Process p, final long fdTerm) {
        final Terminal terminal = Ref.resource(fdTerm, Terminal.class);
        final int fd = terminal == null ? fd(fdTerm) : terminal.outputFd();
        if (fd < 0) {
            return p.badarg();
        }
        final int result = PosixProcess.isatty(fd);
        if (result == 1) {
            return Atoms.TRUE;
        }
        return result == -Errno.EINVAL || result == -Errno.ENOTTY ? Atoms.FALSE : AM_EBADF;
    }

    /** {@code tty_create()}. */
    @Bif(value = "prim_tty:tty_create/0", kind = Bif.Kind.NATIVE)
    public static long create(final Process p) {
        return Tuple.make(p, Atoms.OK, Ref.makeMagic(p, new Terminal(STDIN_FD, STDOUT_FD)));
    }

    /** {@code tty_create(stdout | stderr)}. */
    @Bif(value = "prim_tty:tty_create/1", kind = Bif.Kind.NATIVE)
    public static long create(final Process p, final long outputTerm) {
        if (outputTerm != AM_STDOUT && outputTerm != AM_STDERR) {
            return p.badarg();
        }
        return Tuple.make(p, Atoms.OK, Ref.makeMagic(p, new Terminal(STDIN_FD, fd(outputTerm))));
    }

    /** {@code tty_init(Tty, Fd, Options)}. */
    @Bif(value = "prim_tty:tty_init/3", kind = Bif.Kind.NATIVE)
    public static long init(final Process p, final long ttyTerm, final long fdTerm, final long optionsTerm) {
        return enotsup(p);
    }

    /** {@code tty_init(Tty, Options)}: anything but raw input can be had. */
    @Bif(value = "prim_tty:tty_init/2", kind = Bif.Kind.NATIVE)
    public static long init(final Process p, final long ttyTerm, final long optionsTerm) {
        if (Ref.resource(ttyTerm, Terminal.class) == null || !Term.isMap(optionsTerm)) {
            return p.badarg();
        }
        return Maps.get(optionsTerm, AM_INPUT) == AM_RAW ? enotsup(p) : Atoms.OK;
    }

    /** {@code tty_set(Tty)}, and everything about terminal capabilities. */
    @Bif(value = {"prim_tty:tty_set/1", "prim_tty:tgetent_nif/1", "prim_tty:tgetnum_nif/1", "prim_tty:tgetflag_nif/1",
        "prim_tty:tgetstr_nif/1", "prim_tty:tgoto_nif/1", "prim_tty:tigetnum_nif/1", "prim_tty:tigetflag_nif/1",
        "prim_tty:tigetstr_nif/1"}, kind = Bif.Kind.NATIVE)
    public static long notSupported(final Process p, final long argumentTerm) {
        return enotsup(p);
    }

    /** {@code tgoto_nif/2}, {@code tputs_nif/2}. */
    @Bif(value = {"prim_tty:tgoto_nif/2", "prim_tty:tputs_nif/2"}, kind = Bif.Kind.NATIVE)
    public static long notSupported(final Process p, final long capabilityTerm, final long argumentTerm) {
        return enotsup(p);
    }

    /** {@code tgoto_nif/3}. */
    @Bif(value = "prim_tty:tgoto_nif/3", kind = Bif.Kind.NATIVE)
    public static long notSupported(final Process p, final long capabilityTerm, final long firstTerm, final long secondTerm) {
        return enotsup(p);
    }

    /** {@code setupterm_nif()}, {@code tinfo_nif()}. */
    @Bif(value = {"prim_tty:setupterm_nif/0", "prim_tty:tinfo_nif/0"}, kind = Bif.Kind.NATIVE)
    public static long notSupported(final Process p) {
        return enotsup(p);
    }

    /** {@code setlocale(Tty)}: true when the locale has UTF-8. */
    @Bif(value = "prim_tty:setlocale/1", kind = Bif.Kind.NATIVE)
    public static long setlocale(final Process p, final long ttyTerm) {
        return Atoms.bool(PosixTerminal.isUtf8());
    }

    /** {@code tty_encoding(Tty)}. */
    @Bif(value = "prim_tty:tty_encoding/1", kind = Bif.Kind.NATIVE)
    public static long encoding(final Process p, final long ttyTerm) {
        return Atoms.UTF8;
    }

    /** {@code tty_is_open(Tty, stdin | stdout | stderr)}. */
    @Bif(value = "prim_tty:tty_is_open/2", kind = Bif.Kind.NATIVE)
    public static long isOpen(final Process p, final long ttyTerm, final long fdTerm) {
        final int fd = fd(fdTerm);
        if (fd < 0 || Ref.resource(ttyTerm, Terminal.class) == null) {
            return p.badarg();
        }
        return Atoms.bool(PosixProcess.fcntl(fd, PosixProcess.F_GETFL, 0) >= 0);
    }

    /** {@code tty_window_size(Tty)}: {@code {ok, {Columns, Rows}}}. */
    @Bif(value = "prim_tty:tty_window_size/1", kind = Bif.Kind.NATIVE)
    public static long windowSize(final Process p, final long ttyTerm) {
        final Terminal terminal = Ref.resource(ttyTerm, Terminal.class);
        if (terminal == null) {
            return p.badarg();
        }
        for (final int fd : new int[] {terminal.inputFd(), terminal.outputFd()}) {
            try {
                final int[] size = PosixProcess.windowSize(fd);
                if (size[0] > 0 || size[1] > 0) {
                    return Tuple.make(p, Atoms.OK, Tuple.make(p, dimension(size[0]), dimension(size[1])));
                }
                return enotsup(p);
            } catch (final PosixException e) {
                assert e.errno() > 0;
            }
        }
        return enotsup(p);
    }

    /** {@code tty_select(Tty, SignalRef, ReadRef)}: signals of the terminal are not told. */
    @Bif(value = "prim_tty:tty_select/3", kind = Bif.Kind.NATIVE)
    public static long select(final Process p, final long ttyTerm, final long signalRefTerm, final long readRefTerm) {
        return select(p, ttyTerm, readRefTerm);
    }

    /** {@code tty_select(Tty, ReadRef)}: sends {@code {select, Tty, ReadRef, ready_input}} when there is input. */
    @Bif(value = "prim_tty:tty_select/2", kind = Bif.Kind.NATIVE)
    public static long select(final Process p, final long ttyTerm, final long readRefTerm) {
        final Terminal terminal = Ref.resource(ttyTerm, Terminal.class);
        if (terminal == null) {
            return p.badarg();
        }
        selection(p, terminal, ttyTerm, readRefTerm).arm();
        return Atoms.OK;
    }

    /** {@code tty_read_signal(Tty, Ref)}: there is never one. */
    @Bif(value = "prim_tty:tty_read_signal/2", kind = Bif.Kind.NATIVE)
    public static long readSignal(final Process p, final long ttyTerm, final long refTerm) {
        return Tuple.make(p, Atoms.ERROR, AM_EMPTY);
    }

    /** {@code read_nif(Tty, Ref)}: {@code {ok, Binary}}, and the next message is due. */
    @Bif(value = "prim_tty:read_nif/2", kind = Bif.Kind.NATIVE)
    public static long read(final Process p, final long ttyTerm, final long refTerm) {
        return read(p, ttyTerm, refTerm, Term.makeSmall(READ_BYTES));
    }

    /** {@code read_nif(Tty, Ref, Bytes)}: {@code {ok, Binary}}, and the next message is due. */
    @Bif(value = "prim_tty:read_nif/3", kind = Bif.Kind.NATIVE)
    public static long read(final Process p, final long ttyTerm, final long refTerm, final long bytesTerm) {
        final Terminal terminal = Ref.resource(ttyTerm, Terminal.class);
        if (terminal == null || !Integers.fitsInt(bytesTerm) || Integers.intValue(bytesTerm) <= 0) {
            return p.badarg();
        }
        final long bytes = Integers.intValue(bytesTerm);
        final InputReadiness.Selection next = selection(p, terminal, ttyTerm, refTerm);
        return Blocking.await(p, () -> terminal.read(bytes, next));
    }

    /** {@code write_nif(Tty, Binaries)}. */
    @Bif(value = "prim_tty:write_nif/2", kind = Bif.Kind.NATIVE)
    public static long write(final Process p, final long ttyTerm, final long binariesTerm) {
        final Terminal terminal = Ref.resource(ttyTerm, Terminal.class);
        final IoVector vector = terminal == null ? null : IoVector.gather(binariesTerm);
        return vector == null ? p.badarg() : Blocking.await(p, () -> terminal.write(vector));
    }

    /** {@code isprint(Byte)}. */
    @Bif(value = "prim_tty:isprint/1", kind = Bif.Kind.NATIVE)
    public static long isprint(final Process p, final long byteTerm) {
        return Integers.fitsInt(byteTerm) ? Atoms.bool(PosixTerminal.isPrintable(Integers.intValue(byteTerm))) : p.badarg();
    }

    /** {@code wcwidth(Character)}. */
    @Bif(value = "prim_tty:wcwidth/1", kind = Bif.Kind.NATIVE)
    public static long wcwidth(final Process p, final long characterTerm) {
        if (!Integers.fitsInt(characterTerm)) {
            return p.badarg();
        }
        final int columns = PosixTerminal.columns(Integers.intValue(characterTerm));
        return columns < 0 ? Tuple.make(p, Atoms.ERROR, AM_NOT_PRINTABLE) : Term.makeSmall(columns);
    }

    /** {@code wcswidth(Binary)}: columns of characters of 32 bits each, as {@code {ok, Columns}}. */
    @Bif(value = "prim_tty:wcswidth/1", kind = Bif.Kind.NATIVE)
    public static long wcswidth(final Process p, final long binaryTerm) {
        if (!Bitstring.isBinary(binaryTerm)) {
            return p.badarg();
        }
        final byte[] bytes = Bitstring.toArray(binaryTerm);
        long total = 0;
        for (int i = 0; i + Integer.BYTES <= bytes.length; i += Integer.BYTES) {
            final int character = bytes[i] & 0xFF | (bytes[i + 1] & 0xFF) << 8 | (bytes[i + 2] & 0xFF) << 16 | bytes[i + 3] << 24;
            if (character == 0) {
                break;
            }
            final int columns = PosixTerminal.columns(character);
            if (columns < 0) {
                return Tuple.make(p, Atoms.ERROR, AM_NOT_PRINTABLE);
            }
            total += columns;
        }
        return Tuple.make(p, Atoms.OK, Term.makeSmall(total));
    }

    /** {@code sizeof_wchar()}. */
    @Bif(value = "prim_tty:sizeof_wchar/0", kind = Bif.Kind.NATIVE)
    public static long sizeofWchar(final Process p) {
        return Term.makeSmall(Integer.BYTES);
    }

    private static InputReadiness.Selection selection(final Process p, final Terminal terminal, final long ttyTerm,
        final long refTerm) {
        return NodeState.of(p).inputReadiness.prepare(p, terminal.inputFd(), Tuple.make(p, AM_SELECT, ttyTerm, refTerm, AM_READY_INPUT));
    }

    private static long enotsup(final Process p) {
        return Blocking.error(p, Errno.ENOTSUP);
    }

    private static long dimension(final int size) {
        return Term.makeSmall(size > 0 ? size : -1);
    }

    private static int fd(final long fdTerm) {
        if (fdTerm == AM_STDIN) {
            return STDIN_FD;
        } else if (fdTerm == AM_STDOUT) {
            return STDOUT_FD;
        }
        return fdTerm == AM_STDERR ? STDERR_FD : -1;
    }
}
