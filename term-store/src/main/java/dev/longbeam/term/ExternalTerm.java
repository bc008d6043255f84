package dev.longbeam.term;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The external term format: {@code term_to_binary} and {@code binary_to_term}, and the literals of compiled modules. It begins with
 * the byte 131 and holds all terms of OTP 25 to 29.
 *
 * <p>Any thread that may see the terms and owns the heap. Decoding never trusts the bytes: for wrong ones the result is NON_VALUE,
 * and nothing is recorded in the heap.
 */
public final class ExternalTerm {
    /** Options of an encoding in their numeric form; combine with {@code |}. */
    public static final int NEW_FLOATS = ExternalEncoder.NEW_FLOATS;
    /** Atoms in UTF-8 throughout. */
    public static final int UTF8_ATOMS = ExternalEncoder.UTF8_ATOMS;
    /** Equal maps give equal bytes. */
    public static final int DETERMINISTIC = ExternalEncoder.DETERMINISTIC;
    /** Identifiers in the form that only this node reads (OTP 27). */
    public static final int LOCAL = ExternalEncoder.LOCAL;

    private static final int COMPRESSED_HEADER_BYTES = 6;
    private static final long MAX_DEFLATE_RATIO = 1040;
    private static final int LOCAL_SALT = ThreadLocalRandom.current().nextInt();

    private ExternalTerm() {
    }

    /** Options of {@code term_to_binary/1}. */
    public static int defaultOptions() {
        return options(OtpVariant.current().utf8Atoms() ? 2 : 1);
    }

    /** Options of a {@code minor_version} 0, 1 or 2. */
    public static int options(final int minorVersion) {
        return minorVersion == 0 ? 0 : minorVersion == 1 ? NEW_FLOATS : NEW_FLOATS | UTF8_ATOMS;
    }

    // Encoding

    /**
     * The binary of a term.
     *
     * @param level 0, or how hard to compress, 1 to 9; 6 is usual
     */
    public static long encode(final TermHeap heap, final long term, final int options, final int level) {
        final ExternalEncoder encoder = write(term, options);
        if (level != 0) {
            final long compressed = compress(heap, encoder.out, level);
            if (compressed != Term.NON_VALUE) {
                return compressed;
            }
        }
        final long binary = Bitstring.allocate(heap, encoder.out.size());
        Memory.copy(encoder.out.addr(), Bitstring.dataAddr(binary), encoder.out.size());
        return binary;
    }

    /** The bytes of a term. */
    public static byte[] encodeToArray(final long term, final int options) {
        final ExternalEncoder encoder = write(term, options);
        final byte[] bytes = new byte[Math.toIntExact(encoder.out.size())];
        Memory.copyToArray(encoder.out.addr(), bytes, 0, bytes.length);
        return bytes;
    }

    /** {@code external_size/2}: the bytes of a term, or, as in the C emulator, somewhat more when it holds funs. */
    public static long sizeBytes(final long term, final int options) {
        final ExternalEncoder encoder = write(term, options);
        return encoder.out.size() + encoder.funSlackBytes();
    }

    private static ExternalEncoder write(final long term, final int options) {
        final ExternalEncoder encoder = ExternalEncoder.ofThread();
        encoder.out.put8(ExternalTags.VERSION_MAGIC);
        if ((options & LOCAL) == 0) {
            encoder.encode(term, options);
            return encoder;
        }
        encoder.out.put8(ExternalTags.LOCAL);
        final long hashAt = encoder.out.size();
        encoder.out.put32(0);
        encoder.encode(term, options);
        encoder.out.patch32(hashAt, localHash(encoder.out.addr() + hashAt + 4, encoder.out.size() - hashAt - 4));
        return encoder;
    }

    /** What the local form begins with, so that no other node, and no later one of this name, takes it for its own. */
    private static int localHash(final long addr, final long bytes) {
        final CRC32 crc = new CRC32();
        crc.update(LOCAL_SALT);
        final byte[] piece = new byte[(int)Math.min(bytes, 1 << 13)];
        for (long done = 0; done < bytes; done += piece.length) {
            final int length = (int)Math.min(piece.length, bytes - done);
            Memory.copyToArray(addr + done, piece, 0, length);
            crc.update(piece, 0, length);
        }
        return (int)crc.getValue() ^ LOCAL_SALT;
    }

    /** NON_VALUE when nothing is gained. */
    private static long compress(final TermHeap heap, final ExternalBuffer plain, final int level) {
        final int bytes = Math.toIntExact(plain.size() - 1);
        final byte[] input = new byte[bytes];
        Memory.copyToArray(plain.addr() + 1, input, 0, bytes);
        final byte[] output = new byte[Math.max(0, bytes - 5)];
        final Deflater deflater = new Deflater(level);
        deflater.setInput(input);
        deflater.finish();
        int length = 0;
        while (!deflater.finished() && length < output.length) {
            length += deflater.deflate(output, length, output.length - length);
        }
        final boolean fits = deflater.finished();
        deflater.end();
        if (!fits) {
            return Term.NON_VALUE;
        }
        final long binary = Bitstring.allocate(heap, COMPRESSED_HEADER_BYTES + (long)length);
        final long addr = Bitstring.dataAddr(binary);
        Memory.putByte(addr, ExternalTags.VERSION_MAGIC);
        Memory.putByte(addr + 1, ExternalTags.COMPRESSED);
        Memory.putInt(addr + 2, Integer.reverseBytes(bytes));
        Memory.copyFromArray(output, 0, addr + COMPRESSED_HEADER_BYTES, length);
        return binary;
    }

