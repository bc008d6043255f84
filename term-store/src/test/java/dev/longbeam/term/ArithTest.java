package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArithTest {
    private static final int ROUNDS = 4000;
    private static final BigInteger LIMB = BigInteger.ONE.shiftLeft(64);
    private final LocalHeap heap = new LocalHeap();
    private final Random random = new Random(42);

    @AfterEach
    void close() {
        heap.close();
    }

    private interface Operation {
        long apply(TermHeap heap, long a, long b);
    }

    private BigInteger number() {
        final BigInteger value = switch (random.nextInt(6)) {
            case 0 -> BigInteger.valueOf(random.nextInt(20) - 10L);
            case 1 -> BigInteger.ONE.shiftLeft(random.nextInt(200)).add(BigInteger.valueOf(random.nextInt(3) - 1L));
            case 2 -> LIMB.pow(random.nextInt(4)).subtract(BigInteger.valueOf(random.nextInt(2)));
            case 3 -> BigInteger.valueOf(random.nextLong());
            case 4 -> new BigInteger(random.nextInt(3000), random);
            default -> new BigInteger(random.nextInt(180), random);
        };
        return random.nextBoolean() ? value : value.negate();
    }

    private void check(final Operation operation, final BiFunction<BigInteger, BigInteger, BigInteger> expected, final boolean noZero) {
        for (int i = 0; i < ROUNDS; i++) {
            final BigInteger a = number();
            final BigInteger b = number();
            if (noZero && b.signum() == 0) {
                continue;
            }
            final long result = operation.apply(heap, Bignum.make(heap, a), Bignum.make(heap, b));
            assertCanonical(expected.apply(a, b), result, a + " and " + b);
        }
    }

    private static void assertCanonical(final BigInteger expected, final long term, final String message) {
        assertEquals(expected, Bignum.toBigInteger(term), message);
        assertEquals(expected.bitLength() < 60, Term.isSmall(term), message);
        if (Term.isBig(term)) {
            assertTrue(Bignum.limb(term, Bignum.limbs(term) - 1) != 0, message);
        }
    }

    @Test
    void shouldAddSubtractAndMultiplyLikeBigIntegers() {
        check(Arith::add, BigInteger::add, false);
        check(Arith::sub, BigInteger::subtract, false);
        check(Arith::mul, BigInteger::multiply, false);
    }

    @Test
    void shouldDivideTowardsZero() {
        check(Arith::intDiv, BigInteger::divide, true);
        check(Arith::intRem, BigInteger::remainder, true);
    }

    @Test
    void shouldWorkOnBitsOfTwosComplement() {
        check(Arith::band, BigInteger::and, false);
        check(Arith::bor, BigInteger::or, false);
        check(Arith::bxor, BigInteger::xor, false);
        check((h, a, b) -> Arith.bnot(h, a), (a, b) -> a.not(), false);
    }

    @Test
    void shouldShiftBothWays() {
        for (int i = 0; i < ROUNDS; i++) {
            final BigInteger a = number();
            final int bits = random.nextInt(400) - 200;
            final long term = Bignum.make(heap, a);
            assertCanonical(a.shiftLeft(bits), Arith.bsl(heap, term, Term.makeSmall(bits)), a + " bsl " + bits);
            assertCanonical(a.shiftRight(bits), Arith.bsr(heap, term, Term.makeSmall(bits)), a + " bsr " + bits);
        }
    }

    @Test
    void shouldNegateAndTakeAbsoluteValues() {
        check((h, a, b) -> Arith.negate(h, a), (a, b) -> a.negate(), false);
        check((h, a, b) -> Arith.abs(h, a), (a, b) -> a.abs(), false);
    }

    @Test
    void shouldCompareIntegersAndFloatsExactly() {
        for (int i = 0; i < ROUNDS; i++) {
            final BigInteger a = number();
            final BigInteger b = random.nextInt(3) == 0 ? a.add(BigInteger.valueOf(random.nextInt(3) - 1)) : number();
            final long termA = Bignum.make(heap, a);
            assertEquals(a.compareTo(b), Integer.signum(Compare.compare(termA, Bignum.make(heap, b))), a + " and " + b);
            final double value = b.doubleValue();
            if (Double.isFinite(value)) {
                final int expected = new java.math.BigDecimal(a).compareTo(new java.math.BigDecimal(value));
                final long floatTerm = FloatTerm.make(heap, value);
                assertEquals(expected, Integer.signum(Compare.compare(termA, floatTerm)), a + " and " + value);
                assertEquals(-expected, Integer.signum(Compare.compare(floatTerm, termA)), value + " and " + a);
                assertEquals(-1, Compare.compareExact(termA, floatTerm));
            }
        }
    }

    @Test
    void shouldFailAsTheOperatorsDo() {
        final long one = Term.makeSmall(1);
        final long big = Bignum.make(heap, BigInteger.ONE.shiftLeft(2000));
        assertFails(Atoms.BADARITH, Arith.add(heap, Atoms.OK, one));
        assertFails(Atoms.BADARITH, Arith.intDiv(heap, one, Term.makeSmall(0)));
        assertFails(Atoms.BADARITH, Arith.intDiv(heap, FloatTerm.make(heap, 1.0), one));
        assertFails(Atoms.BADARITH, Arith.divide(heap, one, FloatTerm.make(heap, 0.0)));
        assertFails(Atoms.BADARITH, Arith.divide(heap, big, big));
        assertFails(Atoms.BADARITH, Arith.add(heap, big, FloatTerm.make(heap, 1.0)));
        assertFails(Atoms.BADARITH, Arith.mul(heap, FloatTerm.make(heap, 1e308), Term.makeSmall(10)));
        assertFails(Atoms.BADARG, Arith.abs(heap, Atoms.OK));
        assertFails(Atoms.BADARG, Arith.toFloat(heap, big));
        assertFails(Atoms.SYSTEM_LIMIT, Arith.bsl(heap, one, Term.makeSmall(1L << 40)));
        assertFails(Atoms.SYSTEM_LIMIT, Arith.bsl(heap, one, Term.makeSmall(64L * ((1 << 19) - 1))));
        assertFails(Atoms.SYSTEM_LIMIT, Arith.bsl(heap, big, big));
        assertEquals(Term.makeSmall(0), Arith.bsl(heap, Term.makeSmall(0), big));
        assertEquals(Term.makeSmall(-1), Arith.bsr(heap, Term.makeSmall(-1), big));
    }

    private void assertFails(final long reason, final long result) {
        assertEquals(Term.NON_VALUE, result);
        assertEquals(reason, heap.failReasonTerm);
    }

    @Test
    void shouldRoundHalvesAwayFromZero() {
        assertEquals(Term.makeSmall(0), Arith.round(heap, FloatTerm.make(heap, 0.49999999999999994)));
        assertEquals(Term.makeSmall(-3), Arith.round(heap, FloatTerm.make(heap, -2.5)));
        assertEquals(Term.makeSmall(3), Arith.round(heap, FloatTerm.make(heap, 2.5)));
        assertEquals(Term.makeSmall(-2), Arith.trunc(heap, FloatTerm.make(heap, -2.7)));
        assertEquals(Term.makeSmall(-3), Arith.floor(heap, FloatTerm.make(heap, -2.7)));
        assertEquals(Term.makeSmall(-2), Arith.ceil(heap, FloatTerm.make(heap, -2.7)));
        assertEquals(new java.math.BigDecimal(1e300).toBigInteger(), Bignum.toBigInteger(Arith.round(heap, FloatTerm.make(heap, 1e300))));
    }

    @Test
    void shouldKnowWhichIntegersFitJava() {
        for (int i = 0; i < ROUNDS; i++) {
            final BigInteger a = number();
            final long term = Bignum.make(heap, a);
            assertEquals(a.bitLength() < 64, Integers.fitsLong(term), a.toString());
            assertEquals(a.bitLength() <= 64 && a.signum() >= 0, Integers.fitsUnsignedLong(term), a.toString());
            assertEquals(a.bitLength() < 32, Integers.fitsInt(term), a.toString());
            assertEquals(a.longValue(), Integers.lowBits(term), a.toString());
            assertEquals(a.signum(), Integers.signum(term), a.toString());
            if (Integers.fitsLong(term)) {
                assertEquals(a.longValue(), Integers.longValue(term));
                assertTrue(Compare.exactEqual(term, Integers.make(heap, a.longValue())));
            }
            if (Integers.fitsUnsignedLong(term)) {
                assertEquals(a.longValue(), Integers.unsignedLongValue(term));
                assertTrue(Compare.exactEqual(term, Integers.makeUnsigned(heap, a.longValue())));
            }
        }
    }
}
