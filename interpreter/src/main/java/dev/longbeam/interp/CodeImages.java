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
    public static final CodeImages NONE = new CodeImages(null, Map.of(), 0);

    private static final int HEADER_BYTES = 16;

    private final Path recorded;
    /** Files with their images, by length and checksum of the file. */
    private final Map<Long, Entry> entries;
    private final int release;

    private record Entry(ByteBuffer file, ByteBuffer image) {
    }

    private CodeImages(final Path recorded, final Map<Long, Entry> entries, final int release) {
        this.recorded = recorded;
        this.entries = entries;
        this.release = release;
    }

    /** Adds images of all that is loaded to a file. */
    public static CodeImages recording(final Path file, final int release) {
        return new CodeImages(file, Map.of(), release);
    }

    /** Uses the images of a file; none when it cannot be read. */
    public static CodeImages of(final Path file, final int release) {
        final ByteBuffer all = FileMapping.of(file);
        final Map<Long, Entry> entries = new HashMap<>();
        while (all != null && all.remaining() > HEADER_BYTES) {
            final int imageBytes = all.getInt();
            final int fileBytes = all.getInt();
            final int crc = all.getInt();
            final boolean isOurs = all.getInt() == release;
            final int imageAt = all.position() + filledUp(fileBytes);
            if (imageAt + imageBytes > all.limit()) {
                break;
            }
            if (isOurs) {
                entries.put(key(fileBytes, crc), new Entry(all.slice(all.position(), fileBytes), all.slice(imageAt, imageBytes)));
            }
            all.position(imageAt + imageBytes);
        }
        return entries.isEmpty() ? NONE : new CodeImages(null, entries, release);
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

    private Entry entry(final byte[] bytes) {
        final Entry entry = entries.isEmpty() ? null : entries.get(key(bytes.length, crc(bytes)));
        return entry != null && entry.file.duplicate().equals(ByteBuffer.wrap(bytes)) ? entry : null;
    }

    /** The image of a file, or null. */
    CodeImage of(final byte[] bytes) {
        final Entry entry = entry(bytes);
        return entry == null ? null : CodeImage.read(entry.image.duplicate().order(ByteOrder.nativeOrder()).asIntBuffer());
    }

    /** True when there is an image of a file. */
    public boolean has(final byte[] bytes) {
        return entry(bytes) != null;
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
