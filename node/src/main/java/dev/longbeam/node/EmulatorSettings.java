package dev.longbeam.node;

import dev.longbeam.sched.EmulatorOptions;
import dev.longbeam.term.Atom;
import java.util.List;
import java.util.Map;

/** Reads the emulator's flags ({@code +S}, {@code +P} ..) and Longbeam's own properties into {@link EmulatorOptions}. */
final class EmulatorSettings {
    /** Property: number of schedulers. */
    static final String SCHEDULERS = "longbeam.schedulers";
    /** Property: what a scheduler without work does, {@code spin} or {@code backoff}. */
    static final String IDLE = "longbeam.idle";
    /** Property: check accesses to off-heap memory. */
    static final String MEMORY_CHECK = "longbeam.memory.check";
    /** Property: collect at every allocation point ({@code true}), or at one in so many (a number). */
    static final String GC_STRESS = "longbeam.gc.stress";
    /** Property: what runs the code. */

    private static final int MAX_SCHEDULERS = 1024;
    private static final int MIN_PROCESSES = 1024;
    private static final int MAX_PROCESSES = 134_217_727;
    private static final int FIRST_WITH_MILLION = 27;

    private EmulatorSettings() {
    }

    /**
     * The options of a node.
     *
     * @param flags   values of the flags by name without sign
     * @param release OTP release; defaults differ
     * @throws InvalidArguments as {@code erl} refuses a bad value
     */
    static EmulatorOptions options(final Map<String, String> flags, final int release) throws InvalidArguments {
        final EmulatorOptions options = new EmulatorOptions();
        readProperties(options);
        if (release >= FIRST_WITH_MILLION) {
            options.processLimit = 1 << 20;
        }
        for (final String flag : flags.keySet()) {
            if (!EmulatorFlags.isKnown(flag)) {
                throw new InvalidArguments("unknown flag +" + flag);
            }
        }
        final String schedulers = flags.get("S");
        if (schedulers != null) {
            schedulers(options, schedulers.split(":", 2));
        }
        if (flags.containsKey("P")) {
            final String processes = flags.get("P");
            options.processLimit = processes.equals("legacy") ? options.processLimit : number("+P", processes, MIN_PROCESSES, MAX_PROCESSES);
        }
        if (flags.containsKey("Q")) {
            final String ports = flags.get("Q");
            options.portLimit = ports.equals("legacy") ? options.portLimit : number("+Q", ports, MIN_PROCESSES, MAX_PROCESSES);
        }
        if (flags.containsKey("t")) {
            Atom.limit(number("+t", flags.get("t"), 8192, Integer.MAX_VALUE));
        }
        if (flags.containsKey("hms")) {
            options.heapSettings = options.heapSettings.withMinHeapWords(number("+hms", flags.get("hms"), 0, Integer.MAX_VALUE));
            options.firstHeapWords = options.heapSettings.minHeapWords();
        }
        options.printableUnicode = "unicode".equals(flags.get("pc"));
        return options;
    }

    /** {@code +S Schedulers:Online}, either may be missing; numbers below one count from the default. */
    private static void schedulers(final EmulatorOptions options, final String[] numbers) throws InvalidArguments {
        final int usual = options.schedulers;
        if (!numbers[0].isEmpty()) {
            final int count = number("+S", numbers[0], -MAX_SCHEDULERS, MAX_SCHEDULERS);
            options.schedulers = Math.max(1, count > 0 ? count : usual + count);
        }
        if (numbers.length > 1 && !numbers[1].isEmpty()) {
            final int online = number("+S", numbers[1], -MAX_SCHEDULERS, options.schedulers);
            options.schedulersOnline = Math.max(1, online > 0 ? online : usual + online);
        }
    }

    private static void readProperties(final EmulatorOptions options) throws InvalidArguments {
        final String schedulers = System.getProperty(SCHEDULERS);
        if (schedulers != null) {
            options.schedulers = number("--schedulers", schedulers, 1, MAX_SCHEDULERS);
        }
        options.busySpin = oneOf("--idle", System.getProperty(IDLE, "backoff"), "spin", "backoff").equals("spin");
        EngineSettings.name();
        options.gcStress = gcStress(System.getProperty(GC_STRESS, "false"));
    }

    private static int gcStress(final String value) throws InvalidArguments {
        return switch (value) {
            case "false" -> 0;
            case "true" -> 1;
            default -> number("--gc-stress-every", value, 0, Integer.MAX_VALUE);
        };
    }

    static String oneOf(final String option, final String value, final String... allowed) throws InvalidArguments {
        if (!List.of(allowed).contains(value)) {
            throw new InvalidArguments(option + " " + value + " is not known; it can be " + String.join(" or ", allowed));
        }
        return value;
    }

    static int number(final String option, final String text, final int min, final int max) throws InvalidArguments {
        try {
            final int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (final NumberFormatException e) {
            throw new InvalidArguments("bad number for " + option + ": " + text);
        }
        throw new InvalidArguments("bad number for " + option + ": " + text + ", must be from " + min + " to " + max);
    }
}
