package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Expressions that need no node of their own: ours prints what the machine's own {@code erl} prints. One node of each evaluates all. */
class ExpressionsTest {
    private static final Map<String, String> EXPRESSIONS = new LinkedHashMap<>();
    private static final String BETWEEN = "== next ==\n";

    static {
        EXPRESSIONS.put("maps", """
            io:format("~p~n", [maps:from_list([{I, I * I} || I <- lists:seq(1, 40)])]).""");
        EXPRESSIONS.put("terms of all kinds", """
            io:format("~w ~p ~s~n", [{1.5, -0.0, 1 bsl 80, "abc", <<1, 2:3>>}, [a, 'B c', "\\tx", <<"bin">>], "text"]).""");
        EXPRESSIONS.put("texts", """
            io:format("~ts ~ts~n", [[955, 8364], <<229/utf8>>]).""");
        EXPRESSIONS.put("registered names", """
            io:format("~p~n", [lists:sort(registered())]).""");
        EXPRESSIONS.put("errors of BIFs", """
            io:format("~p~n", [catch list_to_integer("x")]), io:format("~p~n", [(catch 1 / 0)]).""");
        EXPRESSIONS.put("unknown modules and functions", """
            io:format("~p ~p~n", [catch nosuch:main(), catch lists:nosuch(1)]).""");
        EXPRESSIONS.put("files", """
            file:write_file("x", "abc"), {ok, Names} = file:list_dir("."),
            io:format("~p ~p ~p~n", [file:read_file("x"), lists:sort(Names), file:read_file("y")]).""");
        EXPRESSIONS.put("files that cannot be used", """
            io:format("~p~n", [[file:write_file("/dev/full", "x"), file:read_file("/"), file:read_file("nosuch"),
                file:write_file("/nosuch/x", "a"), file:make_dir("/proc/x"), file:delete("/"), file:copy("/etc", "b"), file:list_dir("plain"),
                file:read_file("plain/x"), file:read_file([0]), file:rename("nosuch", "b"), file:read_file(lists:duplicate(300, $a)),
                file:consult("plain"), begin {ok, D} = file:open("plain", [read]), {file:write(D, "x"), file:close(D)} end]]).""");
        EXPRESSIONS.put("writers whose output is full", """
            P = open_port({spawn, "cat > /dev/full 2> /dev/null"}, [exit_status, out]), port_command(P, "text"),
            {ok, D} = file:open("/dev/full", [write, raw]), io:format("~p~n", [[file:write(D, "text"), file:close(D)]]),
            {ok, B} = file:open("/dev/full", [write, delayed_write]), io:format("~p~n", [[file:write(B, "text"), file:close(B)]]).""");
        EXPRESSIONS.put("sizes that are none", """
            io:format("~p~n", [[catch <<0:(1 bsl 59)>>, catch <<0:(1 bsl 70)>>, catch binary:copy(<<0>>, 1 bsl 64),
                catch binary:copy(<<0>>, -1), binary:copy(<<>>, 1 bsl 63), catch erlang:make_tuple(1 bsl 40, 0), catch 1 bsl (1 bsl 40)]]).""");
        EXPRESSIONS.put("a module of which only old code is left", """
            {module, queue} = code:ensure_loaded(queue), Deleted = code:delete(queue),
            io:format("~p~n", [[Deleted, erlang:module_loaded(queue), code:load_file(queue), erlang:check_old_code(queue),
                code:purge(queue), queue:to_list(queue:new())]]).""");
        EXPRESSIONS.put("how long schedulers work", """
            Flag = fun(On) -> erlang:system_flag(scheduler_wall_time, On) end, Off = erlang:statistics(scheduler_wall_time),
            Told = [Flag(true), Flag(true)], lists:sum(lists:seq(1, 1000)), Times = erlang:statistics(scheduler_wall_time),
            io:format("~p~n", [[Off, Told, length(Times), length(erlang:statistics(scheduler_wall_time_all)),
                lists:all(fun({_, Active, Total}) -> Active >= 0 andalso Active =< Total end, Times),
                lists:any(fun({_, Active, _}) -> Active > 0 end, Times), Flag(false), Flag(false), erlang:statistics(scheduler_wall_time)]]).""");
        EXPRESSIONS.put("processes that grow without end", """
            Wait = fun({P, M}) -> receive {_, M, _, P, R} -> io:format("~p~n", [R]) end end,
            Options = [monitor, {max_heap_size, #{size => 500000, error_logger => false}}],
            Deep = fun F(N) -> 1 + F(N + 1) end, Wide = fun F(L) -> F([L | L]) end,
            Wait(spawn_opt(fun() -> Deep(0) end, Options)), Wait(spawn_opt(fun() -> Wide([]) end, Options)).""");
    }

    @TempDir
    private static Path directory;

    private static Map<String, String> real;
    private static Map<String, String> ours;

    @BeforeAll
    static void evaluateAll() throws IOException, InterruptedException {
        final NodePrograms node = new NodePrograms(directory).file("plain", "text".getBytes(StandardCharsets.US_ASCII));
        final List<String> arguments = new ArrayList<>(List.of("-noshell"));
        for (final String expressions : EXPRESSIONS.values()) {
            arguments.addAll(List.of("-eval", expressions, "-eval", "io:put_chars(\"" + BETWEEN.replace("\n", "\\n") + "\")."));
        }
        arguments.addAll(List.of("-eval", "halt()."));
        real = parts(node.real(arguments.toArray(String[]::new)));
        ours = parts(node.ours(arguments.toArray(String[]::new)));
    }

    private static Map<String, String> parts(final NodePrograms.Result result) {
        assertEquals("", result.err());
        assertEquals(0, result.status(), result.out());
        NodePrograms.assertNoJavaTrace(result);
        final String[] texts = result.masked().out().split(BETWEEN, -1);
        final Map<String, String> parts = new LinkedHashMap<>();
        int index = 0;
        for (final String name : EXPRESSIONS.keySet()) {
            parts.put(name, texts[index++]);
        }
        return parts;
    }

    static List<String> names() {
        return List.copyOf(EXPRESSIONS.keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldPrintTheSame(final String name) {
        assertEquals(real.get(name), ours.get(name));
    }
}
