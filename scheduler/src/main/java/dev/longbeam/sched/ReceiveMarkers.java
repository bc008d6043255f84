package dev.longbeam.sched;

/**
 * Places of a mailbox that receives may begin at: ends of the mailbox, each bound to a reference, of which the oldest gives way when all are taken,
 * and where a receive has found nothing before, see {@link #rejected}.
 *
 * <p>Owned by the scheduler that runs the process. Places are the address of the message before, 0 at the front.
 */
final class ReceiveMarkers {
    private static final int MARKERS = 8;
    private static final long UNBOUND = -1;

    private final long[] refs = new long[MARKERS];
    private final long[] addrs = new long[MARKERS];
    /** A bit for each marker that is taken. */
    private int taken;
    private int oldest;
    /** The receive that has rejected messages for good, by its code pointer. */
    private long rejectingReceive;
    /** The last of them, 0 for none. */
    private long rejectedAddr;

    /** Takes a marker for a place; returns its number. */
    int reserve(final long addr) {
        int marker = Integer.numberOfTrailingZeros(~taken);
        if (marker >= MARKERS) {
            marker = oldest;
            oldest = oldest + 1 & MARKERS - 1;
        }
        taken |= 1 << marker;
        refs[marker] = UNBOUND;
        addrs[marker] = addr;
        return marker;
    }

    /** Binds a marker to a reference. */
    void bind(final int marker, final long refNumber) {
        if (marker >= 0 && marker < MARKERS) {
            refs[marker] = refNumber;
        }
    }

    /** Gives the marker of a reference back. */
    void clear(final long refNumber) {
        final int marker = find(refNumber);
        if (marker >= 0) {
            taken &= ~(1 << marker);
        }
    }

    /** The marker that is bound to a reference, or -1. */
    int find(final long refNumber) {
        for (int rest = taken; rest != 0; rest &= rest - 1) {
            final int marker = Integer.numberOfTrailingZeros(rest);
            if (refs[marker] == refNumber) {
                return marker;
            }
        }
        return -1;
    }

    /** The place of a marker. */
    long addr(final int marker) {
        return addrs[marker];
    }

    /**
     * A receive has rejected a message by what stands in the message and in the code alone, so it will do so again. All messages from the front of the
     * mailbox that it has rejected so are passed over by its next turns; one receive has that at a time.
     */
    void rejected(final long receivePointer, final long beforeAddr, final long messageAddr) {
        if (beforeAddr == 0 || beforeAddr == rejectedAddr && receivePointer == rejectingReceive) {
            rejectingReceive = receivePointer;
            rejectedAddr = messageAddr;
        }
    }

    /** The last message that a receive passes over, 0 for none. */
    long rejectedBy(final long receivePointer) {
        return receivePointer == rejectingReceive ? rejectedAddr : 0;
    }

    /** A message has gone or been replaced: markers behind it go behind another. */
    void move(final long fromAddr, final long toAddr) {
        if (rejectedAddr == fromAddr) {
            rejectedAddr = toAddr;
        }
        for (int rest = taken; rest != 0; rest &= rest - 1) {
            final int marker = Integer.numberOfTrailingZeros(rest);
            if (addrs[marker] == fromAddr) {
                addrs[marker] = toAddr;
            }
        }
    }
}
