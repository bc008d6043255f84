package dev.longbeam.perf.latency;

import dev.longbeam.perf.bench.Emulator;
import java.nio.file.Path;
import java.util.Map;

/** A system that can be measured: started as a program that takes the requests of {@code bench_subject}. */
public interface Subject {
    /** What tables call it. */
    String label();

    /** Whether it has such a workload and such noise. */
    boolean does(Plan plan);

    /**
     * A program to start.
     *
     * @param gcLog where a JVM shall note its collections
     */
    ProcessBuilder program(Path gcLog);

    /** The same for a plan that it does. */
    default ProcessBuilder program(final Plan plan, final Path gcLog) {
        return program(gcLog);
    }

    /** The option of a JVM that makes it note each collection with the time in milliseconds. */
    static String gcLogOption(final Path gcLog) {
        return "-Xlog:gc:file=" + gcLog + ":timemillis";
    }

    /** An emulator that runs the Erlang form of the workloads. */
    static Subject of(final Emulator emulator, final Path beams) {
        return new Subject() {
            @Override
            public String label() {
                return emulator.label();
            }

            @Override
            public boolean does(final Plan plan) {
                return true;
            }

            @Override
            public ProcessBuilder program(final Path gcLog) {
                final ProcessBuilder builder = emulator.start(Emulator.run(beams, "bench_subject", "main"));
                final Map<String, String> environment = builder.environment();
                if (emulator.label().equals(Emulator.LONGBEAM)) {
                    environment.merge("LONGBEAM_JAVA_OPTS", gcLogOption(gcLog), (given, log) -> given + " " + log);
                }
                return builder;
            }
        };
    }
}
