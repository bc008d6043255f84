package dev.longbeam.trace;

import java.util.HashSet;
import java.util.Set;

/**
 * Which processes have their messages and calls recorded. A word names processes by registered name ({@code my_server}), or by initial
 * call: {@code lists:reverse/1}, or {@code lists:} for any of a module. Time slices are recorded of all processes: who was on the
 * scheduler is what waits are explained by.
 *
 * <p>Immutable; any thread.
 */
public final class TraceFilter {
    private final Set<String> only;
    private final Set<String> without;

    private TraceFilter(final Set<String> only, final Set<String> without) {
        this.only = only;
        this.without = without;
    }

    /**
     * A filter.
     *
     * @param only    words parted by commas; when empty, all processes are recorded
     * @param without words parted by commas for processes that are not recorded, whatever {@code only} says
     * @return the filter, or null when it leaves nothing out
     */
    public static TraceFilter of(final String only, final String without) {
        return only.isBlank() && without.isBlank() ? null : new TraceFilter(words(only), words(without));
    }

    private static Set<String> words(final String text) {
        final Set<String> words = new HashSet<>();
        for (final String word : text.split(",")) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return words;
    }

    /**
     * True when a process is recorded.
     *
     * @param name registered name, or the empty text
     */
    public boolean accepts(final String module, final String function, final int arity, final String name) {
        final String call = module + ":" + function + "/" + arity;
        return (only.isEmpty() || matches(only, module, call, name)) && !matches(without, module, call, name);
    }

    private static boolean matches(final Set<String> words, final String module, final String call, final String name) {
        return words.contains(module + ":") || words.contains(call) || words.contains(name);
    }
}
