package dev.longbeam.trace.export;

import dev.longbeam.trace.read.TraceReader;
import dev.longbeam.trace.report.MessageFilter;
import dev.longbeam.trace.report.TraceProgress;
import dev.longbeam.trace.report.Why;
import java.io.IOException;
import java.io.Writer;

/**
 * One page about a trace, for a browser, that needs no network: how long messages waited, over time and by process, pauses, who talks with
 * whom, and why the slowest messages were late. Its figures stand in it as JSON, in an element {@code figures}.
 */
public final class PageReport {
    private static final int SLOWEST = 6;
    private static final int DEPTH = 12;

    private PageReport() {
    }

    /** Writes the page of a trace: three passes over the events. */
    public static void write(final TraceReader trace, final Writer out, final TraceProgress progress) throws IOException {
        final PageFigures figures = PageFigures.of(trace, progress);
        final Why why = Why.slowest(trace, SLOWEST, DEPTH, MessageFilter.of(null, null, null), progress);
        out.write("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
            // An icon of its own keeps browsers from asking for one.
            + "<link rel=\"icon\" href=\"data:,\">\n<title>Trace " + Markup.text(trace.directory().getFileName().toString()) + "</title>\n<style>\n");
        out.write(Markup.resource("report.css"));
        out.write("</style>\n</head>\n<body>\n" + Markup.resource("report.html"));
        out.write("<script type=\"application/json\" id=\"figures\">");
        figures.write(new JsonOutput(out));
        out.write("</script>\n<script type=\"application/json\" id=\"slowest\">");
        // A less-than sign could end the script element; it stands in texts only.
        out.write(why.json().replace("<", "\\u003c"));
        out.write("</script>\n<script>\n");
        out.write(Markup.resource("report-draw.js"));
        out.write(Markup.resource("report.js"));
        out.write("</script>\n</body>\n</html>\n");
    }
}
