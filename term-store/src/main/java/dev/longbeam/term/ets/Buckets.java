package dev.longbeam.term.ets;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The buckets of a hash table: segments of off-heap words, grown and shrunk by one bucket at a time (linear hashing). The two buckets of a split
 * have the same low bits, so one stripe lock guards both.
 *
 * <p>Any thread. A bucket may be read and written under its stripe; {@link #resizeOnce} under none; {@link #detach} under all.
 */
final class Buckets {
    /** What {@link #detach} took away. */
    record Detached(long[] segments, int active) {
    }

    static final int FIRST_SEGMENT = 256;
    static final int SEGMENT = 2048;
    private static final int SEGMENT_SHIFT = 11;
    private static final int SEGMENT_TABLE_WORDS = 262;

    private final HashStore table;
    private final int leastActive;
    private final AtomicBoolean resizing = new AtomicBoolean();
    private volatile long[] segments;
    private volatile int active;

    /** {@code leastActive} buckets, a power of 2, which will always be there. */
    Buckets(final HashStore table, final int leastActive) {
        this.table = table;
        this.leastActive = leastActive;
        reset();
    }

    private void reset() {
        final long[] fresh = new long[1 + (leastActive - FIRST_SEGMENT + SEGMENT - 1) / SEGMENT];
        fresh[0] = newSegment(FIRST_SEGMENT);
        for (int i = 1; i < fresh.length; i++) {
            fresh[i] = newSegment(SEGMENT);
        }
        segments = fresh;
        active = leastActive;
        table.words.addAndGet(extraWords(fresh.length));
    }

    /** Words of all segments but the first one. */
    private static long extraWords(final int segmentCount) {
        return segmentCount == 1 ? 0 : (segmentCount - 1L) * SEGMENT + SEGMENT_TABLE_WORDS;
    }

    private static long newSegment(final int count) {
        final long addr = Blocks.allocate(count * 8L, MemoryKind.ETS);
        Memory.fill(addr, count * 8L, 0);
        return addr;
    }

    int active() {
        return active;
    }

    /** The bucket of a hash; stable under its stripe. */
    int index(final long hash) {
        final int now = active;
        final int bits = mask(now);
        final int index = (int)hash & bits;
        return index < now ? index : index & bits >>> 1;
    }

    private static int mask(final int activeBuckets) {
        return (Integer.highestOneBit(activeBuckets - 1) << 1) - 1;
    }

    /** Address of the word that leads to the first row of a bucket. */
    long link(final int index) {
        return link(segments, index);
    }

    static long link(final long[] segments, final int index) {
        return segments[index + SEGMENT - FIRST_SEGMENT >>> SEGMENT_SHIFT] + (index & SEGMENT - 1) * 8L;
    }

    long linkOfHash(final long hash) {
        return link(index(hash));
    }

    /** As {@link #linkOfHash} for a reader without the lock, for whom the segment may just have been dropped: 0 then. */
    long linkOfHashUnlocked(final long hash) {
        final int index = index(hash);
        final long[] now = segments;
        final int segment = index + SEGMENT - FIRST_SEGMENT >>> SEGMENT_SHIFT;
        return segment < now.length && now[segment] != 0 ? now[segment] + (index & SEGMENT - 1) * 8L : 0;
    }

    /** Splits or joins one bucket when the number of rows asks for it; false when nothing was to do. */
    boolean resizeOnce(final long rows) {
        final int now = active;
        final boolean grow = rows > now;
        if (!grow && rows >= shrinkLimit(now) || !resizing.compareAndSet(false, true)) {
            return false;
        }
        try {
            if (active != now) {
                return true;
            }
            return grow ? split(now) : join(now);
        } finally {
            resizing.set(false);
        }
    }

    private int shrinkLimit(final int now) {
        final int slots = slots(segments.length);
        final int floor = FIRST_SEGMENT + 2 * SEGMENT;
        if (slots >= floor) {
            return (slots - SEGMENT) / 2;
        }
        return 0;
    }

    private static int slots(final int segmentCount) {
        return FIRST_SEGMENT + (segmentCount - 1) * SEGMENT;
    }

    private boolean split(final int to) {
        if (to == slots(segments.length)) {
            addSegment();
        }
        final int bits = mask(to + 1);
        final int from = to & bits >>> 1;
        table.locks.lockExclusive(from);
        if (table.isFixed() || table.deleted) {
            table.locks.unlockExclusive(from);
            return false;
        }
        active = to + 1;
        moveRows(link(from), link(to), to, bits);
        table.locks.unlockExclusive(from);
        return true;
    }

    private void moveRows(final long fromLink, final long toLink, final int to, final int bits) {
        long keepLink = fromLink;
        long moveLink = toLink;
        long row = Memory.getLong(fromLink);
        while (row != 0) {
            final long next = HashStore.next(row);
            if (HashStore.isMarked(row)) {
                table.freeRow(row);
            } else if (((int)HashStore.rowHash(row) & bits) == to) {
                Memory.putLong(moveLink, row);
                moveLink = row;
            } else {
                Memory.putLong(keepLink, row);
                keepLink = row;
            }
            row = next;
        }
        Memory.putLong(keepLink, 0);
        Memory.putLong(moveLink, 0);
    }

    private boolean join(final int now) {
        final int source = now - 1;
        final int target = source & mask(now) >>> 1;
        table.locks.lockExclusive(target);
        if (table.isFixed() || table.deleted || source < leastActive) {
            table.locks.unlockExclusive(target);
            return false;
        }
        final long link = link(source);
        table.purge(link);
        table.purge(link(target));
        final long first = Memory.getLong(link);
        final long rest = Memory.getLong(link(target));
        Memory.putLong(link, 0);
        if (first != 0) {
            Memory.putLong(link(target), first);
            long last = first;
            while (HashStore.next(last) != 0) {
                last = HashStore.next(last);
            }
            HashStore.next(last, rest);
        }
        active = source;
        table.locks.unlockExclusive(target);
        if (slots(segments.length) - source >= SEGMENT) {
            dropSegment();
        }
        return true;
    }

    private void addSegment() {
        final long[] old = segments;
        final long[] longer = java.util.Arrays.copyOf(old, old.length + 1);
        longer[old.length] = newSegment(SEGMENT);
        table.words.addAndGet(extraWords(longer.length) - extraWords(old.length));
        segments = longer;
    }

    /** Gives back the last segment, which no bucket is in. Readers may hold the old array but never reach the segment: it is behind {@link #active}. */
    private void dropSegment() {
        final long[] old = segments;
        final long[] shorter = java.util.Arrays.copyOf(old, old.length - 1);
        segments = shorter;
        table.words.addAndGet(extraWords(shorter.length) - extraWords(old.length));
        Blocks.free(old[old.length - 1], SEGMENT * 8L, MemoryKind.ETS);
    }

    /** Keeps others from resizing until {@link #thaw}; under no lock. */
    void freeze() {
        while (!resizing.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
    }

    /** Lets resizing go on. */
    void thaw() {
        resizing.set(false);
    }

    /** Takes all rows away and starts with empty buckets, or none for a deleted table; frozen and under all locks. */
    Detached detach(final boolean forEver) {
        final Detached detached = new Detached(segments, active);
        table.words.addAndGet(-extraWords(segments.length));
        if (forEver) {
            segments = new long[1];
            active = FIRST_SEGMENT;
        } else {
            reset();
        }
        return detached;
    }

    /** Frees the segments of buckets that were taken away. */
    static void freeSegments(final long[] segments) {
        for (int i = 0; i < segments.length; i++) {
            Blocks.free(segments[i], (i == 0 ? FIRST_SEGMENT : SEGMENT) * 8L, MemoryKind.ETS);
        }
    }
}
