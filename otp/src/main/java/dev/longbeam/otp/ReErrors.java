package dev.longbeam.otp;

import dev.longbeam.otp.posix.Pcre2;

/** What is wrong with a pattern, as PCRE 8 says it: most texts are those of PCRE2, the others stand here by PCRE2's error number. */
final class ReErrors {
    /** Two newline conventions that do not go together; PCRE2 has no such error. */
    static final int INCONSISTENT_NEWLINE = 1056;

    private ReErrors() {
    }

    /** Text of an error. */
    static String textAsPcre8(final int error) {
        return Pcre2.message(error);
    }

    /** Where PCRE 8 reports an error that PCRE2 reports at an offset. */
    static long offsetAsPcre8(final int error, final int offset, final byte[] pattern) {
        return offset;
    }
}
