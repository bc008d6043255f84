package dev.longbeam.gc;

import dev.longbeam.memory.AddressSpace;
import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.MatchContext;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.LiteralArea;
import dev.longbeam.term.Term;

/**
 * The copying collector, resumable: {@link #start} begins a collection of one heap, each {@link #step} does a bounded part of it.
 * Between steps the process must not run, and nobody may read its terms.
 *
 * <p>A minor collection copies the young heap and the fragments; what had survived one before goes to the old heap. A major one
 * copies everything into one new young heap. When the result does not fit the need, or is much too large and the block cannot give back its end,
 * a third kind of run moves it into a block of the right size.
 *
 * <p>A literal area that is going to be freed can be collected, too: what the heap uses of it is copied to the heap. Others read the area
 * at the same time, so forwarding pointers are written into a copy of it.
 *
 * <p>Owned by one scheduler; a collection under way keeps its collector, so a process with one must not move to another thread
 * without it.
 */
public final class Collector {
    private static final long SHRUNK_WORDS = 4;
    /** Larger objects are copied by the machine's own means, which take some time to begin. */
    private static final long MOST_WORDS_BY_LOOP = 18;
    /** A word that is scanned has been copied, too, which a budget counts alike. */
    private static final long SCANNED_BYTES_OF_BUDGET = 4;
    private static final long CONS_BYTES = 16;
    /** To free a block takes as long as to copy some words. */
    private static final long BUDGET_OF_FRAGMENT = 8;
    /** From this size on to-space is larger than planned: to give back its end is nothing beside copying what may live in it. */
    private static final long LEAST_ROOMY_WORDS = 32_768;
    private static final int PHASE_STACK = 0;
    private static final int PHASE_RANGES = 1;
    private static final int PHASE_SCAN = 2;
    private static final int PHASE_SWEEP = 3;
    private static final int PHASE_FREE = 4;

    private static final int KIND_MINOR = 0;
    private static final int KIND_MAJOR = 1;
    private static final int KIND_RESIZE = 2;

    private ProcessHeap heap;
    private long needWords;
    private int kind;
    private int phase;
    private boolean majorDone;
    private boolean shrinking;

    private long fromFragments;
    private long toAddr;
    /** Size of to-space, and the size that the block is to have unless what lives says otherwise. */
    private long toWords;
    private long plannedWords;
    private long top;
    private long scan;
    private long oldScan;
    private long cursor;
    private int range;
    private long sweepAddr;
    private long sweepNextListAddr;
    private long liveList;
    /** The list keeps its order, which {@code process_info(Pid, binary)} shows. */
    private long liveTail;
    private long liveBytes;
    private long oldList;
    private long oldBytes;
    private long budget;
    /** Where the old heap stays, and where young terms are that have survived a collection before: ranges, of no bytes where there is none. */
    private long stayingAddr;
    private long stayingBytes;
    private long matureAddr;
    private long matureBytes;
    private LiteralArea area;
    private long areaCopyAddr;
    private boolean promoting;
    /** The first block, which is smaller than the smallest heap, gives way to one: programs do not count that as a collection. */
    private boolean growingUp;
    private boolean oldPointsToYoung;

    /** Words copied or scanned since the start. */
    public long workWords;
    /** When the collection began, for those who measure it: the caller's. */
    public long startedNs;
    /** True when the collection that ended last was a major one. */
    public boolean wasMajor;
    /** For its user: when this collection began, in ticks of the trace. */
    public long startTicks;
    /** For its user: ticks spent in this collection so far. */
    public long busyTicks;
    /** Words found live by the collection that ended last. */
    public long liveWords;

    /** True while a collection is under way. */
    public boolean isActive() {
        return heap != null;
    }

    /**
     * Begins a collection.
     *
     * @param needWords words that must be free afterwards, and words that come from outside of heap and fragments
     * @param major     true to collect everything, false to let the age of the heap decide
     */
    public void start(final ProcessHeap processHeap, final long needWords, final boolean major) {
        start(processHeap, needWords, major, false, null);
    }

    /**
     * Begins a major collection after which the heap does not refer to a literal area any more.
     *
     * @param needWords words that come from outside of heap and fragments
     * @param shrink    true to leave hardly any free words
     */
    public void startWithoutArea(final ProcessHeap processHeap, final long needWords, final LiteralArea literalArea,
        final boolean shrink) {
        start(processHeap, needWords, true, shrink, literalArea);
    }

