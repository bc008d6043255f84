package dev.longbeam.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code longbeam run PROGRAM ARGS..}: calls {@code main/1} of a program with its arguments, as OTP's escript does. A source file is
 * compiled in memory, by OTP's own compiler in the node that then runs it.
 */
@Command(name = "run", mixinStandardHelpOptions = true, versionProvider = LongbeamVersion.class,
    description = {"Runs an Erlang program: calls its main/1 with a list of the arguments.",
        "The exit status is 0 when main/1 returns, 127 when it raises an exception, 1 when the program does not compile, or what it"
            + " calls halt/1 with."})
final class RunCommand implements Callable<Integer> {
    /** The group leader is set as init does before it begins with a program: so the trace knows that compiling is no part of it. */
    private static final String EXPRESSION = """
        [Program | Arguments] = init:get_plain_arguments(),
        Fail = fun(Text) -> io:put_chars(standard_error, ["longbeam: ", Text, $\\n]), halt(127) end,
        Loaded = fun({module, M}) -> M;
                    ({error, Why}) -> Fail(io_lib:format("cannot load ~ts: ~tp", [Program, Why]))
                 end,
        Module = case filename:extension(Program) of
                     ".erl" ->
                         case compile:file(Program, [binary, report]) of
                             {ok, Name, Code} -> Loaded(code:load_binary(Name, Program, Code));
                             error -> halt(1)
                         end;
                     ".beam" -> Loaded(code:load_abs(filename:absname(filename:rootname(Program))));
                     _ -> list_to_atom(Program)
                 end,
        group_leader(whereis(init), self()),
        group_leader(whereis(user), self()),
        try Module:main(Arguments) of
            _ -> halt(0)
        catch
            Class:Reason:Trace ->
                Ours = fun(M, _, _) -> M =:= erl_eval orelse M =:= init end,
                Show = fun(Term, Indent) -> io_lib:format("~." ++ integer_to_list(Indent) ++ "tP", [Term, 50]) end,
                Fail(erl_error:format_exception(1, Class, Reason, Trace, Ours, Show, unicode))
        end.
        """;

    /** What nodes of OTP 27 and later take without being asked; the earlier ones' 262,144 are few for a program of many processes. */
    private static final List<String> BOOT = List.of("+P", "1048576", "-boot", "no_dot_erlang", "-noshell");

    @Mixin
    private NodeOptions options;

    @Parameters(index = "0", paramLabel = "PROGRAM", description = "FILE.erl, FILE.beam, or a module on the code path.")
    private String program;

    @Parameters(index = "1..*", paramLabel = "ARGS", description = "Arguments of the program.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws InvalidArguments {
        return NodeStart.run(bootArguments(program, arguments));
    }

    /** The arguments of {@code erl} that run a program. All are raw words. */
    static List<String> bootArguments(final String program, final List<String> arguments) {
        final List<String> words = new ArrayList<>(BOOT);
        final int slash = program.lastIndexOf('/');
        if (slash >= 0) {
            words.addAll(List.of("-pz", program.substring(0, Math.max(1, slash))));
        }
        words.addAll(List.of("-eval", EXPRESSION, "-extra", program));
        words.addAll(arguments);
        return words;
    }
}
