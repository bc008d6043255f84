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
 *          32  base: time of the first event in ticks
 *          40  ticks at the end, and
 *          48  nanoTime at the same moment: how ticks map to time, see the event node_start
 *          56  CRC-32C of the batch with these eight bytes zero
 *          64  the process that was running before the first event, 0 for none
 *          72  events
 *   event   0  type (1 byte)
 *           1  codes: two bits for each value that follows, the first lowest, in as many whole bytes as that takes
 *              values, of 0, 1, 3 or 8 bytes by their code: time, small field, the fields in the order of the schema;
 *              for an event with a text: bytes of the text, and behind this value the text;
 *              for calls: bytes of the codes of functions, and behind this value those
 *           or  one of the {@link ShortForm}s
 * </pre>
 *
 * <p>What is nearly known already takes little room: values are distances from what the reader expects, see {@link Expectation}.
 */
public final class EventLayout {
    /** First four bytes of a batch, "LBTB". */
    public static final int MAGIC = 0x4254424C;
    /** Version of the format. */
    public static final int VERSION = 4;
    /** Oldest version that readers know: it has fewer short forms. */
    public static final int OLDEST_VERSION = 3;
    /** Stands for "no atom" in a field for atoms. */
    public static final long NO_ATOM = -1;
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
    /** Position of the running process. */
    public static final int RUNNING_AT = 64;
    /** Bytes of the header. */
    public static final int HEADER_BYTES = 72;

    /** Most values of an event: time, small field, and six more. */
    public static final int MAX_VALUES = 8;
    /** Bytes of the longest event, what its text takes left out. */
    public static final int MAX_EVENT_BYTES = 3 + MAX_VALUES * 8;

    /** Bits of a code. */
    public static final int CODE_BITS = 2;
    /** The bits of one code. */
    public static final int CODE_MASK = 3;
    /** Code of values that take three bytes. */
    static final int THREE_BYTES = 2;
    private static final int SIZES = 0x8310;
    /** By leading zeros: the code in the lowest bits, the size above {@link #SIZE_SHIFT}. Longer than needed, so that no index is checked. */
    private static final byte[] SIZED_CODES = new byte[2 * Long.SIZE];
    private static final int INDEX_MASK = 2 * Long.SIZE - 1;
    private static final int SIZE_SHIFT = 2;

    static {
        for (int bits = 0; bits <= Long.SIZE; bits++) {
            final int code = bits == 0 ? 0 : bits <= 8 ? 1 : bits <= 24 ? 2 : 3;
            SIZED_CODES[Long.SIZE - bits] = (byte)(code | size(code) << SIZE_SHIFT);
        }
    }

    private EventLayout() {
    }

    /** The smallest code that a value fits in, and its size: see {@link #codeOf} and {@link #sizeOf}. */
    static int sizedCode(final long value) {
        return SIZED_CODES[Long.numberOfLeadingZeros(value) & INDEX_MASK];
    }

    static int codeOf(final int sizedCode) {
        return sizedCode & CODE_MASK;
    }

    static int sizeOf(final int sizedCode) {
        return sizedCode >> SIZE_SHIFT;
    }

    /** Bytes of a value with a code. */
    public static int size(final int code) {
        return SIZES >>> (code << 2) & 0xF;
    }

    /** Bytes of the codes of so many values. */
    public static int codeBytes(final int values) {
        return values + 3 >> 2;
    }

    /** A distance as a number without sign: small ones stay small. */
    static long unsigned(final long distance) {
        return distance << 1 ^ distance >> Long.SIZE - 1;
    }

    /** The distance that {@link #unsigned} has made a number. */
    public static long signed(final long number) {
        return number >>> 1 ^ -(number & 1);
    }
}
