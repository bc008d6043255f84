package dev.longbeam.memory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Hands out spans of pages of one address range. A freed span is joined with its free neighbours at once; when many free pages
 * may be resident, the largest free spans are given back to the kernel, a little later, by another thread and outside the lock: for
 * a large span that takes milliseconds.
 *
 * <p>Any thread; one lock. Page 0 of a range is never handed out, so that 0 can mean "none".
 */
final class PageHeap {
    static final int PAGE_SHIFT = 13;
    static final long PAGE_BYTES = 1L << PAGE_SHIFT;

    private static final int EXACT_BINS = 128;
    private static final int BINS = EXACT_BINS + 8 * 24;
    private static final int MAX_FIRST_FIT_STEPS = 32;
    private static final long MIN_DIRTY_PAGES = (64L << 20) >>> PAGE_SHIFT;
    private static final int MIN_RELEASE_PAGES = 8;
    /** A process that has been collected often is again soon, and needs as much memory: to get it anew from the kernel costs as much as to copy what it holds. */
    private static final long RELEASE_DELAY_MS = 2000;

    private final SpanTable spans;
    private final long startAddr;
    private final int endPage;
    private final int[] bins = new int[BINS];
    private final long[] binMap = new long[BINS + 63 >>> 6];
    private final Executor releaser;
    private int topPage = 1;
    private long dirtyPages;
    private boolean releasing;
    private volatile long usedPages;
    private volatile long releasedPages;

    /** A heap over a range that gives pages back on virtual threads, if they are still free after a while. */
    PageHeap(final long startAddr, final long bytes) {
        this(startAddr, bytes, CompletableFuture.delayedExecutor(RELEASE_DELAY_MS, TimeUnit.MILLISECONDS, Thread::startVirtualThread));
    }

    PageHeap(final long startAddr, final long bytes, final Executor releaser) {
        this.releaser = releaser;
        this.startAddr = startAddr;
        this.endPage = (int)(bytes >>> PAGE_SHIFT);
        this.spans = new SpanTable(endPage);
    }

    static long pagesFor(final long bytes) {
        return bytes + PAGE_BYTES - 1 >>> PAGE_SHIFT;
    }

    SpanTable spans() {
        return spans;
    }

    long addr(final int page) {
        return startAddr + ((long)page << PAGE_SHIFT);
    }

    int page(final long addr) {
        return (int)(addr - startAddr >>> PAGE_SHIFT);
    }

    /** Bytes of the spans handed out. */
    long usedBytes() {
        return usedPages << PAGE_SHIFT;
    }

    /** Bytes given back to the kernel so far. */
    long releasedBytes() {
        return releasedPages << PAGE_SHIFT;
    }

    /** Bytes between the start of the range and the highest page ever handed out. */
    synchronized long extentBytes() {
        return (long)topPage << PAGE_SHIFT;
    }

    /** Free spans, for tests of joining. */
    synchronized int freeSpans() {
        int count = 0;
        for (final int head : bins) {
            for (int span = head; span != 0; span = spans.next(span)) {
                count++;
            }
        }
        return count;
    }

    /**
     * Hands out a span.
     *
     * @return its first page
     * @throws OutOfMemoryError when the node's limit or the range does not allow it
     */
    synchronized int allocate(final long pages) {
        if (pages >= endPage) {
            throw rangeFull(pages);
        }
        Blocks.checkLimit(pages << PAGE_SHIFT);
        final int wanted = (int)pages;
        int span = findFree(wanted);
        if (span != 0) {
            take(span, wanted);
        } else {
            if (wanted > endPage - topPage) {
                throw rangeFull(pages);
            }
            span = topPage;
            topPage += wanted;
        }
        spans.describe(span, wanted, SpanTable.IN_USE);
        usedPages = usedPages + wanted;
        return span;
    }

    /** Takes a span back. */
    void free(final int span) {
        if (freeAndAskForRelease(span)) {
            releaser.execute(() -> releaseUntil(-1));
        }
    }

    /** Takes back the pages of a span but for its first ones. */
    void shrink(final int span, final int pages) {
        free(split(span, pages));
    }

    private synchronized int split(final int span, final int pages) {
        final int rest = span + pages;
        spans.describe(rest, spans.pages(span) - pages, SpanTable.IN_USE);
        spans.describe(span, pages, SpanTable.IN_USE);
        return rest;
    }

    /** Gives all free pages back to the kernel, whatever their share is; returns when that is done. */
    void trim() {
        releaseUntil(0);
    }

