package dev.longbeam.trace;

/**
 * One field of an event.
 *
 * @param name name in the vocabulary of readers, {@code snake_case}
 * @param kind meaning and unit
 */
public record EventField(String name, FieldKind kind) {
    static EventField field(final String name, final FieldKind kind) {
        return new EventField(name, kind);
    }
}
