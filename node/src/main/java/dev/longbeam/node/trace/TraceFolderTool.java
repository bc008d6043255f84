package dev.longbeam.node.trace;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command whose only parameter is the folder of the trace. */
@Command
abstract class TraceFolderTool extends TraceTool {
    @Parameters(paramLabel = "DIR", arity = "0..1", description = "Folder of the trace. Default: the newest.")
    private Path folder;

    @Override
    final Path directory() {
        return folder;
    }
}
