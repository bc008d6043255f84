package dev.longbeam.gc;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.LiteralArea;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.TermHeap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of one process: a block that holds the young heap and the stack, the block of the old heap, and heap fragments.
 *
 * <pre>
 *   blockAddr                highWaterAddr      heapTop            heapLimit (stack pointer)      blockEnd
 *   | survived a collection  | new terms        | free             | stack                        |
 * </pre>
 *
 * <p>A fragment is {@code [next fragment] [bytes of the block] [words ..]}. Terms built while the heap is full go to fragments; so do
 * received messages, whose signal block becomes one. The next collection moves them to the heap.
 *
 * <p>Owned by the scheduler that runs the process. Units: bytes for addresses, words for sizes.
 */
public abstract class ProcessHeap extends TermHeap {
    /** Words before the terms of a fragment. */
    public static final int FRAGMENT_HEADER_WORDS = 2;

    private static final long FIRST_FRAGMENT_WORDS = 128;
    private static final long BUSY_REDUCTIONS = 1_000;
    private static final long CALM_REDUCTIONS = 40_000;
    /** What the cache of a core holds beside other things. */
    private static final long MOST_NURSERY_WORDS = 16_384;
    /** 64 MiB. */
    private static final long MOST_IN_ALL_NURSERIES = 1 << 23;
    private static final AtomicLong ALL_NURSERIES_WORDS = new AtomicLong();

    /** The block of young heap and stack. */
    public long blockAddr;
    /** Its size. */
    public long blockWords;
    /** Terms below it have survived a collection. */
    public long highWaterAddr;
    /** The block of the old heap, 0 when there is none. */
    public long oldAddr;
    /** Next free address in the old heap. */
    public long oldTop;
    /** End of the old heap. */
    public long oldEnd;
    /** Off-heap list of the old heap. */
    public long oldOffHeapAddr;
    /** Bytes of off-heap binaries that the old heap refers to. */
    public long oldOffHeapBytes;
    /** First fragment, 0 for none. */
    public long fragmentAddr;
    /** Words of all fragments. */
    public long fragmentWords;
    /** Set when fragments or off-heap binaries ask for a collection at the next collection point. */
    public boolean collectionWanted;
    /** Minor collections since the last major one. */
    public int minorCollections;
    /** The block is not made smaller than this: more than the smallest heap while the process makes garbage fast. */
    public long nurseryWords;
    /** Current trigger for off-heap binaries. */
    public long virtualHeapWords = HeapSettings.DEFAULT.minVirtualHeapWords();
    /** How this heap is to be run. */
    public HeapSettings heapSettings = HeapSettings.DEFAULT;

    private long fragmentTop;
    private long fragmentEnd;

    /** Makes the first block; {@code words} is its size. */
    public final void createHeap(final long words) {
        blockAddr = Blocks.allocate(words * Memory.WORD_BYTES, MemoryKind.PROCESS);
        blockWords = words;
        heapTop = blockAddr;
        highWaterAddr = blockAddr;
        heapLimit = blockEnd();
    }

    /** End of the block of young heap and stack: the bottom of the stack. */
    public final long blockEnd() {
        return blockAddr + blockWords * Memory.WORD_BYTES;
    }

    /** Words between heap top and stack. */
    public final long freeWords() {
        return heapLimit - heapTop >> 3;
    }

    /** Words of the young heap in use. */
    public final long usedWords() {
        return heapTop - blockAddr >> 3;
    }

    /** Words of the stack. */
    public final long stackWords() {
        return blockEnd() - heapLimit >> 3;
    }

    /** Words of the old heap in use. */
    public final long oldUsedWords() {
        return oldTop - oldAddr >> 3;
    }

    /** Words of all blocks: {@code total_heap_size}. */
    public final long totalWords() {
        return blockWords + (oldEnd - oldAddr >> 3) + fragmentWords;
    }

    /**
     * Before a collection: the young heap of a process that collects again and again grows, so that less of it is alive at each collection; when
     * such a process has calmed down its heap may shrink again. A heap with a limit stays as small as it can; so do all when the large young
     * heaps of the node are so many that it would be felt.
     *
     * @param reductions those of the process since its last collection; very many when a major one was asked for, which is to give memory back
     */
    public final void ageNursery(final long reductions) {
        if (reductions < BUSY_REDUCTIONS && heapSettings.maxHeapWords() == 0) {
            final long wanted = Math.min(MOST_NURSERY_WORDS, blockWords * 2);
            if (wanted > nurseryWords && ALL_NURSERIES_WORDS.get() < MOST_IN_ALL_NURSERIES) {
                nursery(wanted);
            }
        } else if (reductions > CALM_REDUCTIONS) {
            nursery(0);
        }
    }

    private void nursery(final long words) {
        if (words != nurseryWords) {
            ALL_NURSERIES_WORDS.addAndGet(words - nurseryWords);
            nurseryWords = words;
        }
    }

    @Override
    protected final long allocateSlow(final long words) {
        final long addr = fragmentTop;
        if (addr != 0 && addr + words * Memory.WORD_BYTES <= fragmentEnd) {
            fragmentTop = addr + words * Memory.WORD_BYTES;
            return addr;
        }
        final long fragment = Math.max(words, Math.max(FIRST_FRAGMENT_WORDS, Math.min(fragmentWords, 1 << 16)));
        final long bytes = (fragment + FRAGMENT_HEADER_WORDS) * Memory.WORD_BYTES;
        final long block = Blocks.allocate(bytes, MemoryKind.PROCESS);
        addFragment(block, bytes, MemoryKind.PROCESS);
        final long start = block + FRAGMENT_HEADER_WORDS * Memory.WORD_BYTES;
        fragmentTop = start + words * Memory.WORD_BYTES;
        fragmentEnd = block + bytes;
        if (fragmentWords > blockWords) {
            wantCollection();
        }
        return start;
    }

