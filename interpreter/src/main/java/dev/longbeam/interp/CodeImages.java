package dev.longbeam.interp;

import dev.longbeam.memory.FileMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Images of files that nodes load at their start, in one file that is made when Longbeam is built and used as long as that build is. An
 * image counts only for exactly the file that it was made of, byte for byte, and the same release of OTP. Entries one after the other:
 *
 * <pre>
 *   [bytes of the image] [length of the .beam file] [its CRC-32] [release] [the .beam file, filled up to 4 bytes] [image]
 * </pre>
 *
 * <p>Any thread.
 */
public final class CodeImages {
    /** Without any. */
    public static final CodeImages NONE = new CodeImages(null, null, Map.of(), 0);

    private static final int FILE_BYTES = 4;
    private static final int CRC = 8;
    private static final int RELEASE = 12;
    private static final int HEADER_BYTES = 16;

    private final Path recorded;
    /** All entries, or null. */
    private final ByteBuffer all;
    /** Where entries of this release begin, by length and checksum of the file. */
    private final Map<Long, Integer> entries;
    private final int release;

    private CodeImages(final Path recorded, final ByteBuffer all, final Map<Long, Integer> entries, final int release) {
        this.recorded = recorded;
        this.all = all;
        this.entries = entries;
        this.release = release;
    }

    /** Adds images of all that is loaded to a file. */
    public static CodeImages recording(final Path file, final int release) {
        return new CodeImages(file, null, Map.of(), release);
    }

    /** Uses the images of a file; none when it cannot be read. */
    public static CodeImages of(final Path file, final int release) {
        final ByteBuffer all = FileMapping.of(file);
        final Map<Long, Integer> entries = new HashMap<>();
        final int end = all == null ? 0 : all.limit();
        int at = 0;
        while (end - at > HEADER_BYTES) {
            final int next = imageAt(all, at) + all.getInt(at);
            if (next > end) {
                break;
            }
            if (all.getInt(at + RELEASE) == release) {
                entries.put(key(all.getInt(at + FILE_BYTES), all.getInt(at + CRC)), at);
            }
            at = next;
        }
        return entries.isEmpty() ? NONE : new CodeImages(null, all, entries, release);
    }

    private static int imageAt(final ByteBuffer all, final int at) {
        return at + HEADER_BYTES + filledUp(all.getInt(at + FILE_BYTES));
    }

    private static int filledUp(final int bytes) {
        return bytes + Integer.BYTES - 1 & -Integer.BYTES;
    }

    private static long key(final int fileBytes, final int crc) {
        return (long)fileBytes << Integer.SIZE | Integer.toUnsignedLong(crc);
    }

    private static int crc(final byte[] bytes) {
        final CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int)crc.getValue();
    }

    /** Where the entry of a file begins, or -1. */
    private int entry(final byte[] bytes) {
        final Integer at = entries.isEmpty() ? null : entries.get(key(bytes.length, crc(bytes)));
        return at != null && all.slice(at + HEADER_BYTES, bytes.length).equals(ByteBuffer.wrap(bytes)) ? at : -1;
    }

    /** The image of a file, or null. */
    CodeImage of(final byte[] bytes) {
        final int at = entry(bytes);
        return at < 0 ? null : CodeImage.read(all.slice(imageAt(all, at), all.getInt(at)).order(ByteOrder.nativeOrder()).asIntBuffer());
    }

    /** True when there is an image of a file. */
    public boolean has(final byte[] bytes) {
        return entry(bytes) >= 0;
    }

    /** True when images of what is loaded are wanted. */
    boolean isRecording() {
        return recorded != null;
    }

    /** Adds an image to the file. */
    synchronized void record(final CodeImage image, final byte[] bytes) {
        final int imageBytes = image.sizeInts() * Integer.BYTES;
        final ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + filledUp(bytes.length) + imageBytes);
        out.putInt(imageBytes).putInt(bytes.length).putInt(crc(bytes)).putInt(release).put(bytes);
        out.position(HEADER_BYTES + filledUp(bytes.length));
        image.write(out.slice().order(ByteOrder.nativeOrder()).asIntBuffer());
        out.rewind();
        try (FileChannel channel = FileChannel.open(recorded, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.write(out);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
