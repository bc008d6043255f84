package dev.longbeam.perf;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures how many bytes of the Java heap the operations of {@code perf.erl} allocate, in a node that runs in this JVM.
 *
 * <p>The Erlang side marks beginning and end of a case with a file each, which this side removes once it has read the counters of all
 * threads. What the marks themselves cost is shown as the case "nothing".
 */
public final class Main {
    private static final int POLL_MS = 5;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final Path directory;
    private long beginBytes;

    private Main(final Path directory) {
        this.directory = directory;
    }

    /**
     * Runs a node and prints a table of the cases that it marks in the directory of the property {@code longbeam.perf.directory}.
     *
     * @param args the node's command line, unchanged: the node reads the words again as the operating system has them
     */
    public static void main(final String[] args) throws IOException, InterruptedException {
        Thread.ofPlatform().daemon().start(() -> dev.longbeam.node.Main.main(args));
        System.out.println("| operation | operations | bytes of Java heap per operation | ns per operation |");
        System.out.println("|---|---:|---:|---:|");
        new Main(Path.of(System.getProperty("longbeam.perf.directory"))).listen();
        Runtime.getRuntime().halt(0);
    }

    private void listen() throws IOException, InterruptedException {
        while (!Files.exists(directory.resolve("end"))) {
            final Path begin = directory.resolve("begin");
            final Path stop = directory.resolve("stop");
            if (Files.exists(stop)) {
                final long bytes = allocatedBytes() - beginBytes;
                show(Files.readString(stop), bytes);
                Files.delete(stop);
            } else if (Files.exists(begin)) {
                beginBytes = allocatedBytes();
                Files.delete(begin);
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Bytes that all threads but this one have allocated since the JVM started. */
    private long allocatedBytes() {
        return threads.getTotalThreadAllocatedBytes() - threads.getCurrentThreadAllocatedBytes();
    }

    private static void show(final String text, final long bytes) {
        final String[] words = text.split(" ");
        final long count = Long.parseLong(words[words.length - 2]);
        final long ns = Long.parseLong(words[words.length - 1]);
        final String name = text.substring(0, text.length() - words[words.length - 1].length() - words[words.length - 2].length() - 2);
        System.out.printf("| %s | %d | %.2f | %.0f |%n", name, count, (double)bytes / count, (double)ns / count);
    }
}
