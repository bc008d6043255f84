package dev.longbeam.otp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The classes of this package that hold BIFs: those whose names end in {@code Bifs}. Found by looking, so that there is no list. */
public final class BifFamilies {
    private static final String SUFFIX = "Bifs.class";

    private BifFamilies() {
    }

    /** All families. */
    public static List<Class<?>> all() {
        try {
            final URI here = BifFamilies.class.getResource("BifFamilies.class").toURI();
            if (!here.getScheme().equals("jar")) {
                return in(Path.of(here).getParent());
            }
            final URI jar = URI.create(here.toString().substring(0, here.toString().indexOf('!')));
            try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
                return in(files.getPath("/dev/longbeam/otp"));
            }
        } catch (final URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Class<?>> in(final Path folder) throws IOException {
        final List<Class<?>> families = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.sorted().toList()) {
                final String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX)) {
                    families.add(load(name.substring(0, name.length() - ".class".length())));
                }
            }
        }
        return families;
    }

    private static Class<?> load(final String simpleName) {
        try {
            return Class.forName("dev.longbeam.otp." + simpleName);
        } catch (final ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
