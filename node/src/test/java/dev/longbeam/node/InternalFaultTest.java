package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault of our own gives one short report, never a Java stack trace: the node ends with a crash dump, or goes on where it can. */
class InternalFaultTest extends ProgramsFixture {
    private static final String FAULT = "java.lang.IllegalStateException: of our own making\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"interpreter", "jit"})
    void shouldNameTheProcessAndTheFunctionThatCallsAFaultyBif(final String engine) throws IOException, InterruptedException {
        final NodePrograms.Result result = node.main(FaultyNode.class, "-Dlongbeam.engine=" + engine, "-noshell", "-run", "faulty", "bif");

        assertEnds(result, "Longbeam internal fault: scheduler \\d+ failed in process <0\\.\\d+\\.0>, init:start_it/1: " + FAULT);
    }

    @Test
    void shouldEndAtAFaultInABlockingCall() throws IOException, InterruptedException {
        final NodePrograms.Result result = node.main(FaultyNode.class, "-ea", "-noshell", "-run", "faulty", "blocking");

        assertEnds(result, "Longbeam internal fault: a blocking call of a process failed: " + FAULT);
    }

    private static void assertEnds(final NodePrograms.Result result, final String report) {
        assertTrue(result.err().matches(report + "(?s)\r\nCrash dump is being written to: erl_crash.dump...done\r\n"), result.err());
        assertTrue(result.files().contains("erl_crash.dump"), result.files().toString());
        assertEquals(1, result.status());
    }

    /** Classes cannot be dumped into a file, which is a fault as good as any. */
    @Test
    void shouldGoOnInterpretedWhereTheCompilerHasAFault() throws IOException, InterruptedException {
        final NodePrograms.Result result = node.with("LONGBEAM_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -ea -Dlongbeam.jit.dump=/dev/null -Dlongbeam.jit.hot=100")
            .ours("-noshell", "-eval", "io:format(\"~p~n\", [lists:sum(lists:map(fun(X) -> X * X end, lists:seq(1, 1000)))]), "
                + "Told = fun F() -> filelib:file_size(\"../ours.err\") > 0 orelse begin timer:sleep(10), F() end end, Told(), halt().");

        assertEquals("333833500\n", result.out());
        assertTrue(result.err().matches("longbeam: \\S+ could not be compiled and stays interpreted: java\\.\\S+Exception: .*\r\n"), result.err());
        assertFalse(result.files().contains("erl_crash.dump"));
        assertEquals(0, result.status());
    }
}
