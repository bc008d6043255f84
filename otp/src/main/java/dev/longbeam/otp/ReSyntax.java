package dev.longbeam.otp;

/** Stand-in. */
final class ReSyntax {
    private final byte[] pattern;

    ReSyntax(final byte[] pattern, final boolean extended) {
        this.pattern = pattern;
    }

    byte[] translate() {
        return pattern;
    }

    int error() {
        return 0;
    }

    int errorOffset() {
        return 0;
    }

    int originalOffset(final int offset) {
        return offset;
    }
}
