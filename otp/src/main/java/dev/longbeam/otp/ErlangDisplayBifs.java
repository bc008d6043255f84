package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
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

/**
 * Terms and text straight to the standard output and error of the operating system, for when no Erlang I/O can be relied on.
 *
 * <p>On the scheduler of the process, which waits while a virtual thread writes. A stream that cannot be written to is ignored, as the C
 * emulator does.
 */
public final class ErlangDisplayBifs {
    private static final long AM_STDOUT = Atom.of("stdout");
    private static final long AM_STDERR = Atom.of("stderr");
    private static final int MAX_CHARACTER = 0x10FFFF;

    private ErlangDisplayBifs() {
    }

    /** {@code erlang:display/1}: a term and a line end. */
    @Bif("erlang:display/1")
    public static long display(final Process p, final long term) {
        final byte[] text = TermPrinter.bytes(term);
        final byte[] line = java.util.Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return write(p, FileDescriptor.out, line);
    }

    /** {@code erlang:display_nl/0}. */
    @Bif("erlang:display_nl/0")
    public static long displayNewLine(final Process p) {
        return write(p, FileDescriptor.err, new byte[] {'\n'});
    }

    /** {@code erlang:display_string/1}: a list of characters; fails with badarg when it is none. */
    @Bif("erlang:display_string/1")
    public static long displayString(final Process p, final long listTerm) {
        return displayString(p, AM_STDERR, listTerm);
    }

    /** {@code erlang:display_string/2}: a list of characters or a binary, to {@code stdout} or {@code stderr}; else badarg. */
    @Bif("erlang:display_string/2")
    public static long displayString(final Process p, final long deviceTerm, final long textTerm) {
        final byte[] text = Bitstring.isBinary(textTerm) ? Bitstring.toArray(textTerm) : utf8(textTerm);
        if (text == null || deviceTerm != AM_STDOUT && deviceTerm != AM_STDERR) {
            return p.badarg();
        }
        return write(p, deviceTerm == AM_STDOUT ? FileDescriptor.out : FileDescriptor.err, text);
    }

    private static long write(final Process p, final FileDescriptor stream, final byte[] bytes) {
        return p.await(() -> {
            writeNow(stream, bytes);
            return q -> Atoms.TRUE;
        });
    }

    @SuppressWarnings("resource")
    private static void writeNow(final FileDescriptor stream, final byte[] bytes) {
        try {
            new FileOutputStream(stream).write(bytes);
        } catch (final IOException e) {
            System.getLogger(ErlangDisplayBifs.class.getName()).log(System.Logger.Level.DEBUG, "display", e);
        }
    }

    /** The UTF-8 of a proper list of characters, or null. */
    static byte[] utf8(final long listTerm) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = listTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long head = Cons.head(rest);
            final long character = Term.isSmall(head) ? Term.smallValue(head) : -1;
            if (character < 0 || character > MAX_CHARACTER || character >= 0xD800 && character <= 0xDFFF) {
                return null;
            }
            bytes.writeBytes(Character.toString((int)character).getBytes(StandardCharsets.UTF_8));
        }
        return rest == Term.NIL ? bytes.toByteArray() : null;
    }
}
