package dev.longbeam.perf.results;

import dev.longbeam.perf.bench.BenchMain;
import dev.longbeam.perf.bench.Emulators;
import dev.longbeam.perf.bench.ResultFile;
import dev.longbeam.perf.compare.CompareReport;
import dev.longbeam.perf.jmh.JmhReport;
import dev.longbeam.perf.latency.LatencyReport;
import dev.longbeam.perf.programs.ProgramsReport;
import dev.longbeam.perf.programs.WarmUpReport;
import dev.longbeam.perf.start.StartReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench results}: writes {@code RESULTS.md} anew. */
@Command(name = "results", mixinStandardHelpOptions = true,
    description = {"Writes perf-tests/RESULTS.md anew, from RESULTS.template.md and the files in perf-tests/results.",
        "With --measure all of these are measured first, which takes an hour or more."})
public final class ResultsCommand implements Callable<Integer> {
    private static final String NOT_MEASURED = "Not measured yet.\n";

    @Option(names = "--measure", description = "Measure everything first.")
    private boolean measure;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where template, results and RESULTS.md stand. Default: perf-tests.")
    private Path directory;

    /**
     * A part of the page.
     *
     * @param mark     what stands for it in the template, and the name of its file
     * @param type     the form of its results
     * @param markdown makes the text of them
     */
    private record Part(String mark, Class<?> type, Function<Object, String> markdown) {
    }

    private static final List<Part> PARTS = List.of(
        new Part("erl", ProgramsReport.TYPE, ProgramsReport::markdown),
        new Part("start", StartReport.TYPE, StartReport::markdown),
        new Part("warmup", WarmUpReport.TYPE, WarmUpReport::markdown),
        new Part("latency", LatencyReport.TYPE, LatencyReport::markdown),
        new Part("compare", CompareReport.TYPE, CompareReport::markdown),
        new Part("jmh", JmhReport.TYPE, JmhReport::markdown));

    @Override
    public Integer call() throws IOException {
        final Path home = directory == null ? Emulators.home().resolve("perf-tests") : directory;
        final Path results = home.resolve("results");
        if (measure) {
            measure(results);
        }
        String text = Files.readString(home.resolve("RESULTS.template.md"));
        for (final Part part : PARTS) {
            text = text.replace("{{" + part.mark + "}}\n", text(part, results.resolve(part.mark + ".json")));
        }
        Files.writeString(home.resolve("RESULTS.md"), text);
        return 0;
    }

    private static String text(final Part part, final Path file) throws IOException {
        if (!Files.exists(file)) {
            return NOT_MEASURED;
        }
        final ResultFile result = ResultFile.read(file, part.type);
        return result.circumstances() + "\n\n" + part.markdown.apply(result.results());
    }

    private static void measure(final Path results) throws IOException {
        final Path work = Files.createDirectories(Emulators.home().resolve("perf-tests/target/bench"));
        Files.createDirectories(results);
        run("erl", "--warmup-ms", "3000", "--json", results.resolve("erl.json").toString());
        run("start", "--json", results.resolve("start.json").toString());
        run("warmup", "--json", results.resolve("warmup.json").toString());
        run("latency", "--out", work.resolve("latency").toString());
        run("compare", "--out", work.resolve("compare").toString());
        run("jmh", "--json", results.resolve("jmh.json").toString());
        for (final String part : List.of("latency", "compare")) {
            Files.copy(work.resolve(part).resolve(part + ".json"), results.resolve(part + ".json"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A command that fails has said why; what it has measured counts nevertheless. */
    private static void run(final String... arguments) {
        BenchMain.commands().execute(arguments);
    }
}
