package dev.longbeam.trace;

/**
 * Short forms of what is frequent: a type byte of 128 and more, and fields of fixed sizes without codes. They are the events of {@link
 * EventType} for every reader, only that they take less room and time.
 *
 * <p>A form of 128 and a sum of {@link #START}, {@link #DELIVER}, {@link #RECEIVE}, {@link #SEND} and {@link #END} stands for those events, in
 * this order and at the time of the event before: the receiver of the message sent last begins a slice, without having waited and with nobody
 * waiting; it takes the next message into its mailbox; it receives the next message, which was the only one there; it sends the next
 * message in consequence of that; the slice ends in waiting.
 */
public final class ShortForm {
    /** What is added for {@code slice_start}. */
    public static final int START = 1;
    /** What is added for {@code deliver}. */
    public static final int DELIVER = 2;
    /** What is added for {@code receive}. */
    public static final int RECEIVE = 4;
    /** What is added for {@code send}; its fields are {@link #TO_BITS} bits of the receiver without tag, and one byte of the size. */
    public static final int SEND = 8;
    /** What is added for {@code slice_end}; its fields, behind those of a send, are reductions and words in one byte each. */
    public static final int END = 16;
    /** The smallest of these forms. */
    public static final int FIRST = 128;
    /** All parts, which are a whole hop of a message. */
    public static final int PARTS = 31;
    /** How many they are. */
    public static final int PARTS_OF_A_HOP = 5;

    /** A {@code slice_start} that is not as usual: length of the queue in one byte, the wait in two, the process without tag in four. */
    public static final int WAITED_START = 160;
    /** A {@code receive} of the next message with others behind it: the length of the mailbox in three bytes. */
    public static final int RECEIVE_OF_MANY = 161;
    /** Time goes on, in ticks, in three bytes. No event. */
    public static final int TIME = 162;
    /** A {@code monitor} of the running process: the distance of the reference in three bytes, the process without tag in four. */
    public static final int MONITOR = 163;
    /** A {@code demonitor} in the same way. */
    public static final int DEMONITOR = 164;
    /** A {@code spawn} by the running process, of the same function as the last one of the batch: the child without tag in four bytes. */
    public static final int SPAWN = 165;
    /** A {@code send} of the next message by the running process without a cause: the fields of {@link #SEND}. */
    public static final int FIRST_SEND = 166;
    /** A {@code slice_end} because the process has ended: the fields of {@link #END}. */
    public static final int LAST_END = 167;
    /** An {@code exit} of the running process without messages left, for the same reason as the last one of the batch: its reductions in three bytes. */
    public static final int EXIT = 168;

    /** Bits of a receiver or a process without its tag. */
    public static final int TO_BITS = 32;
    /** Bits of the tag, which is that of pids. */
    public static final int TAG_BITS = 4;
    /** The tag of pids. */
    public static final int PID_TAG = 3;
    /** Bytes of the longest form. */
    public static final int MAX_BYTES = 8;

    private static final int TYPES = 256;
    private static final byte[] SIZES = new byte[TYPES];

    static {
        for (int parts = 1; parts <= PARTS; parts++) {
            SIZES[FIRST + parts] = (byte)(1 + ((parts & SEND) == 0 ? 0 : 5) + ((parts & END) == 0 ? 0 : 2));
        }
        SIZES[WAITED_START] = 8;
        SIZES[RECEIVE_OF_MANY] = 4;
        SIZES[TIME] = 4;
        SIZES[MONITOR] = 8;
        SIZES[DEMONITOR] = 8;
        SIZES[SPAWN] = 5;
        SIZES[FIRST_SEND] = 6;
        SIZES[LAST_END] = 3;
        SIZES[EXIT] = 4;
    }

    private ShortForm() {
    }

    /** Bytes of the form of a type byte, with that byte; 0 when it is none. */
    public static int size(final int type) {
        return SIZES[type];
    }
}
