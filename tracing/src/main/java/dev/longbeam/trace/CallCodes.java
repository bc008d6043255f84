package dev.longbeam.trace;

import dev.longbeam.memory.Memory;
import java.util.Arrays;

/**
 * The codes of called functions: one byte for a function that was called lately, ten for another, one for a return.
 *
 * <p>Both sides keep 125 slots, empty at the begin of a batch; a function has one slot, by its hash. A byte of 1 to 125 is a call out of
 * the body of a function to the function in that slot, 126 to 250 a tail call to the function in the slot 125 lower; {@link #ESCAPE}
 * (body) and {@link #TAIL_ESCAPE} are followed by a slot and by the function's id in eight bytes, which goes into the slot. {@link
 * #RETURN} ends a call; {@link #UNWIND} and a count in four bytes end so many calls by an exception.
 *
 * <p>Owned by one thread.
 */
public final class CallCodes {
    /** A call out of a body to a function that has to be named. */
    public static final int ESCAPE = 0;
    /** Slots; also the distance between the codes for body calls and those for tail calls. */
    public static final int SLOTS = 125;
    /** An exception has ended calls. */
    public static final int UNWIND = 252;
    /** A tail call to a function that has to be named. */
    public static final int TAIL_ESCAPE = 253;
    /** A call has returned. */
    public static final int RETURN = 254;
    /** Bytes of the longest code. */
    public static final int MAX_BYTES = 10;

    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** The functions in the slots. */
    final long[] slots = new long[SLOTS + 1];

    /** Forgets all functions. */
    void reset() {
        Arrays.fill(slots, -1);
    }

    /** Writes the code of a function; returns the address behind it. */
    long write(final long functionId, final boolean tail, final long addr) {
        final int slot = slot(functionId);
        if (slots[slot] == functionId) {
            Memory.putByte(addr, tail ? slot + SLOTS : slot);
            return addr + 1;
        }
        slots[slot] = functionId;
        Memory.putByte(addr, tail ? TAIL_ESCAPE : ESCAPE);
        Memory.putByte(addr + 1, slot);
        Memory.putLong(addr + 2, functionId);
        return addr + MAX_BYTES;
    }

    /** The slot of a function. */
    static int slot(final long functionId) {
        return 1 + (int)((functionId * MIX >>> 40) * SLOTS >>> 24);
    }
}