    /**
     * Begins a major collection that leaves hardly any free words, for a process that will not run soon.
     *
     * @param needWords words that come from outside of heap and fragments
     */
    public void startShrinking(final ProcessHeap processHeap, final long needWords) {
        start(processHeap, needWords, true, true, null);
    }

    private void start(final ProcessHeap processHeap, final long needWords, final boolean major, final boolean shrink,
        final LiteralArea literalArea) {
        assert heap == null : "a collection is under way";
        shrinking = shrink;
        heap = processHeap;
        this.needWords = needWords;
        workWords = 0;
        majorDone = false;
        oldPointsToYoung = false;
        growingUp = processHeap.blockWords < processHeap.heapSettings.minHeapWords() && processHeap.oldAddr == 0;
        if (literalArea != null) {
            area = literalArea;
            areaCopyAddr = Blocks.allocate(literalArea.bytes, MemoryKind.SYSTEM);
            Memory.copy(literalArea.addr, areaCopyAddr, literalArea.bytes);
            begin(KIND_MAJOR, worstCaseWords() + processHeap.oldUsedWords() + needWords + (literalArea.bytes >> 3));
        } else if (willBeMajor(processHeap, major)) {
            begin(KIND_MAJOR, worstCaseWords() + processHeap.oldUsedWords() + needWords);
        } else {
            prepareOldHeap();
            begin(KIND_MINOR, worstCaseWords() + needWords);
        }
    }

    /**
     * Does a part of the collection.
     *
     * @param budgetWords about how many words to copy or scan
     * @return true when the collection has ended
     */
    public boolean step(final long budgetWords) {
        budget = budgetWords;
        boolean ended = false;
        while (budget > 0 && !ended) {
            switch (phase) {
                case PHASE_STACK -> stepStack();
                case PHASE_RANGES -> stepRanges();
                case PHASE_SCAN -> stepScan();
                case PHASE_SWEEP -> stepSweep();
                default -> ended = stepFree() && finish();
            }
        }
        workWords += budgetWords - budget;
        return ended;
    }

    private long worstCaseWords() {
        return heap.usedWords() + heap.fragmentWords + heap.stackWords();
    }

    /** True when a collection that is begun now, and that is asked to be a major one or not, is a major one. */
    public static boolean willBeMajor(final ProcessHeap heap, final boolean major) {
        final boolean oldIsFull = heap.oldAddr != 0 && heap.oldEnd - heap.oldTop < heap.highWaterAddr - heap.blockAddr;
        return major || heap.minorCollections >= heap.heapSettings.fullsweepAfter() || oldIsFull;
    }

    /** Makes an old heap for what is mature, unless there is one. */
    private void prepareOldHeap() {
        if (heap.oldAddr == 0 && heap.highWaterAddr > heap.blockAddr) {
            final long bytes = HeapSizes.atLeast(heap.usedWords()) * Memory.WORD_BYTES;
            heap.oldAddr = Blocks.allocate(bytes, MemoryKind.PROCESS);
            heap.oldTop = heap.oldAddr;
            heap.oldEnd = heap.oldAddr + bytes;
        }
    }

    private void begin(final int newKind, final long capacityWords) {
        kind = newKind;
        phase = PHASE_STACK;
        plannedWords = newKind != KIND_RESIZE ? HeapSizes.atLeast(Math.max(capacityWords, leastWords()))
            : shrinking ? capacityWords : HeapSizes.atLeast(capacityWords);
        if (newKind == KIND_MINOR) {
            plannedWords = Math.max(heap.blockWords, plannedWords);
        }
        toWords = newKind == KIND_RESIZE || shrinking ? plannedWords : roomierWords(capacityWords);
        toAddr = Blocks.allocate(toWords * Memory.WORD_BYTES, MemoryKind.PROCESS);
        top = toAddr;
        scan = toAddr;
        stayingAddr = heap.oldAddr;
        stayingBytes = newKind == KIND_MAJOR ? 0 : heap.oldEnd - heap.oldAddr;
        matureAddr = heap.blockAddr;
        matureBytes = newKind == KIND_MINOR ? heap.highWaterAddr - heap.blockAddr : 0;
        oldScan = heap.oldTop;
        cursor = heap.heapLimit;
        range = 0;
        fromFragments = heap.detachFragments();
        liveList = 0;
        liveTail = 0;
        liveBytes = 0;
        oldList = heap.oldOffHeapAddr;
        oldBytes = heap.oldOffHeapBytes;
        sweepAddr = heap.offHeapAddr;
        sweepNextListAddr = 0;
        if (newKind == KIND_MAJOR) {
            sweepNextListAddr = oldList;
            oldList = 0;
            oldBytes = 0;
        }
    }

