package dev.longbeam.trace.report;

import dev.longbeam.trace.read.Pids;
import dev.longbeam.trace.read.ProcessTable;
import dev.longbeam.trace.read.TraceClock;
import dev.longbeam.trace.read.TraceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongBiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chooses messages by sender, receiver and conditions such as {@code size > 100 and latency >= 5ms}. Immutable; any thread.
 *
 * <p>Conditions are joined by {@code and} or commas. Spans of time may have the units ns, us, ms and s; without a unit they are microseconds.
 */
public final class MessageFilter {
    private static final Pattern CONDITION = Pattern.compile("\\s*([a-z_]+)\\s*(>=|<=|!=|==|=|>|<)\\s*([0-9.]+)\\s*(ns|us|ms|s)?\\s*");
    private static final Pattern SPAN = Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?)\\s*(ns|us|ms|s)?\\s*");
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;

    /** What a condition can ask for. */
    private enum Quantity {
        SIZE(false, (message, clock) -> message.sizeWords()),
        SCANNED(false, (message, clock) -> message.scanned()),
        MAILBOX_LENGTH(false, (message, clock) -> message.mailboxLength()),
        LATENCY(true, (message, clock) -> clock.nanos(message.latencyTicks())),
        INBOX(true, (message, clock) -> clock.nanos(message.inboxTicks())),
        MAILBOX(true, (message, clock) -> clock.nanos(message.mailboxTicks())),
        QUEUE(true, (message, clock) -> clock.nanos(message.queueTicks())),
        COLLECT(true, (message, clock) -> clock.nanos(message.collectTicks())),
        BUSY(true, (message, clock) -> clock.nanos(message.busyTicks())),
        IDLE(true, (message, clock) -> clock.nanos(message.idleTicks())),
        HANDLING(true, (message, clock) -> clock.nanos(message.handlingTicks()));

        private final boolean time;
        private final ToLongBiFunction<MessageTimes, TraceClock> value;

        Quantity(final boolean time, final ToLongBiFunction<MessageTimes, TraceClock> value) {
            this.time = time;
            this.value = value;
        }
    }

    private record Condition(Quantity quantity, String operator, double bound) {
        boolean holds(final MessageTimes message, final TraceClock clock) {
            final double value = quantity.value.applyAsLong(message, clock);
            return switch (operator) {
                case ">" -> value > bound;
                case ">=" -> value >= bound;
                case "<" -> value < bound;
                case "<=" -> value <= bound;
                case "!=" -> value != bound;
                default -> value == bound;
            };
        }
    }

    private final String from;
    private final String to;
    private final List<Condition> conditions;
    private final long afterTicks;

    private MessageFilter(final String from, final String to, final List<Condition> conditions, final long afterTicks) {
        this.afterTicks = afterTicks;
        this.from = from;
        this.to = to;
        this.conditions = conditions;
    }

    /**
     * A filter.
     *
     * @param from sender: a pid, a registered name, or a first function; null for all
     * @param to receiver, likewise
     * @param where conditions; null for none
     * @throws IllegalArgumentException when the conditions cannot be understood; the message says why
     */
    public static MessageFilter of(final String from, final String to, final String where) {
        final List<Condition> conditions = new ArrayList<>();
        if (where != null && !where.isBlank()) {
            for (final String text : where.split(",|\\band\\b|&&")) {
                conditions.add(condition(text));
            }
        }
        return new MessageFilter(from, to, conditions, Long.MIN_VALUE);
    }

    /** The same, of messages sent after a moment only. */
    public MessageFilter after(final long ticks) {
        return new MessageFilter(from, to, conditions, ticks);
    }

    private static Condition condition(final String text) {
        final Matcher matcher = CONDITION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text.strip() + "' is no condition such as size > 100 or latency >= 5ms");
        }
        final Quantity quantity;
        try {
            quantity = Quantity.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException("there is no " + matcher.group(1) + "; there are " + names(), e);
        }
        if (!quantity.time && matcher.group(4) != null) {
            throw new IllegalArgumentException(matcher.group(1) + " is no span of time");
        }
        try {
            final double number = Double.parseDouble(matcher.group(3));
            return new Condition(quantity, matcher.group(2), quantity.time ? number * nsPer(matcher.group(4)) : number);
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException("'" + matcher.group(3) + "' is no number", e);
        }
    }

    private static double nsPer(final String unit) {
        return switch (unit == null ? "us" : unit) {
            case "ns" -> 1;
            case "ms" -> NS_PER_MS;
            case "s" -> NS_PER_S;
            default -> NS_PER_US;
        };
    }

    /** Nanoseconds of a text such as {@code 250us} or {@code 10ms}; microseconds without a unit; -1 when it is none. */
    public static long spanNs(final String text) {
        final Matcher span = SPAN.matcher(text);
        return span.matches() ? Math.round(Double.parseDouble(span.group(1)) * nsPer(span.group(2))) : -1;
    }

    /** The quantities that conditions can ask for. */
    public static String names() {
        final List<String> names = new ArrayList<>();
        for (final Quantity quantity : Quantity.values()) {
            names.add(quantity.name().toLowerCase(Locale.ROOT));
        }
        return String.join(", ", names);
    }

    /** True when it is said from when on messages are wanted. */
    boolean hasBegin() {
        return afterTicks != Long.MIN_VALUE;
    }

    /** True when a message is one of those wanted. */
    public boolean matches(final MessageTimes message, final ProcessTable processes, final TraceClock clock) {
        if (message.sendTicks() < afterTicks || from != null && !matches(from, processes.get(message.from()))
            || to != null && !matches(to, processes.get(message.to()))) {
            return false;
        }
        for (final Condition condition : conditions) {
            if (!condition.holds(message, clock)) {
                return false;
            }
        }
        return true;
    }

    /** True when a text means a process: its pid, its name, or its first function with or without the arity. */
    static boolean matches(final String wanted, final TraceProcess process) {
        final long pid = Pids.parse(wanted);
        if (pid >= 0) {
            return process.pid() == pid;
        }
        return wanted.equals(process.lastName()) || wanted.equals(Pids.text(process.pid()))
            || process.initialCall() != null && (process.initialCall().toString().equals(wanted)
                || process.initialCall().toString().startsWith(wanted + '/'));
    }
}
