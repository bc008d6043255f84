package dev.longbeam.otp;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.otp.posix.Pcre2;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A compiled pattern, kept in a bounded cache by its source.
 *
 * <p>What Erlang code holds as compiled pattern is the source: it can be stored, copied, and sent to other nodes.
 * <pre>
 *   [magic: 8] [checksum of what follows: 8] [option bits: 4] [newline] [bsr] [dialect] [0] [pattern ..]
 * </pre>
 *
 * <p>Any thread. The library's memory is freed when neither the cache nor a thread holds the object any more; whoever matches must
 * keep it reachable until the match is over.
 */
final class RePattern {
    /** Bytes in front of the pattern in its source. */
    static final int SOURCE_HEADER_BYTES = 24;

    private static final long MAGIC = 0x0100_4552_424C_0001L;
    private static final int CHECKSUM_OFFSET = 8;
    private static final int OPTIONS_OFFSET = 16;
    private static final int NEWLINE_OFFSET = 20;
    private static final int BSR_OFFSET = 21;
    private static final int DIALECT_OFFSET = 22;

    private static final int CACHE_SLOTS = 1024;
    private static final RePattern[] CACHE = new RePattern[CACHE_SLOTS];
    private static final Cleaner CLEANER = Cleaner.create();

    /** The library's compiled pattern. */
    final long code;
    /** Number of groups. */
    final int captureCount;
    /** True when a newline can be two characters. */
    final boolean useCrlf;
    /** Newline convention in force. */
    final int effectiveNewline;
    /** What {@code \R} matches. */
    final int effectiveBsr;
    /** Pattern and subjects are UTF-8. */
    final boolean unicode;
    /** True when several groups may have one name. */
    final boolean duplicateNames;
    /** Names of groups, sorted; numbers of the groups beside them. */
    final String[] names;
    /** Numbers of the named groups. */
    final int[] numbers;

    private final long sourceAddr;
    private final int sourceBytes;
    private final int newline;
    private final int bsr;
    private final AtomicLong spareMatchData;

    private record Memories(long code, long sourceAddr, int sourceBytes, AtomicLong matchData) implements Runnable {
        @Override
        public void run() {
            Pcre2.freeCode(code);
            Blocks.free(sourceAddr, sourceBytes, MemoryKind.SYSTEM);
            final long data = matchData.get();
            if (data != 0) {
                Pcre2.freeMatchData(data);
            }
        }
    }

    private RePattern(final long code, final long fromAddr, final int sourceBytes, final int newline, final int bsr) {
        this.code = code;
        this.sourceBytes = sourceBytes;
        this.newline = newline;
        this.bsr = bsr;
        sourceAddr = Blocks.allocate(sourceBytes, MemoryKind.SYSTEM);
        Memory.copy(fromAddr, sourceAddr, sourceBytes);
        captureCount = Pcre2.info(code, Pcre2.INFO_CAPTURE_COUNT);
        effectiveNewline = Pcre2.info(code, Pcre2.INFO_NEWLINE);
        useCrlf = effectiveNewline >= Pcre2.NEWLINE_CRLF && effectiveNewline <= Pcre2.NEWLINE_ANYCRLF;
        effectiveBsr = Pcre2.info(code, Pcre2.INFO_BSR);
        unicode = (Pcre2.info(code, Pcre2.INFO_ALL_OPTIONS) & Pcre2.UTF) != 0;
        duplicateNames = (Memory.getInt(fromAddr + OPTIONS_OFFSET) & Pcre2.DUPNAMES) != 0;
        numbers = new int[Pcre2.info(code, Pcre2.INFO_NAME_COUNT)];
        names = Pcre2.names(code, numbers);
        spareMatchData = new AtomicLong();
        CLEANER.register(this, new Memories(code, sourceAddr, sourceBytes, spareMatchData));
    }

