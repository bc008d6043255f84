package dev.longbeam.term.ets;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Ordered sets: an off-heap treap (a search tree whose nodes also form a heap by a random priority) behind one reader-writer lock.
 *
 * <p>Any thread. Fixing changes nothing here: a walk goes on from a key, whether the key is still there or not.
 */
final class TreeTable extends EtsTable {
    private static final long EMPTY_WORDS = 139;
    private static final long FINE_LOCK_WORDS = -6;
    private static final long READ_LOCK_WORDS = 32;
    private static final int LEFT = 0;
    private static final int RIGHT = 8;
    private static final int PRIORITY = 16;

    final StripeLocks lock = new StripeLocks(1);
    private final long rootLink;
    private long seed = System.nanoTime() | 1;

    TreeTable(final Options options, final long nameTerm, final long ownerTerm) {
        super(options, nameTerm, ownerTerm, EtsRow.TREE_HEADER_WORDS, EMPTY_WORDS + (options.fineLocked ? FINE_LOCK_WORDS : 0)
            + (options.readConcurrency ? READ_LOCK_WORDS : 0));
        rootLink = Blocks.allocate(8, MemoryKind.ETS);
        Memory.putLong(rootLink, 0);
    }

    // Nodes

    static long left(final long node) {
        return Memory.getLong(node + LEFT);
    }

    static long right(final long node) {
        return Memory.getLong(node + RIGHT);
    }

    private static long priority(final long node) {
        return Memory.getLong(node + PRIORITY);
    }

    long root() {
        return Memory.getLong(rootLink);
    }

    private long randomPriority() {
        seed ^= seed << 13;
        seed ^= seed >>> 7;
        seed ^= seed << 17;
        return seed;
    }

    /** Address of the word that leads to the node of a key, or where a node of that key would be hung as a leaf. */
    private long findLink(final long keyTerm) {
        long link = rootLink;
        for (long node = Memory.getLong(link); node != 0; node = Memory.getLong(link)) {
            final int order = EtsTerms.compare(keyTerm, rowKey(node));
            if (order == 0) {
                return link;
            }
            link = node + (order < 0 ? LEFT : RIGHT);
        }
        return link;
    }

    private long find(final long keyTerm) {
        return deleted ? 0 : Memory.getLong(findLink(keyTerm));
    }

    /** The node with the least key that is greater than a key, or not less with {@code orEqual}; 0 when there is none. */
    long above(final long keyTerm, final boolean orEqual) {
        long best = 0;
        long node = root();
        while (node != 0) {
            final int order = EtsTerms.compare(keyTerm, rowKey(node));
            if (order < 0 || orEqual && order == 0) {
                best = node;
                node = left(node);
            } else {
                node = right(node);
            }
        }
        return best;
    }

    /** The node with the greatest key that is less than a key, or not greater with {@code orEqual}; 0 when there is none. */
    long below(final long keyTerm, final boolean orEqual) {
        long best = 0;
        long node = root();
        while (node != 0) {
            final int order = EtsTerms.compare(keyTerm, rowKey(node));
            if (order > 0 || orEqual && order == 0) {
                best = node;
                node = right(node);
            } else {
                node = left(node);
            }
        }
        return best;
    }

    /** The first node, or the last one. */
    long extreme(final boolean last) {
        long node = root();
        long best = 0;
        while (node != 0) {
            best = node;
            node = last ? right(node) : left(node);
        }
        return best;
    }

    /** Puts a row into the tree; false (and the row is freed) when its key exists and must not. */
    private boolean insertLocked(final long row, final boolean onlyNew) {
        final long keyTerm = rowKey(row);
        final long existingLink = findLink(keyTerm);
        final long existing = Memory.getLong(existingLink);
        if (existing != 0) {
            if (onlyNew) {
                EtsRow.free(row, headerWords);
                return false;
            }
            replaceLocked(existingLink, existing, row);
            return true;
        }
        final long priority = randomPriority();
        Memory.putLong(row + PRIORITY, priority);
        long link = rootLink;
        long node = Memory.getLong(link);
        while (node != 0 && priority(node) >= priority) {
            link = node + (EtsTerms.compare(keyTerm, rowKey(node)) < 0 ? LEFT : RIGHT);
            node = Memory.getLong(link);
        }
        Memory.putLong(link, row);
        split(node, keyTerm, row + LEFT, row + RIGHT);
        words.addAndGet(EtsRow.totalWords(row, headerWords));
        rows.incrementAndGet();
        return true;
    }

