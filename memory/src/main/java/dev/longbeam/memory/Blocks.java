package dev.longbeam.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The block allocator: memory of any size, 16-byte aligned, not zeroed. Frees are sized: the owner of a block knows how many
 * bytes it asked for, so that blocks need no headers.
 *
 * <p>Up to 64 KiB blocks come in {@link SizeClasses} and are cached by thread, see {@link MemoryThread}; larger ones are spans
 * of pages. Any thread; a block may be freed by another thread than the one that allocated it.
 */
public final class Blocks {
    private static final PageHeap PAGES = new PageHeap(AddressSpace.BLOCK_START, AddressSpace.BLOCK_BYTES);
    private static final ClassLists LISTS = new ClassLists(PAGES);
    private static final ThreadCache[] SHARED = sharedCaches();
    private static final List<ThreadCache> OWNED = new ArrayList<>();
    private static final long[] USED_BY_ENDED_THREADS = new long[MemoryKind.COUNT];
    private static volatile long limitBytes = Long.MAX_VALUE;

    private Blocks() {
    }

    private static ThreadCache[] sharedCaches() {
        final ThreadCache[] caches = new ThreadCache[Integer.highestOneBit(Runtime.getRuntime().availableProcessors()) * 2];
        for (int i = 0; i < caches.length; i++) {
            caches[i] = new ThreadCache(LISTS);
        }
        return caches;
    }

    /**
     * Allocates a block.
     *
     * @param bytes at least 1
     * @return its address, a multiple of 16
     * @throws MemoryExhausted when the range or the node's limit is used up
     */
    public static long allocate(final long bytes, final MemoryKind kind) {
        if (Memory.CHECK) {
            final long rawAddr = allocateRaw(MemoryCheck.rawBytes(bytes), kind, bytes);
            return MemoryCheck.open(rawAddr, holdableBytes(MemoryCheck.rawBytes(bytes)), bytes, kind);
        }
        return allocateRaw(bytes, kind, bytes);
    }

    /** Frees a block of {@code bytes} and {@code kind} as it was allocated (or last resized). */
    public static void free(final long addr, final long bytes, final MemoryKind kind) {
        if (Memory.CHECK) {
            MemoryCheck.close(addr, bytes, kind, holdableBytes(MemoryCheck.rawBytes(bytes)));
            addUsedBytes(kind, -bytes);
            return;
        }
        freeRaw(addr, bytes, kind, bytes);
    }

    /** True when a block of {@code oldBytes} can become one of {@code newBytes} where it is, so that {@link #resize} succeeds. */
    public static boolean canHold(final long oldBytes, final long newBytes) {
        final long oldRawBytes = rawBytes(oldBytes);
        final long newRawBytes = rawBytes(newBytes);
        return holdableBytes(oldRawBytes) == holdableBytes(newRawBytes) || newRawBytes > SizeClasses.MAX_BYTES && newRawBytes <= oldRawBytes;
    }

    /**
     * Changes the size of a block where it is. Afterwards the block is one of {@code newBytes}, also for {@link #free}. A block of pages of its own
     * gives back those that it does not need any more.
     *
     * @return false, and nothing is changed, when the block cannot hold that many bytes or would waste too many
     */
    public static boolean resize(final long addr, final long oldBytes, final long newBytes, final MemoryKind kind) {
        if (!canHold(oldBytes, newBytes)) {
            return false;
        }
        final long oldHeldBytes = holdableBytes(rawBytes(oldBytes));
        final long newHeldBytes = holdableBytes(rawBytes(newBytes));
        long rawAddr = addr;
        if (Memory.CHECK) {
            rawAddr = MemoryCheck.resize(addr, oldBytes, newBytes, kind, oldHeldBytes, newHeldBytes);
        }
        if (newHeldBytes < oldHeldBytes) {
            PAGES.shrink(PAGES.page(rawAddr), (int)PageHeap.pagesFor(newHeldBytes));
        }
        addUsedBytes(kind, newBytes - oldBytes);
        return true;
    }

    /** Bytes in use for a kind, as they were asked for. */
    public static long usedBytes(final MemoryKind kind) {
        long sum = kind == MemoryKind.LITERAL ? Literals.usedBytes() : 0;
        for (final ThreadCache cache : SHARED) {
            sum += cache.usedBytes(kind);
        }
        synchronized (OWNED) {
            for (final ThreadCache cache : OWNED) {
                sum += cache.usedBytes(kind);
            }
            return sum + USED_BY_ENDED_THREADS[kind.ordinal()];
        }
    }

    /** Bytes in use, all kinds. */
    public static long usedBytes() {
        long sum = 0;
        for (final MemoryKind kind : MemoryKind.all()) {
            sum += usedBytes(kind);
        }
        return sum;
    }

    /** Bytes of the pages that hold blocks and literals, free blocks between them included. */
    public static long heldBytes() {
        return PAGES.usedBytes() + Literals.heldBytes();
    }

    /** Sets the most that {@link #heldBytes} may grow to; an allocation that would go over it throws. */
    public static void limitBytes(final long bytes) {
        limitBytes = bytes;
    }

