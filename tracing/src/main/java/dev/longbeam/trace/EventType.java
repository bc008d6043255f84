package dev.longbeam.trace;

import static dev.longbeam.trace.EventField.field;
import static dev.longbeam.trace.FieldKind.ATOM;
import static dev.longbeam.trace.FieldKind.BYTES;
import static dev.longbeam.trace.FieldKind.CAUSE;
import static dev.longbeam.trace.FieldKind.COLLECTION;
import static dev.longbeam.trace.FieldKind.COUNT;
import static dev.longbeam.trace.FieldKind.DELIVERED_MESSAGE;
import static dev.longbeam.trace.FieldKind.END_REASON;
import static dev.longbeam.trace.FieldKind.FUNCTION;
import static dev.longbeam.trace.FieldKind.IDENTIFIER;
import static dev.longbeam.trace.FieldKind.MESSAGE;
import static dev.longbeam.trace.FieldKind.MICROSECONDS;
import static dev.longbeam.trace.FieldKind.MILLISECONDS;
import static dev.longbeam.trace.FieldKind.NEW_MESSAGE;
import static dev.longbeam.trace.FieldKind.PID;
import static dev.longbeam.trace.FieldKind.RECEIVED_MESSAGE;
import static dev.longbeam.trace.FieldKind.REDUCTIONS;
import static dev.longbeam.trace.FieldKind.REFERENCE;
import static dev.longbeam.trace.FieldKind.SCHEDULER;
import static dev.longbeam.trace.FieldKind.TICKS;
import static dev.longbeam.trace.FieldKind.TIME;
import static dev.longbeam.trace.FieldKind.WORDS;

/**
 * The schema of the trace: every event with its number, its fields and what it says. Writer, readers and the written format
 * ({@code docs/trace-format.md}, made from this) all come from here.
 *
 * <p>An event has a time, perhaps a small field that is never negative, and fields in the order given here, perhaps a text; {@link
 * EventLayout} says how they lie. "The running process" is the process of the latest {@code slice_start} of the same stream.
 */
public enum EventType {
    /** Head of every trace and of every file. */
    NODE_START(1, "the node has started, or a new file of its trace begins; text: lines of key=value", null, true,
        field("wall_ns", COUNT), field("ticks", TIME), field("nano_time", COUNT)),
    /** An atom. */
    ATOM_NAMED(2, "gives the text of an atom; comes before the batch that first names it", null, true, field("atom", ATOM)),
    /** A function. */
    FUNCTION_LOADED(3, "a function of loaded code; comes before the batch that first names it", field("arity", COUNT), false,
        field("function", FUNCTION), field("module", ATOM), field("name", ATOM)),
    /** A module. */
    CODE_LOADED(4, "a module has been loaded; text: its file", field("functions", COUNT), true, field("code", COUNT),
        field("module", ATOM)),
    /** End of the trace. */
    NODE_STOP(5, "the node has ended in order", field("status", COUNT), false),
    /** Lost events. */
    GAP(6, "events of this stream have been lost since the batch before", null, false, field("events", COUNT), field("from", TIME)),
    /** The program begins. */
    PROGRAM_START(7, "the boot is over: the process begins with what -eval, -run and -s ask for; the last such event counts", null, false,
        field("process", PID)),

    /** Spawn. */
    SPAWN(10, "a process has been made by the running process, or by the emulator; for a fun, the function that holds its body", field("arity", COUNT), false, field("child", PID),
        field("parent", PID), field("module", ATOM), field("function", ATOM)),
    /** Exit. */
    EXIT(11, "a process has ended; the reason is an atom, or all ones, and then its text, shortened", field("messages_left", COUNT), true,
        field("process", PID), field("reductions", REDUCTIONS), field("reason", ATOM)),
    /** Name registered. */
    REGISTER(12, "a process or port has got a name", null, false, field("process", IDENTIFIER), field("name", ATOM)),
    /** Name given up. */
    UNREGISTER(13, "a process or port has lost its name", null, false, field("process", IDENTIFIER), field("name", ATOM)),

    /** Send. */
    SEND(20, "a message is sent; the cause is the message that the sender was handling", field("size", WORDS), false,
        field("message", NEW_MESSAGE), field("to", PID), field("from", IDENTIFIER), field("cause", CAUSE)),
    /** Delivery. */
    DELIVER(21, "a message has come into the mailbox of the running process", null, false, field("message", DELIVERED_MESSAGE)),
    /** Receive. */
    RECEIVE(22, "the running process has taken a message, and handles it from now on", field("scanned", COUNT), false,
        field("message", RECEIVED_MESSAGE), field("mailbox_length", COUNT)),
    /** Message without receiver. */
    DROP(23, "a message is gone unreceived: its receiver had ended, its alias was inactive, or it was flushed", null, false,
        field("message", MESSAGE)),
    /** Contents. */
    CONTENTS(24, "contents of the message just sent: external term format as hexadecimal text, empty when too long",
        field("size", BYTES), true,
        field("message", MESSAGE)),

