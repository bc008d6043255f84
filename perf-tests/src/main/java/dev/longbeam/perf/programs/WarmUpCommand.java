package dev.longbeam.perf.programs;

import dev.longbeam.perf.bench.Beams;
import dev.longbeam.perf.bench.Emulator;
import dev.longbeam.perf.bench.Emulators;
import dev.longbeam.perf.bench.JsonOption;
import dev.longbeam.perf.bench.ResultFile;
import java.io.IOException;
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

/** {@code bench warmup}: how long programs take until they are fast. */
@Command(name = "warmup", mixinStandardHelpOptions = true,
    description = {"Runs Erlang programs over and over, each in a node that has run nothing else, on Longbeam and on the real erl.",
        "Tells how long a program had run when it reached nine tenths of its best speed, as the median of three runs. The start of the node does not count."})
public final class WarmUpCommand implements Callable<Integer> {
    private static final int MS_PER_S = 1000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Emulators emulators;

    @Option(names = "--only", paramLabel = "PATTERNS", description = "Names of programs or groups, parted by commas; * stands for anything. Default: ${DEFAULT-VALUE}.")
    private String only = "list_comprehension,json_encode,bin_http_parse,gen_server_call,clbg_binary_trees";

    @Option(names = "--seconds", paramLabel = "S", description = "How long each program runs. Default: ${DEFAULT-VALUE}.")
    private int seconds = 15;

    @Option(names = "--timeout", paramLabel = "S", description = "Seconds that a single run may take. Default: ${DEFAULT-VALUE}.")
    private int timeoutS = 120;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final List<Emulator> measured = emulators.all();
        final Path beams = Beams.compile(Beams.sources(), measured.getLast());
        final ResultFile file = new ResultFile("warmup", emulators.longbeamOptions());
        final List<WarmUp> all = new ArrayList<>();
        for (final Program program : programs(measured.getLast(), beams)) {
            final Map<String, List<Long>> runs = new LinkedHashMap<>();
            for (final Emulator emulator : measured) {
                runs.put(emulator.label(), runs(emulator, beams, program));
            }
            all.add(new WarmUp(program, runs));
        }
        json.write(file, all);
        WarmUpReport.table(all).print(spec.commandLine().getOut());
        return 0;
    }

    private List<Program> programs(final Emulator emulator, final Path beams) throws IOException, InterruptedException {
        try (ProgramNode node = new ProgramNode(emulator, beams, (long)timeoutS * MS_PER_S)) {
            final List<Program> programs = node.list().stream().filter(program -> program.matches(only)).toList();
            if (programs.isEmpty()) {
                throw new IOException("no program matches " + only);
            }
            return programs;
        }
    }

    private List<Long> runs(final Emulator emulator, final Path beams, final Program program) throws IOException, InterruptedException {
        try (ProgramNode node = new ProgramNode(emulator, beams, (long)timeoutS * MS_PER_S)) {
            node.open(program.name());
            final List<Long> runs = new ArrayList<>(node.run().ns());
            runs.addAll(node.warm((long)seconds * MS_PER_S).ns());
            return runs;
        }
    }
}
