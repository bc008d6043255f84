package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;

/**
 * What the local form of a term begins with, so that no other node, and no later one of this name, takes it for its own: a hash of
 * the bytes that follow.
 *
 * <p>Owned by one thread at a time.
 */
final class LocalHash {
    private static final int SALT = ThreadLocalRandom.current().nextInt();
    private static final int PART_BYTES = 1 << 13;

    private final CRC32 crc = new CRC32();
    private final byte[] part = new byte[PART_BYTES];
    private long position;

    /** A hash of what begins at a position. */
    LocalHash(final long position) {
        this.position = position;
        crc.update(SALT);
    }

    /** The hash of a range of bytes. */
    static int of(final long addr, final long bytes) {
        final LocalHash hash = new LocalHash(0);
        hash.add(addr, bytes);
        return hash.value();
    }

    /** Adds bytes. */
    void add(final long addr, final long bytes) {
        for (long done = 0; done < bytes; done += PART_BYTES) {
            final int length = (int)Math.min(PART_BYTES, bytes - done);
            Memory.copyToArray(addr + done, part, 0, length);
            crc.update(part, 0, length);
        }
        position += bytes;
    }

    /** The position behind what was added. */
    long position() {
        return position;
    }

    /** The hash of all that was added. */
    int value() {
        return (int)crc.getValue() ^ SALT;
    }
}
