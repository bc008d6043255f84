package dev.longbeam.term;

import java.math.BigInteger;
import java.util.Random;

/** Bits as text of 0 and 1, the slow and plain way, for tests to compare with. */
final class BitModel {
    private BitModel() {
    }

    static String random(final Random random, final int bits) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < bits; i++) {
            text.append(random.nextBoolean() ? '1' : '0');
        }
        return text.toString();
    }

    static String of(final long bitstringTerm) {
        final long bits = Bitstring.bitSize(bitstringTerm);
        final StringBuilder text = new StringBuilder();
        for (long i = 0; i < bits; i++) {
            text.append(Bits.get(Bitstring.dataAddr(bitstringTerm), Bitstring.bitOffset(bitstringTerm) + i, 1));
        }
        return text.toString();
    }

    /** A bitstring of the given bits that begins {@code offset} bits behind the beginning of its original. */
    static long term(final TermHeap heap, final String bits, final int offset) {
        final int total = offset + bits.length();
        final byte[] bytes = new byte[(total + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            if (bits.charAt(i) == '1') {
                bytes[(offset + i) / 8] |= (byte)(0x80 >>> (offset + i) % 8);
            }
        }
        return Bitstring.makeSub(heap, Bitstring.make(heap, bytes), offset, bits.length());
    }

    static BigInteger integer(final String bits, final boolean little, final boolean signed) {
        String big = bits;
        if (little) {
            final StringBuilder text = new StringBuilder();
            for (int at = 0; at < bits.length(); at += 8) {
                text.insert(0, bits.substring(at, Math.min(at + 8, bits.length())));
            }
            big = text.toString();
        }
        if (big.isEmpty()) {
            return BigInteger.ZERO;
        }
        final BigInteger value = new BigInteger(big, 2);
        return signed && big.charAt(0) == '1' ? value.subtract(BigInteger.ONE.shiftLeft(big.length())) : value;
    }

    static String bits(final BigInteger value, final int bits, final boolean little) {
        final StringBuilder text = new StringBuilder();
        for (int i = bits - 1; i >= 0; i--) {
            text.append(value.testBit(i) ? '1' : '0');
        }
        if (!little) {
            return text.toString();
        }
        final StringBuilder swapped = new StringBuilder();
        for (int end = bits; end > 0; end -= 8) {
            swapped.append(text, Math.max(0, end - 8), end);
        }
        return swapped.toString();
    }

    static BigInteger value(final long integerTerm) {
        if (Term.isSmall(integerTerm)) {
            return BigInteger.valueOf(Term.smallValue(integerTerm));
        }
        final long limbs = Term.headerWords(Term.header(integerTerm));
        BigInteger value = BigInteger.ZERO;
        for (long i = limbs; i >= 1; i--) {
            final long limb = Term.word(integerTerm, (int)i);
            value = value.shiftLeft(64).add(new BigInteger(Long.toUnsignedString(limb)));
        }
        final boolean negative = Term.subtag(Term.header(integerTerm)) == Term.SUBTAG_NEG_BIG;
        final BigInteger signed = negative ? value.negate() : value;
        if (signed.bitLength() < Term.SMALL_BITS) {
            throw new AssertionError("not a small integer: " + signed);
        }
        return signed;
    }

    static long integerTerm(final TermHeap heap, final BigInteger value) {
        final int bits = value.bitLength() + 1;
        final long term = term(heap, bits(value, bits, false), 0);
        return BitMatch.getInteger(heap, BitMatch.start(heap, term), bits, BitMatch.FLAG_SIGNED);
    }
}
