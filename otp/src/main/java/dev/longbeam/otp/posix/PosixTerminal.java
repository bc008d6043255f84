package dev.longbeam.otp.posix;

import dev.longbeam.memory.NativeFunction;
import java.nio.charset.StandardCharsets;

/**
 * What the C library knows of characters and of the locale, as terminals show them. The JVM has already set the locale from the
 * environment.
 *
 * <p>Any thread; nothing blocks.
 */
public final class PosixTerminal {
    private static final NativeFunction WCWIDTH = NativeFunction.ofInt("wcwidth");
    private static final NativeFunction ISPRINT = NativeFunction.ofInt("isprint");
    private static final NativeFunction NL_LANGINFO = NativeFunction.ofWord("nl_langinfo");

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

    private static long call(final NativeFunction function, final long argument) {
        return Libc.call(function, NO_FAILURE, argument, 0, 0, 0);
    }
}
