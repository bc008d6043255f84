package dev.longbeam.perf.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a figure depends on besides the program.
 *
 * @param loadAverage of the last minute before the run: how busy the machine was
 */
public record MachineFacts(String processor, int processors, long memoryMiB, String system, String java, double loadAverage) {
    private static final int KIB_PER_MIB = 1024;

    /** Those of this machine, now. */
    public static MachineFacts now() {
        return new MachineFacts(field("/proc/cpuinfo", "model name"), Runtime.getRuntime().availableProcessors(), readMemoryMiB(),
            System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"),
            System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static long readMemoryMiB() {
        final String text = field("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
        return text.isEmpty() ? 0 : Long.parseLong(text) / KIB_PER_MIB;
    }

    /** The first value of a name in a file of lines {@code name: value}; empty when there is none. */
    private static String field(final String file, final String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name)).map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("");
        } catch (final IOException e) {
            return "";
        }
    }
}
