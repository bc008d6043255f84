package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Memory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompareTest {
    private static final int DEPTH = 300_000;
    private final LocalHeap heap = new LocalHeap();

    @AfterEach
    void close() {
        Release.leave();
        heap.close();
    }

    private long small(final long value) {
        return Term.makeSmall(value);
    }

    private long flt(final double value) {
        return FloatTerm.make(heap, value);
    }

    private long bin(final String text) {
        return Bitstring.make(heap, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private long flatMap(final long... keysAndValues) {
        final int size = keysAndValues.length / 2;
        final long[] keys = new long[size];
        final long addr = heap.allocate(3 + size);
        Memory.putLong(addr, MapLayout.FLAT_HEADER);
        Memory.putLong(addr + 8, size);
        for (int i = 0; i < size; i++) {
            keys[i] = keysAndValues[2 * i];
            Memory.putLong(addr + 24 + i * 8L, keysAndValues[2 * i + 1]);
        }
        Memory.putLong(addr + 16, Tuple.make(heap, keys));
        return Term.makeBoxed(addr);
    }

    @Test
    void shouldOrderTermsOfAllKinds() {
        final long[] ordered = {flt(-1e300), Bignum.make(heap, BigInteger.ONE.shiftLeft(70).negate()), small(-1), flt(-0.5), small(0), flt(0.5),
            small(1), Bignum.make(heap, 1L << 62), flt(1e300), Atom.of(""), Atom.of("a"), Atom.of("aa"), Atom.of("b"), Atom.of("\uFFFD"),
            Atom.of("\uD83D\uDE00"), Ref.make(heap, 1), Ref.make(heap, 1L << 40),
            Fun.makeExport(heap, ExportTable.index(Atom.of("a"), Atom.of("b"), 1)),
            Fun.makeExport(heap, ExportTable.index(Atom.of("a"), Atom.of("b"), 2)), Pid.makeLocalPort(4), Pid.makeLocal(3, 0), Pid.makeLocal(1, 1),
            Tuple.make(heap), Tuple.make(heap, new long[] {small(9)}), Tuple.make(heap, small(1), small(2)), Tuple.make(heap, small(1), flt(2.5)),
            flatMap(), flatMap(small(1), small(5)), flatMap(small(2), small(1)), flatMap(flt(1.0), small(1)),
            flatMap(small(1), small(5), small(2), small(6)), flatMap(small(1), small(6), small(2), small(5)), Term.NIL,
            Cons.list(heap, small(1)), Cons.list(heap, small(1), small(2)), Cons.list(heap, small(2)), Cons.make(heap, small(2), small(1)),
            bin(""), bin("a"), Bitstring.makeSub(heap, bin("ab"), 0, 9), bin("ab"), Bitstring.makeSub(heap, bin("xac"), 8, 16), bin("b")};
        final int improper = 36;
        final long swap = ordered[improper];
        ordered[improper] = ordered[improper - 1];
        ordered[improper - 1] = swap;
        for (int i = 0; i < ordered.length; i++) {
            for (int j = 0; j < ordered.length; j++) {
                assertEquals(Integer.compare(i, j), Integer.signum(Compare.compare(ordered[i], ordered[j])), "i=" + i + " j=" + j);
                assertEquals(i == j, Compare.equal(ordered[i], ordered[j]));
                assertEquals(i == j, Compare.exactEqual(ordered[i], ordered[j]));
            }
        }
    }

    @Test
    void shouldTellIntegersFromFloatsOnlyWhenExact() {
        final long a = Tuple.make(heap, small(1), Cons.list(heap, flt(2.0)));
        final long b = Tuple.make(heap, flt(1.0), Cons.list(heap, small(2)));
        assertEquals(0, Compare.compare(a, b));
        assertTrue(Compare.equal(a, b));
        assertFalse(Compare.exactEqual(a, b));
        assertTrue(Compare.compareExact(a, b) < 0);
    }

    @Test
    void shouldCompareKeysOfMapsExactlyAndValuesByValue() {
        assertTrue(Compare.equal(flatMap(small(1), small(2)), flatMap(small(1), flt(2.0))));
        assertFalse(Compare.equal(flatMap(small(1), small(2)), flatMap(flt(1.0), small(2))));
        assertTrue(Compare.compare(flatMap(small(1), small(2)), flatMap(flt(1.0), small(2))) < 0);
        assertFalse(Compare.exactEqual(flatMap(small(1), small(2)), flatMap(small(1), flt(2.0))));
        final long nestedA = Tuple.make(heap, flatMap(small(1), small(2)), small(3));
        final long nestedB = Tuple.make(heap, flatMap(small(1), flt(2.0)), flt(3.0));
        assertTrue(Compare.equal(nestedA, nestedB));
    }

    @Test
    void shouldCompareDeepAndLongTerms() {
        long deepA = Term.NIL;
        long deepB = Term.NIL;
        long longA = Term.NIL;
        long longB = Term.NIL;
        for (int i = 0; i < DEPTH; i++) {
            deepA = Cons.make(heap, deepA, small(i));
            deepB = Cons.make(heap, deepB, small(i));
            longA = Cons.make(heap, Tuple.make(heap, small(i), small(1)), longA);
            longB = Cons.make(heap, Tuple.make(heap, small(i), flt(1)), longB);
        }
        assertTrue(Compare.exactEqual(deepA, deepB));
        assertTrue(Compare.equal(longA, longB));
        assertFalse(Compare.exactEqual(longA, longB));
        assertTrue(Compare.compare(Cons.make(heap, deepA, small(1)), Cons.make(heap, deepB, small(2))) < 0);
    }

    /** The tables hold: two terms, their order, whether ==, whether =:=, their order as keys of maps. */
    private void check(final String table) throws IOException {
        try (BufferedReader reader = new BufferedReader(
            new InputStreamReader(CompareTest.class.getResourceAsStream(table), StandardCharsets.UTF_8))) {
            for (final String line : reader.lines().toList()) {
                final String[] fields = line.split("\t");
                final long a = TermText.parse(heap, fields[0]);
                final long b = TermText.parse(heap, fields[1]);
                assertEquals(Integer.parseInt(fields[2]), Integer.signum(Compare.compare(a, b)), line);
                assertEquals(-Integer.parseInt(fields[2]), Integer.signum(Compare.compare(b, a)), line);
                assertEquals("1".equals(fields[3]), Compare.equal(a, b), line);
                assertEquals("1".equals(fields[4]), Compare.exactEqual(a, b), line);
                assertEquals(Integer.parseInt(fields[5]), Integer.signum(Compare.compareExact(a, b)), line);
            }
        }
    }

    @Test
    void shouldCompareAsOtp25() throws IOException {
        check("compare25.tsv");
    }

    @Test
    void shouldCompareAsOtp27() throws IOException {
        Release.enter(OtpVariant.OTP_27);
        check("compare27.tsv");
    }

    @Test
    void shouldOrderNativeRecordsByDefinitionBeforeValues() {
        final long fieldsX = Tuple.make(heap, new long[] {Atom.of("x")});
        final long fieldsXy = Tuple.make(heap, Atom.of("x"), Atom.of("y"));
        final long[] ordered = {record("a", "r", false, fieldsX), record("a", "r", true, fieldsX), record("a", "r", false, fieldsXy),
            record("a", "s", false, fieldsX), record("b", "r", false, fieldsX), flatMap(), Term.NIL};
        for (int i = 0; i < ordered.length; i++) {
            for (int j = 0; j < ordered.length; j++) {
                assertEquals(Integer.compare(i, j), Integer.signum(Compare.compare(ordered[i], ordered[j])), "i=" + i + " j=" + j);
            }
        }
        assertTrue(Compare.compare(Tuple.make(heap, new long[100]), ordered[0]) < 0);
        final long other = record("a", "r", false, fieldsX);
        Memory.putLong(NativeRecord.valueAddr(other, 0), small(1));
        assertTrue(Compare.compare(other, ordered[0]) < 0);
        Memory.putLong(NativeRecord.valueAddr(other, 0), Term.NIL);
        assertTrue(Compare.exactEqual(other, ordered[0]));
    }

    private long record(final String module, final String name, final boolean exported, final long fields) {
        return NativeRecord.make(heap, NativeRecord.makeDefinition(heap, Atom.of(module), Atom.of(name), exported, fields));
    }

    @Test
    void shouldOrderIdentifiersOfSeveralNodes() {
        final int early = NodeTable.index(Atom.of("a@host"), 1);
        final int earlyAgain = NodeTable.index(Atom.of("a@host"), 2);
        final int late = NodeTable.index(Atom.of("z@host"), 1);
        final long[] pids = {Pid.makeExternal(heap, early, 5, 0), Pid.makeExternal(heap, earlyAgain, 5, 0), Pid.makeLocal(5, 0),
            Pid.makeExternal(heap, late, 5, 0), Pid.makeLocal(6, 0), Pid.makeExternal(heap, early, 1, 1)};
        final long[] ports = {Pid.makeExternalPort(heap, early, 9), Pid.makeLocalPort(5), Pid.makeLocalPort(6),
            Pid.makeExternalPort(heap, late, 1), Pid.makeExternalPort(heap, late, 2)};
        final long[] refs = {Ref.makeExternal(heap, early, 9, 9, 9), Ref.make(heap, 5), Ref.makeExternal(heap, late, 2, 1, 1),
            Ref.makeExternal(heap, late, 1, 1, 2), Ref.makeExternal(heap, late, 1, 1, 2, 1)};
        for (final long[] ordered : new long[][] {pids, ports, refs}) {
            for (int i = 0; i < ordered.length; i++) {
                for (int j = 0; j < ordered.length; j++) {
                    assertEquals(Integer.compare(i, j), Integer.signum(Compare.compare(ordered[i], ordered[j])), "i=" + i + " j=" + j);
                }
            }
        }
        assertTrue(Compare.exactEqual(Ref.makeExternal(heap, late, 1, 2), Ref.makeExternal(heap, late, 1, 2, 0)));
    }

    private long largeMap(final long... changes) {
        long map = Maps.empty(heap);
        for (int i = 0; i < 100; i++) {
            map = Maps.put(heap, map, small(i), small(0));
        }
        for (int i = 0; i < changes.length; i += 2) {
            map = Maps.put(heap, map, small(changes[i]), small(changes[i + 1]));
        }
        return map;
    }

    @Test
    void shouldOrderLargeMapsByTheSmallestKeyThatTellsThemApart() {
        final long map = largeMap();

        assertEquals(0, Compare.compare(map, largeMap(7, 1, 7, 0)));
        assertTrue(Compare.compare(map, largeMap(7, 1, 90, -1)) < 0);
        assertTrue(Compare.compare(map, largeMap(7, -1, 90, 1)) > 0);
        assertTrue(Compare.compare(largeMap(200, 0), largeMap(150, 9)) > 0);
        assertEquals(0, Compare.compare(map, Maps.put(heap, map, small(3), flt(0))));
        assertTrue(Compare.compare(Maps.put(heap, map, small(3), flt(0)), largeMap(4, 1)) < 0);
    }
}
