package dev.longbeam.term;

/**
 * Matching of the Unicode segments {@code utf8}, {@code utf16} and {@code utf32}. Surrogates, overlong forms and values beyond
 * 16#10FFFF do not match; see {@link BitMatch} for the rest.
 *
 * <p>Owned by the process of the context.
 */
public final class BitMatchUtf {
    private static final int MAX_CODE_POINT = 0x10FFFF;

    private BitMatchUtf() {
    }

    /** A character in UTF-8 as a small integer, or NON_VALUE. */
    public static long getUtf8(final long ctx) {
        final long position = MatchContext.position(ctx);
        final long left = MatchContext.end(ctx) - position;
        if (left < 8) {
            return Term.NON_VALUE;
        }
        final int first = BitMatch.byteAt(ctx, position);
        if (first < 0x80) {
            MatchContext.position(ctx, position + 8);
            return Term.makeSmall(first);
        }
        final int more = first < 0xC2 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF8 ? 3 : 0;
        if (more == 0 || left < (more + 1) * 8L) {
            return Term.NON_VALUE;
        }
        int value = first & 0x3F >>> more;
        for (int i = 1; i <= more; i++) {
            final int next = BitMatch.byteAt(ctx, position + i * 8L);
            if ((next & 0xC0) != 0x80) {
                return Term.NON_VALUE;
            }
            value = value << 6 | next & 0x3F;
        }
        if (more == 2 && value < 0x800 || more == 3 && value < 0x1_0000 || !isCharacter(value)) {
            return Term.NON_VALUE;
        }
        MatchContext.position(ctx, position + (more + 1) * 8L);
        return Term.makeSmall(value);
    }

    /** A character in UTF-16 as a small integer, or NON_VALUE. */
    public static long getUtf16(final long ctx, final int flags) {
        final long position = MatchContext.position(ctx);
        final long left = MatchContext.end(ctx) - position;
        if (left < 16) {
            return Term.NON_VALUE;
        }
        final int high = unit16(ctx, position, flags);
        if (!Character.isSurrogate((char)high)) {
            MatchContext.position(ctx, position + 16);
            return Term.makeSmall(high);
        }
        if (left < 32 || !Character.isHighSurrogate((char)high)) {
            return Term.NON_VALUE;
        }
        final int low = unit16(ctx, position + 16, flags);
        if (!Character.isLowSurrogate((char)low)) {
            return Term.NON_VALUE;
        }
        MatchContext.position(ctx, position + 32);
        return Term.makeSmall(Character.toCodePoint((char)high, (char)low));
    }

    /** A character in UTF-32 as a small integer, or NON_VALUE. */
    public static long getUtf32(final long ctx, final int flags) {
        final long position = MatchContext.position(ctx);
        if (MatchContext.end(ctx) - position < 32) {
            return Term.NON_VALUE;
        }
        int value = (int)Bits.get(MatchContext.baseAddr(ctx), position, 32);
        if ((flags & (BitMatch.FLAG_LITTLE | BitMatch.FLAG_NATIVE)) != 0) {
            value = Integer.reverseBytes(value);
        }
        if (!isCharacter(value)) {
            return Term.NON_VALUE;
        }
        MatchContext.position(ctx, position + 32);
        return Term.makeSmall(value);
    }

    /** Moves over a character in UTF-8. */
    public static boolean skipUtf8(final long ctx) {
        return getUtf8(ctx) != Term.NON_VALUE;
    }

    /** Moves over a character in UTF-16. */
    public static boolean skipUtf16(final long ctx, final int flags) {
        return getUtf16(ctx, flags) != Term.NON_VALUE;
    }

    /** Moves over a character in UTF-32. */
    public static boolean skipUtf32(final long ctx, final int flags) {
        return getUtf32(ctx, flags) != Term.NON_VALUE;
    }

    /** True for a code point that may stand in a Unicode segment. */
    static boolean isCharacter(final long value) {
        return value >= 0 && value <= MAX_CODE_POINT && (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE);
    }

    private static int unit16(final long ctx, final long position, final int flags) {
        final int a = BitMatch.byteAt(ctx, position);
        final int b = BitMatch.byteAt(ctx, position + 8);
        return (flags & (BitMatch.FLAG_LITTLE | BitMatch.FLAG_NATIVE)) != 0 ? b << 8 | a : a << 8 | b;
    }
}
