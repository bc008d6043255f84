package dev.longbeam.perf.start;

import dev.longbeam.perf.bench.Emulator;
import dev.longbeam.perf.bench.Emulators;
import dev.longbeam.perf.bench.JsonOption;
import dev.longbeam.perf.bench.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench start}: times programs that do next to nothing, each from its start to its end. */
@Command(name = "start", mixinStandardHelpOptions = true,
    description = "Times the start and end of a node, of erlc with one file, and of a script, on Longbeam (which records its trace) and on the real erl in turns.")
public final class StartCommand implements Callable<Integer> {
    private static final double NS_PER_MS = 1e6;
    private static final String PROGRAM = """
        -module(hello).
        -export([main/1]).
        main(_) -> io:format("hello ~p~n", [lists:sum([length(atom_to_list(N)) || N <- [node(), hello]])]).
        """;

    @Spec
    private CommandSpec spec;

    @Option(names = "--runs", paramLabel = "N", description = "Starts of each kind. Default: ${DEFAULT-VALUE}.")
    private int runs = 15;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Path work = Files.createDirectories(Emulators.home().resolve("perf-tests/target/bench/start"));
        final Path source = Files.writeString(work.resolve("hello.erl"), PROGRAM);
        final Path script = Files.writeString(work.resolve("hello"), "#!/usr/bin/env escript\n" + PROGRAM.substring(PROGRAM.indexOf("main(_)")));
        final Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("start and halt", List.of("erl", "-noshell", "-eval", "halt()."));
        commands.put("erlc of one file", List.of("erlc", "-o", work.toString(), source.toString()));
        commands.put("escript, interpreted", List.of("escript", script.toString()));
        final ResultFile file = new ResultFile("start", "");
        final List<StartTimes> all = new ArrayList<>();
        for (final Map.Entry<String, List<String>> command : commands.entrySet()) {
            all.add(measure(command.getKey(), command.getValue(), work));
        }
        json.write(file, all);
        StartReport.table(all).print(new PrintWriter(spec.commandLine().getOut()));
        return 0;
    }

    private StartTimes measure(final String name, final List<String> command, final Path work) throws IOException, InterruptedException {
        final Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int run = 0; run < runs; run++) {
            for (final Map.Entry<String, Path> programs : programs().entrySet()) {
                times.computeIfAbsent(programs.getKey(), label -> new ArrayList<>()).add(timeMs(programs.getValue(), command, work));
            }
        }
        return new StartTimes(name, times);
    }

    /** The folders of the programs of each emulator, the real one's when there is one. */
    private static Map<String, Path> programs() {
        final Map<String, Path> programs = new LinkedHashMap<>();
        programs.put(Emulator.LONGBEAM, Emulators.home().resolve("bin"));
        final String otp = System.getProperty("longbeam.otp.root");
        if (otp != null && Files.isExecutable(Path.of(otp, "bin", "erl"))) {
            programs.put(Emulator.ERL, Path.of(otp, "bin"));
        }
        return programs;
    }

    private static double timeMs(final Path programs, final List<String> command, final Path work) throws IOException, InterruptedException {
        final List<String> words = new ArrayList<>(command);
        words.set(0, programs.resolve(command.getFirst()).toString());
        final ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("LONGBEAM_TRACE_DIR", work.resolve("trace").toString());
        final long before = System.nanoTime();
        final int status = builder.start().waitFor();
        final double timeMs = (System.nanoTime() - before) / NS_PER_MS;
        if (status != 0) {
            throw new IOException("status " + status + " of " + String.join(" ", words));
        }
        return timeMs;
    }
}
