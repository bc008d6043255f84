package dev.longbeam.node;

import java.util.List;

/** The command line of the launch scripts: {@code erl ARGS..}, which goes past the parser of the others, and Longbeam's own commands. */
public final class Main {
    private Main() {
    }

    /** Runs a command; a node that it starts ends the JVM. */
    public static void main(final String[] args) {
        final List<String> words = RawWords.commandLine(args);
        System.exit(run(words));
    }

    private static int run(final List<String> words) {
        try {
            // Whoever has no options does without the parser of options, whose classes are in no archive.
            final String options = RawWords.environment().get(NodeOptions.VARIABLE);
            if (options != null && !options.isBlank()) {
                NodeOptions.take(options);
            }
            return !words.isEmpty() && words.getFirst().equals(ErlCommand.NAME)
                ? NodeStart.run(words.subList(1, words.size()))
                : CommandLines.execute(words);
        } catch (final InvalidArguments e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }
}
