package dev.longbeam.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An Erlang/OTP installation on disk, or a release with its own emulator: where the libraries come from.
 *
 * @param root its root directory, with {@code lib}, {@code releases} and {@code erts-...} in it
 * @param release number of the OTP release: 25, 27, ...
 * @param ertsVersion version of its runtime system: {@code 13.1.5}
 */
public record OtpInstallation(Path root, int release, String ertsVersion) {
    /** The runtime system 13 came with OTP 25, 14 with 26, and so on. */
    private static final int RELEASE_MINUS_ERTS_MAJOR = 12;
    private static final String ERTS = "erts-";

    /**
     * Looks at an installation.
     *
     * @throws InvalidArguments when there is none at that place
     */
    public static OtpInstallation at(final Path root) throws InvalidArguments {
        final Path realRoot = root.toAbsolutePath().normalize();
        String version = versionFromStartData(realRoot);
        if (version.isEmpty()) {
            version = highestErts(realRoot);
        }
        try {
            return new OtpInstallation(realRoot, Integer.parseInt(version.split("\\.")[0]) + RELEASE_MINUS_ERTS_MAJOR, version);
        } catch (final NumberFormatException e) {
            throw new InvalidArguments("no Erlang/OTP installation at " + realRoot + ": it has no erts-VERSION directory");
        }
    }

    private static String versionFromStartData(final Path root) {
        try {
            final String text = Files.readString(root.resolve("releases/start_erl.data"), StandardCharsets.UTF_8).strip();
            final String version = text.split("\\s+")[0];
            return Files.isDirectory(root.resolve(ERTS + version)) ? version : "";
        } catch (final IOException e) {
            return "";
        }
    }

    private static String highestErts(final Path root) {
        final List<String> versions = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(root, ERTS + "*")) {
            directories.forEach(directory -> versions.add(directory.getFileName().toString().substring(ERTS.length())));
        } catch (final IOException e) {
            return "";
        }
        return versions.isEmpty() ? "" : Collections.max(versions, OtpInstallation::compareVersions);
    }

    private static int compareVersions(final String a, final String b) {
        final String[] left = a.split("\\.");
        final String[] right = b.split("\\.");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            final int order = left[i].length() != right[i].length() ? left[i].length() - right[i].length()
                : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        return left.length - right.length;
    }

    /** The full version, such as {@code 25.2.3}; the release's number where the installation does not tell. */
    public String version() {
        try {
            return Files.readString(root.resolve("releases/" + release + "/OTP_VERSION"), StandardCharsets.UTF_8).strip();
        } catch (final IOException e) {
            return Integer.toString(release);
        }
    }

    /** Directory of the runtime system's own programs, {@code epmd} and {@code erl_child_setup} among them. */
    public Path bindir() {
        return root.resolve(ERTS + ertsVersion).resolve("bin");
    }

    /** Directory with the .beam files of the modules that are loaded before anything else. */
    public Path preloadedEbin() throws InvalidArguments {
        return ebin("erts");
    }

    /**
     * Directory with the .beam files of an application, the highest version that is installed.
     *
     * @throws InvalidArguments when it is not installed
     */
    public Path ebin(final String application) throws InvalidArguments {
        for (final Path directory : applications()) {
            if (applicationName(directory).equals(application)) {
                return directory.resolve("ebin");
            }
        }
        throw new InvalidArguments("application " + application + " is not in " + root.resolve("lib"));
    }

    /** The {@code ebin} directories of all installed applications, of each the highest version. */
    public List<Path> ebins() throws InvalidArguments {
        final List<Path> ebins = new ArrayList<>();
        String last = "";
        for (final Path directory : applications()) {
            if (!applicationName(directory).equals(last)) {
                last = applicationName(directory);
                ebins.add(directory.resolve("ebin"));
            }
        }
        return ebins;
    }

    private List<Path> applications() throws InvalidArguments {
        final List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(root.resolve("lib"))) {
            for (final Path directory : directories) {
                if (Files.isDirectory(directory.resolve("ebin"))) {
                    found.add(directory);
                }
            }
        } catch (final IOException e) {
            throw new InvalidArguments("cannot read " + root.resolve("lib") + ": " + e.getMessage());
        }
        found.sort((a, b) -> {
            final int byName = applicationName(a).compareTo(applicationName(b));
            return byName != 0 ? byName : compareVersions(applicationVersion(b), applicationVersion(a));
        });
        return found;
    }

    private static String applicationName(final Path directory) {
        final String name = directory.getFileName().toString();
        final int dash = name.lastIndexOf('-');
        return dash < 0 ? name : name.substring(0, dash);
    }

    private static String applicationVersion(final Path directory) {
        final String name = directory.getFileName().toString();
        final int dash = name.lastIndexOf('-');
        return dash < 0 ? "" : name.substring(dash + 1);
    }
}
