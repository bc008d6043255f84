package dev.longbeam.perf.latency;

import dev.longbeam.perf.bench.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures subjects by turns, round by round, each in a program of its own that no other disturbs. */
public final class Measuring {
    private static final int WORDS = 4;
    private static final long NS_PER_MS = 1_000_000L;

    private final Path directory;
    private final int rounds;

    /**
     * Measures later.
     *
     * @param directory where latencies and the notes of JVMs stand for a while
     * @param rounds    how often each subject has its turn
     */
    public Measuring(final Path directory, final int rounds) {
        this.directory = directory;
        this.rounds = rounds;
    }

    /** What was measured of those subjects that have the workload; one that fails is not asked again. */
    public Outcome measure(final List<Subject> subjects, final Plan plan) throws InterruptedException {
        final Map<String, Recording> recordings = new LinkedHashMap<>();
        final Map<String, String> failures = new LinkedHashMap<>();
        subjects.stream().filter(subject -> subject.does(plan)).forEach(subject -> recordings.put(subject.label(), new Recording()));
        for (int round = 0; round < rounds; round++) {
            for (final Subject subject : subjects) {
                final Recording recording = recordings.get(subject.label());
                if (recording != null) {
                    try {
                        final long missing = round(subject, plan, recording);
                        if (missing > 0) {
                            failures.put(subject.label(), missing + " operations were not done in the end, and count with the time that they had waited");
                        }
                    } catch (final IOException e) {
                        failures.put(subject.label(), e.getMessage());
                        recordings.remove(subject.label());
                    }
                }
            }
        }
        return new Outcome(plan, recordings, failures);
    }

    /** Returns how many operations were not done. */
    private long round(final Subject subject, final Plan plan, final Recording recording) throws IOException, InterruptedException {
        final Path file = Files.createTempFile(directory, "latencies", "");
        final Path gcLog = directory.resolve(file.getFileName() + ".gc");
        try (Child child = new Child(subject.program(plan, gcLog))) {
            final Answer answer = Answer.parse(child.ask(plan.request(file), plan.timeoutMs()));
            recording.add(Recording.read(file), answer.elapsedNs, answer.endMs);
            recording.addCollections(GcLog.pauses(gcLog, answer.endMs - answer.elapsedNs / NS_PER_MS, answer.endMs));
            return answer.missing;
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(gcLog);
        }
    }

    /** What a subject says of a round: {@code latency RECORDED ELAPSED_NS END_MS}, and how many operations are missing if any are. */
    record Answer(long recorded, long elapsedNs, long endMs, long missing) {
        static Answer parse(final String line) throws IOException {
            final String[] words = line.split(" ");
            if (words.length < WORDS || words.length > WORDS + 1 || !words[0].equals("latency")) {
                throw new IOException("not an answer about latencies: " + line);
            }
            return new Answer(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]),
                words.length == WORDS ? 0 : Long.parseLong(words[WORDS]));
        }
    }
}
