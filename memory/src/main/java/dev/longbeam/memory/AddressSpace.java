package dev.longbeam.memory;

/**
 * The address ranges that all memory of ours comes from, reserved once with {@code mmap} and committed by the kernel on first
 * touch. One range holds ordinary blocks, the one behind it literals, so that "is it a literal" is one compare.
 *
 * <p>Any thread. The ranges live as long as the JVM.
 */
public final class AddressSpace {
    /** Bytes that the kernel hands out and takes back as one. */
    public static final long PAGE_BYTES = 4096;

    private static final long GIB = 1L << 30;
    private static final long MAX_BLOCK_GIB = 256;
    private static final long MIN_BLOCK_GIB = 4;
    private static final long ALIGNMENT = 2L << 20;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
    private static final int MADV_DONTNEED = 4;

    private static final NativeFunction MMAP = NativeFunction.ofWord("mmap");
    private static final NativeFunction MADVISE = NativeFunction.ofInt("madvise");

    /** Bytes reserved for ordinary blocks: 256 GiB, or what the machine's limits allow, down to 4. */
    public static final long BLOCK_BYTES;
    /** Bytes reserved for literals. */
    public static final long LITERAL_BYTES;
    /** First address of the range of ordinary blocks. */
    public static final long BLOCK_START;

    static {
        long gib = Math.clamp(Long.getLong("longbeam.memory.reserve.gib", MAX_BLOCK_GIB), 1, MAX_BLOCK_GIB);
        long addr = map((gib + literalGib(gib)) * GIB + ALIGNMENT);
        while (addr == -1 && gib > MIN_BLOCK_GIB) {
            gib >>= 1;
            addr = map((gib + literalGib(gib)) * GIB + ALIGNMENT);
        }
        if (addr == -1) {
            throw new OutOfMemoryError("cannot reserve address space: gib=" + (gib + literalGib(gib)));
        }
        BLOCK_BYTES = gib * GIB;
        LITERAL_BYTES = literalGib(gib) * GIB;
        BLOCK_START = addr + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** First address behind the range of ordinary blocks. */
    public static final long BLOCK_END = BLOCK_START + BLOCK_BYTES;
    /** First address of the literal range. */
    public static final long LITERAL_START = BLOCK_END;
    /** First address behind the literal range. */
    public static final long LITERAL_END = LITERAL_START + LITERAL_BYTES;

    private AddressSpace() {
    }

    /** True when the address lies in the literal range. */
    public static boolean isLiteral(final long addr) {
        return addr - LITERAL_START >= 0 && addr - LITERAL_END < 0;
    }

    /**
     * Reserves a range of zeroed memory that is committed on touch.
     *
     * @throws OutOfMemoryError when the kernel refuses the range
     */
    public static long reserve(final long bytes) {
        final long addr = map(bytes);
        if (addr == -1) {
            throw new OutOfMemoryError("cannot reserve address space: bytes=" + bytes);
        }
        return addr;
    }

    private static long literalGib(final long blockGib) {
        return Math.clamp(blockGib >> 4, 1, 16);
    }

    private static long map(final long bytes) {
        return MMAP.call(0, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0);
    }

    /** Gives the pages of a range back to the kernel; they read as zero afterwards. Both arguments are multiples of a page. */
    public static void release(final long addr, final long bytes) {
        final long result = MADVISE.call(addr, bytes, MADV_DONTNEED, 0, 0, 0);
        assert result == 0 : "madvise addr=" + addr + " bytes=" + bytes;
    }
}
