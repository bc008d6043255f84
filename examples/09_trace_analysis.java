// An analysis of one's own over a trace: which processes wake each other up, and how much they say.
// Run it with: examples/run-java examples/09_trace_analysis.java [DIR]      (DIR: folder of a trace; default: the newest)

import dev.longbeam.trace.EventType;
import dev.longbeam.trace.TraceDirectories;
import dev.longbeam.trace.read.ProcessTable;
import dev.longbeam.trace.read.TraceCursor;
import dev.longbeam.trace.read.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

final class TraceAnalysis {
    public static void main(final String[] args) throws IOException {
        try (TraceReader trace = TraceReader.open(args.length > 0 ? Path.of(args[0]) : TraceDirectories.newest())) {
            final ProcessTable processes = new ProcessTable(trace);
            final Map<String, long[]> pairs = new HashMap<>();
            final TraceCursor cursor = trace.inTimeOrder();
            while (cursor.next()) {
                processes.apply(cursor.event());
                if (cursor.event().type() == EventType.SEND) {
                    final String from = processes.get(cursor.event().field("from")).role();
                    final String to = processes.get(cursor.event().field("to")).role();
                    final long[] sums = pairs.computeIfAbsent(from + " -> " + to, key -> new long[2]);
                    sums[0]++;
                    sums[1] += cursor.event().field("size");
                }
            }
            pairs.entrySet().stream().sorted((a, b) -> Long.compare(b.getValue()[0], a.getValue()[0])).limit(10)
                .forEach(pair -> System.out.printf("%,10d messages %,12d words  %s%n", pair.getValue()[0], pair.getValue()[1], pair.getKey()));
            trace.problems().forEach(System.err::println);
        }
    }
}
