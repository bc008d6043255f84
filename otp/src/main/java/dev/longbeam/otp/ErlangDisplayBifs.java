package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.BlockingCall;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** BIFs of {@code erlang} that print for people who look for faults, past all I/O servers, and the text of funs. A stream that cannot be written to is ignored. */
public final class ErlangDisplayBifs {
    private static final long AM_STDOUT = Atom.of("stdout");
    private static final long AM_STDERR = Atom.of("stderr");
    private static final long AM_BACKTRACE = Atom.of("backtrace");
    private static final long AM_BADOPT = Atom.of("badopt");
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int FIRST_SURROGATE = 0xD800;
    private static final int LAST_SURROGATE = 0xDFFF;

    private ErlangDisplayBifs() {
    }

    /** Prints a term and a line end on standard output. */
    @Bif("erlang:display/1")
    public static long display(final Process p, final long term) {
        return write(p, FileDescriptor.out, withLineEnd(TermPrinter.bytes(term)));
    }

    /** Prints a string on standard error, as OTP 25 does: a line end gets a carriage return. */
    @Bif("erlang:display_string/1")
    public static long displayString(final Process p, final long stringTerm) {
        final byte[] bytes = utf8(stringTerm);
        return bytes == null ? p.badarg() : write(p, FileDescriptor.err, withCarriageReturns(bytes));
    }

    /** Prints a string or a binary, as OTP 26 and later do. */
    @Bif("erlang:display_string/2")
    public static long displayString(final Process p, final long deviceTerm, final long stringTerm) {
        if (deviceTerm != AM_STDOUT && deviceTerm != AM_STDERR) {
            return p.badarg();
        }
        final byte[] bytes = Bitstring.isBinary(stringTerm) ? Bitstring.toArray(stringTerm) : utf8(stringTerm);
        return bytes == null ? p.badarg() : write(p, deviceTerm == AM_STDOUT ? FileDescriptor.out : FileDescriptor.err, bytes);
    }

    /** Prints a line end on standard error. */
    @Bif("erlang:display_nl/0")
    public static long displayNl(final Process p) {
        return write(p, FileDescriptor.err, LINE_END);
    }

    /** {@code erts_internal:process_display/2}: prints the stack of a process on standard error; an atom says what is wrong. */
    @Bif("erts_internal:process_display/2")
    public static long processDisplay(final Process p, final long pidTerm, final long kindTerm) {
        if (kindTerm != AM_BACKTRACE) {
            return AM_BADOPT;
        }
        final Process target = p.emulator().processes.live(pidTerm);
        if (target == p) {
            return write(p, FileDescriptor.err, ProcessInfo.backtrace(p));
        }
        final boolean asked = target != null && Signals.request(p, target, q -> {
            final byte[] text = q == null ? null : ProcessInfo.backtrace(q);
            p.complete(r -> text == null ? Atoms.BADARG : write(r, FileDescriptor.err, text));
        });
        return asked ? p.awaitCompletion() : Atoms.BADARG;
    }

    /** {@code erts_debug:display/1}: as {@code display/1}, and returns the text. */
    @Bif("erts_debug:display/1")
    public static long debugDisplay(final Process p, final long term) {
        final byte[] text = TermPrinter.bytes(term);
        return write(p, FileDescriptor.out, withLineEnd(text), q -> bytesTerm(q, text, Cons.make(q, Term.makeSmall('\n'), Term.NIL)));
    }

    /** The text of a fun, byte by byte: names are in UTF-8. */
    @Bif("erlang:fun_to_list/1")
    public static long funToList(final Process p, final long funTerm) {
        if (!Term.isFun(funTerm)) {
            return p.badarg();
        }
        return bytesTerm(p, TermPrinter.bytes(funTerm), Term.NIL);
    }

    private static long bytesTerm(final Process p, final byte[] bytes, final long tailTerm) {
        long list = tailTerm;
        for (int i = bytes.length - 1; i >= 0; i--) {
            list = Cons.make(p, Term.makeSmall(bytes[i] & 0xFF), list);
        }
        return list;
    }

    /** The UTF-8 of a list of characters, or null when it is none. */
    static byte[] utf8(final long listTerm) {
        final StringBuilder text = new StringBuilder();
        long rest = listTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long character = Cons.head(rest);
            final long point = Term.isSmall(character) ? Term.smallValue(character) : -1;
            if (point < 0 || point > Character.MAX_CODE_POINT || point >= FIRST_SURROGATE && point <= LAST_SURROGATE) {
                return null;
            }
            text.appendCodePoint((int)point);
        }
        return Term.isNil(rest) ? text.toString().getBytes(StandardCharsets.UTF_8) : null;
    }

    private static byte[] withLineEnd(final byte[] bytes) {
        final byte[] line = Arrays.copyOf(bytes, bytes.length + LINE_END.length);
        System.arraycopy(LINE_END, 0, line, bytes.length, LINE_END.length);
        return line;
    }

    private static byte[] withCarriageReturns(final byte[] bytes) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final byte b : bytes) {
            if (b == '\n') {
                out.write('\r');
            }
            out.write(b);
        }
        return out.toByteArray();
    }

    private static long write(final Process p, final FileDescriptor to, final byte[] bytes) {
        return write(p, to, bytes, q -> Atoms.TRUE);
    }

    private static long write(final Process p, final FileDescriptor to, final byte[] bytes, final BlockingCall.Completion answer) {
        return p.await(() -> {
            try {
                new FileOutputStream(to).write(bytes);
            } catch (final IOException nobodyReads) {
                System.getLogger(ErlangDisplayBifs.class.getName()).log(System.Logger.Level.DEBUG, "display", nobodyReads);
            }
            return answer;
        });
    }
}
