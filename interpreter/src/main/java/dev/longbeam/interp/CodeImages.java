package dev.longbeam.interp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Images of files that nodes load at their start, in one file that is made when Longbeam is built and used as long as that build is: an
 * image counts only for exactly the file that it was made of, and the same release of OTP. Entries one after the other:
 *
 * <pre>
 *   [bytes of the image] [length of the .beam file] [its CRC-32] [release] [MD5 of the module, 16 bytes] [image]
 * </pre>
 *
 * <p>Any thread.
 */
public final class CodeImages {
    /** Without any. */
    public static final CodeImages NONE = new CodeImages(null, Map.of(), 0);

    private static final int HEADER_BYTES = 32;

    private final Path recorded;
    private final Map<Key, ByteBuffer> images;
    private final int release;

    private record Key(int lengthBytes, int crc, long md5High, long md5Low) {
        static Key of(final byte[] bytes, final byte[] md5) {
            final CRC32 crc = new CRC32();
            crc.update(bytes);
            final ByteBuffer both = ByteBuffer.wrap(md5);
            return new Key(bytes.length, (int)crc.getValue(), both.getLong(), both.getLong());
        }
    }

    private CodeImages(final Path recorded, final Map<Key, ByteBuffer> images, final int release) {
        this.recorded = recorded;
        this.images = images;
        this.release = release;
    }

    /** Adds images of all that is loaded to a file. */
    public static CodeImages recording(final Path file, final int release) {
        return new CodeImages(file, Map.of(), release);
    }

    /** Uses the images of a file; none when it cannot be read. */
    public static CodeImages of(final Path file, final int release) {
        try (FileChannel channel = FileChannel.open(file)) {
            final ByteBuffer all = channel.map(MapMode.READ_ONLY, 0, channel.size());
            final Map<Key, ByteBuffer> images = new HashMap<>();
            while (all.remaining() > HEADER_BYTES) {
                final int bytes = all.getInt();
                final int lengthBytes = all.getInt();
                final int crc = all.getInt();
                final boolean isOurs = all.getInt() == release;
                final Key key = new Key(lengthBytes, crc, all.getLong(), all.getLong());
                if (bytes > all.remaining()) {
                    break;
                }
                if (isOurs) {
                    images.put(key, all.slice(all.position(), bytes).order(ByteOrder.nativeOrder()));
                }
                all.position(all.position() + bytes);
            }
            return new CodeImages(null, images, release);
        } catch (final IOException e) {
            return NONE;
        }
    }

    /** The image of a file whose tables have been read, or null. */
    CodeImage of(final BeamFile file, final byte[] bytes) {
        final ByteBuffer found = images.isEmpty() ? null : images.get(Key.of(bytes, file.md5));
        return found == null ? null : CodeImage.read(found.duplicate().order(ByteOrder.nativeOrder()).asIntBuffer());
    }

    /** True when there is an image of a file. */
    public boolean has(final byte[] bytes) {
        final byte[] md5 = BeamFile.moduleMd5(bytes);
        return md5 != null && images.containsKey(Key.of(bytes, md5));
    }

    /** True when images of what is loaded are wanted. */
    boolean isRecording() {
        return recorded != null;
    }

    /** Adds an image to the file. */
    synchronized void record(final CodeImage image, final BeamFile file, final byte[] bytes) {
        final Key key = Key.of(bytes, file.md5);
        final int imageBytes = image.sizeInts() * Integer.BYTES;
        final ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + imageBytes);
        out.putInt(imageBytes).putInt(key.lengthBytes).putInt(key.crc).putInt(release).putLong(key.md5High).putLong(key.md5Low);
        image.write(out.slice().order(ByteOrder.nativeOrder()).asIntBuffer());
        out.rewind();
        try (FileChannel channel = FileChannel.open(recorded, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.write(out);
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
