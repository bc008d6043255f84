package dev.longbeam.node;

import dev.longbeam.otp.posix.PosixProcess;
import dev.longbeam.otp.posix.PosixTime;
import dev.longbeam.trace.TraceDirectories;
import dev.longbeam.trace.TraceFilter;
import dev.longbeam.trace.TraceLevel;
import dev.longbeam.trace.TraceOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads Longbeam's properties about the trace into {@link TraceOptions}. */
final class RecorderSettings {
    /** Property: how much to record. */
    static final String LEVEL = "longbeam.trace";
    /** Property: folder of this node's trace. */
    static final String DIRECTORY = "longbeam.trace.dir";
    /** Property: megabytes that the trace may take. */
    static final String BUDGET = "longbeam.trace.budget";
    /** Property: megabytes that the trace leaves free on the disk. */
    static final String RESERVE = "longbeam.trace.reserve";
    /** Property: megabytes of one file. */
    static final String ROLL = "longbeam.trace.roll";

    /** Property: processes to record, others are left out. */
    static final String ONLY = "longbeam.trace.only";
    /** Property: processes that are not recorded. */
    static final String WITHOUT = "longbeam.trace.without";
    /** Property: bytes of contents of a message that are recorded. */
    static final String CONTENTS = "longbeam.trace.contents";

    private static final int MAX_CONTENTS = 1 << 14;
    private static final long MS = 1000;
    private static final int MEGABYTE_SHIFT = 20;
    private static final int MAX_MEGABYTES = 1 << 30;

    private RecorderSettings() {
    }

    /**
     * What a node records.
     *
     * @param facts lines of {@code key=value} about the node
     * @return the options, or null when nothing is to be recorded
     * @throws InvalidArguments when a property has a bad value
     */
    static TraceOptions options(final String facts) throws InvalidArguments {
        final String level = EmulatorSettings.oneOf("--trace", System.getProperty(LEVEL, "messages"), "off", "messages", "calls");
        if (level.equals("off")) {
            return null;
        }
        final TraceOptions options = new TraceOptions();
        options.level = TraceLevel.valueOf(level.toUpperCase(Locale.ROOT));
        options.budgetBytes = bytes("--trace-budget", BUDGET, options.budgetBytes);
        options.rollBytes = Math.min(bytes(ROLL, ROLL, options.rollBytes), Math.max(1, options.budgetBytes / 2));
        options.reserveBytes = bytes(RESERVE, RESERVE, options.reserveBytes);
        final String directory = System.getProperty(DIRECTORY);
        options.replacesOld = directory == null;
        options.directory = directory == null ? TraceDirectories.create(start(System.currentTimeMillis() / MS), PosixProcess.getpid()) : claimed(Path.of(directory));
        options.filter = TraceFilter.of(System.getProperty(ONLY, ""), System.getProperty(WITHOUT, ""));
        options.contentsBytes = EmulatorSettings.number("--trace-contents", System.getProperty(CONTENTS, "0"), 0, MAX_CONTENTS);
        options.nodeFacts = facts;
        return options;
    }

    /** A moment as it stands in the name of a trace's folder. The Java library would take ten milliseconds of a start to learn the time zone. */
    static String start(final long timeS) {
        final int[] local = PosixTime.localTime(timeS);
        final int date = (local[5] * 100 + local[4]) * 100 + local[3];
        final int time = (local[2] * 100 + local[1]) * 100 + local[0];
        return date + "-" + Integer.toString(1_000_000 + time).substring(1);
    }

    /** A folder that is the place of no other trace: two in one could not be told apart. */
    private static Path claimed(final Path directory) throws InvalidArguments {
        final String refusal = TraceDirectories.claim(directory);
        if (refusal != null) {
            throw new InvalidArguments("--trace-dir: " + refusal);
        }
        return directory;
    }

    /** Lines about a node for the head of its trace. */
    static String facts(final OtpInstallation otp, final List<String> commandLine, final int schedulers) {
        return "otp=" + otp.release() + "\nerts=" + otp.ertsVersion() + "\npid=" + PosixProcess.getpid() + "\nschedulers="
            + schedulers + "\njava=" + System.getProperty("java.runtime.version") + "\ncommand=" + String.join(" ", commandLine).replaceAll("\\s+", " ");
    }

    private static long bytes(final String option, final String property, final long standard) throws InvalidArguments {
        final String text = System.getProperty(property);
        return text == null ? standard : (long)EmulatorSettings.number(option, text, 0, MAX_MEGABYTES) << MEGABYTE_SHIFT;
    }
}
