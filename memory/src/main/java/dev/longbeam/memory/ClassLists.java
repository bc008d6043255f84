package dev.longbeam.memory;

/**
 * The shared lists of free small blocks, one set per size class. Whole batches pass from thread to thread over a lock-free
 * stack; behind it stand the spans that blocks are cut from, under one lock per class. A span whose blocks are all back
 * returns to the page heap.
 *
 * <p>A free block's first word links the blocks of a chain; the second word of a batch's first block links the batches of the
 * stack. The stack's head carries a count and a version, so that a late compare-and-set cannot succeed on a head that has
 * come and gone:
 *
 * <pre>
 *   63      version      40 39 count 34 33   address of the top batch in 16-byte units   0
 * </pre>
 *
 * <p>Any thread.
 */
final class ClassLists {
    private static final int HEAD_SPACING_BYTES = 128;
    private static final long ADDR_MASK = (1L << 34) - 1;
    private static final int COUNT_SHIFT = 34;
    private static final int COUNT_MASK = 63;
    private static final int VERSION_SHIFT = 40;
    private static final int MAX_BATCHES = 32;
    private static final int LINK = 0;
    private static final int BATCH_LINK = 8;

    private final PageHeap pages;
    private final long rangeAddr;
    private final long headsAddr;
    private final SpanList[] lists = new SpanList[SizeClasses.COUNT];

    ClassLists(final PageHeap pages) {
        this.pages = pages;
        this.rangeAddr = pages.addr(0);
        this.headsAddr = AddressSpace.reserve((long)SizeClasses.COUNT * HEAD_SPACING_BYTES);
        for (int c = 0; c < lists.length; c++) {
            lists[c] = new SpanList(pages, c);
        }
    }

    /** Takes a full batch off the stack of a class; returns its first block or 0. */
    long popBatch(final int sizeClass) {
        final long headAddr = headsAddr + (long)sizeClass * HEAD_SPACING_BYTES;
        while (true) {
            final long head = Raw.getLongVolatile(headAddr);
            final long offset = head & ADDR_MASK;
            if (offset == 0) {
                return 0;
            }
            final long batch = rangeAddr + (offset << 4);
            final long next = Raw.getLong(batch + BATCH_LINK);
            final long count = (head >>> COUNT_SHIFT & COUNT_MASK) - 1;
            if (Raw.compareAndSetLong(headAddr, head, head(head, count, next & ADDR_MASK))) {
                return batch;
            }
        }
    }

    /** Puts a full batch on the stack of a class; when the stack is long the blocks go back to their spans. */
    void pushBatch(final int sizeClass, final long batch) {
        final long headAddr = headsAddr + (long)sizeClass * HEAD_SPACING_BYTES;
        while (true) {
            final long head = Raw.getLongVolatile(headAddr);
            final long count = head >>> COUNT_SHIFT & COUNT_MASK;
            if (count >= MAX_BATCHES) {
                lists[sizeClass].putChain(batch);
                return;
            }
            Raw.putLong(batch + BATCH_LINK, head & ADDR_MASK);
            if (Raw.compareAndSetLong(headAddr, head, head(head, count + 1, batch - rangeAddr >>> 4))) {
                return;
            }
        }
    }

    private static long head(final long before, final long count, final long offset) {
        return (before >>> VERSION_SHIFT) + 1 << VERSION_SHIFT | count << COUNT_SHIFT | offset;
    }

    /**
     * Takes up to {@code blocks} blocks from the spans of a class, as a chain.
     *
     * @param chainCount receives the number of blocks taken, at least 1, at index {@code sizeClass}
     * @throws OutOfMemoryError when not even one can be had
     */
    long takeChain(final int sizeClass, final int blocks, final int[] chainCount) {
        return lists[sizeClass].takeChain(blocks, chainCount);
    }

    /** Puts a chain of blocks of one class back into their spans. */
    void putChain(final int sizeClass, final long chain) {
        lists[sizeClass].putChain(chain);
    }

    /** Puts the blocks of all stacks back into their spans, so that empty spans are found. */
    void drain() {
        for (int c = 0; c < lists.length; c++) {
            for (long batch = popBatch(c); batch != 0; batch = popBatch(c)) {
                lists[c].putChain(batch);
            }
        }
    }

    /** The spans of one class that have free blocks. */
    private static final class SpanList {
        private final PageHeap pages;
        private final SpanTable spans;
        private final long blockBytes;
        private final int spanPages;
        private final int blocksInSpan;
        private int head;

        SpanList(final PageHeap pages, final int sizeClass) {
            this.pages = pages;
            this.spans = pages.spans();
            this.blockBytes = SizeClasses.bytes(sizeClass);
            this.spanPages = SizeClasses.spanPages(sizeClass);
            this.blocksInSpan = (int)(((long)spanPages << PageHeap.PAGE_SHIFT) / blockBytes);
        }

        synchronized long takeChain(final int blocks, final int[] chainCount) {
            long chain = 0;
            int count = 0;
            while (count < blocks) {
                if (head == 0 && !addSpan(count == 0)) {
                    break;
                }
                final long block = takeBlock(head);
                Raw.putLong(block + LINK, chain);
                chain = block;
                count++;
            }
            chainCount[SizeClasses.of(blockBytes)] = count;
            return chain;
        }

        private boolean addSpan(final boolean needed) {
            final int span;
            try {
                span = pages.allocate(spanPages);
            } catch (final OutOfMemoryError e) {
                if (needed) {
                    throw e;
                }
                return false;
            }
            for (int i = 1; i < spanPages; i++) {
                spans.start(span + i, span);
            }
            spans.used(span, 0);
            spans.freeBlock(span, 0);
            spans.cut(span, 0);
            head = spans.push(head, span);
            return true;
        }

        private long takeBlock(final int span) {
            final long spanAddr = pages.addr(span);
            final int free = spans.freeBlock(span);
            final int used = spans.used(span) + 1;
            final long block;
            if (free != 0) {
                block = spanAddr + ((long)(free - 1) << 4);
                spans.freeBlock(span, (int)Raw.getLong(block + LINK));
            } else {
                final int cut = spans.cut(span);
                block = spanAddr + cut * blockBytes;
                spans.cut(span, cut + 1);
            }
            spans.used(span, used);
            if (used == blocksInSpan) {
                head = spans.remove(head, span);
            }
            return block;
        }

        synchronized void putChain(final long chain) {
            long block = chain;
            while (block != 0) {
                final long next = Raw.getLong(block + LINK);
                putBlock(block);
                block = next;
            }
        }

        private void putBlock(final long block) {
            final int span = spans.start(pages.page(block));
            final int used = spans.used(span) - 1;
            spans.used(span, used);
            if (used == 0) {
                head = spans.remove(head, span);
                pages.free(span);
                return;
            }
            Raw.putLong(block + LINK, spans.freeBlock(span));
            spans.freeBlock(span, (int)(block - pages.addr(span) >>> 4) + 1);
            if (used == blocksInSpan - 1) {
                head = spans.push(head, span);
            }
        }
    }
}
