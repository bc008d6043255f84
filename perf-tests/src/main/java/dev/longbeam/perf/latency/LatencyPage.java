package dev.longbeam.perf.latency;

import dev.longbeam.perf.bench.MachineFacts;
import dev.longbeam.perf.bench.ResultFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The page of a latency bench: for each workload a picture of the percentile curves and a table. It needs neither network nor script. */
final class LatencyPage {
    private static final String HEAD = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Latencies</title>
        <style>
        body { font: 14px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 62em; padding: 0 1em; color: #1f2937; background: #fff }
        table { border-collapse: collapse; margin: .6em 0 2.2em; font-variant-numeric: tabular-nums }
        th, td { padding: .2em .8em; text-align: right; white-space: nowrap; border-bottom: 1px solid #e5e7eb }
        th:first-child, td:first-child { text-align: left }
        svg { max-width: 100%; height: auto }
        svg text { font-size: 11px; fill: #4b5563 }
        .grid { stroke: #e5e7eb } .curve { fill: none; stroke-width: 1.8 }
        .key { display: inline-block; width: 1.2em; height: .25em; margin-right: .5em; vertical-align: middle }
        .note { color: #4b5563 }
        </style></head><body>
        <h1>Latencies</h1>
        """;

    private LatencyPage() {
    }

    static String of(final ResultFile file, final List<Outcome> outcomes) {
        final MachineFacts machine = file.machine();
        final StringBuilder page = new StringBuilder(HEAD);
        page.append(String.format(Locale.ROOT, "<p class=\"note\">%s. %s, %d processors, %,d MiB, %s, %s, load average %.2f. Longbeam: %s.</p>%n",
            escaped(file.at()), escaped(machine.processor()), machine.processors(), machine.memoryMiB(), escaped(machine.system()), escaped(machine.java()),
            machine.loadAverage(), escaped(file.options())));
        page.append("<p class=\"note\">Latency counts from the time at which an operation was due, so that a stall counts for everything it held up. In the"
            + " columns x the latency is divided by that of the first line. Curves: to the right how rare, to the top how late.</p>\n");
        for (final Outcome outcome : outcomes) {
            append(page, outcome);
        }
        return page.append("</body></html>\n").toString();
    }

    private static void append(final StringBuilder page, final Outcome outcome) {
        page.append("<h2>").append(escaped(outcome.title())).append("</h2>\n<p class=\"note\">One operation is ")
            .append(escaped(outcome.plan().workload().explanation())).append(".</p>\n");
        if (outcome.recordings().isEmpty()) {
            page.append("<p>Nothing was measured.</p>\n");
            return;
        }
        final Map<String, Histogram> curves = new LinkedHashMap<>();
        outcome.recordings().forEach((label, recording) -> curves.put(label, recording.total()));
        page.append(new PercentileChart(curves).svg()).append("<table>\n<tr>");
        Summary.heads().forEach(head -> page.append("<th>").append(escaped(head)).append("</th>"));
        page.append("</tr>\n");
        int number = 0;
        for (final List<String> row : outcome.summary().rows()) {
            page.append("<tr><td><span class=\"key\" style=\"background:").append(PercentileChart.colour(number++)).append("\"></span>")
                .append(escaped(row.getFirst())).append("</td>");
            row.stream().skip(1).forEach(cell -> page.append("<td>").append(escaped(cell)).append("</td>"));
            page.append("</tr>\n");
        }
        page.append("</table>\n");
        outcome.failures().forEach((label, why) -> page.append("<p>").append(escaped(label + " failed: " + why)).append("</p>\n"));
    }

    private static String escaped(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
