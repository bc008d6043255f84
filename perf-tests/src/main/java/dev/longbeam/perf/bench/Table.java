package dev.longbeam.perf.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of text: the first column stands left, the others right. It prints for a terminal row by row, or as Markdown. */
public final class Table {
    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table without rows. */
    public Table(final String... heads) {
        this.heads = List.of(heads);
    }

    /** Adds a row with as many cells as there are heads. */
    public void row(final List<String> cells) {
        if (cells.size() != heads.size()) {
            throw new IllegalArgumentException("cells=" + cells.size() + " heads=" + heads.size());
        }
        rows.add(List.copyOf(cells));
    }

    /** The same. */
    public void row(final String... cells) {
        row(Arrays.asList(cells));
    }

    /** The rows, without their heads. */
    public List<List<String>> rows() {
        return rows;
    }

    /** Prints it with columns of even width. */
    public void print(final PrintWriter out) {
        final int[] widths = new int[heads.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = heads.get(column).length();
            for (final List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        out.println(line(heads, widths));
        rows.forEach(row -> out.println(line(row, widths)));
        out.flush();
    }

    private static String line(final List<String> cells, final int[] widths) {
        final StringBuilder line = new StringBuilder(padded(cells.getFirst(), widths[0], false));
        for (int column = 1; column < widths.length; column++) {
            line.append("  ").append(padded(cells.get(column), widths[column], true));
        }
        return line.toString().stripTrailing();
    }

    private static String padded(final String cell, final int width, final boolean right) {
        final String blanks = " ".repeat(Math.max(0, width - cell.length()));
        return right ? blanks + cell : cell + blanks;
    }

    /** The table in Markdown, with a line end after each row. */
    public String markdown() {
        final StringBuilder text = new StringBuilder(markdown(heads)).append("|---|").append("---:|".repeat(heads.size() - 1)).append('\n');
        rows.forEach(row -> text.append(markdown(row)));
        return text.toString();
    }

    private static String markdown(final List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
