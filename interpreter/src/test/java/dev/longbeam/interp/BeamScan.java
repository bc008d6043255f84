package dev.longbeam.interp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads and checks every .beam file below the directories it is given, and reports those that are refused and the time it takes. */
final class BeamScan {
    private BeamScan() {
    }

    /** Directories to scan. */
    public static void main(final String[] args) throws IOException {
        int bad = 0;
        int count = 0;
        long instructions = 0;
        long readNs = 0;
        long checkNs = 0;
        for (final String root : args) {
            final List<Path> paths;
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                paths = files.filter(path -> path.toString().endsWith(".beam") && Files.isRegularFile(path)).sorted().toList();
            }
            for (final Path path : paths) {
                final byte[] bytes = Files.readAllBytes(path);
                count++;
                final long startNs = System.nanoTime();
                try {
                    final BeamFile file = BeamFile.read(bytes);
                    final long readNow = System.nanoTime();
                    readNs += readNow - startNs;
                    CodeValidator.check(file);
                    checkNs += System.nanoTime() - readNow;
                    instructions += file.code.size();
                } catch (final BadBeamException | RuntimeException e) {
                    bad++;
                    System.out.println(path + ": " + e);
                }
            }
        }
        System.out.println("files=" + count + " refused=" + bad + " instructions=" + instructions + " readMs=" + readNs / 1_000_000
            + " checkMs=" + checkNs / 1_000_000);
    }
}
