package dev.longbeam.memory;

/**
 * One record for each page of a range. The record of a span's first page describes the span; the records of its last page, and
 * of every page of a span that is cut into blocks, lead back to the first one.
 *
 * <pre>
 *   0  first page of the span        16  first free block (offset in 16-byte units, plus 1), 0 none
 *   4  pages                         20  blocks cut so far
 *   8  state, 12  blocks in use      24  previous span in a list, 28  next span in a list (page 0: none)
 * </pre>
 *
 * <p>Guarded by the lock of the list or heap that the span belongs to.
 */
final class SpanTable {
    /** Handed out: cut into blocks, or a large block. */
    static final int IN_USE = 1;
    /** Free; "blocks in use" then counts the pages that may be resident. */
    static final int FREE = 2;

    private static final int RECORD_SHIFT = 5;
    private static final int PAGES = 4;
    private static final int STATE = 8;
    private static final int USED = 12;
    private static final int FREE_BLOCK = 16;
    private static final int CUT = 20;
    private static final int PREVIOUS = 24;
    private static final int NEXT = 28;

    private final long baseAddr;

    SpanTable(final long pages) {
        baseAddr = AddressSpace.reserve(pages << RECORD_SHIFT);
    }

    private long record(final int page) {
        return baseAddr + ((long)page << RECORD_SHIFT);
    }

    int start(final int page) {
        return Raw.getInt(record(page));
    }

    void start(final int page, final int startPage) {
        Raw.putInt(record(page), startPage);
    }

    int pages(final int span) {
        return Raw.getInt(record(span) + PAGES);
    }

    int state(final int span) {
        return Raw.getInt(record(span) + STATE);
    }

    void describe(final int span, final int pages, final int state) {
        final long record = record(span);
        Raw.putInt(record, span);
        Raw.putInt(record + PAGES, pages);
        Raw.putInt(record + STATE, state);
        start(span + pages - 1, span);
    }

    int used(final int span) {
        return Raw.getInt(record(span) + USED);
    }

    void used(final int span, final int blocks) {
        Raw.putInt(record(span) + USED, blocks);
    }

    /** Pages of a free span that may be resident. */
    int dirty(final int span) {
        return used(span);
    }

    void dirty(final int span, final int pages) {
        used(span, pages);
    }

    int freeBlock(final int span) {
        return Raw.getInt(record(span) + FREE_BLOCK);
    }

    void freeBlock(final int span, final int block) {
        Raw.putInt(record(span) + FREE_BLOCK, block);
    }

    int cut(final int span) {
        return Raw.getInt(record(span) + CUT);
    }

    void cut(final int span, final int blocks) {
        Raw.putInt(record(span) + CUT, blocks);
    }

    int next(final int span) {
        return Raw.getInt(record(span) + NEXT);
    }

    /** Puts a span in front of a list and returns it as the new head. */
    int push(final int headSpan, final int span) {
        Raw.putInt(record(span) + PREVIOUS, 0);
        Raw.putInt(record(span) + NEXT, headSpan);
        if (headSpan != 0) {
            Raw.putInt(record(headSpan) + PREVIOUS, span);
        }
        return span;
    }

    /** Takes a span out of a list and returns the head that the list then has. */
    int remove(final int headSpan, final int span) {
        final int previous = Raw.getInt(record(span) + PREVIOUS);
        final int next = next(span);
        if (next != 0) {
            Raw.putInt(record(next) + PREVIOUS, previous);
        }
        if (previous == 0) {
            return next;
        }
        Raw.putInt(record(previous) + NEXT, next);
        return headSpan;
    }
}
