package dev.longbeam.interp;

/**
 * What is known about the registers at a place in a function. For each x and y register two bits: it may hold a term, it may hold a match
 * context; none of them: it may hold nothing at all (or a catch tag). Where ways meet, a register that holds nothing on one of them holds
 * nothing.
 *
 * <pre>
 *   +-------+-----------+----------+------+---------+------------+---------+------------+
 *   | frame | innermost | building | full | x terms | x contexts | y terms | y contexts |
 *   |       | try       |          |      | xWords  | xWords     | yWords  | yWords     |
 *   +-------+-----------+----------+------+---------+------------+---------+------------+
 * </pre>
 *
 * <p>Ways with different frames may meet before an error is raised, since raising needs no frame. Then the frame is unknown, only
 * y registers that hold something on all ways can be read, and {@code full} says whether all of them hold something (which a collection needs).
 * Ways with different catch tags may meet there too, since the stack tells which handler there is; then the innermost tag is unknown.
 *
 * <p>One thread; the same object serves all places of a function, one row of words each.
 */
final class FlowState {
    /** There is no stack frame. */
    static final int NO_FRAME = -1;
    /** Ways with different frames have met. */
    static final int UNKNOWN_FRAME = -2;
    /** There is no active catch tag. */
    static final int NO_TRY = -1;
    /** Ways with different catch tags have met. */
    static final int UNKNOWN_TRY = -2;

    private static final int FRAME = 0;
    private static final int TRY = 1;
    private static final int BUILDING = 2;
    private static final int FULL = 3;
    private static final int META_WORDS = 4;

    private int xWords;
    private int yWords;
    private int rowWords;
    private long[] current = new long[META_WORDS + 4];
    private long[] saved = new long[0];
    private long[] rows = new long[0];
    private boolean[] seen = new boolean[0];

    /** Makes room for a function with so many registers and labels; nothing is seen yet. */
    void start(final int xRegisters, final int yRegisters, final int labels) {
        xWords = Math.max(1, xRegisters + Long.SIZE - 1 >> 6);
        yWords = Math.max(1, yRegisters + Long.SIZE - 1 >> 6);
        rowWords = META_WORDS + 2 * (xWords + yWords);
        if (current.length < rowWords) {
            current = new long[rowWords];
        }
        if (saved.length < xWords * 2) {
            saved = new long[xWords * 2];
        }
        if (rows.length < rowWords * labels) {
            rows = new long[rowWords * labels];
        }
        if (seen.length < labels) {
            seen = new boolean[labels];
        }
        java.util.Arrays.fill(seen, 0, labels, false);
        java.util.Arrays.fill(current, 0);
        current[FRAME] = NO_FRAME;
        current[TRY] = NO_TRY;
    }

    /** Takes over what is known at a label. */
    void load(final int label) {
        System.arraycopy(rows, label * rowWords, current, 0, rowWords);
    }

    /**
     * Adds a way to a label.
     *
     * @return true when something new is known there
     */
    boolean merge(final int label) throws FlowConflict {
        final int row = label * rowWords;
        if (!seen[label]) {
            seen[label] = true;
            System.arraycopy(current, 0, rows, row, rowWords);
            return true;
        }
        boolean changed = (rows[row + BUILDING] & ~current[BUILDING]) != 0;
        if (hasOtherTry(label)) {
            rows[row + TRY] = UNKNOWN_TRY;
            changed = true;
        }
        if (rows[row + FRAME] != current[FRAME] && rows[row + FRAME] != UNKNOWN_FRAME) {
            if (current[TRY] != NO_TRY) {
                throw new FlowConflict("frame=" + current[FRAME] + " where another way has frame=" + rows[row + FRAME]);
            }
            rows[row + FULL] = isFull(rows, row) ? 1 : 0;
            rows[row + FRAME] = UNKNOWN_FRAME;
            changed = true;
        }
        if (rows[row + FRAME] == UNKNOWN_FRAME && rows[row + FULL] != 0 && !isFull(current, 0)) {
            rows[row + FULL] = 0;
            changed = true;
        }
        rows[row + BUILDING] &= current[BUILDING];
        changed |= mergeBits(row, META_WORDS, xWords);
        changed |= mergeBits(row, META_WORDS + 2 * xWords, yWords);
        return changed;
    }

    /** True when a label has been reached with other catch tags than those that are active now. */
    boolean hasOtherTry(final int label) {
        final long known = rows[label * rowWords + TRY];
        return seen[label] && known != UNKNOWN_TRY && known != current[TRY];
    }

    /** True when ways with different catch tags have met at a label. */
    boolean isTryUnknown(final int label) {
        return seen[label] && rows[label * rowWords + TRY] == UNKNOWN_TRY;
    }

    /** What is known now, for {@link #restore}. */
    long[] copy() {
        return java.util.Arrays.copyOf(current, rowWords);
    }

    /** Goes back to what was known. */
    void restore(final long[] copy) {
        System.arraycopy(copy, 0, current, 0, rowWords);
    }

    private boolean mergeBits(final int row, final int terms, final int words) {
        boolean changed = false;
        for (int i = terms; i < terms + words; i++) {
            final long oldTerms = rows[row + i];
            final long oldContexts = rows[row + i + words];
            final long defined = (oldTerms | oldContexts) & (current[i] | current[i + words]);
            final long newTerms = (oldTerms | current[i]) & defined;
            final long newContexts = (oldContexts | current[i + words]) & defined;
            changed |= newTerms != oldTerms || newContexts != oldContexts;
            rows[row + i] = newTerms;
            rows[row + i + words] = newContexts;
        }
        return changed;
    }

