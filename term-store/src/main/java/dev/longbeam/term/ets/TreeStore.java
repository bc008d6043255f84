package dev.longbeam.term.ets;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;

/**
 * What the rows of an ordered set lie in: an off-heap treap (a search tree whose nodes also form a heap by a random priority) behind one
 * reader-writer lock.
 *
 * <p>Any thread that holds the lock, exclusive for what changes the tree.
 */
abstract class TreeStore extends EtsTable {
    private static final long EMPTY_WORDS = 139;
    private static final long FINE_LOCK_WORDS = -40;
    static final int LEFT = 0;
    private static final int RIGHT = 8;
    private static final int PRIORITY = 16;

    final StripeLocks lock = new StripeLocks(1);
    private final long rootLink;
    private long seed = System.nanoTime() | 1;

    TreeStore(final Options options, final long nameTerm, final long ownerTerm) {
        super(options, nameTerm, ownerTerm, EtsRow.TREE_HEADER_WORDS, EMPTY_WORDS + (options.fineLocked ? FINE_LOCK_WORDS : 0)
            + (options.readConcurrency ? READ_LOCK_WORDS : 0) + (options.decentralizedCounters ? DECENTRALIZED_WORDS : 0));
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
    final long findLink(final long keyTerm) {
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

    final long find(final long keyTerm) {
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
    final boolean insertLocked(final long row, final boolean onlyNew) {
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
        exchangeRow(existing, row);
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
    final void removeLocked(final long nodeLink) {
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
        if (closed) {
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
        if (closed) {
            lock.unlockShared(0);
            return false;
        }
        return true;
    }

    @Override
    void lockAll() {
        lock.lockExclusive(0);
    }

    @Override
    void unlockAll() {
        lock.unlockExclusive(0);
    }

    @Override
    void prepareRow(final long rowAddr) {
        Memory.putLong(rowAddr + RIGHT, 0);
    }

    @Override
    boolean bulkFinds(final long rowAddr) {
        lock.lockShared(0);
        final boolean found = find(rowKey(rowAddr)) != 0;
        lock.unlockShared(0);
        return found;
    }

    @Override
    void bulkInsert(final long rowAddr) {
        lock.lockExclusive(0);
        if (deleted) {
            EtsRow.free(rowAddr, headerWords);
        } else {
            insertLocked(rowAddr, false);
        }
        lock.unlockExclusive(0);
    }

    @Override
    long findRow(final long hash, final long keyTerm) {
        return find(keyTerm);
    }

    @Override
    void putRow(final long hash, final long rowAddr) {
        insertLocked(rowAddr, false);
    }

    // The whole table

    @Override
    public EtsSweep clear() {
        lock.lockExclusive(0);
        final EtsSweep sweep = closed ? null : detachLocked();
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
        closed = true;
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
