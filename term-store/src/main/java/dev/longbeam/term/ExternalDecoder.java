package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import java.util.Arrays;

/**
 * Builds terms from the external term format. Any bytes may come in: a count is believed only as far as there are bytes for it, and
 * what is not built yet is not referred to, so that a failure leaves nothing but garbage.
 *
 * <p>No Java recursion: what is being built waits in frames of four words. Owned by one thread at a time: it can stop anywhere
 * between two terms, in a large binary and while it makes a large map, and go on later.
 */
final class ExternalDecoder extends ExternalReader {
    private static final int MAX_FREE = 255;
    /** Words of a frame: kind, address of the next slot, slots left, the term. */
    private static final int FRAME = 4;
    private static final int SLOT = 1;
    private static final int LEFT = 2;
    private static final int TERM = 3;

    private static final int KIND_ARRAY = 0;
    private static final int KIND_LIST = 1;
    private static final int KIND_FLAT_MAP = 2;
    private static final int KIND_LARGE_MAP = 3;
    private static final int FIRST_FRAMES = 64;
    private static final int KEPT_WORDS = 1 << 16;
    private static final long BYTES_PER_PART = 1 << 16;
    private static final long BYTES_PER_STEP = 64;
    private static final int CELLS_PER_STEP = 4;
    private static final int MAP_AT_ONCE = 2000;
    private static final int STEPS_PER_ASSOCIATION = 16;

    /** Steps that may still be done in this part. */
    long budget;

    private long[] frames = new long[FIRST_FRAMES * FRAME];
    private int depth;
    private TermHeap heap;
    private boolean isPending;
    private long result;

    /** The binary whose bytes are being copied or NON_VALUE, how many are, and its size in bits. */
    private long bytesTerm = Term.NON_VALUE;
    private long bytesCopied;
    private long bytesBits;
    /** The large map that is being made, or null. */
    private MapConstruction largeMap;

    /** Begins to build the term at the beginning of a range (behind the version byte). */
    void begin(final TermHeap to, final long addr, final long bytes, final boolean safe, final boolean local) {
        at = addr;
        end = addr + bytes;
        isSafe = safe;
        isLocal = local;
        heap = to;
        depth = 0;
        bytesTerm = Term.NON_VALUE;
        largeMap = null;
    }

    /** Goes on building; true when the term is there or the bytes are wrong, false when the budget is used up. */
    boolean proceed() {
        while (--budget >= 0) {
            isPending = false;
            long term = next();
            while (!isPending) {
                if (term == Term.NON_VALUE || depth == 0) {
                    end(term);
                    return true;
                }
                term = deliver(term);
            }
        }
        return false;
    }

    /** What is begun and not at its end, else the next term. */
    private long next() {
        if (bytesTerm != Term.NON_VALUE) {
            return moreBytes();
        }
        return largeMap != null ? moreMap() : has(1) ? one(read8()) : Term.NON_VALUE;
    }

    private void end(final long term) {
        result = term;
        heap = null;
        if (frames.length > KEPT_WORDS) {
            frames = new long[FIRST_FRAMES * FRAME];
        }
    }

    /** The term, NON_VALUE with nothing recorded when the bytes are wrong. */
    long result() {
        return result;
    }

    /** Gives back what is held outside the heap, of a term that will never be built. */
    void abandon() {
        if (largeMap != null) {
            largeMap.release();
        }
    }

    /** Address behind the last term that was built. */
    long position() {
        return at;
    }

    /** Puts a term into the topmost frame; the frame's own term when that was its last, else {@link #isPending}. */
    private long deliver(final long term) {
        final int frame = (depth - 1) * FRAME;
        final long slot = frames[frame + SLOT];
        Memory.putLong(slot, term);
        final long left = --frames[frame + LEFT];
        if (left > 1 && frames[frame] == KIND_LIST) {
            Memory.putLong(slot + 8, Term.makeCons(slot + 16));
        }
        if (left == 0) {
            depth--;
            return finish((int)frames[frame], frames[frame + TERM], slot);
        }
        frames[frame + SLOT] = nextSlot(frame, slot, left);
        isPending = true;
        return Term.NON_VALUE;
    }

