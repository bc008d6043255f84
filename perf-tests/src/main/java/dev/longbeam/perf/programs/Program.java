package dev.longbeam.perf.programs;

import java.io.IOException;

/**
 * A program of the set.
 *
 * @param group      the module it stands in
 * @param operations what one run does, in {@code unit}s
 */
record Program(String group, String name, long operations, String unit) {
    private static final int WORDS = 5;

    /**
     * Reads the driver's line about a program: {@code program GROUP NAME OPERATIONS UNIT}.
     *
     * @throws IOException when it is none
     */
    static Program parse(final String line) throws IOException {
        final String[] words = line.split(" ");
        if (words.length != WORDS || !words[0].equals("program")) {
            throw new IOException("not a program: " + line);
        }
        return new Program(words[1], words[2], Long.parseLong(words[3]), words[4].replace('_', ' '));
    }

    /** Whether one of the patterns, parted by commas, is its name or its group; {@code *} stands for anything. Empty: all match. */
    boolean matches(final String patterns) {
        if (patterns.isEmpty()) {
            return true;
        }
        for (final String pattern : patterns.split(",")) {
            final String expression = pattern.strip().replace("*", ".*");
            if (name.matches(expression) || group.matches(expression)) {
                return true;
            }
        }
        return false;
    }
}