    /** A size that will do also when nearly all lives and the heap grows, if the block can then give back its end; else what is planned. */
    private long roomierWords(final long capacityWords) {
        final long words = grownWords(capacityWords);
        final boolean canGiveBack = plannedWords >= LEAST_ROOMY_WORDS && words > plannedWords
            && Blocks.canHold(words * Memory.WORD_BYTES, plannedWords * Memory.WORD_BYTES);
        return canGiveBack ? words : plannedWords;
    }

    private static long grownWords(final long usedWords) {
        return HeapSizes.atLeast(usedWords * 4 / 3 + 1);
    }

    private void stepStack() {
        final long end = heap.blockEnd();
        long at = cursor;
        while (at < end && budget > 0) {
            visit(at);
            at += 8;
            budget--;
        }
        cursor = at;
        if (at == end) {
            for (int i = heap.rootCount() - 1; i >= 0; i--) {
                heap.root(i, evacuate(heap.root(i)));
            }
            phase = PHASE_RANGES;
            range = 0;
            cursor = 0;
        }
    }

    private void stepRanges() {
        if (range == heap.rangeCount()) {
            phase = PHASE_SCAN;
            return;
        }
        final long words = heap.rangeWords(range);
        final long addr = heap.rangeAddr(range);
        while (cursor < words && budget > 0) {
            visit(addr + cursor * 8);
            cursor++;
            budget--;
        }
        if (cursor == words) {
            range++;
            cursor = 0;
        }
    }

    private void stepScan() {
        while (budget > 0) {
            if (scan < top) {
                scan = scanRun(scan);
            } else if (kind == KIND_MINOR && oldScan < heap.oldTop) {
                promoting = true;
                oldScan = scanRun(oldScan);
                promoting = false;
            } else {
                phase = PHASE_SWEEP;
                return;
            }
        }
    }

    /**
     * Scans a space that terms are copied to, from an address on, while there is something to scan and budget: to-space, or the old heap when
     * promoting. What is plain is copied here, with all that it takes in variables of the method; the rest elsewhere: so is what young terms refer to
     * and the old heap takes in, since most of that is reached from the old heap. What is copied is scanned later, so the words that are scanned tell
     * the work. Variables are few, and methods are put in line: HotSpot otherwise keeps them in memory.
     *
     * @return the address behind what is scanned
     */
    private long scanRun(final long from) {
        final boolean isOld = promoting;
        final long limit = isOld ? heap.oldEnd : Long.MAX_VALUE;
        final long stayAddr = stayingAddr;
        final long stayBytes = stayingBytes;
        final long matAddr = matureAddr;
        final long matBytes = isOld ? 0 : matureBytes;
        final long stop = from + budget * SCANNED_BYTES_OF_BUDGET;
        long to = isOld ? heap.oldTop : top;
        long at = from;
        while (at < to && at < stop) {
            final long word = Memory.getLong(at);
            final int tag = (int)word & (int)Term.TAG_PRIMARY_MASK;
            if (tag == Term.TAG_LIST) {
                final long addr = word - Term.TAG_LIST;
                if (AddressSpace.isLiteral(addr) || HeapWords.isWithin(addr, stayAddr, stayBytes)) {
                    if (area != null) {
                        break;
                    }
                } else {
                    final long head = Memory.getLong(addr);
                    if (head == Term.NON_VALUE) {
                        Memory.putLong(at, Memory.getLong(addr + 8));
                    } else {
                        if (HeapWords.isWithin(addr, matAddr, matBytes) || to + CONS_BYTES > limit) {
                            break;
                        }
                        final long moved = to + Term.TAG_LIST;
                        Memory.putLong(at, moved);
                        Memory.putLong(to, head);
                        Memory.putLong(to + 8, Memory.getLong(addr + 8));
                        Memory.putLong(addr, Term.NON_VALUE);
                        Memory.putLong(addr + 8, moved);
                        to += CONS_BYTES;
                    }
                }
            } else if (tag == Term.TAG_BOXED) {
                final long addr = word - Term.TAG_BOXED;
                if (AddressSpace.isLiteral(addr) || HeapWords.isWithin(addr, stayAddr, stayBytes)) {
                    if (area != null) {
                        break;
                    }
                } else {
                    final long header = Memory.getLong(addr);
                    if ((header & Term.TAG_PRIMARY_MASK) == Term.TAG_BOXED) {
                        Memory.putLong(at, header);
                    } else {
                        final long bytes = HeapWords.words(addr, header) * 8;
                        if (HeapWords.isWithin(addr, matAddr, matBytes) || bytes > MOST_WORDS_BY_LOOP * 8 || to + bytes > limit) {
                            break;
                        }
                        Memory.putLong(to, header);
                        for (int offset = 8; offset < (int)bytes; offset += 8) {
                            Memory.putLong(to + offset, Memory.getLong(addr + offset));
                        }
                        final long moved = to + Term.TAG_BOXED;
                        Memory.putLong(addr, moved);
                        Memory.putLong(at, moved);
                        to += bytes;
                    }
                }
            } else if (tag == Term.TAG_HEADER) {
                // Terms of an object are scanned one by one, as what stands behind its beginning.
                final long bytes = HeapWords.bytesBeforeTerms(word);
                if (bytes == 0) {
                    break;
                }
                at += bytes - 8;
            }
            at += 8;
        }
        budget -= (at - from) / SCANNED_BYTES_OF_BUDGET;
        copied(isOld, to);
        return at < to && at < stop ? scanOne(at, Memory.getLong(at)) : at;
    }

