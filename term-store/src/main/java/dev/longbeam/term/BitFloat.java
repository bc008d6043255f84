package dev.longbeam.term;

/**
 * Floats of 16, 32 and 64 bits as their bit patterns.
 *
 * <p>Any thread.
 */
final class BitFloat {
    private static final int HALF_BIAS = 15;
    private static final int HALF_FRACTION_BITS = 10;
    private static final int DOUBLE_FRACTION_BITS = 52;
    private static final int HALF_INFINITY = 0x7C00;

    private BitFloat() {
    }

    /** The value of a pattern of 16, 32 or 64 bits. */
    static double fromBits(final long pattern, final int bits) {
        return switch (bits) {
            case 16 -> Float.float16ToFloat((short)pattern);
            case 32 -> Float.intBitsToFloat((int)pattern);
            default -> Double.longBitsToDouble(pattern);
        };
    }

    /** The pattern of 16, 32 or 64 bits that is nearest to a value; an infinity when the value is out of range. */
    static long toBits(final double value, final int bits) {
        return switch (bits) {
            case 16 -> toHalf(value);
            case 32 -> Float.floatToRawIntBits((float)value) & 0xFFFF_FFFFL;
            default -> Double.doubleToRawLongBits(value);
        };
    }

    // Not by way of float: rounding twice gives other results than the C emulator's.
    private static long toHalf(final double value) {
        final long pattern = Double.doubleToRawLongBits(value);
        final long sign = pattern >>> 48 & 0x8000;
        final int exponent = (int)(pattern >>> DOUBLE_FRACTION_BITS & 0x7FF) - 1023;
        final long fraction = pattern & (1L << DOUBLE_FRACTION_BITS) - 1;
        if (exponent > HALF_BIAS) {
            return sign | HALF_INFINITY;
        }
        final int drop = DOUBLE_FRACTION_BITS - HALF_FRACTION_BITS;
        if (exponent > -HALF_BIAS) {
            return sign | roundHalfEven((long)(exponent + HALF_BIAS) << DOUBLE_FRACTION_BITS | fraction, drop);
        }
        final int subnormalDrop = drop + 1 - HALF_BIAS - exponent;
        return subnormalDrop > DOUBLE_FRACTION_BITS + 1 ? sign : sign | roundHalfEven(1L << DOUBLE_FRACTION_BITS | fraction, subnormalDrop);
    }

    private static long roundHalfEven(final long value, final int drop) {
        final long kept = value >>> drop;
        final long rest = value & (1L << drop) - 1;
        final long half = 1L << drop - 1;
        return rest > half || rest == half && (kept & 1) != 0 ? kept + 1 : kept;
    }
}
