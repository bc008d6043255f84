package dev.longbeam.perf;

import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Shows what a JVM keeps while a node in it loads and purges code again and again: at each mark of {@code reload.erl}, after a collection of the
 * Java heap, metaspace, code cache, classes, and memory of the node.
 */
public final class Reload {
    private static final int POLL_MS = 5;
    private static final int COLLECTIONS = 3;
    private static final int SETTLE_MS = 300;
    private static final int KIB = 1024;

    private Reload() {
    }

    /**
     * Runs a node and prints a row for each mark in the directory of the property {@code longbeam.perf.directory}.
     *
     * @param args the node's command line
     */
    public static void main(final String[] args) throws IOException, InterruptedException {
        final Path directory = Path.of(System.getProperty("longbeam.perf.directory"));
        Thread.ofPlatform().daemon().start(() -> dev.longbeam.node.Main.main(args));
        System.out.println("| | atoms | memory of the node, KiB | Java heap, KiB | metaspace, KiB | code cache, KiB | classes |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|");
        while (!Files.exists(directory.resolve("end"))) {
            final Path mark = directory.resolve("mark");
            if (Files.exists(mark)) {
                show(Files.readString(mark));
                Files.delete(mark);
            }
            Thread.sleep(POLL_MS);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void show(final String text) throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(SETTLE_MS);
        }
        final String[] words = text.split(" ");
        final String atoms = words[words.length - 2];
        final String memory = words[words.length - 1];
        final String what = text.substring(0, text.length() - atoms.length() - memory.length() - 2);
        final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        System.out.printf("| %s | %s | %s | %d | %d | %d | %d |%n", what, atoms, memory,
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / KIB, pools("Metaspace"), pools("Code"), classes.getLoadedClassCount());
    }

    /** KiB used in the pools whose name begins so. */
    private static long pools(final String name) {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getName().startsWith(name))
            .mapToLong(Reload::used).sum() / KIB;
    }

    private static long used(final MemoryPoolMXBean pool) {
        return pool.getUsage().getUsed();
    }
}
