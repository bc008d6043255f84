package dev.longbeam.term;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;

/**
 * The making of a large map of very many associations, in slices: the leaves are sorted into buckets by the upper levels of their
 * paths, each bucket becomes a subtree, and those are joined upwards.
 *
 * <p>Paths are signed numbers, see {@link MapBuilder#path}; the number of a bucket is the upper bits of the path, as they count in the tree.
 */
public final class MapConstruction extends SlicedWork {
    private static final int PHASE_COUNT = 0;
    private static final int PHASE_FILL = 1;
    private static final int PHASE_ALLOCATE = 2;
    private static final int PHASE_HASH = 3;
    private static final int PHASE_PLACE = 4;
    private static final int PHASE_BUILD = 5;
    private static final int PHASE_JOIN = 6;
    private static final int PHASE_DONE = 7;

    /** Bytes of a cell. */
    static final int CELL_BYTES = Cons.WORDS * Memory.WORD_BYTES;

    private static final int SLOTS = 16;
    private static final int LEVEL_BITS = 4;
    private static final int PATH_BITS = 32;
    private static final int MAX_LEVELS = 4;
    /** Leaves of a bucket, about. */
    private static final int BUCKET_LEAVES = 512;
    private static final int HASH_STEPS = 4;
    private static final int PLACE_STEPS = 2;
    private static final int BUILD_STEPS = 16;
    private static final int JOIN_STEPS = 8;

    private final TermHeap heap;
    /** What the leaves are made of: a list of pairs, or of keys that all have one value (else NON_VALUE). */
    private final long listTerm;
    private final long valueTerm;
    private int phase;
    /** How far the phase has come. */
    private long rest;
    private int at;

    private int count;
    private long cellsAddr;
    /** Levels above the buckets. */
    private int levels;
    /** {@code [path: 32 bits][number of the leaf: 32 bits]} of each leaf, as they come, and by buckets. */
    private long entriesAddr;
    private long sortedAddr;
    /** For each bucket where it begins; while leaves are placed, where the next one goes. */
    private int[] starts;
    private long[] nodes;
    private long distinct;
    private final long[] few = new long[MapLayout.MAX_FLAT_SIZE];
    private long result = Term.NON_VALUE;

    private MapConstruction(final TermHeap heap, final long listTerm, final long valueTerm, final int phase) {
        this.heap = heap;
        this.listTerm = listTerm;
        this.valueTerm = valueTerm;
        this.phase = phase;
        rest = listTerm;
    }

    /** The map of a list of pairs; of equal keys the last wins. The result is NON_VALUE when it is no such list. */
    public static MapConstruction ofPairs(final TermHeap heap, final long listTerm) {
        return new MapConstruction(heap, listTerm, Term.NON_VALUE, PHASE_COUNT);
    }

    /** The map in which every key of a list has the same value. The result is NON_VALUE when it is no proper list. */
    public static MapConstruction ofKeys(final TermHeap heap, final long listTerm, final long valueTerm) {
        return new MapConstruction(heap, listTerm, valueTerm, PHASE_COUNT);
    }

    /** The map of cells of keys and values, one behind the other, which become part of it. */
    static MapConstruction ofCells(final TermHeap heap, final long cellsAddr, final int count) {
        final MapConstruction work = new MapConstruction(heap, Term.NIL, Term.NON_VALUE, PHASE_ALLOCATE);
        work.cellsAddr = cellsAddr;
        work.count = count;
        return work;
    }

    @Override
    protected boolean proceed() {
        while (phase != PHASE_DONE) {
            if (budget <= 0) {
                return false;
            }
            switch (phase) {
                case PHASE_COUNT -> countList();
                case PHASE_FILL -> fill();
                case PHASE_ALLOCATE -> allocate();
                case PHASE_HASH -> hash();
                case PHASE_PLACE -> place();
                case PHASE_BUILD -> build();
                default -> join();
            }
        }
        return true;
    }

    private void next(final int nextPhase) {
        phase = nextPhase;
        rest = listTerm;
        at = 0;
    }

    private void countList() {
        while (Term.isCons(rest) && budget-- > 0) {
            final long element = Cons.head(rest);
            if (valueTerm == Term.NON_VALUE && (!Term.isTuple(element) || Tuple.arity(element) != 2)) {
                next(PHASE_DONE);
                return;
            }
            count++;
            rest = Cons.tail(rest);
        }
        if (!Term.isCons(rest)) {
            next(rest == Term.NIL ? PHASE_FILL : PHASE_DONE);
        }
    }

    private void fill() {
        if (at == 0) {
            cellsAddr = heap.allocate((long)count * Cons.WORDS);
        }
        while (at < count && budget-- > 0) {
            final long element = Cons.head(rest);
            final boolean isKey = valueTerm != Term.NON_VALUE;
            Cons.write(cellsAddr + (long)at * CELL_BYTES, isKey ? element : Tuple.element(element, 1), isKey ? valueTerm : Tuple.element(element, 2));
            rest = Cons.tail(rest);
            at++;
        }
        if (at == count) {
            next(PHASE_ALLOCATE);
        }
    }

