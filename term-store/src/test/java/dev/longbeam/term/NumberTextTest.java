package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NumberTextTest {
    private final LocalHeap heap = new LocalHeap();

    @AfterEach
    void close() {
        heap.close();
    }

    @Test
    void shouldReadBackShortestText() {
        final Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            final double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                final String text = FloatText.shortest(value);
                assertEquals(value, FloatText.parse(text.getBytes(StandardCharsets.ISO_8859_1)), text);
                assertTrue(text.length() <= Double.toString(value).length(), text);
            }
        }
    }

    @Test
    void shouldChooseTheFormOfTheEmulator() {
        assertEquals("5.0e-324", FloatText.shortest(Double.MIN_VALUE));
        assertEquals("2.0e-323", FloatText.shortest(2e-323));
        assertEquals("100.0", FloatText.shortest(100));
        assertEquals("1.0e3", FloatText.shortest(1000));
        assertEquals("0.0001", FloatText.shortest(0.0001));
        assertEquals("1.0e-5", FloatText.shortest(0.00001));
        assertEquals("9007199254740991.0", FloatText.shortest(9007199254740991.0));
        assertEquals("9.007199254740992e15", FloatText.shortest(9007199254740992.0));
        assertEquals("-0.0", FloatText.shortest(-0.0));
    }

    @Test
    void shouldRefuseTextsThatAreTooLong() {
        assertNull(FloatText.fixed(1e308, 2, false));
        assertNull(FloatText.scientific(1, 250));
        assertNull(FloatText.fixed(1, -1, false));
    }

    @Test
    void shouldConvertIntegersInEveryBase() {
        final Random random = new Random(4);
        for (int base = IntegerText.MIN_BASE; base <= IntegerText.MAX_BASE; base++) {
            for (int i = 0; i < 40; i++) {
                final BigInteger value = new BigInteger(1 + random.nextInt(i < 30 ? 140 : 5000), random)
                    .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1));
                final long term = Bignum.make(heap, value);
                final byte[] expected = value.toString(base).toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
                assertEquals(new String(expected, StandardCharsets.ISO_8859_1),
                    new String(Bitstring.toArray(IntegerText.toBinary(heap, term, base)), StandardCharsets.ISO_8859_1));
                assertEquals(new String(expected, StandardCharsets.ISO_8859_1),
                    new String(IntegerText.bytes(IntegerText.toList(heap, term, base)), StandardCharsets.ISO_8859_1));
                assertTrue(Compare.exactEqual(term, IntegerText.parse(heap, expected, base)));
            }
        }
    }

    @Test
    void shouldConvertLongNumbersInLittleTime() {
        final byte[] digits = "7".repeat(100_000).getBytes(StandardCharsets.ISO_8859_1);
        final long term = IntegerText.parse(heap, digits, 10);
        assertEquals(100_000, Bitstring.byteSize(IntegerText.toBinary(heap, term, 10)));
        assertEquals(Term.NON_VALUE, IntegerText.parse(heap, "1".repeat(7_000_000).getBytes(StandardCharsets.ISO_8859_1), 36));
        assertEquals(Atoms.SYSTEM_LIMIT, heap.failReasonTerm);
    }

    @Test
    void shouldRefuseWhatIsNoInteger() {
        for (final String text : new String[] {"", "+", "-", "1 ", " 1", "1_0", "12x", "+-1"}) {
            assertEquals(Term.NON_VALUE, IntegerText.parse(heap, text.getBytes(StandardCharsets.ISO_8859_1), 10), text);
            assertEquals(Atoms.BADARG, heap.failReasonTerm);
        }
    }
}
