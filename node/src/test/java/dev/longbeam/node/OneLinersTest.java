package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** One-liners, arguments of {@code erl} and ways to end: ours answers as the machine's own {@code erl}, to the byte. */
class OneLinersTest extends ProgramsFixture {
    @Test
    void shouldReportTheCrashOfAProcess() throws IOException, InterruptedException {
        final NodePrograms.Result result = node.same(N, E, REPORTED + "spawn(fun() -> lists:nth(0, [a]) end), Reported(1), halt().");
        assertTrue(result.out().contains("Error in process <pid> with exit value:"), result.out());
    }

    @Test
    void shouldDisplayTerms() throws IOException, InterruptedException {
        node.same(N, E, "erlang:display({self(), make_ref(), fun lists:map/2, \"abc\", <<1, 2:3>>, -0.0, 1 bsl 80, 'B c'}), halt().");
    }

    @Test
    void shouldLogAndTrapExits() throws IOException, InterruptedException {
        // The log is written by a process of its own: without waiting for it, either emulator may print it before or after the rest.
        node.same(N, E, "logger:error(\"oh ~p\", [no]), logger:notice(#{a => b}), logger_std_h:filesync(default).",
            E, "process_flag(trap_exit, true), P = spawn_link(fun() -> exit(bye) end), receive {_, P, R} -> io:format(\"~p~n\", [R]) end.",
            E, "timer:sleep(500), init:stop(7).");
    }

    @Test
    void shouldEndWithTheStatusOfHalt() throws IOException, InterruptedException {
        assertEquals(3, node.same(N, E, "halt(3).").status());
    }

    @Test
    void shouldEndWithASloganAndACrashDump() throws IOException, InterruptedException {
        assertTrue(node.same(N, E, "halt(\"my slogan\").").files().contains("erl_crash.dump"));
    }

    @Test
    void shouldCallFunctionsThatArgumentsName() throws IOException, InterruptedException {
        node.same(N, "-s", "erlang", "display", "a", "b", "-run", "erlang", "display", "a", "b", "-run", "init", "stop");
    }

    @Test
    void shouldLoadFromDirectoriesThatArgumentsName() throws IOException, InterruptedException {
        node.file("there.beam", new byte[0]).same(N, "-pa", ".", "-pz", "nowhere", E,
            "io:format(\"~p~n\", [[D || D <- code:get_path(), D =:= \".\" orelse D =:= \"nowhere\"]]), halt().");
    }

    @Test
    void shouldReadArgumentsFiles() throws IOException, InterruptedException {
        node.file("args", "# comment\n-foo 'a b' \\\n  c\n-eval \"io:format('~p~n',[init:get_argument(foo)]),halt().\"\n"
            .getBytes(StandardCharsets.US_ASCII)).same(N, "-args_file", "args", "-foo", "d");
    }

    @Test
    void shouldTakeFlagsFromTheEnvironment() throws IOException, InterruptedException {
        node.with("ERL_FLAGS", "-foo 'a b' c").with("ERL_AFLAGS", "-before").with("ERL_ZFLAGS", "-after x").same(N, "-env", "FOO", "bar",
            E, "io:format(\"~p ~p~n\", [init:get_arguments(), os:getenv(\"FOO\")]), halt().");
    }

    @Test
    void shouldKeepPlainArgumentsApart() throws IOException, InterruptedException {
        node.same(N, E, "io:format(\"~p ~p~n\", [init:get_plain_arguments(), init:get_argument(foo)]), halt().",
            "-foo", "1", "--", "two", "three", "-foo", "4", "-extra", "-five", "--", "six");
    }

    @Test
    void shouldReadStandardInput() throws IOException, InterruptedException {
        node.reading("one\ntwo\n").same(N, E, "io:format(\"~p ~p ~p~n\", [io:get_line(\"\"), io:get_line(\"\"), io:get_line(\"\")]), halt().");
    }

    @Test
    void shouldTellErrorsInExpressions() throws IOException, InterruptedException {
        node.same(N, E, "error(oops).");
    }

    @Test
    void shouldTellWhatIsNotErlang() throws IOException, InterruptedException {
        assertEquals(1, node.same(N, E, "foo( .").status());
    }

    @Test
    void shouldTellThatThereIsNoBootFile() throws IOException, InterruptedException {
        assertTrue(node.same(N, "-boot", "nosuch").files().contains("erl_crash.dump"));
    }

    @Test
    void shouldTellItsVersion() throws IOException, InterruptedException {
        node.same("-version");
    }

    @Test
    void shouldRefuseUnknownFlags() throws IOException, InterruptedException {
        assertEquals(node.real("+Z", N, "-s", "init", "stop").status(), node.ours("+Z", N, "-s", "init", "stop").status());
    }

    @Test
    void shouldRefuseFilesThatAreNoModules() throws IOException, InterruptedException {
        node.file("no.beam", "this is no module".getBytes(StandardCharsets.US_ASCII)).same(N, E,
            REPORTED + "{ok, B} = file:read_file(code:which(lists)), [begin R = erlang:load_module(m, binary:part(B, 0, S)), Reported(N), "
            + "io:format(\"~p~n\", [R]) end || {N, S} <- lists:zip([1, 2, 3, 4, 5], [0, 4, 12, 100, byte_size(B) - 5])], halt().");
        assertEquals("{error,badfile}\n", node.ours(N, E, "logger:set_primary_config(level, none), "
            + "io:format(\"~p~n\", [code:load_abs(\"no\")]), halt().").out());
    }

    @Test
    void shouldEndWhenTheAtomTableIsFull() throws IOException, InterruptedException {
        node.same("+t", "8192", N, E, "[list_to_atom(\"atom\" ++ integer_to_list(I)) || I <- lists:seq(1, 1000000)], halt().");
    }

    @Test
    void shouldRaiseWhenThereAreTooManyProcesses() throws IOException, InterruptedException {
        node.same("+P", "1024", N, E, "erlang:system_flag(system_logger, self()), "
            + "Fill = fun F() -> case catch spawn(fun() -> receive a -> b end end) of P when is_pid(P) -> F(); {'EXIT', {R, _}} -> R end end, "
            + "Reason = Fill(), receive {log, Level, Format, Arguments, Facts} -> io:format(\"~p~n\", "
            + "[{Reason, Level, lists:flatten(io_lib:format(Format, Arguments)), lists:sort(maps:keys(Facts))}]) end, halt().");
    }
}
