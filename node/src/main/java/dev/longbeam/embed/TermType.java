package dev.longbeam.embed;

/** What a term is. */
public enum TermType {
    /** An atom; {@code true}, {@code false} and {@code undefined} are atoms, too. */
    ATOM,
    /** An integer of any size. */
    INTEGER,
    /** A 64-bit floating point number. */
    FLOAT,
    /** A tuple. */
    TUPLE,
    /** The empty list. */
    NIL,
    /** A list with at least one element. */
    LIST,
    /** A map. */
    MAP,
    /** Whole bytes: data or text in UTF-8. */
    BINARY,
    /** Bits that are no whole bytes. */
    BITSTRING,
    /** A process. */
    PID,
    /** A port. */
    PORT,
    /** A reference: of a monitor, a request, a timer. */
    REFERENCE,
    /** A function. */
    FUNCTION,
    /** A native record, of OTP 29. */
    RECORD
}