    /** The source of a pattern and its options. */
    static byte[] source(final ReDialect dialect, final byte[] pattern, final int options, final int newline, final int bsr) {
        final java.nio.ByteBuffer source = java.nio.ByteBuffer.allocate(SOURCE_HEADER_BYTES + pattern.length)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN);
        source.putLong(0, MAGIC);
        source.putInt(OPTIONS_OFFSET, options).put(NEWLINE_OFFSET, (byte)newline).put(BSR_OFFSET, (byte)bsr)
            .put(DIALECT_OFFSET, (byte)dialect.ordinal());
        source.put(SOURCE_HEADER_BYTES, pattern);
        long checksum = 0;
        for (int i = OPTIONS_OFFSET; i < source.capacity(); i++) {
            checksum = checksum(checksum, source.get(i));
        }
        return source.putLong(CHECKSUM_OFFSET, checksum).array();
    }

    private static long checksum(final long checksum, final int added) {
        final long mixed = (checksum ^ added & 0xFF) * 0x9E37_79B9_7F4A_7C15L;
        return mixed ^ mixed >>> 29;
    }

    /** True when bytes are a source that was made here. */
    static boolean isSource(final long addr, final long bytes) {
        if (bytes < SOURCE_HEADER_BYTES || bytes > Integer.MAX_VALUE || Memory.getLong(addr) != MAGIC) {
            return false;
        }
        long checksum = 0;
        for (long i = OPTIONS_OFFSET; i < bytes; i++) {
            checksum = checksum(checksum, Memory.getByte(addr + i));
        }
        return checksum == Memory.getLong(addr + CHECKSUM_OFFSET);
    }

    /**
     * The pattern of a source in memory; a newline convention and a meaning of {@code \R} that are not 0 take the place of its own.
     *
     * @param errors receives number and offset of the error, as {@link ReErrors} knows them, when the pattern is wrong
     * @return null when the bytes are no source (errors[0] is 0), or when the pattern is wrong
     */
    static RePattern of(final long addr, final long bytes, final int newline, final int bsr, final long[] errors) {
        errors[0] = 0;
        if (bytes < SOURCE_HEADER_BYTES || bytes > Integer.MAX_VALUE) {
            return null;
        }
        final long checksum = Memory.getLong(addr + CHECKSUM_OFFSET) + newline * 31L + bsr * 17L;
        final int slot = (int)(checksum ^ checksum >>> 32) & CACHE_SLOTS - 1;
        final RePattern cached = CACHE[slot];
        if (cached != null && cached.sourceBytes == bytes && cached.newline == newline && cached.bsr == bsr
            && Memory.equal(cached.sourceAddr, addr, bytes)) {
            return cached;
        }
        if (!isSource(addr, bytes)) {
            return null;
        }
        final RePattern compiled = compile(addr, (int)bytes, newline, bsr, errors);
        if (compiled != null) {
            CACHE[slot] = compiled;
        }
        return compiled;
    }

    /** The pattern of a source in an array. */
    static RePattern of(final byte[] source, final long[] errors) {
        final long addr = Blocks.allocate(source.length, MemoryKind.SYSTEM);
        try {
            Memory.copyFromArray(source, 0, addr, source.length);
            return of(addr, source.length, 0, 0, errors);
        } finally {
            Blocks.free(addr, source.length, MemoryKind.SYSTEM);
        }
    }

    private static RePattern compile(final long addr, final int bytes, final int newline, final int bsr, final long[] errors) {
        final byte[] pattern = new byte[bytes - SOURCE_HEADER_BYTES];
        Memory.copyToArray(addr + SOURCE_HEADER_BYTES, pattern, 0, pattern.length);
        final int ownNewline = Memory.getByte(addr + NEWLINE_OFFSET);
        final int ownBsr = Memory.getByte(addr + BSR_OFFSET);
        final int usedNewline = newline != 0 ? newline : ownNewline != 0 ? ownNewline : Pcre2.NEWLINE_LF;
        final int usedBsr = bsr != 0 ? bsr : ownBsr != 0 ? ownBsr : Pcre2.BSR_UNICODE;
        final ReDialect dialect = Memory.getByte(addr + DIALECT_OFFSET) == ReDialect.PCRE2.ordinal() ? ReDialect.PCRE2 : ReDialect.PCRE8;
        final long code = dialect.compile(pattern, Memory.getInt(addr + OPTIONS_OFFSET), usedNewline, usedBsr, errors);
        return code == 0 ? null : new RePattern(code, addr, bytes, newline, bsr);
    }

    /** Match data for this pattern, for one match. */
    long takeMatchData() {
        final long spare = spareMatchData.getAndSet(0);
        return spare != 0 ? spare : Pcre2.createMatchData(code);
    }

    /** Gives match data back. */
    void returnMatchData(final long matchData) {
        if (!spareMatchData.compareAndSet(0, matchData)) {
            Pcre2.freeMatchData(matchData);
        }
    }
}
