package dev.longbeam.node;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the text of an environment variable such as {@code ERL_FLAGS}, or of an arguments file, into words: blanks part them,
 * single and double quotes hold them together, a backslash takes the next character as it is. A comment, where allowed, reaches
 * from a number sign to the end of its line. Pure function.
 */
final class WordSplitter {
    private final String text;
    private final boolean comments;
    private final List<String> words = new ArrayList<>();
    private int at;

    private WordSplitter(final String text, final boolean comments) {
        this.text = text;
        this.comments = comments;
    }

    static List<String> split(final String text, final boolean comments) {
        final WordSplitter splitter = new WordSplitter(text, comments);
        splitter.run();
        return splitter.words;
    }

    private void run() {
        while (skipToWord()) {
            words.add(word());
        }
    }

    private boolean skipToWord() {
        while (at < text.length()) {
            final char c = text.charAt(at);
            if (comments && c == '#') {
                final int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (isBlank(c)) {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private String word() {
        final StringBuilder word = new StringBuilder();
        while (at < text.length()) {
            final char c = text.charAt(at);
            if (isBlank(c) || comments && c == '#') {
                break;
            }
            at++;
            if (c == '"' || c == '\'') {
                final int end = text.indexOf(c, at);
                word.append(text, at, end < 0 ? text.length() : end);
                at = end < 0 ? text.length() : end + 1;
            } else if (c != '\\') {
                word.append(c);
            } else if (at < text.length()) {
                word.append(text.charAt(at++));
            }
        }
        return word.toString();
    }

    private static boolean isBlank(final char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
