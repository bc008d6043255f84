package dev.longbeam.otp;

import dev.longbeam.otp.posix.Pcre2;
import dev.longbeam.sched.Process;
import java.nio.charset.StandardCharsets;

/**
 * Which regular expressions the release of OTP knows: those of PCRE 8 (before OTP 28), brought to PCRE2's syntax here, or those of
 * PCRE2 itself.
 */
enum ReDialect {
    /** PCRE 8.44 and 8.45. */
    PCRE8 {
        @Override
        long compile(final byte[] pattern, final int options, final int newline, final int bsr, final long[] errors) {
            if (newline > Pcre2.NEWLINE_ANYCRLF || bsr > Pcre2.BSR_ANYCRLF) {
                errors[0] = ReErrors.INCONSISTENT_NEWLINE;
                errors[1] = 0;
                return 0;
            }
            final ReSyntax syntax = new ReSyntax(pattern, (options & Pcre2.EXTENDED) != 0, (options & (Pcre2.UTF | Pcre2.UCP)) == Pcre2.UTF);
            final byte[] translated = syntax.translate();
            final long code = Pcre2.compile(translated, options, Pcre2.EXTRA_ALLOW_LOOKAROUND_BSK, newline, bsr, true, errors);
            if (code == 0) {
                errors[1] = syntax.originalOffset((int)errors[1]);
                ReErrors.bringToPcre8(errors, pattern);
            }
            if (syntax.error() == 0 || code == 0 && errors[0] != ReErrors.MISSING_PARENTHESIS) {
                return code;
            }
            if (code != 0) {
                Pcre2.freeCode(code);
            }
            errors[0] = syntax.error();
            errors[1] = syntax.errorOffset();
            return 0;
        }

        @Override
        String message(final int error) {
            return ReErrors.text(error);
        }
    },
    /** PCRE2, OTP 28 and later. */
    PCRE2 {
        @Override
        long compile(final byte[] pattern, final int options, final int newline, final int bsr, final long[] errors) {
            return Pcre2.compile(pattern, options, 0, newline, bsr, false, errors);
        }

        @Override
        String message(final int error) {
            return Pcre2.message(error);
        }
    };

    private static final int FIRST_PCRE2_RELEASE = 28;
    private static final int FIRST_PCRE_8_45_RELEASE = 27;

    /** The dialect of the node of a process. */
    static ReDialect of(final Process p) {
        return NodeState.of(p).dialect;
    }

    /** The dialect of a release of OTP. */
    static ReDialect ofRelease(final int release) {
        return release < FIRST_PCRE2_RELEASE ? PCRE8 : PCRE2;
    }

    /** Compiles; 0 with number and offset of the error when the pattern is wrong. */
    abstract long compile(byte[] pattern, int options, int newline, int bsr, long[] errors);

    /** Text of an error's number. */
    abstract String message(int error);

    /**
     * What {@code re:version/0} tells: the version of the language with the date of the library. So it is never that of a C emulator with
     * PCRE 8: programs such as Elixir keep compiled patterns in their modules, and use them as they are where the version is the same.
     */
    static byte[] version(final int release) {
        final String library = Pcre2.version();
        final String language = release >= FIRST_PCRE2_RELEASE ? null : release < FIRST_PCRE_8_45_RELEASE ? "8.44" : "8.45";
        return (language == null ? library : language + library.substring(library.indexOf(' '))).getBytes(StandardCharsets.US_ASCII);
    }
}