    /** To-space, or the old heap, is filled up to this address. */
    private void copied(final boolean isOld, final long to) {
        if (isOld) {
            heap.oldTop = to;
        } else {
            top = to;
            assert to <= toAddr + toWords * Memory.WORD_BYTES : "to-space is full";
        }
    }

    /** Visits the term, or the part of a binary, at an address of to-space, and returns the address behind it. */
    private long scanOne(final long addr, final long word) {
        if ((word & Term.TAG_PRIMARY_MASK) != Term.TAG_HEADER) {
            visit(addr);
            budget--;
            return addr + 8;
        }
        if (Term.subtag(word) == Term.SUBTAG_SUB_BINARY) {
            visit(addr + Bitstring.SUB_ORIGINAL_WORD * 8);
            budget -= Bitstring.SUB_WORDS;
            return addr + Bitstring.SUB_WORDS * 8;
        }
        visit(addr + MatchContext.ORIGINAL_WORD * 8);
        final long original = Memory.getLong(addr + MatchContext.ORIGINAL_WORD * 8);
        Memory.putLong(addr + MatchContext.BASE_WORD * 8, Bitstring.dataAddr(original));
        budget -= MatchContext.WORDS;
        return addr + MatchContext.WORDS * 8;
    }

    private void visit(final long slotAddr) {
        final long term = Memory.getLong(slotAddr);
        final long tag = term & Term.TAG_PRIMARY_MASK;
        if (tag == Term.TAG_LIST) {
            Memory.putLong(slotAddr, evacuateCons(term));
        } else if (tag == Term.TAG_BOXED) {
            Memory.putLong(slotAddr, evacuateBoxed(term));
        }
    }

    private long evacuate(final long term) {
        final long tag = term & Term.TAG_PRIMARY_MASK;
        if (tag == Term.TAG_LIST) {
            return evacuateCons(term);
        }
        return tag == Term.TAG_BOXED ? evacuateBoxed(term) : term;
    }

    /** True for an address that this collection leaves where it is. */
    private boolean stays(final long addr) {
        return AddressSpace.isLiteral(addr) || HeapWords.isWithin(addr, stayingAddr, stayingBytes);
    }

    /** Where to evacuate an object from that would stay: the copy of the literal area that is being collected; 0 when it does stay. */
    private long areaSource(final long addr) {
        return area != null && area.contains(addr) ? addr - area.addr + areaCopyAddr : 0;
    }

