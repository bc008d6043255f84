package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What cannot work gives what it gives on the machine's own {@code erl}: an error tuple, an exception, or a short report and status 1; never
 * a Java stack trace, never a hang. {@link OneLinersTest} has those of full tables and of files that are no modules, {@link ExpressionsTest}
 * those that leave the node as it was.
 */
class BadInputTest extends ProgramsFixture {
    /** Enough of a dump: to write all of a large heap takes longer than to fill it. */
    private static final String DUMP_BYTES = "100000";

    @Test
    void shouldRefuseModulesOfALaterRelease() throws IOException, InterruptedException {
        final String program = "{ok, B} = file:read_file(code:which(lists)), {At, _} = binary:match(B, <<\"Code\">>), "
            + "Put = fun(Offset, Value) -> <<X:(At + 8 + Offset)/binary, _:32, Y/binary>> = B, <<X/binary, Value:32, Y/binary>> end, "
            + "[io:format(\"~p~n\", [erlang:load_module(lists, Put(Offset, Value))]) || {Offset, Value} <- [{4, 1}, {8, 999}]], halt().";

        assertEquals("{error,badfile}\n{error,badfile}\n", node.same(N, E, "logger:set_primary_config(level, none), " + program).out());
        assertTrue(node.ours(N, E, REPORTED + program.replace("halt()", "Reported(2), halt()")).out()
            .contains("compiled for a later version of the runtime system"));
    }

    @Test
    void shouldEndAtABadArgumentOfTheFirstExpression() throws IOException, InterruptedException {
        assertEquals(1, node.same(N, E, "atom_to_list(1).").status());
    }

    @Test
    void shouldEndAtAFunctionThatIsNotThere() throws IOException, InterruptedException {
        assertEquals(1, node.same(N, "-s", "nosuch").status());
        assertEquals(1, node.same(N, "-s", "lists", "nosuch").status());
    }

    @Test
    void shouldTellThatAConfigurationFileIsMissing() throws IOException, InterruptedException {
        assertEquals(1, node.same(N, "-config", "nosuch").status());
    }

    @Test
    void shouldRefuseADirectoryAsAModule() throws IOException, InterruptedException {
        node.same(N, "-pa", "/etc/passwd", E, "io:format(\"~p~n\", [code:load_abs(\"/etc\")]), halt().");
    }

    @Test
    void shouldEndWithoutACrashDumpWhereNoneCanBeWritten() throws IOException, InterruptedException {
        node.with("ERL_CRASH_DUMP", "/nosuch/dump").same(N, E, "halt(\"slogan\").");
        assertEquals(1, node.with("ERL_CRASH_DUMP", "/dev/full").same(N, E, "halt(\"slogan\").").status());
    }

    static Stream<Arguments> waysToUseUpTheMemory() {
        return Stream.of(
            arguments("eheap_alloc", "heap", "F = fun G(N) -> 1 + G(N + 1) end, F(0)."),
            arguments("binary_alloc", "binary", "F = fun G(L) -> G([binary:copy(<<1>>, 10000000) | L]) end, F([])."),
            arguments("ets_alloc", "db_term", "T = ets:new(t, []), L = lists:seq(1, 100000), F = fun G(N) -> ets:insert(T, {N, L}), G(N + 1) end, F(0)."));
    }

    static Stream<Arguments> binariesThatNoMachineHolds() {
        return Stream.of("binary:copy(<<0>>, 1 bsl 45)", "binary:copy(<<0>>, 1 bsl 62)", "<<0:(1 bsl 50)>>", "<<(binary:copy(<<0>>, 65))/binary, 0:(1 bsl 58)>>")
            .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("binariesThatNoMachineHolds")
    void shouldEndAtABinaryThatNoMachineHolds(final String expression) throws IOException, InterruptedException {
        node.with("ERL_CRASH_DUMP_BYTES", "0");

        final NodePrograms.Result real = node.real(N, E, "X = " + expression + ".");
        final NodePrograms.Result ours = node.ours(N, E, "X = " + expression + ".");

        assertEquals(real.err().replaceAll("\\d+", "<n>"), ours.err().replaceAll("\\d+", "<n>"));
        assertEquals(1, ours.status());
    }

    @Test
    void shouldEndWhenTheJavaHeapIsUsedUp() throws IOException, InterruptedException {
        final NodePrograms.Result result = node.with("ERL_CRASH_DUMP_BYTES", DUMP_BYTES)
            .with("LONGBEAM_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -ea -Xmx48m -XX:MaxNewSize=16m")
            .ours("+P", "1000000", N, E, "F = fun G() -> spawn(fun() -> receive stop -> ok end end), G() end, F().");

        assertTrue(result.err().startsWith("eheap_alloc: Cannot allocate memory (of type \"heap\")"), result.err());
        assertEquals(1, result.status());
        NodePrograms.assertNoJavaTrace(result);
    }

    /** The C emulator says these words when the operating system gives it no memory; our node has a limit of its own. */
    @ParameterizedTest
    @MethodSource("waysToUseUpTheMemory")
    void shouldEndWhenTheMemoryIsUsedUp(final String allocator, final String type, final String program) throws IOException, InterruptedException {
        final NodePrograms.Result result = node.with("ERL_CRASH_DUMP_BYTES", DUMP_BYTES)
            .with("LONGBEAM_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -ea -Dlongbeam.memory.limit=60000000")
            .ours(N, E, program);

        final String said = result.err().replaceAll("\\d+", "<n>");
        assertTrue(said.startsWith(allocator + ": Cannot allocate <n> bytes of memory (of type \"" + type + "\").\r\n"), result.err());
        assertEquals(1, result.status());
        assertTrue(result.files().contains("erl_crash.dump"), result.files().toString());
        NodePrograms.assertNoJavaTrace(result);
    }
}
