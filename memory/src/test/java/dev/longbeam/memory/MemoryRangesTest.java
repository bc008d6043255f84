package dev.longbeam.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryRangesTest {
    private static final MemoryKind KIND = MemoryKind.BINARY;
    private static final int MOST_BYTES = 300;
    private final Random random = new Random(11);

    @Test
    void shouldCopyRangesOfEverySizeAndNothingElse() {
        final byte[] bytes = new byte[MOST_BYTES];
        random.nextBytes(bytes);
        for (int size = 0; size <= MOST_BYTES; size++) {
            final long from = Blocks.allocate(Math.max(size, 1), KIND);
            final long to = Blocks.allocate(size + 2, KIND);
            Memory.copyFromArray(bytes, 0, from, size);
            Memory.fill(to, size + 2, 7);
            Memory.copyBytes(from, to + 1, size);
            final byte[] expected = new byte[size + 2];
            System.arraycopy(bytes, 0, expected, 1, size);
            expected[0] = 7;
            expected[size + 1] = 7;
            final byte[] copied = new byte[size + 2];
            Memory.copyToArray(to, copied, 0, size + 2);
            assertArrayEquals(expected, copied, "bytes " + size);
            Blocks.free(from, Math.max(size, 1), KIND);
            Blocks.free(to, size + 2, KIND);
        }
    }

    @Test
    void shouldCompareRangesOfEverySizeThatDifferInOneByte() {
        final byte[] bytes = new byte[MOST_BYTES];
        random.nextBytes(bytes);
        for (int size = 1; size <= MOST_BYTES; size++) {
            final long a = Blocks.allocate(size, KIND);
            final long b = Blocks.allocate(size, KIND);
            Memory.copyFromArray(bytes, 0, a, size);
            Memory.copyFromArray(bytes, 0, b, size);
            check(a, b, size);
            for (final int at : new int[] {0, size / 2, size - 1, random.nextInt(size)}) {
                final byte[] changed = Arrays.copyOf(bytes, size);
                changed[at] += (byte)(1 + random.nextInt(255));
                changed[size - 1] += at < size - 1 ? (byte)random.nextInt(256) : 0;
                Memory.copyFromArray(changed, 0, b, size);
                check(a, b, size);
            }
            Blocks.free(a, size, KIND);
            Blocks.free(b, size, KIND);
        }
    }

    private static void check(final long a, final long b, final int size) {
        final byte[] bytesA = new byte[size];
        final byte[] bytesB = new byte[size];
        Memory.copyToArray(a, bytesA, 0, size);
        Memory.copyToArray(b, bytesB, 0, size);
        final int expected = Integer.signum(Arrays.compareUnsigned(bytesA, bytesB));
        assertEquals(expected == 0, Memory.equal(a, b, size), "bytes " + size);
        assertEquals(expected, Integer.signum(Memory.compare(a, b, size)), "bytes " + size);
    }
}
