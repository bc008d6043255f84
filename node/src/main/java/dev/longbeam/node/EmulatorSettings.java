package dev.longbeam.node;

import dev.longbeam.sched.EmulatorOptions;
import dev.longbeam.term.Atom;
import java.util.Map;

/** Reads the emulator's flags ({@code +S}, {@code +P} ..) and Longbeam's own properties into {@link EmulatorOptions}. */
final class EmulatorSettings {
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
        options.schedulers = Integer.getInteger("longbeam.schedulers", options.schedulers);
        options.busySpin = "spin".equals(System.getProperty("longbeam.idle"));
        options.gcStress = Boolean.getBoolean("longbeam.gc.stress");
        if (release >= FIRST_WITH_MILLION) {
            options.processLimit = 1 << 20;
        }
        final String schedulers = flags.get("S");
        if (schedulers != null) {
            options.schedulers = number("S", schedulers.split(":")[0], 1, 1024);
        }
        if (flags.containsKey("P")) {
            final String processes = flags.get("P");
            options.processLimit = processes.equals("legacy") ? options.processLimit : number("P", processes, MIN_PROCESSES, MAX_PROCESSES);
        }
        if (flags.containsKey("Q")) {
            final String ports = flags.get("Q");
            options.portLimit = ports.equals("legacy") ? options.portLimit : number("Q", ports, MIN_PROCESSES, MAX_PROCESSES);
        }
        if (flags.containsKey("t")) {
            Atom.limit(number("t", flags.get("t"), 8192, Integer.MAX_VALUE));
        }
        if (flags.containsKey("hms")) {
            options.minHeapWords = number("hms", flags.get("hms"), 0, Integer.MAX_VALUE);
            options.firstHeapWords = options.minHeapWords;
        }
        options.printableUnicode = "unicode".equals(flags.get("pc"));
        return options;
    }

    private static int number(final String flag, final String text, final int min, final int max) throws InvalidArguments {
        try {
            final int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (final NumberFormatException e) {
            throw new InvalidArguments("bad number for +" + flag + ": " + text);
        }
        throw new InvalidArguments("bad number for +" + flag + ": " + text + ", must be from " + min + " to " + max);
    }
}
