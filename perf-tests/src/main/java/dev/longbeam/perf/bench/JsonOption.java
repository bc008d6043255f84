package dev.longbeam.perf.bench;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option of a command that writes its results to a file, for those who want it. */
public final class JsonOption {
    @Option(names = "--json", paramLabel = "FILE", description = "Write all that was measured to a file.")
    private Path file;

    /** Writes results where the user wants them, if anywhere. */
    public void write(final ResultFile results, final Object measured) throws IOException {
        if (file != null) {
            results.write(file, measured);
        }
    }
}
