package dev.longbeam.sched;

/**
 * Ends of a mailbox that receives may begin at, each bound to a reference. When all are taken the oldest gives way.
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

    /** A message has gone or been replaced: markers behind it go behind another. */
    void move(final long fromAddr, final long toAddr) {
        for (int rest = taken; rest != 0; rest &= rest - 1) {
            final int marker = Integer.numberOfTrailingZeros(rest);
            if (addrs[marker] == fromAddr) {
                addrs[marker] = toAddr;
            }
        }
    }
}
