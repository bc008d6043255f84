package dev.longbeam.trace.report;

import java.util.ArrayList;
import java.util.List;

/** A table of plain text: columns as wide as what they hold, numbers to the right. Owned by one thread. */
public final class TextTable {
    private static final int MAX_WIDTH = 70;

    private final List<String[]> rows = new ArrayList<>();
    private final String[] titles;

    /** A table with titles; a title that begins with {@code >} makes a column of numbers. */
    public TextTable(final String... titles) {
        this.titles = titles.clone();
        final String[] first = new String[titles.length];
        for (int i = 0; i < titles.length; i++) {
            first[i] = isNumber(i) ? titles[i].substring(1) : titles[i];
        }
        rows.add(first);
    }

    private boolean isNumber(final int column) {
        return titles[column].startsWith(">");
    }

    /** Adds a row: as many cells as there are titles. */
    public TextTable row(final Object... cells) {
        final String[] row = new String[titles.length];
        for (int i = 0; i < row.length; i++) {
            final String text = cells[i] == null ? "" : cells[i].toString();
            row[i] = text.length() > MAX_WIDTH ? text.substring(0, MAX_WIDTH - 3) + "..." : text;
        }
        rows.add(row);
        return this;
    }

    /** True when it has no row yet. */
    public boolean isEmpty() {
        return rows.size() == 1;
    }

    @Override
    public String toString() {
        final int[] widths = new int[titles.length];
        for (final String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        final StringBuilder text = new StringBuilder();
        for (final String[] row : rows) {
            final int begin = text.length();
            for (int i = 0; i < row.length; i++) {
                text.append(i == 0 ? "" : "  ");
                if (isNumber(i)) {
                    text.repeat(' ', widths[i] - row[i].length()).append(row[i]);
                } else {
                    text.append(row[i]).repeat(' ', widths[i] - row[i].length());
                }
            }
            int end = text.length();
            while (end > begin && text.charAt(end - 1) == ' ') {
                end--;
            }
            text.setLength(end);
            text.append('\n');
        }
        return text.toString();
    }
}
