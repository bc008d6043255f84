package dev.longbeam.trace.export;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Draws a profile as a flame graph: SVG that stands alone, or a page around it, both with zoom and search and without any use of a
 * network. Outermost calls are on top. Stacks that take less than a three thousandth of the width are left out, as is said.
 */
public final class FlameGraph {
    private static final int ROW = 19;
    private static final int HEAD = 74;
    private static final int PERCENT = 100;
    private static final double SMALLEST = 1.0 / 3000;
    private static final double NS_PER_MS = 1e6;
    private static final int HUES = 46;

    private final CallProfile profile;
    private final CallTree tree;
    private final long[] totals;
    private final String title;
    private final List<List<Integer>> children = new ArrayList<>();
    private int rows;
    private int leftOut;

    private FlameGraph(final CallProfile profile, final String title) {
        this.profile = profile;
        this.title = title;
        tree = profile.tree();
        totals = tree.totals();
        for (int node = 0; node < tree.nodes(); node++) {
            children.add(null);
        }
        for (int node = 1; node < tree.nodes(); node++) {
            if (totals[node] > 0 && totals[node] >= totals[0] * SMALLEST) {
                final int parent = tree.parent(node);
                if (children.get(parent) == null) {
                    children.set(parent, new ArrayList<>());
                }
                children.get(parent).add(node);
                rows = Math.max(rows, tree.depth(node));
            } else if (totals[node] > 0) {
                leftOut++;
            }
        }
        children.stream().filter(list -> list != null).forEach(list -> list.sort(Comparator.comparingLong(node -> -totals[node])));
    }

    /** Writes an SVG file. */
    public static void writeSvg(final CallProfile profile, final String title, final Writer out) throws IOException {
        new FlameGraph(profile, title).svg(out, true);
    }

    /** Writes a page. */
    public static void writeHtml(final CallProfile profile, final String title, final Writer out) throws IOException {
        final FlameGraph graph = new FlameGraph(profile, title);
        out.write("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" + Markup.text(title) + "</title>\n<style>");
        out.write("html,body{margin:0;background:#fff}main{padding:12px 16px 32px}@media (prefers-color-scheme:dark){html,body{background:#14171c}}");
        out.write("</style></head><body><main>\n");
        graph.svg(out, false);
        out.write("</main></body></html>\n");
    }

    private void svg(final Writer out, final boolean alone) throws IOException {
        final int height = HEAD + (rows + 1) * ROW + 8;
        if (alone) {
            out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        }
        out.write("<svg id=\"flame\" xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\" height=\"" + height + "\" role=\"img\" aria-label=\""
            + Markup.text(title) + "\">\n<style>" + Markup.resource("flame.css") + "</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
        out.write("<text class=\"title\" x=\"4\" y=\"20\">" + Markup.text(title) + "</text>\n<text class=\"note\" x=\"4\" y=\"40\">"
            + Markup.text(note()) + "</text>\n");
        out.write("<text class=\"note\" id=\"details\" x=\"4\" y=\"60\">&#160;</text>\n"
            + "<text class=\"link\" id=\"search\" x=\"100%\" dx=\"-6\" y=\"60\" text-anchor=\"end\" tabindex=\"0\">search</text>\n"
            + "<text class=\"link hidden\" id=\"reset\" x=\"100%\" dx=\"-60\" y=\"60\" text-anchor=\"end\" tabindex=\"0\">reset zoom</text>\n<g id=\"frames\">\n");
        if (totals[0] > 0) {
            frames(out);
        }
        out.write("</g>\n<script><![CDATA[\n" + Markup.resource("flame.js") + "\n]]></script>\n</svg>\n");
    }

    /** Depth first with an explicit stack: a node, and where it begins. */
    private void frames(final Writer out) throws IOException {
        final List<Integer> nodes = new ArrayList<>(List.of(0));
        final List<Long> begins = new ArrayList<>(List.of(0L));
        while (!nodes.isEmpty()) {
            final int node = nodes.removeLast();
            final long begin = begins.removeLast();
            frame(out, node, begin);
            long at = begin;
            if (children.get(node) != null) {
                for (final int child : children.get(node)) {
                    nodes.add(child);
                    begins.add(at);
                    at += totals[child];
                }
            }
        }
    }

    private void frame(final Writer out, final int node, final long begin) throws IOException {
        final double x = (double)begin / totals[0] * PERCENT;
        final double width = (double)totals[node] / totals[0] * PERCENT;
        final String label = Markup.text(profile.label(node));
        out.write(String.format(Locale.ROOT, "<svg class=\"f\" x=\"%.4f%%\" y=\"%d\" width=\"%.4f%%\" height=\"%d\"><title>%s &#8212; %s, %.2f%%</title>"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"%s\"/><text x=\"4\" y=\"13\">%s</text></svg>%n", x, HEAD + tree.depth(node) * ROW, width, ROW - 1,
            label, amount(totals[node]), width, color(node), label));
    }

    /** One hue for each module, so that a library stands out; roles are blue. */
    private String color(final int node) {
        if (tree.depth(node) <= 1) {
            return node == 0 ? "hsl(215 16% 78%)" : "hsl(212 62% 76%)";
        }
        final String label = profile.label(node);
        final int colon = label.indexOf(':');
        final int module = (colon < 0 ? label : label.substring(0, colon)).hashCode();
        final int hue = 8 + Math.floorMod(module * 31, HUES);
        return "hsl(" + hue + " 88% " + (66 + Math.floorMod(label.hashCode(), 9)) + "%)";
    }

    private String note() {
        final String all = amount(totals[0]) + (profile.calls() == 0
            ? ", by process only: the trace holds no calls (they are recorded at the level calls)"
            : String.format(Locale.ROOT, " in %,d calls", profile.calls()));
        return leftOut == 0 ? all : all + String.format(Locale.ROOT, "; %,d stacks too small to draw", leftOut);
    }

    private String amount(final long weight) {
        return profile.measure() == CallProfile.Measure.TIME ? String.format(Locale.ROOT, "%,.3f ms", weight / NS_PER_MS)
            : String.format(Locale.ROOT, "%,d reductions", weight);
    }
}
