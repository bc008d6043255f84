package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Products and quotients of integers of many limbs, against those of {@link BigInteger}. */
class LongIntegersTest {
    private static final int MOST_LIMBS = 260;
    private static final int ROUNDS = 1500;

    private final Random random = new Random(20260711);
    private final LocalHeap heap = new LocalHeap();

    @AfterEach
    void freeHeap() {
        heap.close();
    }

    /** An integer of up to so many limbs: random bits, long runs of equal ones, or limbs that are nearly 0 or nearly full. */
    private BigInteger number(final int mostLimbs) {
        final int limbs = 1 + random.nextInt(mostLimbs);
        BigInteger value = BigInteger.ZERO;
        switch (random.nextInt(3)) {
            case 0 -> value = new BigInteger(limbs * 64 - random.nextInt(64), random);
            case 1 -> {
                for (int bits = 0; bits < limbs * 64;) {
                    final int run = 1 + random.nextInt(200);
                    value = value.shiftLeft(run).add(random.nextBoolean() ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(run).subtract(BigInteger.ONE));
                    bits += run;
                }
            }
            default -> {
                for (int i = 0; i < limbs; i++) {
                    value = value.shiftLeft(64).add(new BigInteger(Long.toUnsignedString(random.nextInt(5) - 2L)));
                }
            }
        }
        return random.nextBoolean() ? value : value.negate();
    }

    private long term(final BigInteger value) {
        return Bignum.make(heap, value);
    }

    private void check(final BigInteger a, final BigInteger b) {
        assertEquals(a.multiply(b), Bignum.toBigInteger(Arith.mul(heap, term(a), term(b))), () -> a + " * " + b);
        if (b.signum() != 0) {
            assertEquals(a.divide(b), Bignum.toBigInteger(Arith.intDiv(heap, term(a), term(b))), () -> a + " div " + b);
            assertEquals(a.remainder(b), Bignum.toBigInteger(Arith.intRem(heap, term(a), term(b))), () -> a + " rem " + b);
        }
    }

    @Test
    void shouldMultiplyAndDivideNumbersOfAnyLengths() {
        for (int i = 0; i < ROUNDS; i++) {
            check(number(random.nextBoolean() ? 4 : MOST_LIMBS), number(random.nextBoolean() ? 3 : MOST_LIMBS));
        }
    }

    @Test
    void shouldMultiplyByMuchShorterNumbers() {
        for (int limbs = 10; limbs < 70; limbs++) {
            check(number(limbs * 17), number(limbs));
        }
    }

    @Test
    void shouldSquare() {
        for (int limbs = 1; limbs < 200; limbs++) {
            final BigInteger full = BigInteger.ONE.shiftLeft(limbs * 64).subtract(BigInteger.ONE);
            check(full, full);
            final BigInteger any = number(limbs);
            check(any, any.negate());
        }
    }

    @Test
    void shouldDivideProductsAndTheirNeighbours() {
        for (int i = 0; i < ROUNDS; i++) {
            final BigInteger divisor = number(20);
            final BigInteger product = divisor.multiply(number(20));
            check(product, divisor);
            check(product.subtract(BigInteger.ONE), divisor);
            check(product.add(divisor).add(BigInteger.ONE), divisor);
        }
    }

    @Test
    void shouldMultiplyAndDivideNumbersOfThousandsOfLimbs() {
        for (final int[] limbs : new int[][] {{1100, 1050}, {5000, 40}, {2500, 300}, {999, 1001}, {4500, 4200}, {3900, 150}}) {
            final BigInteger a = new BigInteger(limbs[0] * 64, random);
            check(a, new BigInteger(limbs[1] * 64, random).setBit(limbs[1] * 64 - 1));
        }
    }
}
