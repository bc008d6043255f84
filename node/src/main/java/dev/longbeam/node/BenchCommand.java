package dev.longbeam.node;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/**
 * {@code longbeam bench ARGS..}, so that the help tells of it. The launch script starts the program itself: it stands in the module of the benchmarks, whose
 * libraries a node does not carry.
 */
@Command(name = "bench", description = "Measures Longbeam beside the real erl and other systems; bench --help tells how.")
final class BenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ARGS", arity = "0..*", description = "Arguments of the benchmarks.")
    private List<String> arguments = List.of();

    @Unmatched
    private List<String> options = List.of();

    @Override
    public Integer call() {
        throw new IllegalStateException("bin/longbeam runs this command: arguments=" + arguments + options);
    }
}
