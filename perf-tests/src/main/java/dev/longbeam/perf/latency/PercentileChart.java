package dev.longbeam.perf.latency;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Percentile curves as an SVG picture: to the right how rare, to the top how late, both by powers of ten.
 *
 * <p>Pixels; y grows downwards.
 */
final class PercentileChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 340;
    private static final int LEFT = 70;
    private static final int RIGHT = 36;
    private static final int TOP = 12;
    private static final int BOTTOM = 30;
    private static final int TICKS_PER_HALF = 8;
    private static final double NS_PER_US = 1e3;
    private static final List<String> COLOURS = List.of("#0b6e99", "#c2410c", "#3f7d20", "#7c3aed", "#b45309", "#475569", "#be185d", "#0f766e");
    private static final String[] RARITIES = {"0 %", "90 %", "99 %", "99.9 %", "99.99 %", "99.999 %", "99.9999 %"};

    private final Map<String, Histogram> curves;
    private final double decades;
    private final double bottomExponent;
    private final double topExponent;

    /** A picture of these histograms of nanoseconds, none of them empty. */
    PercentileChart(final Map<String, Histogram> curves) {
        this.curves = curves;
        final long most = curves.values().stream().mapToLong(Histogram::getTotalCount).max().orElseThrow();
        decades = Math.clamp(Math.ceil(Math.log10(most)), 1, RARITIES.length - 1);
        bottomExponent = Math.floor(Math.log10(curves.values().stream().mapToLong(Histogram::getMinNonZeroValue).min().orElseThrow()));
        topExponent = Math.max(bottomExponent + 1, Math.ceil(Math.log10(curves.values().stream().mapToLong(Histogram::getMaxValue).max().orElseThrow())));
    }

    /** The picture. */
    String svg() {
        final StringBuilder svg = new StringBuilder(String.format(Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n", WIDTH, HEIGHT, WIDTH, HEIGHT));
        for (int decade = 0; decade <= decades; decade++) {
            final double x = x(100 - 100 * Math.pow(10, -decade));
            svg.append(line(x, TOP, x, HEIGHT - BOTTOM)).append(text(x, HEIGHT - BOTTOM + 18, "middle", RARITIES[decade]));
        }
        for (double exponent = bottomExponent; exponent <= topExponent; exponent++) {
            final double y = y(Math.pow(10, exponent));
            svg.append(line(LEFT, y, WIDTH - RIGHT, y)).append(text(LEFT - 6, y + 4, "end", latency(Math.pow(10, exponent))));
        }
        int number = 0;
        for (final Map.Entry<String, Histogram> curve : curves.entrySet()) {
            svg.append(String.format(Locale.ROOT, "<polyline class=\"curve\" stroke=\"%s\" points=\"%s\"><title>%s</title></polyline>%n", colour(number++),
                points(curve.getValue()), curve.getKey()));
        }
        return svg.append("</svg>\n").toString();
    }

    /** The colour of a curve. */
    static String colour(final int number) {
        return COLOURS.get(number % COLOURS.size());
    }

    private String points(final Histogram histogram) {
        return StreamSupport.stream(histogram.percentiles(TICKS_PER_HALF).spliterator(), false)
            .filter(value -> value.getValueIteratedTo() > 0).map(this::point).collect(Collectors.joining(" "));
    }

    private String point(final HistogramIterationValue value) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x(value.getPercentileLevelIteratedTo()), y(value.getValueIteratedTo()));
    }

    /** Where a percentile stands; the last of all stands at the right end. */
    double x(final double percent) {
        final double rarity = percent >= 100 ? decades : Math.min(decades, -Math.log10(1 - percent / 100));
        return LEFT + (WIDTH - LEFT - RIGHT) * rarity / decades;
    }

    /** Where a latency stands. */
    double y(final double ns) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (Math.log10(ns) - bottomExponent) / (topExponent - bottomExponent);
    }

    private static String latency(final double ns) {
        final double us = ns / NS_PER_US;
        return us < 1 ? String.format(Locale.ROOT, "%.0f ns", ns) : us < 1e3 ? String.format(Locale.ROOT, "%.0f µs", us)
            : us < 1e6 ? String.format(Locale.ROOT, "%.0f ms", us / 1e3) : String.format(Locale.ROOT, "%.0f s", us / 1e6);
    }

    private static String line(final double x1, final double y1, final double x2, final double y2) {
        return String.format(Locale.ROOT, "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", x1, y1, x2, y2);
    }

    private static String text(final double x, final double y, final String anchor, final String text) {
        return String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text);
    }
}
