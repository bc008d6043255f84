package dev.longbeam.perf.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

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
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeSpecialFloatingPointValues().create();

    /** A file of this moment and machine, without results yet. */
    public ResultFile(final String bench, final String options) {
        this(bench, options, Instant.now().toString(), MachineFacts.now(), null);
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