    /** Slice start. */
    SLICE_START(30, "a process begins a time slice on the scheduler of this stream", field("queue_length", COUNT), false,
        field("process", PID), field("queue_wait", TICKS)),
    /** Slice end. */
    SLICE_END(31, "the time slice of the running process ends; allocated: what it has put on its heap, messages included", field("why", END_REASON), false,
        field("reductions", REDUCTIONS), field("allocated", WORDS)),
    /** Collection. */
    COLLECT(32, "a collection of the running process has ended; the wait counts from its begin", field("kind", COLLECTION), false,
        field("live", WORDS), field("freed", WORDS), field("busy", TICKS), field("wait", TICKS)),
    /** Migration. */
    MIGRATE(33, "a process has been given to another scheduler", field("to", SCHEDULER), false, field("process", PID)),
    /** Sleep. */
    SLEEP(34, "the scheduler of this stream goes to sleep", null, false),
    /** Wake. */
    WAKE(35, "the scheduler of this stream has woken", null, false, field("slept", TICKS)),
    /** Calls. */
    CALLS(36, "functions called by the running process, see \"Calls\"",
        field("calls", COUNT), false),

    /** Link. */
    LINK(40, "a link is asked for", null, false, field("from", IDENTIFIER), field("to", IDENTIFIER)),
    /** Unlink. */
    UNLINK(41, "a link is given up", null, false, field("from", IDENTIFIER), field("to", IDENTIFIER)),
    /** Monitor. */
    MONITOR(42, "a monitor is asked for", null, false, field("from", PID), field("to", IDENTIFIER), field("reference", REFERENCE)),
    /** Demonitor. */
    DEMONITOR(43, "a monitor is given up", null, false, field("from", PID), field("to", IDENTIFIER), field("reference", REFERENCE)),
    /** Down. */
    DOWN(44, "a monitor has fired; the message to its owner has an own send event", null, false, field("to", PID),
        field("reference", REFERENCE)),
    /** Exit signal. */
    EXIT_SIGNAL(45, "an exit signal is sent", field("linked", COUNT), false, field("from", IDENTIFIER), field("to", PID)),

    /** Timer start. */
    TIMER_START(50, "a timer has been started", null, false, 
        field("reference", REFERENCE), field("owner", PID), field("after", MILLISECONDS)),
    /** Timer fired. */
    TIMER_FIRE(51, "a timer has fired; its message has an own send event that comes next", field("late", MICROSECONDS), false,
        field("reference", REFERENCE)),
    /** Timer cancelled. */
    TIMER_CANCEL(52, "a timer has been cancelled", null, false, field("reference", REFERENCE)),
    /** Receive timeout. */
    RECEIVE_TIMEOUT(53, "the running process has waited for a message in vain", null, false, field("process", PID)),

    /** Port opened. */
    PORT_OPEN(60, "a port has been opened; text: its name", null, true, field("port", IDENTIFIER), field("owner", PID)),
    /** Port closed. */
    PORT_CLOSE(61, "a port has been closed", null, false, field("port", IDENTIFIER)),
    /** Port data. */
    PORT_DATA(62, "data for a port, or from it", field("input", COUNT), false, field("port", IDENTIFIER), field("size", BYTES));

    private static final int TYPE_COUNT = 256;
    private static final EventType[] BY_NUMBER = new EventType[TYPE_COUNT];

    static {
        for (final EventType type : values()) {
            BY_NUMBER[type.number] = type;
        }
    }

    private final int number;
    private final String meaning;
    private final EventField aux;
    private final boolean text;
    private final EventField[] fields;
    private final int expectations;

    EventType(final int number, final String meaning, final EventField aux, final boolean text, final EventField... fields) {
        this.number = number;
        this.meaning = meaning;
        this.aux = aux;
        this.text = text;
        this.fields = fields;
        int bits = 0;
        for (int i = 0; i < fields.length; i++) {
            bits |= fields[i].kind().expectation().ordinal() << i * Expectation.BITS;
        }
        expectations = bits;
    }

    /** The type with a number, or null when this version knows none. */
    public static EventType of(final int number) {
        return number < 0 || number >= TYPE_COUNT ? null : BY_NUMBER[number];
    }

    /** Its number in the trace. */
    public int number() {
        return number;
    }

    /** Its name in the vocabulary of readers, {@code snake_case}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** What it says, in one line. */
    public String meaning() {
        return meaning;
    }

    /** The small field, or null. */
    public EventField aux() {
        return aux;
    }

    /** True when a text follows the fields. */
    public boolean hasText() {
        return text;
    }

    /** Number of fields. */
    public int fieldCount() {
        return fields.length;
    }

    /** A field, from 0. */
    public EventField fieldAt(final int index) {
        return fields[index];
    }

    /** Values of the event: its time, the small field, its fields, and the length of what follows them. */
    public int valueCount() {
        return 2 + fields.length + (endsInBytes() ? 1 : 0);
    }

    /** True when bytes follow the values: a text, or the codes of calls. */
    public boolean endsInBytes() {
        return text || this == CALLS;
    }

    /** What is expected of its fields, {@link Expectation#BITS} bits each, the first lowest: ordinals of {@link Expectation}. */
    public int expectations() {
        return expectations;
    }
}
