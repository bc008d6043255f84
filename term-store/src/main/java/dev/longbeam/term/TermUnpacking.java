package dev.longbeam.term;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The bytes of a term from its compressed form, part after part.
 *
 * <p>Owned by one thread at a time.
 */
final class TermUnpacking {
    /** What a part costs. */
    static final int PART_STEPS = 1 << 13;

    private static final int HEADER_BYTES = 6;
    private static final int PART_BYTES = 1 << 14;
    private static final long MAX_DEFLATE_RATIO = 1040;

    private final Inflater inflater = new Inflater();
    private final long plainBytes;
    private final long plainAddr;
    private final byte[] input;
    private final byte[] output;
    private long packedAddr;
    private long packedLeft;
    private long done;
    private boolean isWrong;

    private TermUnpacking(final long packedAddr, final long packedBytes, final long plainBytes) {
        this.packedAddr = packedAddr;
        this.plainBytes = plainBytes;
        packedLeft = packedBytes;
        plainAddr = Blocks.allocate(plainBytes, MemoryKind.SYSTEM);
        input = new byte[(int)Math.min(PART_BYTES, packedBytes)];
        output = new byte[(int)Math.min(PART_BYTES, plainBytes)];
    }

    /** True for bytes that say that they are compressed. */
    static boolean isPacked(final long addr, final long bytes) {
        return bytes >= HEADER_BYTES && Memory.getByte(addr + 1) == ExternalTags.COMPRESSED;
    }

    /** The unpacking of such bytes, or null when they cannot hold as much as they say. */
    static TermUnpacking of(final long addr, final long bytes) {
        final long plainBytes = Integer.reverseBytes(Memory.getInt(addr + 2)) & 0xFFFF_FFFFL;
        final long packedBytes = bytes - HEADER_BYTES;
        return plainBytes == 0 || plainBytes > packedBytes * MAX_DEFLATE_RATIO ? null : new TermUnpacking(addr + HEADER_BYTES, packedBytes, plainBytes);
    }

    /** Does a part; true at the end, or when the bytes are {@linkplain #isWrong wrong}. */
    boolean advance() {
        try {
            if (inflater.needsInput()) {
                feed();
            }
            if (done < plainBytes) {
                final int count = inflater.inflate(output, 0, (int)Math.min(output.length, plainBytes - done));
                Memory.copyFromArray(output, 0, plainAddr + done, count);
                done += count;
                isWrong |= count == 0 && isStuck();
            } else {
                isWrong |= !inflater.finished() && (inflater.inflate(output, 0, 1) != 0 || !inflater.finished() && isStuck());
            }
        } catch (final DataFormatException e) {
            isWrong = true;
        }
        return isWrong || done == plainBytes && inflater.finished();
    }

    private boolean isStuck() {
        return inflater.finished() || !inflater.needsInput() || packedLeft == 0;
    }

    private void feed() {
        final int count = (int)Math.min(input.length, packedLeft);
        Memory.copyToArray(packedAddr, input, 0, count);
        inflater.setInput(input, 0, count);
        packedAddr += count;
        packedLeft -= count;
    }

    /** True when the bytes do not hold what they say. */
    boolean isWrong() {
        return isWrong;
    }

    /** Bytes that belong to the term, all included. */
    long usedBytes() {
        return HEADER_BYTES + inflater.getBytesRead();
    }

    long plainAddr() {
        return plainAddr;
    }

    long plainBytes() {
        return plainBytes;
    }

    /** Gives memory back. */
    void close() {
        inflater.end();
        Blocks.free(plainAddr, plainBytes, MemoryKind.SYSTEM);
    }
}