    void replaceLocked(final long link, final long existing, final long row) {
        Memory.putLong(row + LEFT, left(existing));
        Memory.putLong(row + RIGHT, right(existing));
        Memory.putLong(row + PRIORITY, priority(existing));
        Memory.putLong(link, row);
        words.addAndGet(EtsRow.totalWords(row, headerWords));
        freeRow(existing);
    }

    /** Cuts a subtree in two at a key that it does not hold. */
    private void split(final long subtree, final long keyTerm, final long lessLink, final long greaterLink) {
        long less = lessLink;
        long greater = greaterLink;
        long node = subtree;
        while (node != 0) {
            if (EtsTerms.compare(keyTerm, rowKey(node)) < 0) {
                Memory.putLong(greater, node);
                greater = node + LEFT;
                node = left(node);
            } else {
                Memory.putLong(less, node);
                less = node + RIGHT;
                node = right(node);
            }
        }
        Memory.putLong(less, 0);
        Memory.putLong(greater, 0);
    }

    /** Takes the node that a link leads to out of the tree and frees it. */
    private void removeLocked(final long nodeLink) {
        final long node = Memory.getLong(nodeLink);
        long link = nodeLink;
        long left = left(node);
        long right = right(node);
        while (left != 0 && right != 0) {
            if (priority(left) >= priority(right)) {
                Memory.putLong(link, left);
                link = left + RIGHT;
                left = Memory.getLong(link);
            } else {
                Memory.putLong(link, right);
                link = right + LEFT;
                right = Memory.getLong(link);
            }
        }
        Memory.putLong(link, left != 0 ? left : right);
        rows.decrementAndGet();
        freeRow(node);
    }

    /** Deletes the row of a key, which exists; under the lock. */
    void removeKeyLocked(final long keyTerm) {
        removeLocked(findLink(keyTerm));
    }

    /** Puts a row in the place of the row with the same key, which exists; under the lock. */
    void replaceKeyLocked(final long row) {
        final long link = findLink(rowKey(row));
        replaceLocked(link, Memory.getLong(link), row);
    }

    // Locks

    @Override
    long hashOf(final long keyTerm) {
        return 0;
    }

    @Override
    boolean lockKey(final long hash) {
        lock.lockExclusive(0);
        if (deleted) {
            lock.unlockExclusive(0);
            return false;
        }
        return true;
    }

    @Override
    void unlockKey(final long hash) {
        lock.unlockExclusive(0);
    }

    boolean lockShared() {
        lock.lockShared(0);
        if (deleted) {
            lock.unlockShared(0);
            return false;
        }
        return true;
    }

    @Override
    long findRow(final long hash, final long keyTerm) {
        return find(keyTerm);
    }

    @Override
    void putRow(final long hash, final long rowAddr) {
        insertLocked(rowAddr, false);
    }

    // Writing

    @Override
    public long insert(final long tupleTerm, final boolean onlyNew) {
        final long row = createRow(tupleTerm);
        if (!lockKey(0)) {
            EtsRow.free(row, headerWords);
            return EtsCode.DELETED;
        }
        final boolean inserted = insertLocked(row, onlyNew);
        unlockKey(0);
        return Atoms.bool(inserted);
    }

