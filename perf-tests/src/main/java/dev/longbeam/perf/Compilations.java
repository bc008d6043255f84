package dev.longbeam.perf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingStream;

/**
 * Summary of the events of HotSpot's compilers while a node in this JVM runs programs: what they made of generated methods, and of all others.
 *
 * <p>Written by the thread of the event stream, printed when that has ended.
 */
public final class Compilations {
    private static final String GENERATED = "dev.longbeam.jit.";
    /** HotSpot's second compiler works at this level, its first one below. */
    private static final int SECOND_COMPILER = 4;
    /** A method that C2 compiled more often than this is called a storm: each time it lost the code before. A deoptimisation is of one frame. */
    private static final int STORM = 10;
    private static final int MOST_ROWS = 15;
    private static final int POLL_MS = 50;

    private final Map<String, Integer> secondCompiler = new HashMap<>();
    private final Map<String, Integer> firstCompiler = new HashMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Map<String, Integer> deoptimised = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private int longest;

    private Compilations() {
    }

    /**
     * Runs a node until the file {@code end} stands in the directory of the property {@code longbeam.perf.directory}, and prints the summary.
     *
     * @param args the node's command line
     */
    public static void main(final String[] args) throws InterruptedException {
        final Path end = Path.of(System.getProperty("longbeam.perf.directory"), "end");
        final Compilations summary = new Compilations();
        try (RecordingStream stream = new RecordingStream()) {
            stream.enable("jdk.Compilation").withThreshold(Duration.ZERO);
            stream.enable("jdk.CompilationFailure");
            stream.enable("jdk.Deoptimization").withoutStackTrace();
            stream.onEvent(summary::add);
            stream.startAsync();
            Thread.ofPlatform().daemon().start(() -> dev.longbeam.node.Main.main(args));
            while (!Files.exists(end)) {
                Thread.sleep(POLL_MS);
            }
            stream.stop();
        }
        summary.print();
        Runtime.getRuntime().halt(0);
    }

    private void add(final RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.Compilation" -> compiled(event);
            case "jdk.CompilationFailure" -> failures.merge(names.getOrDefault(event.getInt("compileId"), "a method") + ": " + event.getString("failureMessage"), 1, Integer::sum);
            case "jdk.Deoptimization" -> {
                final String method = name(event.getValue("method"));
                final String kind = isGenerated(method) ? "generated" : "other";
                reasons.merge(event.getString("reason") + ", " + event.getString("action") + ", " + kind, 1, Integer::sum);
                deoptimised.merge(method, 1, Integer::sum);
            }
            default -> { }
        }
    }

    private void compiled(final RecordedEvent event) {
        final String method = name(event.getValue("method"));
        names.put(event.getInt("compileId"), method);
        if (event.getShort("compileLevel") < SECOND_COMPILER) {
            firstCompiler.merge(method, 1, Integer::sum);
        } else if (event.getBoolean("succeded")) {
            secondCompiler.merge(method, 1, Integer::sum);
            longest = Math.max(longest, (int)event.getDuration().toMillis());
        } else {
            failures.merge(method + ": not compiled", 1, Integer::sum);
        }
    }

    private static String name(final RecordedMethod method) {
        return method.getType().getName().replaceFirst("[/+.]0x[0-9a-f]+$", "") + "." + method.getName();
    }

    private static boolean isGenerated(final String method) {
        return method.startsWith(GENERATED);
    }

    private void print() {
        final long generated = secondCompiler.keySet().stream().filter(Compilations::isGenerated).count();
        System.out.println("generated methods compiled by C2: " + generated + ", in " + secondCompiler.entrySet().stream()
            .filter(entry -> isGenerated(entry.getKey())).mapToInt(Map.Entry::getValue).sum() + " compilations; by C1: "
            + firstCompiler.keySet().stream().filter(Compilations::isGenerated).count());
        System.out.println("other methods compiled by C2: " + (secondCompiler.size() - generated) + "; the longest compilation took " + longest + " ms");
        table("not compiled", failures);
        table("deoptimised frames: reason, action, where", reasons);
        table("methods with the most deoptimised frames", deoptimised);
        table("generated methods that C2 compiled most often", secondCompiler.entrySet().stream().filter(entry -> isGenerated(entry.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        final long storms = secondCompiler.values().stream().filter(count -> count > STORM).count();
        System.out.println("storms (a method that C2 compiled more than " + STORM + " times): " + storms);
    }

    private static void table(final String title, final Map<String, Integer> counts) {
        System.out.println();
        System.out.println("| " + title + " | |");
        System.out.println("|---|---:|");
        counts.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())).limit(MOST_ROWS)
            .forEach(entry -> System.out.println("| " + entry.getKey() + " | " + entry.getValue() + " |"));
        System.out.println();
    }
}
