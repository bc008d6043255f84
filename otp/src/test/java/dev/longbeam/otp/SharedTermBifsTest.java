package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.AddressSpace;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Maps, external terms, persistent terms, atomics and counters as their BIFs show them. */
class SharedTermBifsTest {
    private final GoldenCalls calls =
        new GoldenCalls(MapsBifs.class, ErlangExternalTermBifs.class, PersistentTermBifs.class, CountersAtomicsBifs.class);
    private final Process p = calls.process;

    @AfterEach
    void forgetPersistentTerms() {
        p.emulator().terms.close();
    }

    private static long small(final long value) {
        return Term.makeSmall(value);
    }

    private static long atom(final String name) {
        return Atom.of(name);
    }

    private long binary(final int... bytes) {
        final byte[] array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte)bytes[i];
        }
        return Bitstring.make(p, array);
    }

    private void assertFails(final long reason, final String bif, final long... args) {
        assertEquals(Term.NON_VALUE, calls.bif(bif, args));
        assertEquals(Atoms.ERROR, p.failClassTerm);
        assertEquals(reason, p.failReasonTerm);
    }

    private void assertFailsWith(final long tag, final long operand, final String bif, final long... args) {
        assertEquals(Term.NON_VALUE, calls.bif(bif, args));
        assertTrue(Tuple.isTagged(p.failReasonTerm, 2, tag));
        assertEquals(operand, Tuple.element(p.failReasonTerm, 2));
    }

    @Test
    void shouldNameWhatIsWrongWithMapArguments() {
        final long map = Maps.empty(p);

        assertFailsWith(Atoms.BADMAP, Atoms.OK, "maps:get/2", small(1), Atoms.OK);
        assertFailsWith(Atoms.BADKEY, small(1), "maps:get/2", small(1), map);
        assertFailsWith(Atoms.BADKEY, small(1), "maps:update/3", small(1), small(2), map);
        assertFailsWith(Atoms.BADMAP, small(3), "maps:merge/2", map, small(3));
        assertFailsWith(Atoms.BADMAP, small(2), "maps:merge/2", small(2), small(3));
        assertFailsWith(Atoms.BADMAP, Term.NIL, "erlang:map_size/1", Term.NIL);
        assertFails(Atoms.BADARG, "maps:from_list/1", Atoms.OK);
        assertFails(Atoms.BADARG, "maps:from_keys/2", Cons.make(p, small(1), small(2)), small(1));
        assertFails(Atoms.BADARG, "erts_internal:map_to_tuple_keys/1", large());
        assertEquals(Atoms.ERROR, calls.bif("maps:find/2", small(1), map));
        assertEquals(Atoms.ERROR, calls.bif("maps:take/2", small(1), map));
        assertEquals(Atoms.FALSE, calls.bif("maps:is_key/2", small(1), map));
    }

    private long large() {
        long list = Term.NIL;
        for (int i = 1; i <= 40; i++) {
            list = Cons.make(p, Tuple.make(p, small(i), small(i)), list);
        }
        return calls.bif("maps:from_list/1", list);
    }

    @Test
    void shouldIterateOverLargeMapByPieces() {
        p.reductionsLeft = 4000;
        long sum = 0;
        final long map = large();
        long next = calls.bif("erts_internal:map_next/3", small(0), map, atom("iterator"));
        while (next != Atoms.NONE) {
            if (Term.isCons(next)) {
                next = calls.bif("erts_internal:map_next/3", Cons.head(next), Cons.tail(next), atom("iterator"));
            }
            sum += Term.smallValue(Tuple.element(next, 1));
            next = Tuple.element(next, 3);
        }
        assertEquals(820, sum);
        assertEquals(Atoms.NONE, calls.bif("erts_internal:map_next/3", Term.NIL, map, atom("iterator")));
        assertFails(Atoms.BADARG, "erts_internal:map_next/3", Cons.make(p, small(99), Term.NIL), map, atom("iterator"));
        assertTrue(Cons.length(calls.bif("erts_internal:map_hashmap_children/1", map)) > 1);
    }

    @Test
    void shouldListVeryLargeMapInSlices() {
        long list = Term.NIL;
        for (int i = 1; i <= 50_000; i++) {
            list = Cons.make(p, Tuple.make(p, small(i), small(-i)), list);
        }
        final long map = Maps.fromList(p, list);
        long keys = calls.bif("maps:keys/1", map);
        long values = calls.bif("maps:values/1", map);

        assertEquals(50_000, Cons.length(values));
        long expected = Maps.keys(p, map);
        for (; Term.isCons(keys); keys = Cons.tail(keys)) {
            assertEquals(Cons.head(expected), Cons.head(keys));
            assertEquals(Term.smallValue(Cons.head(keys)), -Term.smallValue(Cons.head(values)));
            expected = Cons.tail(expected);
            values = Cons.tail(values);
        }
        assertEquals(Term.NIL, values);
    }

    @Test
    void shouldEncodeAndDecodeWithOptions() {
        final long term = Tuple.make(p, Atoms.OK, small(300));
        final long encoded = calls.bif("erlang:term_to_binary/1", term);
        final long used = calls.bif("erlang:binary_to_term/2", encoded, Cons.list(p, atom("used"), atom("safe")));

        assertEquals(small(Bitstring.byteSize(encoded)), Tuple.element(used, 2));
        assertEquals(Bitstring.byteSize(encoded), Term.smallValue(calls.bif("erlang:external_size/1", term)));
        assertEquals(Atoms.OK, Tuple.element(calls.bif("erlang:binary_to_term/1", encoded), 1));
        assertFails(Atoms.BADARG, "erlang:binary_to_term/1", binary(131, 255));
        assertFails(Atoms.BADARG, "erlang:binary_to_term/2", encoded, Cons.list(p, atom("unsafe")));
        assertEquals(atom("badopt"), p.failCauseTerm);
        assertFails(Atoms.BADARG, "erlang:term_to_binary/2", term, Cons.list(p, Tuple.make(p, atom("compressed"), small(10))));
        assertFails(Atoms.BADARG, "erlang:term_to_binary/2", term, Cons.list(p, atom("local"), atom("deterministic")));
        final long compressed = Cons.list(p, Tuple.make(p, atom("compressed"), small(9)), Tuple.make(p, atom("minor_version"), small(2)));
        assertArrayEquals(new byte[] {(byte)131, 119, 2, 'o', 'k'},
            Bitstring.toArray(calls.bif("erlang:term_to_binary/2", Atoms.OK, compressed)));
        assertEquals(1, Cons.length(calls.bif("erlang:term_to_iovec/1", term)));
    }

    @Test
    void shouldDecodeBinaryThatBeginsInsideAByte() {
        final long shifted = Bitstring.makeSub(p, binary(0x08, 0x36, 0x10, 0x50), 4, 24);

        assertEquals(small(5), calls.bif("erlang:binary_to_term/1", shifted));
    }

    @Test
    void shouldKeepPersistentTermsAsLiterals() {
        final long key = Tuple.make(p, atom("key"), Bitstring.make(p, new byte[100]));
        final long value = Cons.list(p, small(1), Bitstring.make(p, new byte[200]));

        assertEquals(Atoms.OK, calls.bif("persistent_term:put/2", key, value));
        final long kept = calls.bif("persistent_term:get/1", Tuple.make(p, atom("key"), Bitstring.make(p, new byte[100])));

        assertTrue(AddressSpace.isLiteral(Term.addr(Tuple.element(Cons.head(calls.bif("persistent_term:get/0")), 1))));
        assertTrue(AddressSpace.isLiteral(kept - Term.TAG_LIST));
        assertEquals(200, Bitstring.byteSize(Cons.head(Cons.tail(kept))));
        calls.bif("persistent_term:put/2", key, value);
        assertEquals(kept, calls.bif("persistent_term:get/1", key));
        assertEquals(small(7), calls.bif("persistent_term:get/2", atom("no such key"), small(7)));
        assertFails(Atoms.BADARG, "persistent_term:get/1", atom("no such key"));
        assertEquals(Atoms.OK, calls.bif("persistent_term:put_new/2", key, value));
        assertFails(Atoms.BADARG, "persistent_term:put_new/2", key, small(1));
        assertEquals(small(1), Maps.get(calls.bif("persistent_term:info/0"), atom("count")));
        assertEquals(Atoms.TRUE, calls.bif("persistent_term:erase/1", key));
        assertEquals(Atoms.FALSE, calls.bif("persistent_term:erase/1", key));
    }

    @Test
    void shouldFindEveryOfManyPersistentTermsAfterErasingSome() {
        for (int i = 0; i < 500; i++) {
            calls.bif("persistent_term:put/2", small(i), small(i * 2L));
        }
        for (int i = 0; i < 500; i += 3) {
            assertEquals(Atoms.TRUE, calls.bif("persistent_term:erase/1", small(i)));
        }
        for (int i = 0; i < 500; i++) {
            assertEquals(i % 3 == 0 ? Atoms.UNDEFINED : small(i * 2L), calls.bif("persistent_term:get/2", small(i), Atoms.UNDEFINED));
        }
        assertEquals(333, Cons.length(calls.bif("persistent_term:get/0")));
    }

    @Test
    void shouldCountAtomically() {
        final long ref = calls.bif("erts_internal:atomics_new/2", small(2), small(1));

        assertEquals(Atoms.OK, calls.bif("atomics:put/3", ref, small(1), small(40)));
        assertEquals(Atoms.OK, calls.bif("atomics:add/3", ref, small(1), small(1)));
        assertEquals(small(42), calls.bif("atomics:add_get/3", ref, small(1), small(1)));
        assertEquals(small(42), calls.bif("atomics:exchange/3", ref, small(1), small(-1)));
        assertEquals(small(-1), calls.bif("atomics:compare_exchange/4", ref, small(1), small(5), small(6)));
        assertEquals(Atoms.OK, calls.bif("atomics:compare_exchange/4", ref, small(1), small(-1), small(6)));
        assertEquals(small(6), calls.bif("atomics:get/2", ref, small(1)));
        assertEquals(small(0), calls.bif("atomics:get/2", ref, small(2)));
        assertFails(Atoms.BADARG, "atomics:get/2", ref, small(3));
        assertFails(Atoms.BADARG, "atomics:get/2", ref, small(0));
        assertFails(Atoms.BADARG, "atomics:put/3", ref, small(1), atom("x"));
        assertFails(Atoms.BADARG, "erts_internal:atomics_new/2", small(0), small(1));
        final long info = calls.bif("atomics:info/1", ref);
        assertEquals(small(56), Maps.get(info, atom("memory")));
        assertEquals(small(2), Maps.get(info, atom("size")));
    }

    @Test
    void shouldWrapUnsignedAtomics() {
        final long ref = calls.bif("erts_internal:atomics_new/2", small(1), small(0));
        calls.bif("atomics:add/3", ref, small(1), small(-1));

        final long all = calls.bif("atomics:get/2", ref, small(1));

        assertTrue(Term.isBig(all));
        assertEquals(-1L, Term.word(all, 1));
        assertFails(Atoms.BADARG, "atomics:put/3", ref, small(1), small(-1));
        assertEquals(Atoms.OK, calls.bif("atomics:put/3", ref, small(1), all));
        assertEquals(small(0), calls.bif("atomics:add_get/3", ref, small(1), small(1)));
    }

    @Test
    void shouldKeepCountersApart() {
        final long ref = calls.bif("erts_internal:counters_new/1", small(20));
        for (int i = 1; i <= 20; i++) {
            assertEquals(Atoms.OK, calls.bif("erts_internal:counters_add/3", ref, small(i), small(i)));
        }
        calls.bif("erts_internal:counters_put/3", ref, small(7), small(-70));

        for (int i = 1; i <= 20; i++) {
            assertEquals(small(i == 7 ? -70 : i), calls.bif("erts_internal:counters_get/2", ref, small(i)));
        }
        assertFails(Atoms.BADARG, "erts_internal:counters_get/2", ref, small(21));
        assertFails(Atoms.BADARG, "atomics:get/2", ref, small(1));
        assertNotEquals(Term.NON_VALUE, calls.bif("erts_internal:counters_info/1", ref));
    }
}