    private long evacuateCons(final long term) {
        long addr = Term.addr(term);
        if (stays(addr)) {
            addr = areaSource(addr);
            if (addr == 0) {
                return term;
            }
        }
        final long head = Memory.getLong(addr);
        if (head == Term.NON_VALUE) {
            return Memory.getLong(addr + 8);
        }
        final long to = reserve(addr, 2);
        Memory.putLong(to, head);
        Memory.putLong(to + 8, Memory.getLong(addr + 8));
        final long moved = Term.makeCons(to);
        Memory.putLong(addr, Term.NON_VALUE);
        Memory.putLong(addr + 8, moved);
        return moved;
    }

    private long evacuateBoxed(final long term) {
        final long addr = Term.addr(term);
        if (stays(addr)) {
            final long copyAddr = areaSource(addr);
            return copyAddr == 0 ? term : evacuateLiteral(copyAddr);
        }
        final long header = Memory.getLong(addr);
        return (header & Term.TAG_PRIMARY_MASK) == Term.TAG_BOXED ? header : move(addr, header);
    }

    private long evacuateLiteral(final long addr) {
        final long header = Memory.getLong(addr);
        if ((header & Term.TAG_PRIMARY_MASK) == Term.TAG_BOXED) {
            return header;
        }
        final long moved = move(addr, header);
        if (OffHeapList.belongs(Term.addr(moved))) {
            OffHeapList.retain(Term.addr(moved));
            keep(Term.addr(moved));
        }
        return moved;
    }

    /** Moves an object, leaves where it is now in place of its header, and returns that. */
    private long move(final long addr, final long header) {
        assert (header & Term.TAG_PRIMARY_MASK) == Term.TAG_HEADER : "no header: addr=0x" + Long.toHexString(addr);
        final long words = HeapWords.words(addr, header);
        final long to = reserve(addr, words);
        if (words <= MOST_WORDS_BY_LOOP) {
            Memory.putLong(to, header);
            for (long offset = 8; offset < words * 8; offset += 8) {
                Memory.putLong(to + offset, Memory.getLong(addr + offset));
            }
        } else {
            Memory.copy(addr, to, words * 8);
        }
        final long moved = Term.makeBoxed(to);
        Memory.putLong(addr, moved);
        return moved;
    }

    private long reserve(final long fromAddr, final long words) {
        budget -= words;
        final long bytes = words * Memory.WORD_BYTES;
        if (promoting || HeapWords.isWithin(fromAddr, matureAddr, matureBytes)) {
            if (heap.oldTop + bytes <= heap.oldEnd) {
                final long to = heap.oldTop;
                heap.oldTop = to + bytes;
                return to;
            }
            oldPointsToYoung = true;
        }
        final long to = top;
        top = to + bytes;
        assert top <= toAddr + toWords * Memory.WORD_BYTES : "to-space is full";
        return to;
    }

    /** Keeps the objects of the off-heap list that were moved and releases the others. */
    private void stepSweep() {
        while (budget > 0) {
            if (sweepAddr == 0) {
                if (sweepNextListAddr == 0) {
                    phase = PHASE_FREE;
                    return;
                }
                sweepAddr = sweepNextListAddr;
                sweepNextListAddr = 0;
            }
            final long addr = sweepAddr;
            final long next = OffHeapList.next(addr);
            final long header = Memory.getLong(addr);
            if ((header & Term.TAG_PRIMARY_MASK) == Term.TAG_BOXED) {
                keep(Term.addr(header));
            } else {
                OffHeapList.release(addr);
            }
            sweepAddr = next;
            budget -= 4;
        }
    }

    /** Frees the fragments, which may be as many as the messages that were received; true when none is left. */
    private boolean stepFree() {
        for (; fromFragments != 0 && budget > 0; budget -= BUDGET_OF_FRAGMENT) {
            fromFragments = ProcessHeap.freeFragment(fromFragments);
        }
        return fromFragments == 0;
    }

    private void keep(final long addr) {
        if (kind == KIND_MINOR && addr >= heap.oldAddr && addr < heap.oldEnd) {
            OffHeapList.next(addr, oldList);
            oldList = addr;
            oldBytes += OffHeapList.bytes(addr);
        } else {
            OffHeapList.next(addr, 0);
            if (liveTail == 0) {
                liveList = addr;
            } else {
                OffHeapList.next(liveTail, addr);
            }
            liveTail = addr;
            liveBytes += OffHeapList.bytes(addr);
        }
    }

