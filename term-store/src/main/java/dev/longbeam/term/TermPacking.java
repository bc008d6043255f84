package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import java.util.zip.Deflater;

/**
 * The compressed form of a term that was written, part after part.
 *
 * <p>Owned by one thread at a time.
 */
final class TermPacking {
    /** What a part costs. */
    static final int PART_STEPS = 1 << 15;

    private static final int PART_BYTES = 1 << 14;

    /** The compressed form. */
    final ExternalBuffer packed = new ExternalBuffer();
    private final ExternalBuffer plain;
    private final Deflater deflater;
    private final long mostBytes;
    private long position = 1;
    private final byte[] input;
    private final byte[] output;

    /** The compression of what stands behind the version byte. */
    TermPacking(final ExternalBuffer plain, final int level) {
        this.plain = plain;
        deflater = new Deflater(level);
        mostBytes = plain.size();
        input = new byte[(int)Math.min(PART_BYTES, mostBytes)];
        output = new byte[input.length];
        packed.put8(ExternalTags.VERSION_MAGIC);
        packed.put8(ExternalTags.COMPRESSED);
        packed.put32((int)(plain.size() - 1));
    }

    /** Compresses a part; true at the end, or when it is clear that nothing is gained. */
    boolean advance() {
        final int count = (int)Math.min(input.length, plain.run(position));
        Memory.copyToArray(plain.at(position), input, 0, count);
        position += count;
        deflater.setInput(input, 0, count);
        if (position == plain.size()) {
            deflater.finish();
        }
        while (isSmaller() && !deflater.finished()) {
            final int made = deflater.deflate(output);
            if (made == 0) {
                break;
            }
            Memory.copyFromArray(output, 0, packed.reserve(made), made);
        }
        packed.endBlock();
        return !isSmaller() || deflater.finished();
    }

    /** True while the compressed form is not larger than the other. */
    boolean isSmaller() {
        return packed.size() <= mostBytes;
    }

    /** Gives memory back. */
    void close() {
        deflater.end();
        packed.free();
    }
}