    private synchronized boolean freeAndAskForRelease(final int span) {
        final int pages = spans.pages(span);
        usedPages = usedPages - pages;
        join(span, pages, pages);
        if (releasing || dirtyPages <= maxDirtyPages()) {
            return false;
        }
        releasing = true;
        return true;
    }

    private long maxDirtyPages() {
        return Math.max(MIN_DIRTY_PAGES, usedPages >>> 2);
    }

    private void join(final int span, final int spanPages, final int spanDirty) {
        int first = span;
        int pages = spanPages;
        int dirty = spanDirty;
        if (span > 1) {
            final int left = spans.start(span - 1);
            if (spans.state(left) == SpanTable.FREE) {
                unlink(left);
                first = left;
                pages += spans.pages(left);
                dirty += spans.dirty(left);
            }
        }
        final int right = first + pages;
        if (right < topPage && spans.state(right) == SpanTable.FREE) {
            unlink(right);
            pages += spans.pages(right);
            dirty += spans.dirty(right);
        }
        link(first, pages, dirty);
    }

    private void releaseUntil(final long enough) {
        for (int span = takeDirty(enough); span != 0; span = takeDirty(enough)) {
            final int pages = spans.pages(span);
            AddressSpace.release(addr(span), (long)pages << PAGE_SHIFT);
            putReleased(span, pages);
        }
    }

    /**
     * Takes the largest span with resident pages out of the lists, so that nobody gets it meanwhile.
     *
     * @param enough resident free pages that may stay; negative for half of what is allowed
     * @return the span, or 0 when there is nothing more to do
     */
    private synchronized int takeDirty(final long enough) {
        if (dirtyPages > (enough < 0 ? maxDirtyPages() >>> 1 : enough)) {
            for (int bin = BINS - 1; bin >= MIN_RELEASE_PAGES; bin--) {
                for (int span = bins[bin]; span != 0; span = spans.next(span)) {
                    if (spans.dirty(span) >= MIN_RELEASE_PAGES) {
                        releasedPages = releasedPages + spans.dirty(span);
                        unlink(span);
                        spans.describe(span, spans.pages(span), SpanTable.IN_USE);
                        return span;
                    }
                }
            }
        }
        releasing = false;
        return 0;
    }

    private synchronized void putReleased(final int span, final int pages) {
        join(span, pages, 0);
    }

    private OutOfMemoryError rangeFull(final long pages) {
        return new OutOfMemoryError("address range is full: rangeBytes=" + ((long)endPage << PAGE_SHIFT) + " usedBytes="
            + usedBytes() + " wantedBytes=" + (pages << PAGE_SHIFT));
    }

    private int findFree(final int wanted) {
        final int bin = bin(wanted);
        int span = bins[bin];
        for (int steps = 0; span != 0 && steps < MAX_FIRST_FIT_STEPS; steps++) {
            if (spans.pages(span) >= wanted) {
                return span;
            }
            span = spans.next(span);
        }
        final int larger = nextFilledBin(bin + 1);
        return larger < 0 ? 0 : bins[larger];
    }

    private void take(final int span, final int wanted) {
        final int rest = spans.pages(span) - wanted;
        final int dirty = spans.dirty(span);
        unlink(span);
        if (rest > 0) {
            // What was freed last is often taken next and lies in front: so the resident pages are thought to be there.
            link(span + wanted, rest, Math.clamp(dirty - wanted, 0, rest));
        }
    }

    private void link(final int span, final int pages, final int dirty) {
        final int bin = bin(pages);
        spans.describe(span, pages, SpanTable.FREE);
        spans.dirty(span, dirty);
        bins[bin] = spans.push(bins[bin], span);
        binMap[bin >>> 6] |= 1L << bin;
        dirtyPages += dirty;
    }

    private void unlink(final int span) {
        final int bin = bin(spans.pages(span));
        bins[bin] = spans.remove(bins[bin], span);
        if (bins[bin] == 0) {
            binMap[bin >>> 6] &= ~(1L << bin);
        }
        dirtyPages -= spans.dirty(span);
    }

    private int nextFilledBin(final int from) {
        int word = from >>> 6;
        long bits = word < binMap.length ? binMap[word] & -1L << from : 0;
        while (bits == 0) {
            if (++word >= binMap.length) {
                return -1;
            }
            bits = binMap[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    private static int bin(final int pages) {
        if (pages < EXACT_BINS) {
            return pages;
        }
        final int log2 = 31 - Integer.numberOfLeadingZeros(pages);
        return EXACT_BINS + (log2 - 7 << 3) + (pages >>> log2 - 3 & 7);
    }
}
