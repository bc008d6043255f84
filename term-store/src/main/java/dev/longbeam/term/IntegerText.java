package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Integers as text and back, in bases 2 to 36.
 *
 * <p>Called by the owner of the heap. Integers of up to 64 bits are converted without Java garbage; large ones in less than quadratic
 * time.
 */
public final class IntegerText {
    /** Smallest base. */
    public static final int MIN_BASE = 2;
    /** Largest base. */
    public static final int MAX_BASE = 36;

    private static final int SIMPLE_DIGITS = 600;
    private static final int LONG_DIGITS = 11;
    private static final int LONG_BITS = 63;

    private IntegerText() {
    }

    /** True for a base. */
    public static boolean isBase(final long term) {
        return Term.isSmall(term) && Term.smallValue(term) >= MIN_BASE && Term.smallValue(term) <= MAX_BASE;
    }

    /** The text of an integer; letters are upper case. */
    public static String text(final long integerTerm, final int base) {
        return Bignum.toBigInteger(integerTerm).toString(base).toUpperCase(java.util.Locale.ROOT);
    }

    /** The text of an integer as a list of characters. */
    public static long toList(final TermHeap heap, final long integerTerm, final int base) {
        if (!Integers.fitsLong(integerTerm)) {
            final String text = text(integerTerm, base);
            long list = Term.NIL;
            for (int i = text.length() - 1; i >= 0; i--) {
                list = Cons.make(heap, Term.makeSmall(text.charAt(i)), list);
            }
            return list;
        }
        final long value = Integers.longValue(integerTerm);
        long list = Term.NIL;
        long rest = value;
        do {
            list = Cons.make(heap, Term.makeSmall(digit(Math.abs(rest % base))), list);
            rest /= base;
        } while (rest != 0);
        return value < 0 ? Cons.make(heap, Term.makeSmall('-'), list) : list;
    }

    /** The text of an integer as a binary. */
    public static long toBinary(final TermHeap heap, final long integerTerm, final int base) {
        if (!Integers.fitsLong(integerTerm)) {
            return Bitstring.make(heap, text(integerTerm, base).getBytes(StandardCharsets.ISO_8859_1));
        }
        final long value = Integers.longValue(integerTerm);
        int length = value < 0 ? 2 : 1;
        for (long rest = value / base; rest != 0; rest /= base) {
            length++;
        }
        final long term = Bitstring.allocate(heap, length);
        final long addr = Bitstring.dataAddr(term);
        long rest = value;
        for (int i = length - 1; i >= (value < 0 ? 1 : 0); i--) {
            Memory.putByte(addr + i, digit(Math.abs(rest % base)));
            rest /= base;
        }
        if (value < 0) {
            Memory.putByte(addr, '-');
        }
        return term;
    }

    private static int digit(final long value) {
        return (int)(value < 10 ? '0' + value : 'A' + value - 10);
    }

    /** The value of a digit, or a number not less than 36. */
    public static int digitValue(final int character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        final int letter = character | 0x20;
        return letter >= 'a' && letter <= 'z' ? letter - 'a' + 10 : MAX_BASE;
    }

    /** The integer of a text, which is a sign or none and at least one digit; fails with badarg, or system_limit when too large. */
    public static long parse(final TermHeap heap, final byte[] text, final int base) {
        final int from = text.length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
        if (from == text.length) {
            return heap.badarg();
        }
        for (int i = from; i < text.length; i++) {
            if (digitValue(text[i]) >= base) {
                return heap.badarg();
            }
        }
        return parseDigits(heap, text, from, text.length, base, text[0] == '-');
    }

    /** The integer of digits that have been checked; fails with system_limit when it is too large. */
    public static long parseDigits(final TermHeap heap, final byte[] text, final int from, final int to, final int base,
        final boolean negative) {
        int first = from;
        while (first < to && text[first] == '0') {
            first++;
        }
        if (to - first <= LONG_DIGITS) {
            final long value = smallDigits(text, first, to, base);
            return Integers.make(heap, negative ? -value : value);
        }
        final double bits = (to - first - 1) * (Math.log(base) / Math.log(2));
        if (bits > OtpVariant.current().maxBignumLimbs() * 64.0) {
            return heap.systemLimit();
        }
        final BigInteger value = bits < LONG_BITS - 6 ? BigInteger.valueOf(smallDigits(text, first, to, base))
            : digits(text, first, to, base);
        return Bignum.make(heap, negative ? value.negate() : value);
    }

    private static long smallDigits(final byte[] text, final int from, final int to, final int base) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * base + digitValue(text[i]);
        }
        return value;
    }

    /** Halves long texts, so that the work is that of a few large multiplications. */
    private static BigInteger digits(final byte[] text, final int from, final int to, final int base) {
        final int count = to - from;
        if (count <= SIMPLE_DIGITS) {
            return new BigInteger(new String(text, from, count, StandardCharsets.ISO_8859_1), base);
        }
        final int low = count / 2;
        final BigInteger high = digits(text, from, to - low, base);
        return high.multiply(BigInteger.valueOf(base).pow(low)).add(digits(text, to - low, to, base));
    }

    /** The characters of a proper list of bytes, or null. */
    public static byte[] bytes(final long listTerm) {
        final long length = Cons.length(listTerm);
        if (length < 0 || length > Integer.MAX_VALUE - 8) {
            return null;
        }
        final byte[] bytes = new byte[(int)length];
        long rest = listTerm;
        for (int i = 0; i < bytes.length; i++) {
            final long head = Cons.head(rest);
            if (!Term.isSmall(head) || (Term.smallValue(head) & ~0xFFL) != 0) {
                return null;
            }
            bytes[i] = (byte)Term.smallValue(head);
            rest = Cons.tail(rest);
        }
        return bytes;
    }
}
