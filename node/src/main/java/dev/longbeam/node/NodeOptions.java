package dev.longbeam.node;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Longbeam's own options of a node. Each becomes the system property of the same meaning, which {@link EmulatorSettings} and the memory
 * module read: so options must be read before a class of the node is loaded.
 */
final class NodeOptions {
    /** Variable of the environment that holds options. */
    static final String VARIABLE = "LONGBEAM_OPTS";

    @Option(names = "--schedulers", paramLabel = "N", description = "Number of schedulers; default: one for each processor.")
    void schedulers(final String count) {
        System.setProperty(EmulatorSettings.SCHEDULERS, count);
    }

    @Option(names = "--idle", paramLabel = "spin|backoff",
        description = "What a scheduler without work does: spin for lowest latency, or back off and sleep (default).")
    void idle(final String strategy) {
        System.setProperty(EmulatorSettings.IDLE, strategy);
    }

    @Option(names = "--memory-check", description = "Check every access to off-heap memory; several times slower.")
    void memoryCheck(final boolean on) {
        System.setProperty(EmulatorSettings.MEMORY_CHECK, Boolean.toString(on));
    }

    @Option(names = "--gc-stress", description = "Collect at every allocation point; many times slower.")
    void gcStress(final boolean on) {
        System.setProperty(EmulatorSettings.GC_STRESS, Boolean.toString(on));
    }

    @Option(names = "--gc-stress-every", paramLabel = "N", description = "Collect at one in N allocation points.")
    void gcStressEvery(final String points) {
        System.setProperty(EmulatorSettings.GC_STRESS, points);
    }

    @Option(names = "--engine", paramLabel = "interpreter|mixed|jit",
        description = "What runs the code: the interpreter, compiled code where it is hot (default), or compiled code from the start.")
    void engine(final String name) {
        System.setProperty(EngineSettings.ENGINE, name);
    }

    @Option(names = "--trace", paramLabel = "off|messages|calls",
        description = "What is recorded: every message, process and time slice (default), besides every call, or nothing.")
    void trace(final String level) {
        System.setProperty(RecorderSettings.LEVEL, level);
    }

    @Option(names = "--trace-dir", paramLabel = "DIR", description = "Folder of this node's trace; default: a new one in the user's state folder.")
    void traceDirectory(final String directory) {
        System.setProperty(RecorderSettings.DIRECTORY, directory);
    }

    @Option(names = "--trace-budget", paramLabel = "MB", description = "Megabytes that the trace may take; the oldest goes first. Default: 1024.")
    void traceBudget(final String megabytes) {
        System.setProperty(RecorderSettings.BUDGET, megabytes);
    }

    @Option(names = "--trace-only", paramLabel = "WORDS",
        description = "Record messages and calls of these processes only: registered names, initial calls as m:f/a, or m: for a module.")
    void traceOnly(final String words) {
        System.setProperty(RecorderSettings.ONLY, words);
    }

    @Option(names = "--trace-without", paramLabel = "WORDS", description = "Do not record messages and calls of these processes.")
    void traceWithout(final String words) {
        System.setProperty(RecorderSettings.WITHOUT, words);
    }

    @Option(names = "--trace-contents", paramLabel = "BYTES", description = "Record contents of messages up to so many bytes; default: none.")
    void traceContents(final String bytes) {
        System.setProperty(RecorderSettings.CONTENTS, bytes);
    }

    /**
     * Takes the options that the variable {@link #VARIABLE} holds.
     *
     * @param words its value, raw
     * @throws InvalidArguments when one is unknown or has no value
     */
    static void take(final String words) throws InvalidArguments {
        try {
            new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(new NodeOptions())).setExpandAtFiles(false)
                .parseArgs(WordSplitter.split(words, false).toArray(String[]::new));
        } catch (final CommandLine.ParameterException e) {
            throw new InvalidArguments("longbeam: " + VARIABLE + ": " + e.getMessage());
        }
    }
}