    int frame() {
        return (int)current[FRAME];
    }

    int innermostTry() {
        return (int)current[TRY];
    }

    void innermostTry(final int instruction) {
        current[TRY] = instruction;
    }

    boolean building() {
        return current[BUILDING] != 0;
    }

    void building(final boolean on) {
        current[BUILDING] = on ? 1 : 0;
    }

    /** A text for the frame. */
    String frameName() {
        return frame() == NO_FRAME ? "none" : frame() == UNKNOWN_FRAME ? "unknown" : Integer.toString(frame());
    }

    /** Makes or drops the frame; its y registers hold nothing, or terms. */
    void frame(final int newFrame, final boolean filled) {
        current[FRAME] = newFrame;
        final int y = META_WORDS + 2 * xWords;
        java.util.Arrays.fill(current, y, y + 2 * yWords, 0);
        if (filled) {
            fillLow(y, yWords, newFrame);
        }
    }

    /** Drops the lowest y registers. */
    void trim(final int dropped, final int remaining) {
        final int y = META_WORDS + 2 * xWords;
        shiftRight(y, dropped);
        shiftRight(y + yWords, dropped);
        current[FRAME] = remaining;
    }

    private void shiftRight(final int start, final int bits) {
        final int words = bits >> 6;
        for (int i = 0; i < yWords; i++) {
            final long low = i + words < yWords ? current[start + i + words] : 0;
            final long high = i + words + 1 < yWords ? current[start + i + words + 1] : 0;
            current[start + i] = (bits & 63) == 0 ? low : low >>> bits | high << -bits;
        }
    }

    private void fillLow(final int start, final int words, final int count) {
        for (int i = 0; i < words; i++) {
            current[start + i] = lowBits(count - i * Long.SIZE);
        }
    }

    private static long lowBits(final int count) {
        return count >= Long.SIZE ? -1L : count <= 0 ? 0 : (1L << count) - 1;
    }

    /** True when x0 up to a count hold something. */
    boolean hasX(final int count) {
        if (count > xWords * Long.SIZE) {
            return false;
        }
        for (int i = 0; i < xWords; i++) {
            final long wanted = lowBits(count - i * Long.SIZE);
            if (((current[META_WORDS + i] | current[META_WORDS + xWords + i]) & wanted) != wanted) {
                return false;
            }
        }
        return true;
    }

    /** A bit set of y registers of the frame that hold nothing (or a tag), by word. */
    long emptyY(final int word) {
        final int y = META_WORDS + 2 * xWords;
        return word >= yWords ? 0 : lowBits(frame() - word * Long.SIZE) & ~(current[y + word] | current[y + yWords + word]);
    }

    /** True when all y registers of the frame hold something; of catch tags it does not know. */
    boolean isFrameFull() {
        return isFull(current, 0);
    }

    private boolean isFull(final long[] from, final int row) {
        final int frame = (int)from[row + FRAME];
        if (frame == UNKNOWN_FRAME) {
            return from[row + FULL] != 0;
        }
        final int y = row + META_WORDS + 2 * xWords;
        for (int i = 0; i < yWords; i++) {
            if ((lowBits(frame - i * Long.SIZE) & ~(from[y + i] | from[y + yWords + i])) != 0) {
                return false;
            }
        }
        return true;
    }

    int yWords() {
        return yWords;
    }

    /** The x registers from a count on hold nothing. */
    void killX(final int from) {
        for (int i = 0; i < xWords; i++) {
            final long kept = lowBits(from - i * Long.SIZE);
            current[META_WORDS + i] &= kept;
            current[META_WORDS + xWords + i] &= kept;
        }
    }

    /** The x registers up to a count hold terms, or what a caller may pass; the others nothing. */
    void setX(final int count, final boolean maybeContexts) {
        fillLow(META_WORDS, xWords, count);
        fillLow(META_WORDS + xWords, xWords, maybeContexts ? count : 0);
    }

    /** Merges into a label with x0..x3 as at a handler, then goes back to the x registers as they are. */
    boolean mergeHandler(final int label, final int handlerRegisters) throws FlowConflict {
        System.arraycopy(current, META_WORDS, saved, 0, 2 * xWords);
        final long wasBuilding = current[BUILDING];
        setX(handlerRegisters, false);
        current[BUILDING] = 0;
        final boolean changed = merge(label);
        current[BUILDING] = wasBuilding;
        System.arraycopy(saved, 0, current, META_WORDS, 2 * xWords);
        return changed;
    }

    boolean mayBeTerm(final boolean y, final int register) {
        return bit(termsAt(y), register);
    }

    boolean mayBeContext(final boolean y, final int register) {
        return bit(termsAt(y) + (y ? yWords : xWords), register);
    }

    void set(final boolean y, final int register, final boolean term, final boolean context) {
        final int terms = termsAt(y);
        setBit(terms, register, term);
        setBit(terms + (y ? yWords : xWords), register, context);
    }

    private int termsAt(final boolean y) {
        return y ? META_WORDS + 2 * xWords : META_WORDS;
    }

    private boolean bit(final int start, final int register) {
        return (current[start + (register >> 6)] >>> register & 1) != 0;
    }

    private void setBit(final int start, final int register, final boolean on) {
        final long mask = 1L << register;
        final int word = start + (register >> 6);
        current[word] = on ? current[word] | mask : current[word] & ~mask;
    }

    /** Two ways to a label do not fit. */
    static final class FlowConflict extends Exception {
        private static final long serialVersionUID = 1;

        FlowConflict(final String reason) {
            super(reason, null, false, false);
        }
    }
}