    private void allocate() {
        levels = 1;
        while (levels < MAX_LEVELS && count >> LEVEL_BITS * levels > BUCKET_LEAVES) {
            levels++;
        }
        entriesAddr = Blocks.allocate(count * 8L, MemoryKind.SYSTEM);
        sortedAddr = Blocks.allocate(count * 8L, MemoryKind.SYSTEM);
        starts = new int[(1 << LEVEL_BITS * levels) + 1];
        nodes = new long[1 << LEVEL_BITS * levels];
        next(PHASE_HASH);
    }

    private int bucket(final long entry) {
        return (int)((entry ^ Long.MIN_VALUE) >>> 2 * PATH_BITS - LEVEL_BITS * levels);
    }

    private long leaf(final int number) {
        return Term.makeCons(cellsAddr + (long)number * CELL_BYTES);
    }

    private void hash() {
        for (; at < count && budget > 0; at++) {
            final long entry = (long)MapBuilder.path(Cons.head(leaf(at))) << PATH_BITS | at;
            Memory.putLong(entriesAddr + at * 8L, entry);
            starts[bucket(entry) + 1]++;
            budget -= HASH_STEPS;
        }
        if (at == count) {
            for (int i = 1; i < starts.length; i++) {
                starts[i] += starts[i - 1];
            }
            next(PHASE_PLACE);
        }
    }

    private void place() {
        for (; at < count && budget > 0; at++) {
            final long entry = Memory.getLong(entriesAddr + at * 8L);
            Memory.putLong(sortedAddr + starts[bucket(entry)]++ * 8L, entry);
            budget -= PLACE_STEPS;
        }
        if (at == count) {
            next(PHASE_BUILD);
        }
    }

    /** A start has become that of the bucket behind it. */
    private void build() {
        for (; at < nodes.length && budget > 0; at++) {
            final int to = starts[at];
            int from = at == 0 ? 0 : starts[at - 1];
            budget -= 1 + (long)(to - from) * BUILD_STEPS;
            if (from < to) {
                final MapBuilder builder = MapBuilder.ofThread();
                for (; from < to; from++) {
                    final long entry = Memory.getLong(sortedAddr + from * 8L);
                    builder.add(leaf((int)entry), entry >> PATH_BITS);
                }
                nodes[at] = builder.buildBelow(heap, levels);
                remember(builder);
            }
        }
        if (at == nodes.length) {
            next(PHASE_JOIN);
            levels--;
        }
    }

    /** A map of few keys is flat in the end. */
    private void remember(final MapBuilder builder) {
        for (int i = 0; i < builder.count() && distinct + i < few.length; i++) {
            few[(int)distinct + i] = builder.leaf(i);
        }
        distinct += builder.count();
    }

    /** Joins 16 nodes of the level below to one of this level, and goes on to the level above after the last. */
    private void join() {
        if (distinct <= few.length) {
            final MapBuilder builder = MapBuilder.ofThread();
            for (int i = 0; i < distinct; i++) {
                builder.add(few[i]);
            }
            result = builder.build(heap);
            next(PHASE_DONE);
            return;
        }
        final int groups = 1 << LEVEL_BITS * levels;
        for (; at < groups && budget > 0; at++) {
            nodes[at] = node(at * SLOTS);
            budget -= JOIN_STEPS;
        }
        if (at == groups && levels-- == 0) {
            result = nodes[0];
            next(PHASE_DONE);
        } else if (at == groups) {
            at = 0;
        }
    }

    private long node(final int first) {
        int bitmap = 0;
        long last = Term.NON_VALUE;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (nodes[first + slot] != Term.NON_VALUE) {
                bitmap |= 1 << slot;
                last = nodes[first + slot];
            }
        }
        final boolean isRoot = levels == 0;
        if (!isRoot && (bitmap & bitmap - 1) == 0 && (bitmap == 0 || Term.isCons(last))) {
            return last;
        }
        final long node = Hamt.allocateNode(heap, isRoot, distinct, bitmap);
        long childAddr = Hamt.firstChildAddr(node);
        for (int slot = 0; slot < SLOTS; slot++) {
            if (nodes[first + slot] != Term.NON_VALUE) {
                Memory.putLong(childAddr, nodes[first + slot]);
                childAddr += 8;
            }
        }
        return node;
    }

    /** True when a key came twice; after all is done. */
    boolean sawDuplicate() {
        return distinct < count;
    }

    @Override
    public long result() {
        release();
        return result;
    }

    @Override
    public void release() {
        if (entriesAddr != 0) {
            Blocks.free(entriesAddr, count * 8L, MemoryKind.SYSTEM);
            Blocks.free(sortedAddr, count * 8L, MemoryKind.SYSTEM);
            entriesAddr = 0;
        }
    }
}
