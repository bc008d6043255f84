package dev.longbeam.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Joins the places that arguments of {@code erl} come from, in their order: {@code ERL_OTP<release>_FLAGS}, {@code ERL_AFLAGS},
 * the command line, {@code ERL_FLAGS}, {@code ERL_ZFLAGS}. Arguments files are read in place; what follows {@code -extra}
 * anywhere comes last.
 */
final class ArgumentSources {
    /** Parts groups of arguments, so that flags of one place do not take words of the next as values. */
    static final String SEPARATOR = "--";
    /** Stands for a {@code -S} of the command line, which ends the arguments as {@code -extra} does (OTP 26 and later). */
    static final String RUN_AND_PASS_REST = "++S";

    private static final String ARGS_FILE = "-args_file";
    private static final String EXTRA = "-extra";
    private static final int FIRST_RELEASE_WITH_CLOSED_GROUPS = 26;

    private final boolean closedGroups;
    private final List<String> words = new ArrayList<>();
    private final List<String> runWords = new ArrayList<>();
    private final List<String> extraWords = new ArrayList<>();

    private ArgumentSources(final int release) {
        this.closedGroups = release >= FIRST_RELEASE_WITH_CLOSED_GROUPS;
    }

    static List<String> join(final List<String> commandLine, final Map<String, String> environment, final int release)
        throws InvalidArguments {
        final ArgumentSources sources = new ArgumentSources(release);
        final List<String> before = new ArrayList<>();
        sources.addVariable(before, environment.get("ERL_OTP" + release + "_FLAGS"));
        final List<String> front = new ArrayList<>();
        sources.addVariable(front, environment.get("ERL_AFLAGS"));
        final List<String> flags = new ArrayList<>();
        sources.addVariable(flags, environment.get("ERL_FLAGS"));
        final List<String> last = new ArrayList<>();
        sources.addVariable(last, environment.get("ERL_ZFLAGS"));
        final boolean onlyCommandLine = before.isEmpty() && front.isEmpty() && flags.isEmpty() && last.isEmpty();
        if (onlyCommandLine && !sources.closedGroups && !usesFile(commandLine)) {
            return commandLine;
        }
        sources.addWords(before, false);
        sources.addWords(front, false);
        if (!commandLine.isEmpty()) {
            sources.addWords(commandLine, true);
            sources.words.add(SEPARATOR);
        }
        sources.addWords(flags, false);
        sources.addWords(last, false);
        return sources.all();
    }

    private static boolean usesFile(final List<String> commandLine) {
        final int file = commandLine.indexOf(ARGS_FILE);
        final int extra = commandLine.indexOf(EXTRA);
        return file >= 0 && (extra < 0 || file < extra);
    }

    private List<String> all() {
        words.addAll(runWords);
        if (!extraWords.isEmpty()) {
            words.add(EXTRA);
            words.addAll(extraWords);
        }
        return words;
    }

    private void addVariable(final List<String> to, final String value) {
        if (value != null) {
            to.addAll(closed(WordSplitter.split(value, false)));
        }
    }

    private List<String> closed(final List<String> group) {
        if (!group.isEmpty() && !(closedGroups && group.contains(EXTRA))) {
            group.add(SEPARATOR);
        }
        return group;
    }

    private void addWords(final List<String> group, final boolean commandLine) throws InvalidArguments {
        for (int i = 0; i < group.size(); i++) {
            final String word = group.get(i);
            if (word.equals(ARGS_FILE)) {
                if (++i == group.size()) {
                    throw InvalidArguments.missingValue(ARGS_FILE);
                }
                addFile(group.get(i));
            } else if (word.equals(EXTRA)) {
                extraWords.addAll(group.subList(i + 1, group.size()));
                if (closedGroups) {
                    words.add(SEPARATOR);
                }
                return;
            } else if (closedGroups && commandLine && word.equals("-S")) {
                runWords.add(RUN_AND_PASS_REST);
                group.subList(i + 1, group.size()).forEach(rest -> runWords.add(rest.equals(SEPARATOR) ? "\\--" : rest));
                words.add(SEPARATOR);
                return;
            } else {
                words.add(word);
            }
        }
    }

    private void addFile(final String name) throws InvalidArguments {
        final Deque<Iterator<String>> open = new ArrayDeque<>();
        open.push(readFile(name).iterator());
        while (!open.isEmpty()) {
            final Iterator<String> words = open.peek();
            if (!words.hasNext()) {
                open.pop();
                continue;
            }
            final String word = words.next();
            if (word.equals(ARGS_FILE)) {
                if (!words.hasNext()) {
                    throw InvalidArguments.missingValue(ARGS_FILE);
                }
                open.push(readFile(words.next()).iterator());
            } else if (word.equals(EXTRA)) {
                words.forEachRemaining(extraWords::add);
            } else {
                this.words.add(word);
            }
        }
    }

    private List<String> readFile(final String name) throws InvalidArguments {
        try {
            return closed(WordSplitter.split(Files.readString(Path.of(RawWords.text(name)), StandardCharsets.ISO_8859_1), true));
        } catch (final NoSuchFileException e) {
            throw unreadable(name, "No such file or directory");
        } catch (final IOException e) {
            throw unreadable(name, e.getMessage());
        }
    }

    private static InvalidArguments unreadable(final String name, final String reason) {
        return new InvalidArguments("Failed to open arguments file \"" + name + "\" at \"" + RawWords.of(Path.of("").toAbsolutePath().toString())
            + "\": "
            + reason);
    }
}