    // Decoding

    /** The term of bytes in an array; bytes behind it are ignored. NON_VALUE when they are wrong. */
    public static long decode(final TermHeap to, final byte[] bytes, final int offset, final int length) {
        if (length == 0) {
            return Term.NON_VALUE;
        }
        final long addr = Blocks.allocate(length, MemoryKind.SYSTEM);
        Memory.copyFromArray(bytes, offset, addr, length);
        final long term = decode(to, addr, length, false, null);
        Blocks.free(addr, length, MemoryKind.SYSTEM);
        return term;
    }

    /**
     * The term of a range of bytes; bytes behind it are ignored.
     *
     * @param safe      refuse atoms and functions that do not exist yet
     * @param usedBytes when not null, its first element is set to the number of bytes that belong to the term
     * @return NON_VALUE when the bytes are wrong
     */
    public static long decode(final TermHeap to, final long addr, final long bytes, final boolean safe, final long[] usedBytes) {
        if (bytes < 2 || Memory.getUnsignedByte(addr) != ExternalTags.VERSION_MAGIC) {
            return Term.NON_VALUE;
        }
        if (bytes >= COMPRESSED_HEADER_BYTES && Memory.getByte(addr + 1) == ExternalTags.COMPRESSED) {
            return decodeCompressed(to, addr, bytes, safe, usedBytes);
        }
        final long term = decodeBody(to, addr + 1, bytes - 1, safe);
        if (usedBytes != null) {
            usedBytes[0] = ExternalDecoder.ofThread().position() - addr;
        }
        return term;
    }

    /**
     * The term of a range of bytes without the byte 131, as messages between nodes carry it.
     *
     * @return NON_VALUE when the bytes are wrong
     */
    public static long decodeBody(final TermHeap to, final long addr, final long bytes, final boolean safe) {
        final ExternalDecoder decoder = ExternalDecoder.ofThread();
        if (bytes < 1 || Memory.getUnsignedByte(addr) != ExternalTags.LOCAL) {
            return decoder.decode(to, addr, bytes, safe, false);
        }
        if (bytes < 6) {
            return Term.NON_VALUE;
        }
        final long term = decoder.decode(to, addr + 5, bytes - 5, safe, true);
        final int hash = Integer.reverseBytes(Memory.getInt(addr + 1));
        return term != Term.NON_VALUE && localHash(addr + 5, decoder.position() - addr - 5) == hash ? term : Term.NON_VALUE;
    }

    private static long decodeCompressed(final TermHeap to, final long addr, final long bytes, final boolean safe,
        final long[] usedBytes) {
        final long plainBytes = Integer.reverseBytes(Memory.getInt(addr + 2)) & 0xFFFF_FFFFL;
        final long packedBytes = bytes - COMPRESSED_HEADER_BYTES;
        if (plainBytes == 0 || plainBytes > Integer.MAX_VALUE - 8 || plainBytes > packedBytes * MAX_DEFLATE_RATIO) {
            return Term.NON_VALUE;
        }
        final byte[] packed = new byte[Math.toIntExact(packedBytes)];
        Memory.copyToArray(addr + COMPRESSED_HEADER_BYTES, packed, 0, packed.length);
        final byte[] plain = new byte[(int)plainBytes];
        final long used = inflate(packed, plain);
        if (used < 0) {
            return Term.NON_VALUE;
        }
        if (usedBytes != null) {
            usedBytes[0] = COMPRESSED_HEADER_BYTES + used;
        }
        final long plainAddr = Blocks.allocate(plainBytes, MemoryKind.SYSTEM);
        Memory.copyFromArray(plain, 0, plainAddr, plain.length);
        final long term = decodeBody(to, plainAddr, plainBytes, safe);
        Blocks.free(plainAddr, plainBytes, MemoryKind.SYSTEM);
        return term;
    }

    /** Bytes of input that filled the output exactly, -1 when they do not. */
    private static long inflate(final byte[] packed, final byte[] plain) {
        final Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            int length = 0;
            while (length < plain.length) {
                final int step = inflater.inflate(plain, length, plain.length - length);
                if (step == 0) {
                    return -1;
                }
                length += step;
            }
            final boolean isOver = inflater.finished() || inflater.inflate(new byte[1]) == 0 && inflater.finished();
            return isOver ? inflater.getBytesRead() : -1;
        } catch (final DataFormatException e) {
            return -1;
        } finally {
            inflater.end();
        }
    }
}
