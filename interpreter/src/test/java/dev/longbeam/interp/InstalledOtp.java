package dev.longbeam.interp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The OTP of this machine, for tests that compare with it: the environment variable LONGBEAM_OTP or the usual place. */
final class InstalledOtp {
    private InstalledOtp() {
    }

    /** The directory with bin and lib, or null. */
    static Path root() {
        final String chosen = System.getenv("LONGBEAM_OTP");
        final Path root = Path.of(chosen != null ? chosen : "/usr/lib/erlang");
        return Files.isDirectory(root.resolve("lib")) ? root : null;
    }

    /** The .beam files of the applications whose directory names start with one of these, in a fixed order. */
    static List<Path> beams(final String... applications) {
        try (Stream<Path> files = Files.find(root().resolve("lib"), 3, (path, attributes) -> path.toString().endsWith(".beam"))) {
            return files.filter(path -> Stream.of(applications).anyMatch(name ->
                path.getParent().getParent().getFileName().toString().startsWith(name + "-"))).sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
