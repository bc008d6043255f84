package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import java.util.Arrays;

/**
 * Walks over the associations of a map: a flat map in the order of its keys, a large map in the order of its hashes.
 *
 * <pre>
 *   final MapCursor cursor = new MapCursor(mapTerm);
 *   while (cursor.next()) { .. cursor.key() .. cursor.value() .. }
 * </pre>
 *
 * <p>Owned by one thread; holds terms, so it does not survive a collection point. Allocates nothing after its construction but for
 * trees deeper than 16 levels; {@link #reset} makes it start on another map.
 */
public final class MapCursor {
    private static final int USUAL_LEVELS = 16;
    private long[] nextAddrs = new long[USUAL_LEVELS];
    private long[] endAddrs = new long[USUAL_LEVELS];
    private int level;
    private boolean backward;
    private boolean flat;
    private long keyAddr;
    private long valueAddr;
    private long flatLeft;

    /** A cursor before the first association of a map. */
    public MapCursor(final long mapTerm) {
        reset(mapTerm);
    }

    /** A cursor of a large map that meets the associations in such an order that lists of them, made from behind, have the usual one. */
    static MapCursor ofList(final long mapTerm) {
        final MapCursor cursor = new MapCursor(mapTerm);
        if (OtpVariant.current().forwardMapLists()) {
            cursor.turnRound();
        }
        return cursor;
    }

    /** Makes a cursor before the first association of a large map walk from the last one to the first. */
    private void turnRound() {
        backward = true;
        final long behindAddr = endAddrs[0];
        endAddrs[0] = nextAddrs[0] - 8;
        nextAddrs[0] = behindAddr - 8;
    }

    /** Goes before the first association of a map. */
    public void reset(final long mapTerm) {
        flat = MapLayout.isFlat(mapTerm);
        backward = false;
        if (flat) {
            flatLeft = Term.word(mapTerm, MapLayout.SIZE_WORD);
            keyAddr = Term.addr(Term.word(mapTerm, MapLayout.KEYS_WORD));
            valueAddr = Term.addr(mapTerm) + (MapLayout.FLAT_VALUES_WORD - 1) * 8;
        } else {
            level = -1;
            enter(mapTerm);
        }
    }

    /** Goes to the next association; false when there is none. */
    public boolean next() {
        if (flat) {
            keyAddr += 8;
            valueAddr += 8;
            return --flatLeft >= 0;
        }
        while (level >= 0) {
            final long addr = nextAddrs[level];
            if (addr == endAddrs[level]) {
                level--;
            } else {
                nextAddrs[level] = backward ? addr - 8 : addr + 8;
                final long child = Memory.getLong(addr);
                if (Term.isCons(child)) {
                    keyAddr = child - Term.TAG_LIST;
                    valueAddr = keyAddr + 8;
                    return true;
                }
                enter(child);
            }
        }
        return false;
    }

    /** The key; requires that {@link #next} gave true. */
    public long key() {
        return Memory.getLong(keyAddr);
    }

    /** The value; requires that {@link #next} gave true. */
    public long value() {
        return Memory.getLong(valueAddr);
    }

    private void enter(final long nodeTerm) {
        level++;
        if (level == nextAddrs.length) {
            nextAddrs = Arrays.copyOf(nextAddrs, level * 2);
            endAddrs = Arrays.copyOf(endAddrs, level * 2);
        }
        final long first = Hamt.firstChildAddr(nodeTerm);
        final long behind = first + Hamt.children(nodeTerm) * 8L;
        nextAddrs[level] = backward ? behind - 8 : first;
        endAddrs[level] = backward ? first - 8 : behind;
    }
}