    /** The most that {@link #heldBytes} may grow to. */
    public static long limitBytes() {
        return limitBytes;
    }

    /** Puts blocks that no thread's own cache holds back together and gives free pages back to the kernel. Slow. */
    public static void trim() {
        for (final ThreadCache cache : SHARED) {
            synchronized (cache) {
                cache.flush();
            }
        }
        LISTS.drain();
        PAGES.trim();
    }

    /** Live blocks of a kind; check mode only, else 0. */
    public static long liveBlocks(final MemoryKind kind) {
        return Memory.CHECK ? MemoryCheck.liveBlocks(kind) : 0;
    }

    /**
     * What is allocated now: a line per kind with count and bytes and, in check mode with
     * {@code -Dlongbeam.memory.check.traces=true}, where sampled live blocks were allocated.
     */
    public static String leakReport() {
        final StringBuilder report = new StringBuilder();
        for (final MemoryKind kind : MemoryKind.all()) {
            report.append("kind=").append(kind).append(" bytes=").append(usedBytes(kind));
            if (Memory.CHECK) {
                report.append(" blocks=").append(liveBlocks(kind));
            }
            report.append('\n');
        }
        if (Memory.CHECK) {
            MemoryCheck.appendTraces(report);
        }
        return report.toString();
    }

    static PageHeap pages() {
        return PAGES;
    }

    static void checkLimit(final long moreBytes) {
        if (moreBytes > limitBytes - heldBytes()) {
            throw new OutOfMemoryError("memory limit reached: limitBytes=" + limitBytes + " heldBytes=" + heldBytes()
                + " wantedBytes=" + moreBytes);
        }
    }

    /** Bytes that a block really has. */
    static long holdableBytes(final long bytes) {
        return bytes <= SizeClasses.MAX_BYTES ? SizeClasses.bytes(SizeClasses.of(bytes))
            : PageHeap.pagesFor(bytes) << PageHeap.PAGE_SHIFT;
    }

    /** Bytes to ask the pages or a size class for. */
    private static long rawBytes(final long bytes) {
        return Memory.CHECK ? MemoryCheck.rawBytes(bytes) : bytes;
    }

    static ThreadCache openCache() {
        final ThreadCache cache = new ThreadCache(LISTS);
        synchronized (OWNED) {
            OWNED.add(cache);
        }
        return cache;
    }

    static void closeCache(final ThreadCache cache) {
        cache.flush();
        synchronized (OWNED) {
            for (final MemoryKind kind : MemoryKind.all()) {
                USED_BY_ENDED_THREADS[kind.ordinal()] += cache.usedBytes(kind);
            }
            OWNED.remove(cache);
        }
    }

    private static ThreadCache ownCache() {
        return Thread.currentThread() instanceof MemoryThread thread ? thread.cache() : null;
    }

    private static ThreadCache sharedCache() {
        return SHARED[(int)Thread.currentThread().threadId() & SHARED.length - 1];
    }

    private static long allocateRaw(final long rawBytes, final MemoryKind kind, final long countedBytes) {
        final ThreadCache own = ownCache();
        if (own != null) {
            return allocateFrom(own, rawBytes, kind, countedBytes);
        }
        final ThreadCache shared = sharedCache();
        synchronized (shared) {
            return allocateFrom(shared, rawBytes, kind, countedBytes);
        }
    }

    private static long allocateFrom(final ThreadCache cache, final long rawBytes, final MemoryKind kind,
        final long countedBytes) {
        final long addr;
        try {
            addr = rawBytes <= SizeClasses.MAX_BYTES ? cache.allocate(SizeClasses.of(rawBytes))
                : PAGES.addr(PAGES.allocate(PageHeap.pagesFor(rawBytes)));
        } catch (final OutOfMemoryError e) {
            throw new MemoryExhausted(kind, countedBytes, e);
        }
        cache.addUsedBytes(kind, countedBytes);
        return addr;
    }

    /** Frees a block below check mode; {@code countedBytes} leave the figures. */
    static void freeRaw(final long rawAddr, final long rawBytes, final MemoryKind kind, final long countedBytes) {
        final ThreadCache own = ownCache();
        if (own != null) {
            freeTo(own, rawAddr, rawBytes, kind, countedBytes);
            return;
        }
        final ThreadCache shared = sharedCache();
        synchronized (shared) {
            freeTo(shared, rawAddr, rawBytes, kind, countedBytes);
        }
    }

    private static void freeTo(final ThreadCache cache, final long rawAddr, final long rawBytes, final MemoryKind kind,
        final long countedBytes) {
        if (rawBytes <= SizeClasses.MAX_BYTES) {
            cache.free(rawAddr, SizeClasses.of(rawBytes));
        } else {
            PAGES.free(PAGES.page(rawAddr));
        }
        cache.addUsedBytes(kind, -countedBytes);
    }

    private static void addUsedBytes(final MemoryKind kind, final long bytes) {
        final ThreadCache own = ownCache();
        if (own != null) {
            own.addUsedBytes(kind, bytes);
            return;
        }
        final ThreadCache shared = sharedCache();
        synchronized (shared) {
            shared.addUsedBytes(kind, bytes);
        }
    }
}