    /**
     * Makes a block a fragment of this heap, which owns it from now on.
     *
     * @param bytes size of the block; its first two words become the fragment's header
     */
    public final void addFragment(final long block, final long bytes, final MemoryKind kind) {
        Memory.putLong(block, fragmentAddr);
        Memory.putLong(block + 8, bytes << 4 | kind.ordinal());
        fragmentAddr = block;
        fragmentWords += bytes >> 3;
    }

    /** Takes over an off-heap list, in front of ours. */
    public final void takeOffHeapList(final long firstAddr) {
        long addr = firstAddr;
        while (addr != 0) {
            final long next = OffHeapList.next(addr);
            OffHeapList.next(addr, offHeapAddr);
            offHeapAddr = addr;
            offHeapBytes += OffHeapList.bytes(addr);
            addr = next;
        }
        if (offHeapBytes >> 3 > virtualHeapWords) {
            wantCollection();
        }
    }

    /** Asks for a collection at the next collection point. */
    public abstract void wantCollection();

    /** Number of single roots of the process besides stack and ranges. */
    public abstract int rootCount();

    /** A single root; may be NON_VALUE. */
    public abstract long root(int index);

    /** Sets a single root. */
    public abstract void root(int index, long term);

    /** Number of ranges of roots (saved registers, dictionary). */
    public abstract int rangeCount();

    /** Address of a range. */
    public abstract long rangeAddr(int index);

    /** Words of a range; each is a term or NON_VALUE. */
    public abstract long rangeWords(int index);

    /** Words beyond which {@link #mayReferTo} does not look: a collection, which goes in slices, is then the better answer. */
    private static final long MAX_SEARCHED_WORDS = 1 << 22;

    /** True when this heap might refer to a literal area: a false alarm is possible, an oversight is not. */
    public final boolean mayReferTo(final LiteralArea area) {
        if (totalWords() > MAX_SEARCHED_WORDS || area.mayBeReferredTo(blockAddr, heapTop) || area.mayBeReferredTo(heapLimit, blockEnd())
            || area.mayBeReferredTo(oldAddr, oldTop)) {
            return true;
        }
        for (long fragment = fragmentAddr; fragment != 0; fragment = Memory.getLong(fragment)) {
            if (area.mayBeReferredTo(fragment + FRAGMENT_HEADER_WORDS * Memory.WORD_BYTES, fragment + (Memory.getLong(fragment + 8) >> 4))) {
                return true;
            }
        }
        for (int i = rootCount() - 1; i >= 0; i--) {
            if (area.contains(root(i))) {
                return true;
            }
        }
        for (int i = rangeCount() - 1; i >= 0; i--) {
            if (area.mayBeReferredTo(rangeAddr(i), rangeAddr(i) + rangeWords(i) * Memory.WORD_BYTES)) {
                return true;
            }
        }
        return false;
    }

    /** Frees a fragment and returns the one behind it. */
    static long freeFragment(final long fragment) {
        final long next = Memory.getLong(fragment);
        final long size = Memory.getLong(fragment + 8);
        Blocks.free(fragment, size >> 4, KINDS[(int)size & 15]);
        return next;
    }

    /** Forgets the fragments; the collector has them. */
    final long detachFragments() {
        final long first = fragmentAddr;
        fragmentAddr = 0;
        fragmentWords = 0;
        fragmentTop = 0;
        fragmentEnd = 0;
        return first;
    }

    /**
     * Gives back what is beside the blocks of the heap, for a process that is going to be freed: objects outside of heaps, then fragments.
     *
     * @param most how many to give back now
     * @return true when nothing is left of them
     */
    public final boolean releaseHeld(final int most) {
        int left = most;
        for (; offHeapAddr != 0 && left > 0; left--) {
            offHeapAddr = releaseFirst(offHeapAddr);
        }
        for (; oldOffHeapAddr != 0 && left > 0; left--) {
            oldOffHeapAddr = releaseFirst(oldOffHeapAddr);
        }
        if (left > 0) {
            long fragment = detachFragments();
            for (; fragment != 0 && left > 0; left--) {
                fragment = freeFragment(fragment);
            }
            fragmentAddr = fragment;
        }
        return left > 0;
    }

    private static long releaseFirst(final long addr) {
        final long next = OffHeapList.next(addr);
        OffHeapList.release(addr);
        return next;
    }

    /** Frees everything: the process is gone. */
    public final void destroyHeap() {
        nursery(0);
        releaseHeld(Integer.MAX_VALUE);
        Blocks.free(blockAddr, blockWords * Memory.WORD_BYTES, MemoryKind.PROCESS);
        if (oldAddr != 0) {
            Blocks.free(oldAddr, oldEnd - oldAddr, MemoryKind.PROCESS);
        }
        blockAddr = 0;
        blockWords = 0;
        heapTop = 0;
        heapLimit = 0;
        oldAddr = 0;
        oldTop = 0;
        oldEnd = 0;
    }

    private static final MemoryKind[] KINDS = MemoryKind.values();
}