    @Override
    public long insertAll(final long listTerm, final boolean onlyNew) {
        if (!lockKey(0)) {
            return EtsCode.DELETED;
        }
        if (onlyNew) {
            for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
                if (find(keyOf(Cons.head(rest))) != 0) {
                    unlockKey(0);
                    return Atoms.FALSE;
                }
            }
        }
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            insertLocked(createRow(Cons.head(rest)), false);
        }
        unlockKey(0);
        return Atoms.TRUE;
    }

    @Override
    public long delete(final long keyTerm) {
        if (!lockKey(0)) {
            return EtsCode.DELETED;
        }
        final long link = findLink(keyTerm);
        if (Memory.getLong(link) != 0) {
            removeLocked(link);
        }
        unlockKey(0);
        return Atoms.TRUE;
    }

    @Override
    public long deleteObject(final long tupleTerm) {
        if (!lockKey(0)) {
            return EtsCode.DELETED;
        }
        final long link = findLink(keyOf(tupleTerm));
        final long node = Memory.getLong(link);
        if (node != 0 && EtsTerms.exactEqual(tupleTerm, rowTuple(node))) {
            removeLocked(link);
        }
        unlockKey(0);
        return Atoms.TRUE;
    }

    @Override
    public long take(final TermHeap heap, final long keyTerm) {
        if (!lockKey(0)) {
            return EtsCode.DELETED;
        }
        final long link = findLink(keyTerm);
        final long node = Memory.getLong(link);
        long list = Term.NIL;
        if (node != 0) {
            list = consRow(heap, node, Term.NIL);
            removeLocked(link);
        }
        unlockKey(0);
        return list;
    }

    // Reading

    @Override
    public long lookup(final TermHeap heap, final long keyTerm) {
        if (!lockShared()) {
            return EtsCode.DELETED;
        }
        final long node = find(keyTerm);
        final long list = node == 0 ? Term.NIL : consRow(heap, node, Term.NIL);
        lock.unlockShared(0);
        return list;
    }

    @Override
    public long member(final long keyTerm) {
        if (!lockShared()) {
            return EtsCode.DELETED;
        }
        final boolean found = find(keyTerm) != 0;
        lock.unlockShared(0);
        return Atoms.bool(found);
    }

    @Override
    public long lookupElement(final TermHeap heap, final long keyTerm, final int position) {
        if (!lockShared()) {
            return EtsCode.DELETED;
        }
        final long node = find(keyTerm);
        final long result;
        if (node == 0) {
            result = EtsCode.BAD_KEY;
        } else if (position > Tuple.arity(rowTuple(node))) {
            result = EtsCode.BAD_ITEM;
        } else {
            result = TermCopy.copy(Tuple.element(rowTuple(node), position), heap);
        }
        lock.unlockShared(0);
        return result;
    }

    @Override
    public long first(final TermHeap heap, final boolean withRows) {
        return lockShared() ? keyAndUnlock(heap, extreme(false), withRows) : EtsCode.DELETED;
    }

    @Override
    public long last(final TermHeap heap, final boolean withRows) {
        return lockShared() ? keyAndUnlock(heap, extreme(true), withRows) : EtsCode.DELETED;
    }

    @Override
    public long next(final TermHeap heap, final long keyTerm, final boolean withRows) {
        return lockShared() ? keyAndUnlock(heap, above(keyTerm, false), withRows) : EtsCode.DELETED;
    }

    @Override
    public long previous(final TermHeap heap, final long keyTerm, final boolean withRows) {
        return lockShared() ? keyAndUnlock(heap, below(keyTerm, false), withRows) : EtsCode.DELETED;
    }

    private long keyAndUnlock(final TermHeap heap, final long node, final boolean withRows) {
        final long result = node == 0 ? EtsCode.END
            : keyResult(heap, node, withRows ? consRow(heap, node, Term.NIL) : Term.NON_VALUE);
        lock.unlockShared(0);
        return result;
    }

    @Override
    public long slot(final TermHeap heap, final long number) {
        if (!lockShared()) {
            return EtsCode.DELETED;
        }
        final long size = rows.get();
        final long result;
        if (number > size) {
            result = EtsCode.BAD_ITEM;
        } else if (number == size) {
            result = EtsCode.END;
        } else {
            final TreeWalk walk = new TreeWalk(this, false);
            long node = walk.start();
            for (long i = 0; i < number; i++) {
                node = walk.next();
            }
            result = consRow(heap, node, Term.NIL);
        }
        lock.unlockShared(0);
        return result;
    }

    @Override
    public long binaryInfo(final TermHeap heap, final long keyTerm) {
        if (!lockShared()) {
            return EtsCode.DELETED;
        }
        final long node = find(keyTerm);
        final long list = node == 0 ? Term.NIL : consBinaries(heap, node, Term.NIL);
        lock.unlockShared(0);
        return list;
    }

    // The whole table

    @Override
    public EtsSweep clear() {
        lock.lockExclusive(0);
        final EtsSweep sweep = detachLocked();
        lock.unlockExclusive(0);
        return sweep;
    }

    private EtsSweep detachLocked() {
        final long root = deleted ? 0 : root();
        final long count = deleted ? 0 : rows.getAndSet(0);
        if (!deleted) {
            Memory.putLong(rootLink, 0);
        }
        return new TreeSweep(this, count, root);
    }

    @Override
    EtsSweep detach() {
        lock.lockExclusive(0);
        final EtsSweep sweep = detachLocked();
        deleted = true;
        Blocks.free(rootLink, 8, MemoryKind.ETS);
        lock.unlockExclusive(0);
        return sweep;
    }

    @Override
    void adapt() {
        assert !deleted || rows.get() == 0 : "rows=" + rows.get();
    }

    @Override
    void unfixed() {
        adapt();
    }
}
