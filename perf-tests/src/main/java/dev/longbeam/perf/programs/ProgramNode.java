package dev.longbeam.perf.programs;

import dev.longbeam.perf.bench.Beams;
import dev.longbeam.perf.bench.Child;
import dev.longbeam.perf.bench.Emulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An emulator that runs programs on request, started when it is needed and again after it was given up. */
final class ProgramNode implements AutoCloseable {
    private static final int START_MS = 60_000;

    private final Emulator emulator;
    private final Path beams;
    private final long timeoutMs;
    private Child child;

    ProgramNode(final Emulator emulator, final Path beams, final long timeoutMs) {
        this.emulator = emulator;
        this.beams = beams;
        this.timeoutMs = timeoutMs;
    }

    String label() {
        return emulator.label();
    }

    /** All programs of the set. */
    List<Program> list() throws IOException, InterruptedException {
        final List<Program> programs = new ArrayList<>();
        running().send("list");
        for (String line = child.answer(START_MS); !line.equals("done"); line = child.answer(START_MS)) {
            programs.add(Program.parse(line));
        }
        return programs;
    }

    /** Prepares a program. */
    void open(final String name) throws IOException, InterruptedException {
        running().ask("open " + name, timeoutMs + START_MS);
    }

    /** Runs the open program once. */
    Runs run() throws IOException, InterruptedException {
        return Runs.parse(running().ask("run 1", timeoutMs));
    }

    /** Runs the open program until so much time has gone by. */
    Runs warm(final long ms) throws IOException, InterruptedException {
        return Runs.parse(running().ask("warm " + ms, timeoutMs + ms));
    }

    /** Ends the open program and what it has left. */
    void leave() throws IOException, InterruptedException {
        running().ask("close", START_MS);
    }

    private Child running() throws IOException {
        if (child == null) {
            final ProcessBuilder builder = emulator.start(Emulator.run(beams, "bench_driver", "main"));
            builder.environment().put("BENCH_SOURCES", Beams.sources().toString());
            child = new Child(builder);
        }
        return child;
    }

    /** Kills the node; the next request starts another. */
    @Override
    public void close() {
        if (child != null) {
            child.close();
            child = null;
        }
    }
}
