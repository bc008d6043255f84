package dev.longbeam.trace.read;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How processes, ports and messages are written: {@code <0.84.0>}, {@code #Port<0.3>}, {@code 1.205}. Any thread. */
public final class Pids {
    private static final int TAG_BITS = 4;
    private static final int TAG_MASK = 0xF;
    private static final int TAG_PID = 3;
    private static final int NUMBER_BITS = 28;
    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;
    private static final int STREAM_SHIFT = 56;
    private static final long COUNTER_MASK = (1L << STREAM_SHIFT) - 1;
    private static final Pattern PID = Pattern.compile("<?0\\.(\\d{1,9})\\.(\\d{1,9})>?");
    private static final Pattern MESSAGE = Pattern.compile("(\\d{1,3})\\.(\\d{1,17})");

    private Pids() {
    }

    /** Text of a pid or port by its term word; of nobody for 0. */
    public static String text(final long identifier) {
        if (identifier == 0) {
            return "emulator";
        }
        final long sequence = identifier >>> TAG_BITS;
        return (identifier & TAG_MASK) == TAG_PID ? "<0." + (sequence & NUMBER_MASK) + '.' + (sequence >>> NUMBER_BITS) + '>'
            : "#Port<0." + sequence + '>';
    }

    /** The term word of a pid, written with or without angle brackets; -1 when the text is none. */
    public static long parse(final String text) {
        final Matcher pid = PID.matcher(text.strip());
        if (!pid.matches()) {
            return -1;
        }
        final long number = Long.parseLong(pid.group(1));
        return number > NUMBER_MASK ? -1 : (Long.parseLong(pid.group(2)) << NUMBER_BITS | number) << TAG_BITS | TAG_PID;
    }

    /** Text of a message id: stream and counter. */
    public static String message(final long id) {
        return id == 0 ? "none" : (id >>> STREAM_SHIFT) + "." + (id & COUNTER_MASK);
    }

    /** The message id that a text names; -1 when it names none. */
    public static long parseMessage(final String text) {
        final Matcher message = MESSAGE.matcher(text.strip());
        if (!message.matches()) {
            return -1;
        }
        final long counter = Long.parseLong(message.group(2));
        final int stream = Integer.parseInt(message.group(1));
        return counter > COUNTER_MASK || stream > 0xFF ? -1 : (long)stream << STREAM_SHIFT | counter;
    }
}
