package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The examples print on Longbeam what they print on the machine's own {@code erl}, from the same .beam files. */
@Execution(ExecutionMode.CONCURRENT)
class ExamplesTest {
    private static final String CALLS = """
        [begin Name:main(Arguments), io:format("---~n") end || {Name, Arguments} <- [
            {'01_hello', ["Joe", "\\x{e9}\\x{3bb}"]}, {'02_ring', ["100", "20"]}, {'03_supervised_counter', []}, {'04_hot_swap', []},
            {'05_million_processes', ["5000"]}, {'06_ets_cache', []}, {'07_selective_receive', ["10000"]},
            {'08_bignum_float_binary', []}]], halt().
        """;

    /** Nobody may be busy in a node that has nothing to do, and a process that sleeps with its stack goes on where it was. */
    private static final String IDLE = """
        Used = fun() -> lists:sum([R || P <- processes(), {reductions, R} <- [process_info(P, reductions)]]) end,
        timer:sleep(1000), Before = Used(), timer:sleep(1000),
        io:format("~s~n", [case Used() - Before < 1000000 of true -> "idle"; false -> "busy" end]),
        self() ! message, io:format("~p~n", [case erlang:system_info(otp_release) >= \"28\" of true -> erlang:hibernate(); false -> none end]),
        halt().
        """;

    @TempDir
    private Path directory;

    private NodePrograms programs;

    @BeforeEach
    void findPrograms() {
        programs = new NodePrograms(directory);
    }

    @Test
    void shouldPrintWhatTheRealErlPrints() throws IOException, InterruptedException {
        printTheSame(programs);
    }

    /** The environment variable LONGBEAM_OTHER_OTPS names the roots of installations of other releases, parted by colons. */
    @TestFactory
    Stream<DynamicTest> shouldPrintWhatOtherReleasesPrint() {
        return Stream.of(System.getenv().getOrDefault("LONGBEAM_OTHER_OTPS", "").split(":")).filter(root -> !root.isEmpty())
            .map(root -> DynamicTest.dynamicTest(root, () -> {
                final Path below = directory.resolve(root.replace('/', '_'));
                final NodePrograms others = new NodePrograms(Files.createDirectories(below), Path.of(root));
                printTheSame(others);
                assertTrue(others.same("-noshell", "-eval", IDLE).out().startsWith("idle"));
            }));
    }

    private void printTheSame(final NodePrograms programs) throws IOException, InterruptedException {
        final Path ebin = Files.createTempDirectory(directory, "ebin");
        final List<String> words = new ArrayList<>(List.of("-noshell", "-eval",
            "[{ok, _} = compile:file(F, [report, {outdir, \"" + ebin + "\"}]) || F <- init:get_plain_arguments()], halt().", "-extra"));
        try (Stream<Path> sources = Files.list(NodePrograms.root().resolve("examples"))) {
            sources.map(Path::toString).filter(name -> name.endsWith(".erl")).sorted().forEach(words::add);
        }
        final NodePrograms.Result compiled = programs.real(words.toArray(String[]::new));
        assertEquals("", compiled.out() + compiled.err(), "examples compile without warnings");
        final NodePrograms.Result real = programs.real("-noshell", "-pa", ebin.toString(), "-eval", CALLS);
        final NodePrograms.Result ours = programs.ours("-noshell", "-pa", ebin.toString(), "-eval", CALLS);
        assertEquals(real.out(), ours.out(), ours::err);
        assertEquals(0, ours.status());
        NodePrograms.assertNoJavaTrace(ours);
    }

    @Test
    void shouldCompileAndRunASourceFile() throws IOException, InterruptedException {
        final String example = NodePrograms.root().resolve("examples/01_hello.erl").toString();
        final NodePrograms.Result result = programs.longbeam("run", "--schedulers", "1", example, "Joe", "--schedulers", "-x");
        assertEquals("Hello, Joe!\nHello, --schedulers!\nHello, -x!\n", result.out(), result.err());
        assertEquals("", result.err());
        assertEquals(0, result.status());
    }

    @Test
    void shouldTellWhatIsWrongInASourceFile() throws IOException, InterruptedException {
        programs.file("bad.erl", "-module(bad).\n-export([main/1]).\nmain(_) -> X.\n".getBytes());
        final NodePrograms.Result result = programs.longbeam("run", "bad.erl");
        assertTrue(result.out().startsWith("bad.erl:3:12: variable 'X' is unbound\n"), result.out());
        assertEquals(1, result.status());
        NodePrograms.assertNoJavaTrace(result);
    }

    @Test
    void shouldShowTheExceptionThatMainRaises() throws IOException, InterruptedException {
        programs.file("raises.erl", "-module(raises).\n-export([main/1]).\nmain([A]) -> list_to_integer(A).\n".getBytes());
        final NodePrograms.Result result = programs.longbeam("run", "raises.erl", "one");
        assertEquals("""
            longbeam: exception error: bad argument
              in function  list_to_integer/1
                 called as list_to_integer("one")
                 *** argument 1: not a textual representation of an integer
              in call from raises:main/1 (raises.erl, line 3)
            """, result.err());
        assertEquals(127, result.status());
    }

    @Test
    void shouldRefuseOptionsThatItDoesNotHave() throws IOException, InterruptedException {
        final NodePrograms.Result engine = programs.longbeam("run", "--engine", "fast", "x.erl");
        assertEquals("longbeam: --engine fast is not known; it can be interpreter or mixed or jit\n", engine.err());
        assertEquals(1, engine.status());
        final NodePrograms.Result variable = programs.with("LONGBEAM_OPTS", "--schedulers 0").ours("-noshell");
        assertEquals("bad number for --schedulers: 0, must be from 1 to 1024\n", variable.err());
        assertEquals(1, variable.status());
    }

    @Test
    void shouldDiagnoseAndDisassemble() throws IOException, InterruptedException {
        final NodePrograms.Result doctor = programs.longbeam("doctor");
        assertTrue(doctor.out().contains("Erlang/OTP") && doctor.out().contains("BIFs"), doctor.out() + doctor.err());
        assertEquals(0, doctor.status());
        programs.file("no.beam", new byte[100]);
        final NodePrograms.Result listing = programs.longbeam("dis", "no.beam");
        assertEquals(1, listing.status());
        NodePrograms.assertNoJavaTrace(listing);
    }
}
