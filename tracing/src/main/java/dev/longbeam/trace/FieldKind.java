package dev.longbeam.trace;

/** What the number in a field of a trace event means, and its unit. Immutable. */
public enum FieldKind {
    /** A local process: the pid's term word ({@code sequence << 4 | 3}); 0 for none. */
    PID("pid", Expectation.RUNNING),
    /** A process or a port: the term word; 0 for the emulator itself. */
    IDENTIFIER("pid or port", Expectation.RUNNING),
    /** A message: unique in the trace; 0 for none. */
    MESSAGE("message id", Expectation.LAST_SENT),
    /** A message that is new. */
    NEW_MESSAGE("message id", Expectation.NEXT_SENT),
    /** A message that is delivered. */
    DELIVERED_MESSAGE("message id", Expectation.NEXT_DELIVERED),
    /** A message that is received. */
    RECEIVED_MESSAGE("message id", Expectation.NEXT_RECEIVED),
    /** A message in consequence of which something happens; 0 for none. */
    CAUSE("message id", Expectation.HANDLED),
    /** Index of an atom, see the event {@code atom}. */
    ATOM("atom index"),
    /** A function, see the event {@code function}. */
    FUNCTION("function id"),
    /** Number of a reference. */
    REFERENCE("reference number", Expectation.LAST_REFERENCE),
    /** Words of eight bytes. */
    WORDS("words"),
    /** Bytes. */
    BYTES("bytes"),
    /** A plain count. */
    COUNT("count"),
    /** Reductions. */
    REDUCTIONS("reductions"),
    /** A span of time in ticks of the trace's clock. */
    TICKS("ticks"),
    /** A moment in ticks of the trace's clock. */
    TIME("time in ticks"),
    /** Microseconds. */
    MICROSECONDS("us"),
    /** Milliseconds. */
    MILLISECONDS("ms"),
    /** Number of a scheduler, from 1. */
    SCHEDULER("scheduler"),
    /** Priority of a process: 0 max, 1 high, 2 normal, 3 low. */
    PRIORITY("priority"),
    /** Why a slice ended: ordinal of {@link SliceEnd}. */
    END_REASON("slice end"),
    /** Kind of a collection: 0 minor, 1 major. */
    COLLECTION("collection kind"),
    /** Index of a memory kind, in the order of the event {@code node_start}. */
    MEMORY_KIND("memory kind");

    private final String unit;
    private final Expectation expectation;

    FieldKind(final String unit) {
        this(unit, Expectation.NOTHING);
    }

    FieldKind(final String unit, final Expectation expectation) {
        this.unit = unit;
        this.expectation = expectation;
    }

    /** True for messages, whatever a reader expects of them. */
    public boolean isMessage() {
        return switch (this) {
            case MESSAGE, NEW_MESSAGE, DELIVERED_MESSAGE, RECEIVED_MESSAGE, CAUSE -> true;
            default -> false;
        };
    }

    /** What a reader expects of a field of this kind. */
    public Expectation expectation() {
        return expectation;
    }

    /** How the written format names the unit. */
    public String unit() {
        return unit;
    }
}
