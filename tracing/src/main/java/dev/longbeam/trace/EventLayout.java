package dev.longbeam.trace;

/**
 * How a batch and its events lie in memory and in the files. Little endian; all positions in bytes.
 *
 * <pre>
 *   batch   0  magic "LBTB" and version (4 + 4 bytes)
 *           8  stream (4 bytes: index of the scheduler from 0, EXTERNAL or DEFINITIONS)
 *          12  number of events (4 bytes)
 *          16  bytes of the batch, header included
 *          24  sequence number of the batch in its stream, from 0; one that is missing is lost
 *          32  base: time of the first event in ticks; events tell their distance from it
 *          40  ticks at the end, and
 *          48  nanoTime at the same moment: how ticks map to time, see the event node_start
 *          56  CRC-32C of the batch with these eight bytes zero
 *          64  events
 *   event   0  head word:  type (bits 0-7) | aux (bits 8-31) | distance from the base in ticks (bits 32-63)
 *           8  the fields, a word each, in the order of the schema
 *              for an event with a text: bytes of the text (8 bytes), the text, zeros up to a whole word
 *              for calls: bytes of the codes (8 bytes), the codes, zeros up to a whole word
 * </pre>
 */
public final class EventLayout {
    /** First four bytes of a batch, "LBTB". */
    public static final int MAGIC = 0x4254424C;
    /** Version of the format. */
    public static final int VERSION = 1;
    /** Stream of threads that are no schedulers. */
    public static final int EXTERNAL = 0xFFFE;
    /** Stream of what the others refer to: the node, atoms, functions. */
    public static final int DEFINITIONS = 0xFFFF;

    /** Position of the magic number. */
    public static final int MAGIC_AT = 0;
    /** Position of the version. */
    public static final int VERSION_AT = 4;
    /** Position of the stream. */
    public static final int STREAM_AT = 8;
    /** Position of the number of events. */
    public static final int EVENTS_AT = 12;
    /** Position of the size. */
    public static final int BYTES_AT = 16;
    /** Position of the sequence number. */
    public static final int SEQUENCE_AT = 24;
    /** Position of the base. */
    public static final int BASE_AT = 32;
    /** Position of the last time in ticks. */
    public static final int END_TICKS_AT = 40;
    /** Position of the same time by nanoTime. */
    public static final int END_NANO_AT = 48;
    /** Position of the checksum. */
    public static final int CRC_AT = 56;
    /** Bytes of the header. */
    public static final int HEADER_BYTES = 64;

    /** Largest value of the field in the head word; more is told as this. */
    public static final int MAX_AUX = (1 << 24) - 1;
    /** Largest distance from the base. */
    public static final long MAX_DELTA = (1L << 32) - 1;

    private EventLayout() {
    }

    /** The head word. */
    static long head(final int type, final long aux, final long deltaTicks) {
        return type | Math.min(aux, MAX_AUX) << 8 | deltaTicks << 32;
    }

    /** Type of an event. */
    public static int type(final long head) {
        return (int)head & 0xFF;
    }

    /** Small field of an event. */
    public static int aux(final long head) {
        return (int)head >>> 8;
    }

    /** Distance of an event from the base of its batch, in ticks. */
    public static long delta(final long head) {
        return head >>> 32;
    }
}