    private long nextSlot(final int frame, final long slot, final long left) {
        return switch ((int)frames[frame]) {
            case KIND_LIST -> left == 1 ? slot + 8 : slot + 16;
            case KIND_FLAT_MAP -> flatSlot(frames[frame + TERM], left);
            default -> slot + 8;
        };
    }

    /** Slots of a flat map come as key, value, key, value. */
    private static long flatSlot(final long mapTerm, final long left) {
        final int size = FlatMap.size(mapTerm);
        final int index = size - (int)(left + 1) / 2;
        return left % 2 == 0 ? FlatMap.keyAddr(FlatMap.keys(mapTerm), index) : FlatMap.valueAddr(mapTerm, index);
    }

    private long push(final int kind, final long slotAddr, final long slots, final long term) {
        final int frame = depth * FRAME;
        if (frame == frames.length) {
            frames = Arrays.copyOf(frames, frame * 2);
        }
        frames[frame] = kind;
        frames[frame + SLOT] = slotAddr;
        frames[frame + LEFT] = slots;
        frames[frame + TERM] = term;
        depth++;
        isPending = true;
        return Term.NON_VALUE;
    }

    private long finish(final int kind, final long term, final long lastSlot) {
        return switch (kind) {
            case KIND_FLAT_MAP -> FlatMap.sort(term) ? term : Term.NON_VALUE;
            case KIND_LARGE_MAP -> largeMap(Term.addr(term), lastSlot);
            default -> term;
        };
    }

    /** A large map of cells of keys and values that stand behind each other. */
    private long largeMap(final long cellsAddr, final long lastSlot) {
        final int count = (int)((lastSlot + 8 - cellsAddr) / MapConstruction.CELL_BYTES);
        if (count > MAP_AT_ONCE) {
            largeMap = MapConstruction.ofCells(heap, cellsAddr, count);
            return moreMap();
        }
        final MapBuilder builder = MapBuilder.ofThread();
        for (int i = 0; i < count; i++) {
            builder.add(Term.makeCons(cellsAddr + (long)i * MapConstruction.CELL_BYTES));
        }
        budget -= (long)count * STEPS_PER_ASSOCIATION;
        final long map = builder.build(heap);
        return builder.sawDuplicate() ? Term.NON_VALUE : map;
    }

    private long moreMap() {
        final boolean made = largeMap.advance(Math.max(1, budget));
        budget = largeMap.stepsLeft();
        if (!made) {
            isPending = true;
            return Term.NON_VALUE;
        }
        final long map = largeMap.sawDuplicate() ? Term.NON_VALUE : largeMap.result();
        largeMap.release();
        largeMap = null;
        return map;
    }

    private long one(final int tag) {
        return switch (tag) {
            case ExternalTags.SMALL_INTEGER -> has(1) ? Term.makeSmall(read8()) : Term.NON_VALUE;
            case ExternalTags.INTEGER -> has(4) ? Term.makeSmall(read32()) : Term.NON_VALUE;
            case ExternalTags.SMALL_BIG -> has(1) ? big(heap, read8()) : Term.NON_VALUE;
            case ExternalTags.LARGE_BIG -> has(4) ? big(heap, readUnsigned32()) : Term.NON_VALUE;
            case ExternalTags.NEW_FLOAT -> newFloat(heap);
            case ExternalTags.FLOAT -> textFloat(heap);
            case ExternalTags.NIL -> Term.NIL;
            case ExternalTags.STRING -> string();
            case ExternalTags.LIST -> list();
            case ExternalTags.SMALL_TUPLE -> has(1) ? tuple(read8()) : Term.NON_VALUE;
            case ExternalTags.LARGE_TUPLE -> has(4) ? tuple(readUnsigned32()) : Term.NON_VALUE;
            case ExternalTags.BINARY -> binary();
            case ExternalTags.BIT_BINARY -> bitBinary();
            case ExternalTags.MAP -> map();
            case ExternalTags.PID, ExternalTags.NEW_PID -> pid(heap, tag);
            case ExternalTags.PORT, ExternalTags.NEW_PORT, ExternalTags.V4_PORT -> port(heap, tag);
            case ExternalTags.REFERENCE, ExternalTags.NEW_REFERENCE, ExternalTags.NEWER_REFERENCE -> reference(heap, tag);
            case ExternalTags.NEW_FUN -> fun();
            case ExternalTags.EXPORT -> export();
            case ExternalTags.RECORD -> record();
            default -> atom(tag);
        };
    }

