package dev.longbeam.term;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.memory.PerThread;

/**
 * The external term format, in one go: for literals of compiled modules, traces and drivers. It begins with the byte 131 and holds all
 * terms of OTP 25 to 29. {@link TermEncoding} and {@link TermDecoding} do it in slices.
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

    /** Where the hash of the local form stands, and what follows it. */
    static final int LOCAL_HASH_AT = 2;
    static final int LOCAL_HEADER_BYTES = 6;

    private static final PerThread<ExternalEncoder> ENCODERS = new PerThread<>(ExternalEncoder::new);

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

    /** Writes what a term begins with, and lets an encoder begin the rest. */
    static void begin(final ExternalEncoder encoder, final long term, final int options) {
        encoder.out.put8(ExternalTags.VERSION_MAGIC);
        if ((options & LOCAL) != 0) {
            encoder.out.put8(ExternalTags.LOCAL);
            encoder.out.put32(0);
        }
        encoder.begin(term, options);
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
        final ExternalEncoder encoder = ENCODERS.get();
        encoder.clear();
        begin(encoder, term, options);
        encoder.budget = Long.MAX_VALUE;
        encoder.proceed();
        if ((options & LOCAL) != 0) {
            final long bytes = encoder.out.size() - LOCAL_HEADER_BYTES;
            encoder.out.patch32(LOCAL_HASH_AT, LocalHash.of(encoder.out.addr() + LOCAL_HEADER_BYTES, bytes));
        }
        return encoder;
    }

    // Decoding

    /** The term of bytes in an array; bytes behind it are ignored. NON_VALUE when they are wrong. */
    public static long decode(final TermHeap to, final byte[] bytes, final int offset, final int length) {
        if (length == 0) {
            return Term.NON_VALUE;
        }
        final long addr = Blocks.allocate(length, MemoryKind.SYSTEM);
        Memory.copyFromArray(bytes, offset, addr, length);
        final TermDecoding decoding = TermDecoding.of(to, addr, length, false, false);
        decoding.advance(Long.MAX_VALUE);
        final long term = decoding.result();
        Blocks.free(addr, length, MemoryKind.SYSTEM);
        return term;
    }
}
