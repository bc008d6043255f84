package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListAndTupleBifsTest {
    private static final int LONG = 100_000;
    private final GoldenCalls calls = new GoldenCalls(ListsBifs.class, ErlangListBifs.class, ErlangTupleBifs.class);

    @Test
    void shouldAgreeWithEmulatorOnLists() {
        assertEquals(List.of(), calls.differences("lists.txt"));
    }

    @Test
    void shouldAgreeWithEmulatorOnTuples() {
        assertEquals(List.of(), calls.differences("tuples.txt"));
    }

    @Test
    void shouldReverseLongListInSlices() {
        final long reversed = calls.bif("lists:reverse/2", sequence(1, LONG), Term.NIL);

        assertEquals(LONG, Cons.length(reversed));
        assertEquals(LONG, Term.smallValue(Cons.head(reversed)));
    }

    @Test
    void shouldRefuseLongImproperListToReverse() {
        final long result = calls.bif("lists:reverse/2", calls.bif("erlang:++/2", sequence(1, LONG), Atoms.OK), Term.NIL);

        assertEquals(Term.NON_VALUE, result);
        assertEquals(Atoms.BADARG, calls.process.failReasonTerm);
    }

    @Test
    void shouldAppendLongListInSlices() {
        final long appended = calls.bif("erlang:++/2", sequence(1, LONG), sequence(LONG + 1, 2));

        long expected = 1;
        for (long rest = appended; Term.isCons(rest); rest = Cons.tail(rest)) {
            assertEquals(expected++, Term.smallValue(Cons.head(rest)));
        }
        assertEquals(LONG + 3, expected);
    }

    @Test
    void shouldFindInLongListInSlices() {
        final long list = sequence(1, LONG);

        assertEquals(Atoms.TRUE, calls.bif("lists:member/2", Term.makeSmall(LONG), list));
        assertEquals(Atoms.FALSE, calls.bif("lists:member/2", Term.makeSmall(0), list));
        assertEquals(Atoms.FALSE, calls.bif("lists:keyfind/3", Atoms.OK, Term.makeSmall(1), list));
    }

    @Test
    void shouldSubtractLongListsWithoutComparingAllPairs() {
        final long left = calls.bif("erlang:--/2", sequence(1, LONG), sequence(2, LONG));

        assertEquals("[1]", TermText.write(left));
    }

    @Test
    void shouldSubtractLongListsOfTermsInSlices() {
        final long from = TermText.read(calls.process, "[{a,1},<<\"b\">>,\"c\",{a,1},2.5,{a,2}]");
        final long remove = TermText.read(calls.process, "[2.5,\"c\",{a,1},<<\"x\">>]");

        final long left = calls.bif("erlang:--/2", calls.bif("erlang:++/2", sequence(1, LONG), from),
            calls.bif("erlang:++/2", sequence(2, LONG), remove));

        assertEquals("[1,<<98>>,{a,1},{a,2}]", TermText.write(left));
    }

    @Test
    void shouldShareTailOfLongListWhenNothingIsLeftToSubtract() {
        final long from = sequence(1, LONG);

        final long left = calls.bif("erlang:--/2", from, sequence(1, 2));

        assertEquals(Cons.tail(Cons.tail(from)), left);
    }

    @Test
    void shouldShareTailWhenNothingIsLeftToSubtract() {
        final long from = sequence(1, 10);

        final long left = calls.bif("erlang:--/2", from, sequence(1, 2));

        assertEquals(Cons.tail(Cons.tail(from)), left);
    }

    private long sequence(final long first, final int count) {
        long list = Term.NIL;
        for (long i = first + count - 1; i >= first; i--) {
            list = Cons.make(calls.process, Term.makeSmall(i), list);
        }
        return list;
    }
}