    private long string() {
        final int count = has(2) ? read16() : -1;
        if (count <= 0 || !has(count)) {
            return count == 0 ? Term.NIL : Term.NON_VALUE;
        }
        final long addr = heap.allocate(2L * count);
        budget -= count / CELLS_PER_STEP;
        for (int i = 0; i < count; i++) {
            final boolean isLast = i == count - 1;
            Cons.write(addr + 16L * i, Term.makeSmall(read8()), isLast ? Term.NIL : Term.makeCons(addr + 16L * i + 16));
        }
        return Term.makeCons(addr);
    }

    private long list() {
        final long count = has(4) ? readUnsigned32() : -1;
        if (count < 0 || !has(count + 1)) {
            return Term.NON_VALUE;
        }
        if (count == 0) {
            // The tail alone: it is the next term, for the same place.
            isPending = true;
            return Term.NON_VALUE;
        }
        final long addr = heap.allocate(2 * count);
        return push(KIND_LIST, addr, count + 1, Term.makeCons(addr));
    }

    private long tuple(final long arity) {
        if (!has(arity) || arity > Tuple.MAX_ARITY) {
            return Term.NON_VALUE;
        }
        if (arity == 0) {
            return FlatMap.NO_KEYS;
        }
        final long addr = heap.allocate(1 + arity);
        Memory.putLong(addr, Tuple.header(arity));
        return push(KIND_ARRAY, addr + 8, arity, Term.makeBoxed(addr));
    }

    private long allocateFilled(final long header, final long slots) {
        final long addr = heap.allocate(1 + slots);
        Memory.putLong(addr, header);
        for (long i = 1; i <= slots; i++) {
            Memory.putLong(addr + i * 8, Term.NIL);
        }
        return addr;
    }

    private long map() {
        final long size = has(4) ? readUnsigned32() : -1;
        if (size < 0 || !has(2 * size)) {
            return Term.NON_VALUE;
        }
        if (size == 0) {
            return Maps.empty(heap);
        }
        if (size > MapLayout.MAX_FLAT_SIZE) {
            final long addr = heap.allocate(2 * size);
            return push(KIND_LARGE_MAP, addr, 2 * size, Term.makeCons(addr));
        }
        final long keys = Term.makeBoxed(allocateFilled(Tuple.header(size), size));
        final long map = FlatMap.allocate(heap, keys, (int)size);
        for (int i = 0; i < size; i++) {
            Memory.putLong(FlatMap.valueAddr(map, i), Term.NIL);
        }
        return push(KIND_FLAT_MAP, FlatMap.keyAddr(keys, 0), 2 * size, map);
    }

    private long binary() {
        final long bytes = has(4) ? readUnsigned32() : -1;
        return bytes >= 0 && has(bytes) ? binary(bytes) : Term.NON_VALUE;
    }

    private long binary(final long bytes) {
        return bytes(bytes, bytes * 8);
    }

    private long bytes(final long bytes, final long bits) {
        bytesTerm = Bitstring.allocate(heap, bytes);
        bytesCopied = 0;
        bytesBits = bits;
        return moreBytes();
    }

