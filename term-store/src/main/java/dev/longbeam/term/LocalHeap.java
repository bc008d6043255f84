package dev.longbeam.term;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;

/**
 * A heap of its own, made of blocks that never move: for terms that no process owns yet (arguments of a new process, tests).
 *
 * <p>Owned by one thread at a time. {@link #close} frees the blocks; the off-heap list must have been taken over or released
 * before.
 */
public final class LocalHeap extends TermHeap implements AutoCloseable {
    private static final int FIRST_WORDS = 256;
    private final MemoryKind kind;
    private final int firstWords;
    private long[] addrs = new long[4];
    private long[] sizes = new long[4];
    private int count;

    /** An empty heap whose blocks count as {@code kind}. */
    public LocalHeap(final MemoryKind kind) {
        this(kind, FIRST_WORDS);
    }

    private LocalHeap(final MemoryKind kind, final int firstWords) {
        this.kind = kind;
        this.firstWords = firstWords;
    }

    /** An empty heap for one long-lived copy: its blocks are no larger than what is asked for. */
    public static LocalHeap exact() {
        return new LocalHeap(MemoryKind.SYSTEM, 0);
    }

    /** An empty heap for short-lived work. */
    public LocalHeap() {
        this(MemoryKind.SYSTEM);
    }

    @Override
    protected long allocateSlow(final long words) {
        final long bytes = Math.max(words, (long)firstWords << Math.min(count, 16)) * Memory.WORD_BYTES;
        if (count == addrs.length) {
            addrs = java.util.Arrays.copyOf(addrs, count * 2);
            sizes = java.util.Arrays.copyOf(sizes, count * 2);
        }
        final long addr = Blocks.allocate(bytes, kind);
        addrs[count] = addr;
        sizes[count++] = bytes;
        heapTop = addr + words * Memory.WORD_BYTES;
        heapLimit = addr + bytes;
        return addr;
    }

    @Override
    public boolean sharesLiterals() {
        return false;
    }

    @Override
    public void close() {
        for (int i = 0; i < count; i++) {
            Blocks.free(addrs[i], sizes[i], kind);
        }
        count = 0;
        heapTop = 0;
        heapLimit = 0;
    }
}
