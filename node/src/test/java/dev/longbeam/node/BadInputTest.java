package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What cannot work gives what it gives on the machine's own {@code erl}: an error tuple, an exception, or a short report and status 1; never
 * a Java stack trace, never a hang. {@link OneLinersTest} has those of full tables, of files that are no modules and of heaps that are too large.
 */
@Execution(ExecutionMode.CONCURRENT)
class BadInputTest {
    private static final String N = "-noshell";
    private static final String E = "-eval";

    @TempDir
    private Path directory;

    private NodePrograms node;

    @BeforeEach
    void findPrograms() {
        node = new NodePrograms(directory);
    }

    @Test
    void shouldRefuseModulesOfALaterRelease() throws IOException, InterruptedException {
        final String program = "{ok, B} = file:read_file(code:which(lists)), {At, _} = binary:match(B, <<\"Code\">>), "
            + "Put = fun(Offset, Value) -> <<X:(At + 8 + Offset)/binary, _:32, Y/binary>> = B, <<X/binary, Value:32, Y/binary>> end, "
            + "[io:format(\"~p~n\", [erlang:load_module(lists, Put(Offset, Value))]) || {Offset, Value} <- [{4, 1}, {8, 999}]], halt().";

        assertEquals("{error,badfile}\n{error,badfile}\n", node.same(N, E, "logger:set_primary_config(level, none), " + program).out());
        assertTrue(node.ours(N, E, program.replace("halt()", "timer:sleep(500), halt()")).out()
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
    void shouldTellWhyFilesCannotBeUsed() throws IOException, InterruptedException {
        node.file("plain", "text".getBytes(StandardCharsets.US_ASCII)).same(N, E, "io:format(\"~p~n\", [[file:write_file(\"/dev/full\", \"x\"), "
            + "file:read_file(\"/\"), file:read_file(\"nosuch\"), file:write_file(\"/nosuch/x\", \"a\"), file:make_dir(\"/proc/x\"), "
            + "file:delete(\"/\"), file:copy(\"/etc\", \"b\"), file:list_dir(\"plain\"), file:read_file(\"plain/x\"), file:read_file([0]), "
            + "file:rename(\"nosuch\", \"b\"), file:read_file(lists:duplicate(300, $a)), file:consult(\"plain\"), "
            + "begin {ok, D} = file:open(\"plain\", [read]), {file:write(D, \"x\"), file:close(D)} end]]), halt().");
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

    @Test
    void shouldTellWritersThatTheOutputIsFull() throws IOException, InterruptedException {
        node.same(N, E, "P = open_port({spawn, \"cat > /dev/full 2> /dev/null\"}, [exit_status, out]), port_command(P, \"text\"), "
            + "{ok, D} = file:open(\"/dev/full\", [write, raw]), io:format(\"~p~n\", [[file:write(D, \"text\"), file:close(D)]]), "
            + "{ok, B} = file:open(\"/dev/full\", [write, delayed_write]), io:format(\"~p~n\", [[file:write(B, \"text\"), file:close(B)]]), halt().");
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
    void shouldRaiseAtASizeThatIsNoSize() throws IOException, InterruptedException {
        node.same(N, E, "io:format(\"~p~n\", [[catch <<0:(1 bsl 59)>>, catch <<0:(1 bsl 70)>>, catch binary:copy(<<0>>, 1 bsl 64), "
            + "catch binary:copy(<<0>>, -1), binary:copy(<<>>, 1 bsl 63), catch erlang:make_tuple(1 bsl 40, 0), catch 1 bsl (1 bsl 40)]]), halt().");
    }

    @Test
    void shouldEndWhenTheJavaHeapIsUsedUp() throws IOException, InterruptedException {
        final NodePrograms.Result result = node.with("LONGBEAM_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -ea -Xmx80m")
            .ours("+P", "1000000", N, E, "F = fun G() -> spawn(fun() -> receive stop -> ok end end), G() end, F().");

        assertTrue(result.err().startsWith("eheap_alloc: Cannot allocate memory (of type \"heap\")"), result.err());
        assertEquals(1, result.status());
        NodePrograms.assertNoJavaTrace(result);
    }

    /** The C emulator says these words when the operating system gives it no memory; our node has a limit of its own. */
    @ParameterizedTest
    @MethodSource("waysToUseUpTheMemory")
    void shouldEndWhenTheMemoryIsUsedUp(final String allocator, final String type, final String program) throws IOException, InterruptedException {
        final NodePrograms.Result result = node.with("LONGBEAM_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -ea -Dlongbeam.memory.limit=100000000")
            .ours(N, E, program);

        final String said = result.err().replaceAll("\\d+", "<n>");
        assertTrue(said.startsWith(allocator + ": Cannot allocate <n> bytes of memory (of type \"" + type + "\").\r\n"), result.err());
        assertEquals(1, result.status());
        assertTrue(result.files().contains("erl_crash.dump"), result.files().toString());
        NodePrograms.assertNoJavaTrace(result);
    }
}
