package dev.longbeam.interp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The container of a .beam file: chunks by name. Of two chunks with one name the last counts. One thread. */
final class BeamChunks {
    private static final String BAD_HEADER = "corrupt file header";
    private static final int FOR1 = 0x464F5231;
    private static final int BEAM = 0x4245414D;
    private static final int HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int LAMBDA_BYTES = 24;
    private static final int LAMBDA_KEPT_BYTES = 20;
    private static final int MAX_FILE_BYTES = 1 << 28;

    private final byte[] data;
    private final Map<String, Range> ranges = new HashMap<>();

    private record Range(int start, int length) {
    }

    private BeamChunks(final byte[] data) {
        this.data = data;
    }

    static BeamChunks read(final byte[] bytes) throws BadBeamException {
        final boolean packed = bytes.length > 2 && (bytes[0] & 0xFF) == 0x1F && (bytes[1] & 0xFF) == 0x8B;
        return readPlain(packed ? unpack(bytes) : bytes);
    }

    static BeamChunks readPlain(final byte[] bytes) throws BadBeamException {
        final BeamChunks chunks = new BeamChunks(bytes);
        chunks.readRanges();
        return chunks;
    }

    /** Offset and length, or null when the chunk is missing or empty. */
    int[] range(final String name) {
        final Range range = ranges.get(name);
        return has(name) ? new int[] {range.start, range.length} : null;
    }

    boolean has(final String name) {
        final Range range = ranges.get(name);
        return range != null && range.length > 0;
    }

    /** A copy of a chunk, or null when it is missing or empty. */
    byte[] bytes(final String name) {
        final Range range = ranges.get(name);
        return has(name) ? Arrays.copyOfRange(data, range.start, range.start + range.length) : null;
    }

    ChunkReader required(final String name, final String missing, final String corrupt) throws BadBeamException {
        if (!has(name)) {
            throw new BadBeamException(missing);
        }
        return optional(name, corrupt);
    }

    /** A reader, or null when the chunk is missing or empty. */
    ChunkReader optional(final String name, final String corrupt) {
        final Range range = ranges.get(name);
        return has(name) ? new ChunkReader(data, range.start, range.length, corrupt) : null;
    }

    byte[] md5() throws BadBeamException {
        final MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("MD5");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        for (final String name : new String[] {"AtU8", "Code", "StrT", "ImpT", "ExpT", "FunT", "LitT", "Meta", "Recs", "DbgB"}) {
            final Range range = ranges.get(name);
            if (range != null && name.equals("FunT")) {
                addLambdas(digest, range);
            } else if (range != null) {
                digest.update(data, range.start, range.length);
            }
        }
        return digest.digest();
    }

    private void addLambdas(final MessageDigest digest, final Range range) throws BadBeamException {
        if (range.length == 0) {
            return;
        }
        if (range.length % LAMBDA_BYTES != Integer.BYTES) {
            throw new BadBeamException("corrupt lambda table");
        }
        digest.update(data, range.start, Integer.BYTES);
        for (int at = range.start + Integer.BYTES; at < range.start + range.length; at += LAMBDA_BYTES) {
            digest.update(data, at, LAMBDA_KEPT_BYTES);
            digest.update(new byte[LAMBDA_BYTES - LAMBDA_KEPT_BYTES]);
        }
    }

    private void readRanges() throws BadBeamException {
        final ChunkReader file = new ChunkReader(data, 0, data.length, BAD_HEADER);
        file.require(data.length >= HEADER_BYTES && file.i32() == FOR1);
        final int size = file.i32();
        file.require(size >= Integer.BYTES && size <= file.left());
        final ChunkReader in = new ChunkReader(data, file.position(), size, BAD_HEADER);
        in.require(in.i32() == BEAM);
        while (in.left() > 0) {
            in.require(in.left() >= CHUNK_HEADER_BYTES);
            final String name = new String(in.bytes(Integer.BYTES), java.nio.charset.StandardCharsets.ISO_8859_1);
            final int length = in.i32();
            in.require(length >= 0 && length <= in.left());
            final int stored = length + 3 & ~3;
            in.require(stored >= 0 && stored <= in.left());
            ranges.put(name, new Range(in.position(), length));
            in.skip(stored);
        }
    }

    private static byte[] unpack(final byte[] bytes) throws BadBeamException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            final byte[] unpacked = in.readNBytes(MAX_FILE_BYTES);
            if (unpacked.length == MAX_FILE_BYTES) {
                throw new BadBeamException(BAD_HEADER);
            }
            return unpacked;
        } catch (final IOException e) {
            throw new BadBeamException(BAD_HEADER);
        }
    }
}
