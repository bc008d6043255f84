package dev.longbeam.trace.diff;

import dev.longbeam.trace.report.Figures;
import dev.longbeam.trace.report.Json;
import dev.longbeam.trace.report.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Two recordings side by side, and whether the second keeps within bounds. Immutable. */
public final class TraceDiff {
    private static final double PERCENT = 100;
    /** Figures that groups have: all but the last. */
    private static final int OF_GROUPS = Figure.CRITICAL_PATH.ordinal();

    private final RunFigures before;
    private final RunFigures after;
    private final Map<Figure, Double> bounds;

    /**
     * A comparison.
     *
     * @param before the recording to compare with
     * @param after the recording that is judged
     * @param bounds percentages that figures of the whole run may grow by; a figure without one may be anything
     */
    public TraceDiff(final RunFigures before, final RunFigures after, final Map<Figure, Double> bounds) {
        this.before = before;
        this.after = after;
        this.bounds = bounds.isEmpty() ? Map.of() : new EnumMap<>(bounds);
    }

    /** Growth of a figure of the whole run in percent; infinite when it was 0 and is not. */
    public double change(final Figure figure) {
        return change(before.total(figure), after.total(figure));
    }

    private static double change(final long a, final long b) {
        return a == b ? 0 : a == 0 ? Double.POSITIVE_INFINITY : (b - a) * PERCENT / a;
    }

    /** True when a figure has grown by more than it may. */
    public boolean exceeds(final Figure figure) {
        final Double bound = bounds.get(figure);
        return bound != null && change(figure) > bound;
    }

    /** True when any figure has grown by more than it may. */
    public boolean exceeds() {
        return bounds.keySet().stream().anyMatch(this::exceeds);
    }

    private static String percent(final double change) {
        return change == 0 ? "=" : Double.isInfinite(change) ? "new" : String.format(Locale.ROOT, "%+.2f%%", change);
    }

    /** The groups in which most has changed, by reductions and then by messages. */
    private List<String> changed(final int limit) {
        final TreeSet<String> all = new TreeSet<>();
        before.groups().forEach(all::add);
        after.groups().forEach(all::add);
        final List<String> groups = new ArrayList<>();
        for (final String group : all) {
            for (final Figure figure : Figure.values()) {
                if (before.group(group, figure) != after.group(group, figure)) {
                    groups.add(group);
                    break;
                }
            }
        }
        groups.sort(Comparator.comparingLong((String group) -> -distance(group, Figure.REDUCTIONS))
            .thenComparingLong(group -> -distance(group, Figure.MESSAGES)));
        return groups.subList(0, Math.min(limit, groups.size()));
    }

    private long distance(final String group, final Figure figure) {
        return Math.abs(after.group(group, figure) - before.group(group, figure));
    }

    /** The comparison as text, with so many groups. */
    public String text(final int limit) {
        final TextTable table = new TextTable("", ">before", ">after", ">change", ">bound", "");
        for (final Figure figure : Figure.values()) {
            table.row(figure.text(), Figures.count(before.total(figure)), Figures.count(after.total(figure)), percent(change(figure)),
                bounds.containsKey(figure) ? String.format(Locale.ROOT, "%+.2f%%", bounds.get(figure)) : "",
                exceeds(figure) ? "beyond its bound" : "");
        }
        final StringBuilder text = new StringBuilder("before  ").append(before.name()).append("\nafter   ").append(after.name()).append("\n\n").append(table);
        final List<String> groups = changed(limit);
        if (!groups.isEmpty()) {
            final TextTable rows = new TextTable("processes that differ most", ">reductions", ">", ">messages", ">", ">words sent", ">",
                ">words allocated", ">", ">spawns", ">");
            for (final String group : groups) {
                final Object[] cells = new Object[1 + 2 * OF_GROUPS];
                cells[0] = group;
                for (int i = 0; i < OF_GROUPS; i++) {
                    final Figure figure = Figure.values()[i];
                    final long now = after.group(group, figure);
                    cells[1 + 2 * i] = Figures.count(now);
                    cells[2 + 2 * i] = percent(change(before.group(group, figure), now));
                }
                rows.row(cells);
            }
            text.append('\n').append(rows);
        }
        return text.toString();
    }

    /** The comparison as JSON, with so many groups. */
    public String json(final int limit) {
        final Json json = new Json().object().put("before", before.name()).put("after", after.name()).put("before_whole", before.isWhole())
            .put("after_whole", after.isWhole()).put("exceeded", exceeds()).object("figures");
        for (final Figure figure : Figure.values()) {
            json.object(figure.name().toLowerCase(Locale.ROOT)).put("before", before.total(figure)).put("after", after.total(figure))
                .put("change_percent", change(figure)).put("bound_percent", bounds.getOrDefault(figure, Double.NaN))
                .put("exceeded", exceeds(figure)).end('}');
        }
        json.end('}').array("groups");
        for (final String group : changed(limit)) {
            json.object().put("name", group);
            for (final Figure figure : Figure.values()) {
                if (figure != Figure.CRITICAL_PATH) {
                    json.object(figure.name().toLowerCase(Locale.ROOT)).put("before", before.group(group, figure))
                        .put("after", after.group(group, figure)).end('}');
                }
            }
            json.end('}');
        }
        return json.end(']').end('}').toString();
    }
}
