package dev.longbeam.node;

import dev.longbeam.interp.Disassembler;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code longbeam dis FILE..}: lists the instructions of .beam files. */
@Command(name = "dis", mixinStandardHelpOptions = true, versionProvider = LongbeamVersion.class,
    description = "Lists the instructions of .beam files.")
final class DisCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files to list.")
    private List<String> files;

    @Override
    public Integer call() throws InvalidArguments, IOException {
        final String[] paths = files.stream().map(RawWords::text).toArray(String[]::new);
        for (final String path : paths) {
            if (!Files.isReadable(Path.of(path))) {
                throw new InvalidArguments("cannot read " + path);
            }
        }
        try (Writer out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))) {
            return Disassembler.main(paths, out);
        }
    }
}
