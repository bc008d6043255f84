package dev.longbeam.term;

import java.util.Arrays;

/**
 * Products of numbers that stand in arrays as digits of {@link #DIGIT_BITS} bits, the least significant first: digit by digit, and from a certain length on by
 * the rule of Karatsuba, with three products of half the length in place of four.
 *
 * <p>Digits leave room above them in a word, so that sums need no carry until the end: Java has no instruction that adds with carry. Any thread.
 */
final class DigitProduct {
    /** Bits of a digit. */
    static final int DIGIT_BITS = 58;

    private static final long MASK = (1L << DIGIT_BITS) - 1;
    private static final int SPARE_BITS = Long.SIZE - DIGIT_BITS;
    /** Numbers of fewer digits are multiplied digit by digit. At most 32: so many rows can be summed up in a word. */
    private static final int LEAST_DIGITS_TO_SPLIT = 30;

    private DigitProduct() {
    }

    /** Words of room that {@link #multiply} needs for a longer number of so many digits. */
    static int roomWords(final int digits) {
        return 6 * digits + 8 * Long.SIZE;
    }

    /**
     * Multiplies.
     *
     * @param z    gets as many digits from {@code atZ} on as both numbers have together
     * @param room words from {@code atRoom} on that hold nothing
     */
    static void multiply(final long[] x, final int atX, final int digitsX, final long[] y, final int atY, final int digitsY, final long[] z, final int atZ,
        final long[] room, final int atRoom) {
        if (digitsX < digitsY) {
            multiply(y, atY, digitsY, x, atX, digitsX, z, atZ, room, atRoom);
        } else if (digitsY < LEAST_DIGITS_TO_SPLIT) {
            rows(y, atY, digitsY, x, atX, digitsX, z, atZ);
        } else if (digitsY <= (digitsX + 1) / 2) {
            inPieces(x, atX, digitsX, y, atY, digitsY, z, atZ, room, atRoom);
        } else {
            split(x, atX, digitsX, y, atY, digitsY, z, atZ, room, atRoom);
        }
    }

    /** Adds up the products of each digit of a shorter number with a longer one, for two digits at once. */
    private static void rows(final long[] x, final int atX, final int digitsX, final long[] y, final int atY, final int digitsY, final long[] z, final int atZ) {
        for (int i = 0; i < digitsX + digitsY; i++) {
            z[atZ + i] = 0;
        }
        int i = 0;
        for (; i + 1 < digitsX; i += 2) {
            final long first = x[atX + i] << SPARE_BITS;
            final long second = x[atX + i + 1] << SPARE_BITS;
            final int at = atZ + i;
            long high = 0;
            long before = 0;
            for (int j = 0; j < digitsY; j++) {
                final long digit = y[atY + j];
                z[at + j] += (first * digit >>> SPARE_BITS) + (second * before >>> SPARE_BITS) + high;
                high = Math.unsignedMultiplyHigh(first, digit) + Math.unsignedMultiplyHigh(second, before);
                before = digit;
            }
            z[at + digitsY] += (second * before >>> SPARE_BITS) + high;
            z[at + digitsY + 1] += Math.unsignedMultiplyHigh(second, before);
        }
        if (i < digitsX) {
            lastRow(x[atX + i] << SPARE_BITS, y, atY, digitsY, z, atZ + i);
        }
        long carry = 0;
        for (int k = atZ; k < atZ + digitsX + digitsY; k++) {
            final long sum = z[k] + carry;
            z[k] = sum & MASK;
            carry = sum >>> DIGIT_BITS;
        }
    }

    private static void lastRow(final long shifted, final long[] y, final int atY, final int digitsY, final long[] z, final int at) {
        long high = 0;
        for (int j = 0; j < digitsY; j++) {
            final long digit = y[atY + j];
            z[at + j] += (shifted * digit >>> SPARE_BITS) + high;
            high = Math.unsignedMultiplyHigh(shifted, digit);
        }
        z[at + digitsY] += high;
    }

    /** Multiplies pieces of a number that is much longer, as long as the other, by that. */
    private static void inPieces(final long[] x, final int atX, final int digitsX, final long[] y, final int atY, final int digitsY, final long[] z,
        final int atZ, final long[] room, final int atRoom) {
        Arrays.fill(z, atZ, atZ + digitsX + digitsY, 0);
        for (int done = 0; done < digitsX; done += digitsY) {
            final int digits = Math.min(digitsY, digitsX - done);
            multiply(x, atX + done, digits, y, atY, digitsY, room, atRoom, room, atRoom + digits + digitsY);
            addTo(z, atZ + done, room, atRoom, digits + digitsY);
        }
    }

    /**
     * With {@code x = a + b R} and {@code y = c + d R} the product is {@code ac + (ac + bd - (a - b)(c - d)) R + bd RR}.
     */
    private static void split(final long[] x, final int atX, final int digitsX, final long[] y, final int atY, final int digitsY, final long[] z, final int atZ,
        final long[] room, final int atRoom) {
        final int half = (digitsX + 1) / 2;
        final int next = atRoom + 4 * half + 1;
        final boolean negativeX = difference(x, atX, half, digitsX - half, room, atRoom);
        final boolean negativeY = difference(y, atY, half, digitsY - half, room, atRoom + half);
        final int middle = atRoom + 2 * half;
        multiply(room, atRoom, half, room, atRoom + half, half, room, middle, room, next);
        multiply(x, atX, half, y, atY, half, z, atZ, room, next);
        multiply(x, atX + half, digitsX - half, y, atY + half, digitsY - half, z, atZ + 2 * half, room, next);
        final int highDigits = digitsX + digitsY - 2 * half;
        final long sign = negativeX == negativeY ? -1 : 0;
        long carry = 0;
        for (int i = 0; i < 2 * half; i++) {
            final long high = i < highDigits ? z[atZ + 2 * half + i] : 0;
            final long sum = z[atZ + i] + high + ((room[middle + i] ^ sign) - sign) + carry;
            room[middle + i] = sum & MASK;
            carry = sum >> DIGIT_BITS;
        }
        room[middle + 2 * half] = carry;
        addTo(z, atZ + half, room, middle, Math.min(2 * half + 1, highDigits + half));
    }

    /** The difference of the low and the high half of a number, without sign; says whether it is negative. The high half has as many digits, or fewer. */
    private static boolean difference(final long[] x, final int atX, final int half, final int highDigits, final long[] to, final int atTo) {
        long borrow = 0;
        for (int i = 0; i < half; i++) {
            final long difference = x[atX + i] - (i < highDigits ? x[atX + half + i] : 0) + borrow;
            to[atTo + i] = difference & MASK;
            borrow = difference >> DIGIT_BITS;
        }
        if (borrow == 0) {
            return false;
        }
        long carry = 1;
        for (int i = 0; i < half; i++) {
            final long negated = (to[atTo + i] ^ MASK) + carry;
            to[atTo + i] = negated & MASK;
            carry = negated >>> DIGIT_BITS;
        }
        return true;
    }

    /** Adds digits to a number that holds the sum. */
    private static void addTo(final long[] z, final int atZ, final long[] x, final int atX, final int digits) {
        long carry = 0;
        for (int i = 0; i < digits; i++) {
            final long sum = z[atZ + i] + x[atX + i] + carry;
            z[atZ + i] = sum & MASK;
            carry = sum >>> DIGIT_BITS;
        }
        for (int i = atZ + digits; carry != 0; i++) {
            final long sum = z[i] + carry;
            z[i] = sum & MASK;
            carry = sum >>> DIGIT_BITS;
        }
    }
}
