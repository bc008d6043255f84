package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds what stands at any distance from where a search begins, and nothing else. */
class ByteSearchTest {
    private static final int BYTES = 40;

    private long addr;

    @BeforeEach
    void allocate() {
        addr = Blocks.allocate(BYTES, MemoryKind.SYSTEM);
    }

    @AfterEach
    void free() {
        Blocks.free(addr, BYTES, MemoryKind.SYSTEM);
    }

    @ParameterizedTest
    @CsvSource({"ab,ab", "ab|cd,cd", "ab|ac|cd,cd", "ab|cd|ef,cd", "ab|abc,abc", "\u00ffb|\u0000c,\u00ffb", "\u0080|\u007f,\u0080"})
    void shouldFindLongestPatternWhereverItStands(final String all, final String wanted) {
        final ByteSearch search = new ByteSearch(patterns(all));
        final byte[] bytes = wanted.getBytes(StandardCharsets.ISO_8859_1);
        for (int from = 0; from < 9; from++) {
            for (int at = from; at + bytes.length <= BYTES; at++) {
                fill('\u0001');
                Memory.copyFromArray(bytes, 0, addr + at, bytes.length);

                assertTrue(search.find(addr, from, BYTES, BYTES), "from=" + from + " at=" + at);
                assertEquals(at, search.foundAt);
                assertEquals(bytes.length, search.foundBytes);
                assertFalse(search.find(addr, from, at, BYTES), "before: from=" + from + " at=" + at);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "ab|cb", "ab|cb|eb"})
    void shouldNotTakeBytesThatAreNearlyFirstOnes(final String all) {
        final ByteSearch search = new ByteSearch(patterns(all));
        for (int value = 0; value < 256; value++) {
            fill((char)value);

            assertFalse(search.find(addr, 0, BYTES, BYTES), "value=" + value);
        }
    }

    private void fill(final char value) {
        Memory.fill(addr, BYTES, value);
    }

    private static BytePatterns patterns(final String all) {
        final String[] each = all.split("\\|");
        final byte[][] patterns = new byte[each.length][];
        for (int i = 0; i < each.length; i++) {
            patterns[i] = each[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return new BytePatterns(patterns);
    }
}
