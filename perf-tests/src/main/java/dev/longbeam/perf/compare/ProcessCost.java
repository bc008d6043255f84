package dev.longbeam.perf.compare;

import dev.longbeam.perf.bench.Child;
import dev.longbeam.perf.bench.Statistics;
import dev.longbeam.perf.latency.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What processes cost on a subject: to start and end, and to be there. Each round is a program of its own. */
final class ProcessCost {
    private static final int WORDS = 3;
    private static final double NS_PER_S = 1e9;
    private static final int ANSWER_MS = 300_000;

    private final Path directory;
    private final int rounds;

    ProcessCost(final Path directory, final int rounds) {
        this.directory = directory;
        this.rounds = rounds;
    }

    /** Processes started and ended in a second, one after the other; the median of the rounds, by subject. */
    Map<String, Double> spawnsPerSecond(final List<Subject> subjects, final int seconds) throws IOException, InterruptedException {
        final Map<String, List<Answer>> answers = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            ask(subjects, "spawns", seconds, answers);
        }
        final Map<String, Double> rates = new LinkedHashMap<>();
        answers.forEach((label, all) -> rates.put(label, Statistics.median(all.stream().map(answer -> answer.amount * NS_PER_S / answer.elapsedNs).toList())));
        return rates;
    }

    /** What so many idle processes take: growth of the resident set in bytes, and time to create them, by subject. */
    Map<String, Answer> idle(final List<Subject> subjects, final int count) throws IOException, InterruptedException {
        final Map<String, List<Answer>> answers = new LinkedHashMap<>();
        ask(subjects, "idle", count, answers);
        final Map<String, Answer> first = new LinkedHashMap<>();
        answers.forEach((label, all) -> first.put(label, all.getFirst()));
        return first;
    }

    private void ask(final List<Subject> subjects, final String what, final int number, final Map<String, List<Answer>> answers)
        throws IOException, InterruptedException {
        for (final Subject subject : subjects) {
            final Path gcLog = Files.createTempFile(directory, what, ".gc");
            try (Child child = new Child(subject.program(gcLog))) {
                final Answer answer = Answer.parse(what, child.ask(what + " " + number, ANSWER_MS));
                answers.computeIfAbsent(subject.label(), label -> new ArrayList<>()).add(answer);
            } catch (final IOException e) {
                System.err.println("longbeam: " + what + " on " + subject.label() + ": " + e.getMessage());
            } finally {
                Files.deleteIfExists(gcLog);
            }
        }
    }

    /**
     * {@code WHAT AMOUNT ELAPSED_NS}.
     *
     * @param amount processes started, or bytes
     */
    record Answer(long amount, long elapsedNs) {
        static Answer parse(final String what, final String line) throws IOException {
            final String[] words = line.split(" ");
            if (words.length != WORDS || !words[0].equals(what)) {
                throw new IOException("not an answer to " + what + ": " + line);
            }
            return new Answer(Long.parseLong(words[1]), Long.parseLong(words[2]));
        }
    }
}
