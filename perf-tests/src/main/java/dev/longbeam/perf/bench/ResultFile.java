package dev.longbeam.perf.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Locale;

/**
 * A file of results: what was measured, when, and on which machine, in JSON.
 *
 * @param bench    name of the command that wrote it
 * @param options  Longbeam's own options
 * @param at       when it was begun
 * @param machine  where
 * @param results  what the command measured, in a form of its own
 */
public record ResultFile(String bench, String options, String at, MachineFacts machine, Object results) {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    /** A file of this moment and machine, without results yet. */
    public ResultFile(final String bench, final String options) {
        this(bench, options, Instant.now().toString(), MachineFacts.now(), null);
    }

    /**
     * Reads a file.
     *
     * @param type the class of the results, usually that of an array
     */
    public static ResultFile read(final Path file, final Class<?> type) throws IOException {
        final JsonObject json;
        try {
            json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (final JsonParseException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return new ResultFile(json.get("bench").getAsString(), json.get("options").getAsString(), json.get("at").getAsString(),
            GSON.fromJson(json.get("machine"), MachineFacts.class), GSON.fromJson(json.get("results"), type));
    }

    /** A sentence about when, where and how, for tables of it. */
    public String circumstances() {
        return String.format(Locale.ROOT, "%s; %s, %d processors, %,d MiB; %s; %s; load average at the beginning %.2f%s.", at.replaceFirst("T(\\d+:\\d+).*", " $1"),
            machine.processor(), machine.processors(), machine.memoryMiB(), machine.system(), machine.java(), machine.loadAverage(),
            options.isEmpty() ? "" : "; Longbeam with `" + options + "`");
    }

    /** Writes the file with these results, in place of an earlier one at once. */
    public void write(final Path file, final Object measured) throws IOException {
        final Path fresh = file.resolveSibling(file.getFileName() + ".new");
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.writeString(fresh, GSON.toJson(new ResultFile(bench, options, at, machine, measured)) + "\n");
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
