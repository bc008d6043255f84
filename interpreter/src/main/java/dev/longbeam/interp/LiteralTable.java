package dev.longbeam.interp;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads the table of literals, packed or plain. */
final class LiteralTable {
    static final String REASON = "corrupt literal table";

    /** The deflate format cannot do better, so a larger claim is false. */
    private static final int MAX_RATIO = 1032;
    private static final int EXTERNAL_VERSION = 131;

    private LiteralTable() {
    }

    static byte[][] read(final ChunkReader chunk) throws BadBeamException {
        if (chunk == null) {
            return new byte[0][];
        }
        final int unpackedBytes = chunk.i32();
        final byte[] rest = chunk.bytes(chunk.left());
        chunk.require(unpackedBytes >= 0);
        final byte[] data = unpackedBytes == 0 ? rest : unpack(chunk, rest, unpackedBytes);
        final ChunkReader in = new ChunkReader(data, 0, data.length, REASON);
        final byte[][] literals = new byte[in.count(0, Integer.BYTES)][];
        for (int i = 0; i < literals.length; i++) {
            literals[i] = in.bytes(in.i32());
            in.require(literals[i].length > 1 && (literals[i][0] & 0xFF) == EXTERNAL_VERSION);
        }
        return literals;
    }

    private static byte[] unpack(final ChunkReader chunk, final byte[] packed, final int unpackedBytes) throws BadBeamException {
        chunk.require(unpackedBytes / MAX_RATIO <= packed.length);
        final byte[] data = new byte[unpackedBytes];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            int filled = 0;
            while (filled < unpackedBytes) {
                final int count = inflater.inflate(data, filled, unpackedBytes - filled);
                chunk.require(count > 0);
                filled += count;
            }
        } catch (final DataFormatException e) {
            throw chunk.corrupt();
        }
        return data;
    }
}
