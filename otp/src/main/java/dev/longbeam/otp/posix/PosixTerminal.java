package dev.longbeam.otp.posix;

import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * What the C library knows of characters and of the locale, as terminals show them. The JVM has already set the locale from the
 * environment.
 *
 * <p>Any thread; nothing blocks.
 */
public final class PosixTerminal {
    private static final MethodHandle WCWIDTH = Libc.function("wcwidth", Libc.INT, Libc.INT);
    private static final MethodHandle ISPRINT = Libc.function("isprint", Libc.INT, Libc.INT);
    private static final MethodHandle NL_LANGINFO = Libc.function("nl_langinfo", Libc.WORD, Libc.INT);

    private static final int CODESET = 14;
    private static final long NO_FAILURE = Long.MIN_VALUE;

    private PosixTerminal() {
    }

    /** Columns of a character, -1 for one that cannot be shown. */
    public static int columns(final int character) {
        return (int)call(WCWIDTH, character);
    }

    /** True for a byte that stands for a printable character. */
    public static boolean isPrintable(final int b) {
        return call(ISPRINT, (byte)b) != 0;
    }

    /** True when the locale encodes characters in UTF-8. */
    public static boolean isUtf8() {
        final long name = call(NL_LANGINFO, CODESET);
        return name != 0 && new String(Libc.bytes(name), StandardCharsets.ISO_8859_1).equals("UTF-8");
    }

    private static long call(final MethodHandle function, final long argument) {
        try (var arena = java.lang.foreign.Arena.ofConfined()) {
            return Libc.call(arena, function, NO_FAILURE, argument, 0, 0, 0);
        }
    }
}
