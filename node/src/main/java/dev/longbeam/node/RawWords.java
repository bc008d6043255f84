package dev.longbeam.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line and environment of this process as bytes. Java decodes them by the locale, and in the locale {@code C}, which
 * containers have, every character beyond ASCII is lost; {@code erl} hands the bytes on as they are.
 *
 * <p>A raw word is a string in which each character stands for one byte, 0 to 255. Any thread; reads {@code /proc}.
 */
public final class RawWords {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

    private RawWords() {
    }

    /** The arguments of {@code main} as raw words. */
    public static List<String> commandLine(final String[] args) {
        final List<String> words = read(COMMAND_LINE);
        if (words.size() > args.length) {
            return words.subList(words.size() - args.length, words.size());
        }
        final List<String> encoded = new ArrayList<>();
        for (final String arg : args) {
            encoded.add(of(arg));
        }
        return encoded;
    }

    /** The environment that the process was started with, names and values as raw words. */
    public static Map<String, String> environment() {
        final Map<String, String> environment = new LinkedHashMap<>();
        for (final String entry : read(ENVIRONMENT)) {
            final int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        if (environment.isEmpty()) {
            System.getenv().forEach((name, value) -> environment.put(of(name), of(value)));
        }
        return environment;
    }

    /** The bytes that a raw word stands for. */
    public static byte[] bytes(final String rawWord) {
        return rawWord.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The raw word of a text: its bytes in UTF-8. */
    public static String of(final String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The text of a raw word that holds UTF-8. */
    public static String text(final String rawWord) {
        return new String(bytes(rawWord), StandardCharsets.UTF_8);
    }

    private static List<String> read(final Path file) {
        final String content;
        try {
            content = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            return List.of();
        }
        final List<String> words = new ArrayList<>();
        int start = 0;
        for (int end = content.indexOf(0); end >= 0; end = content.indexOf(0, start)) {
            words.add(content.substring(start, end));
            start = end + 1;
        }
        return words;
    }
}
