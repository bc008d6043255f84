package dev.longbeam.node.trace;

import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.Latency;
import dev.longbeam.trace.report.TraceProgress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code longbeam trace latency}. */
@Command(name = "latency", description = "How long messages were in inbox and mailbox, waited for a scheduler, were handled: as percentiles.",
    footer = {"", "From sending to receiving, the receiver waited for a scheduler, collected garbage, was busy with other messages, or did",
        "not ask for the message. Handled is the time it ran or was ready to, until it took the next message."})
final class LatencyCommand extends TraceFolderTool {
    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(names = "--by", paramLabel = "process|function|pair|name", description = "Besides, the same by receiver, by its first function, by"
        + " sender and receiver, or by the receiver's name.")
    private Latency.By by;

    @Option(names = "--top", paramLabel = "N", defaultValue = "30", description = "How many groups to show. Default: ${DEFAULT-VALUE}.")
    private int top;

    @Option(names = "--expected-interval", paramLabel = "SPAN", converter = SpanConverter.class, defaultValue = "0",
        description = "Time that was intended between two messages of a sender which waits for each answer: corrects for the messages that it"
            + " did not send meanwhile.")
    private long expectedIntervalNs;

    @Option(names = "--hlog", paramLabel = "FILE", description = "Write a log of histograms of each second, for HdrHistogram's tools.")
    private Path hlog;

    @Option(names = "--hgrm", paramLabel = "FILE", description = "Write the distribution in microseconds, for HdrHistogram's plotter.")
    private Path hgrm;

    @Override
    void run(final TraceReader trace, final PrintStream out, final TraceProgress progress) throws IOException {
        final Latency latency;
        try (PrintStream log = hlog == null ? null : open(hlog)) {
            latency = Latency.of(trace, by, log, progress);
        }
        if (hgrm != null) {
            try (PrintStream file = open(hgrm)) {
                latency.writeHgrm(file, expectedIntervalNs);
            }
        }
        out.println(json ? latency.json(top, expectedIntervalNs) : latency.text(top, expectedIntervalNs));
    }

    private static PrintStream open(final Path file) throws IOException {
        return new PrintStream(new BufferedOutputStream(Files.newOutputStream(file)), false, StandardCharsets.UTF_8);
    }
}