    private long moreBytes() {
        final long bytes = Bitstring.byteSize(bytesTerm);
        while (bytesCopied < bytes && budget >= 0) {
            final long part = Math.min(BYTES_PER_PART, bytes - bytesCopied);
            Memory.copy(at, Bitstring.dataAddr(bytesTerm) + bytesCopied, part);
            at += part;
            bytesCopied += part;
            budget -= part / BYTES_PER_STEP;
        }
        if (bytesCopied < bytes) {
            isPending = true;
            return Term.NON_VALUE;
        }
        final long whole = bytesTerm;
        bytesTerm = Term.NON_VALUE;
        return bytesBits == bytes * 8 ? whole : Bitstring.makeSub(heap, whole, 0, bytesBits);
    }

    private long bitBinary() {
        if (!has(5)) {
            return Term.NON_VALUE;
        }
        final long bytes = readUnsigned32();
        final int lastBits = read8();
        if (lastBits == 0 != (bytes == 0) || lastBits > 8 || !has(bytes)) {
            return Term.NON_VALUE;
        }
        return bytes(bytes, bytes == 0 ? 0 : (bytes - 1) * 8 + lastBits);
    }

    private long export() {
        final long module = atom();
        final long function = module == Term.NON_VALUE ? module : atom();
        final long arity = function == Term.NON_VALUE ? -1 : smallInteger();
        if (arity < 0 || isSafe && ExportTable.existing(module, function, (int)arity) < 0) {
            return Term.NON_VALUE;
        }
        return Fun.makeExport(heap, ExportTable.index(module, function, (int)arity));
    }

    private long fun() {
        if (!has(4 + 1 + 16 + 4 + 4)) {
            return Term.NON_VALUE;
        }
        at += 4;
        final int arity = read8();
        final byte[] md5 = new byte[16];
        Memory.copyToArray(at, md5, 0, 16);
        at += 16;
        final int index = read32();
        final long free = readUnsigned32();
        final long module = atom();
        final long oldIndex = module == Term.NON_VALUE ? -1 : smallInteger();
        final long uniq = oldIndex < 0 ? -1 : smallInteger();
        if (uniq < 0 || free > MAX_FREE) {
            return Term.NON_VALUE;
        }
        final FunEntry entry = NodeTerms.current().funs().hold(module, index, (int)uniq, md5, arity, (int)free);
        if (entry.arity != arity || entry.freeCount != free) {
            FunTable.drop(entry);
            return Term.NON_VALUE;
        }
        final long fun = Fun.makeLocal(heap, entry, Term.NIL);
        FunTable.drop(entry);
        for (int i = 0; i < free; i++) {
            Fun.free(fun, i, Term.NIL);
        }
        return push(KIND_ARRAY, Term.addr(fun) + Fun.FIRST_TERM_WORD * 8L, 1 + free, fun);
    }

    private long record() {
        final long count = has(5) ? readUnsigned32() : -1;
        if (count < 0 || !has(1 + 2 * count)) {
            return Term.NON_VALUE;
        }
        final int exported = read8();
        final long module = atom();
        final long name = module == Term.NON_VALUE ? module : atom();
        if (name == Term.NON_VALUE || exported > 1 || count > Tuple.MAX_ARITY) {
            return Term.NON_VALUE;
        }
        final long fields = count == 0 ? FlatMap.NO_KEYS : Term.makeBoxed(allocateFilled(Tuple.header(count), count));
        for (int i = 1; i <= count; i++) {
            final long field = atom();
            if (field == Term.NON_VALUE) {
                return Term.NON_VALUE;
            }
            Memory.putLong(Tuple.elementAddr(fields, i), field);
        }
        final long record = NativeRecord.make(heap, NativeRecord.makeDefinition(heap, module, name, exported == 1, fields));
        return count == 0 ? record : push(KIND_ARRAY, NativeRecord.valueAddr(record, 0), count, record);
    }
}
