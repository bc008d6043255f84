package dev.longbeam.trace;

import dev.longbeam.memory.Memory;
import java.util.Arrays;

/**
 * The codes of called functions: one byte for a function that was called lately, ten for another.
 *
 * <p>Both sides keep 255 slots, empty at the begin of a batch; a function has one slot, by its hash. A byte 1 to 255 means the function
 * in that slot; 0 is followed by a slot and by the function's id in eight bytes, which goes into the slot.
 *
 * <p>Owned by one thread.
 */
final class CallCodes {
    static final int ESCAPE = 0;
    private static final int SLOTS = 255;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final long[] slots = new long[SLOTS + 1];

    /** Forgets all functions. */
    void reset() {
        Arrays.fill(slots, -1);
    }

    /** Writes the code of a function; returns the address behind it. */
    long write(final long functionId, final long addr) {
        final int slot = slot(functionId);
        if (slots[slot] == functionId) {
            Memory.putByte(addr, slot);
            return addr + 1;
        }
        slots[slot] = functionId;
        Memory.putByte(addr, ESCAPE);
        Memory.putByte(addr + 1, slot);
        Memory.putLong(addr + 2, functionId);
        return addr + 10;
    }

    private static int slot(final long functionId) {
        return 1 + (int)((functionId * MIX >>> 40) % SLOTS);
    }
}