    /** Puts the new heap in place; false when it must still be moved into a block of another size. */
    private boolean finish() {
        final long stackBytes = heap.stackWords() * Memory.WORD_BYTES;
        final long toEnd = toAddr + toWords * Memory.WORD_BYTES;
        Memory.copy(heap.heapLimit, toEnd - stackBytes, stackBytes);
        Blocks.free(heap.blockAddr, heap.blockWords * Memory.WORD_BYTES, MemoryKind.PROCESS);
        if (area != null) {
            Blocks.free(areaCopyAddr, area.bytes, MemoryKind.SYSTEM);
            area = null;
        }
        if (kind == KIND_MAJOR) {
            if (heap.oldAddr != 0) {
                Blocks.free(heap.oldAddr, heap.oldEnd - heap.oldAddr, MemoryKind.PROCESS);
            }
            heap.oldAddr = 0;
            heap.oldTop = 0;
            heap.oldEnd = 0;
            majorDone = true;
        }
        heap.blockAddr = toAddr;
        heap.blockWords = toWords;
        heap.heapTop = top;
        heap.highWaterAddr = top;
        heap.heapLimit = toEnd - stackBytes;
        heap.offHeapAddr = liveList;
        heap.offHeapBytes = liveBytes;
        heap.oldOffHeapAddr = oldList;
        heap.oldOffHeapBytes = oldBytes;
        final long wanted = wantedWords();
        final boolean mayStay = !oldPointsToYoung || wanted == plannedWords;
        if (wanted != toWords && !(mayStay && shrinkInPlace(wanted))) {
            if (oldPointsToYoung) {
                begin(KIND_MAJOR, worstCaseWords() + heap.oldUsedWords());
            } else {
                begin(KIND_RESIZE, wanted);
            }
            oldPointsToYoung = false;
            return false;
        }
        conclude();
        return true;
    }

    /** Gives back the end of a large block, so that what lives need not be copied once more; only the stack moves. */
    private boolean shrinkInPlace(final long words) {
        final long bytes = words * Memory.WORD_BYTES;
        final long oldBytes = toWords * Memory.WORD_BYTES;
        if (words > toWords || !Blocks.canHold(oldBytes, bytes)) {
            return false;
        }
        final long stackBytes = heap.stackWords() * Memory.WORD_BYTES;
        final long limit = toAddr + bytes - stackBytes;
        Memory.copy(heap.heapLimit, limit, stackBytes);
        Blocks.resize(toAddr, oldBytes, bytes, MemoryKind.PROCESS);
        toWords = words;
        heap.blockWords = words;
        heap.heapLimit = limit;
        return true;
    }

    private long leastWords() {
        return Math.max(heap.heapSettings.minHeapWords(), heap.nurseryWords);
    }

    /** The size that the block should have, now that it is known what lives. */
    private long wantedWords() {
        final long used = heap.usedWords() + heap.stackWords() + needWords;
        final long min = HeapSizes.atLeast(leastWords());
        if (kind == KIND_RESIZE) {
            return toWords;
        }
        if (shrinking) {
            return Math.max(used, SHRUNK_WORDS);
        }
        if (used * 4 > plannedWords * 3) {
            return Math.max(min, grownWords(used));
        }
        if (kind == KIND_MINOR) {
            return HeapSizes.young(plannedWords, used, heap.oldEnd - heap.oldAddr >> 3, min);
        }
        if (used * 4 < plannedWords && plannedWords > min) {
            final long smaller = Math.max(min, HeapSizes.atLeast(used * 2));
            return smaller < plannedWords ? smaller : plannedWords;
        }
        return plannedWords;
    }

    private void conclude() {
        if (majorDone) {
            heap.minorCollections = 0;
        } else if (!growingUp) {
            heap.minorCollections++;
        }
        if (oldPointsToYoung) {
            heap.minorCollections = Integer.MAX_VALUE - 1;
        }
        heap.virtualHeapWords = Math.max(heap.heapSettings.minVirtualHeapWords(), (heap.offHeapBytes + heap.oldOffHeapBytes >> 3) * 2);
        heap.collectionWanted = false;
        wasMajor = majorDone;
        liveWords = heap.usedWords() + heap.oldUsedWords();
        if (Memory.CHECK) {
            HeapVerifier.verify(heap);
        }
        heap = null;
    }
}
