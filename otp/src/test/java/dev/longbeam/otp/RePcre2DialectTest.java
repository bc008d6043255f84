package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Regular expressions as OTP 29 has them. */
class RePcre2DialectTest {
    private final GoldenCalls calls = new GoldenCalls(ReBifs.class);

    @BeforeEach
    void usePcre2() {
        NodeState.of(calls.process).dialect = ReDialect.PCRE2;
    }

    @Test
    void shouldAgreeWithEmulator() {
        assertEquals(List.of(), calls.differences("re_pcre2.txt"));
    }

    @Test
    void shouldKeepCompiledPatternBehindReference() {
        final long pattern = compiled("re:compile/1", "\"a(.)b\"");

        assertTrue(Ref.isMagic(Tuple.element(pattern, 5)));
        assertEquals("{match,[{1,3},{2,1}]}", TermText.write(calls.bif("re:run/2", read("\"xacb\""), pattern)));
        assertEquals(Term.NON_VALUE, calls.bif("re:run/3", read("\"xacb\""), pattern, read("[{newline,crlf}]")));
        assertEquals(Atoms.BADARG, calls.process.failReasonTerm);
        assertEquals("{match,[{1,3},{2,1}]}", TermText.write(calls.bif("re:run/3", read("\"xacb\""), pattern, read("[{newline,lf}]"))));
    }

    @Test
    void shouldImportWhatWasExported() {
        final long exported = calls.bif("re:compile/2", read("<<\"a(.)b\">>"), read("[export,caseless]"));

        final long pattern = calls.bif("re:import/1", Tuple.element(exported, 2));

        assertEquals("{match,[{1,3},{2,1}]}", TermText.write(calls.bif("re:run/2", read("\"xACB\""), pattern)));
    }

    private long compiled(final String bif, final String text) {
        return Tuple.element(calls.bif(bif, read(text)), 2);
    }

    private long read(final String text) {
        return TermText.read(calls.process, text);
    }
}
