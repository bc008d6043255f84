package dev.longbeam.term.ets;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * A scan of an ordered set in key order, limited to the range that the one head's key bounds.
 *
 * <p>Collected results come out newest first, so a scan for all results walks against the order that is wanted, and one for a chunk turns its
 * results round at the end.
 */
final class TreeScan extends EtsScan {
    private static final long AM_END = Atom.of("$end_of_table");
    private static final int CONTINUATION_ARITY = 8;

    private final TreeTable table;
    private final boolean reverse;
    private final TreeWalk walk;
    private boolean started;
    private boolean boundKey;
    private long partKeyTerm = Term.NON_VALUE;
    private long lastKeyTerm = Term.NON_VALUE;
    private boolean nothingMatches;

    TreeScan(final TreeTable table, final Kind kind, final int chunk, final EtsTables tables, final long selfTerm, final boolean reverse) {
        super(table, kind, chunk, tables, selfTerm);
        this.table = table;
        this.reverse = reverse;
        walk = new TreeWalk(table, chunk > 0 ? reverse : !reverse);
    }

    static EtsScan resume(final EtsTables tables, final TreeTable table, final long selfTerm, final long term) {
        if (Tuple.arity(term) != CONTINUATION_ARITY || !Term.isSmall(Tuple.element(term, 4)) || !Term.isList(Tuple.element(term, 6))
            || !Term.isSmall(Tuple.element(term, 7)) || !Term.isSmall(Tuple.element(term, 8))) {
            return null;
        }
        final long chunk = Term.smallValue(Tuple.element(term, 4));
        final long got = Term.smallValue(Tuple.element(term, 8));
        if (chunk < 1 || chunk > Integer.MAX_VALUE || got < 0) {
            return null;
        }
        final TreeScan scan = new TreeScan(table, Kind.SELECT, (int)chunk, tables, selfTerm, Term.smallValue(Tuple.element(term, 7)) != 0);
        if (!scan.useSpec(Tuple.element(term, 5))) {
            return null;
        }
        final long kept = scan.keep(term);
        scan.started = true;
        scan.lastKeyTerm = Tuple.element(kept, 2);
        scan.partKeyTerm = Tuple.element(kept, 3) == Term.NIL ? Term.NON_VALUE : Tuple.element(kept, 3);
        scan.count = got;
        scan.results = Tuple.element(term, 6);
        return scan;
    }

    @Override
    void analyse(final long specTerm) {
        boolean any = false;
        for (long rest = specTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            any |= keyPattern(Cons.head(rest)) != Term.NON_VALUE;
        }
        nothingMatches = !any;
        if (!any || Cons.tail(specTerm) != Term.NIL) {
            return;
        }
        final long keyTerm = keyPattern(Cons.head(specTerm));
        if (!EtsTerms.matchesAnything(keyTerm) && !Variables.mapIn(keyTerm)) {
            partKeyTerm = keep(keyTerm);
            boundKey = !Variables.anyIn(keyTerm);
        }
    }

    @Override
    long slice(final MatchRun run, final TermHeap heap) {
        if (nothingMatches) {
            return finish(heap);
        }
        final boolean shared = kind == Kind.SELECT || kind == Kind.COUNT;
        if (shared ? !table.lockShared() : !table.lockKey(0)) {
            return table.deleted ? EtsCode.DELETED : CONTINUE;
        }
        try {
            if (boundKey) {
                visit(run, heap, table.findRow(0, partKeyTerm), shared);
                return finish(heap);
            }
            return shared ? readSlice(run, heap) : writeSlice(run, heap);
        } finally {
            if (shared) {
                table.lock.unlockShared(0);
            } else {
                table.unlockKey(0);
            }
        }
    }

    private void visit(final MatchRun run, final TermHeap heap, final long node, final boolean shared) {
        if (node != 0 && matches(run, heap, table.rowTuple(node)) && !shared) {
            change(run, node);
        }
    }

    private long readSlice(final MatchRun run, final TermHeap heap) {
        long node = startNode();
        long last = 0;
        while (node != 0 && inRange(node)) {
            if (budget <= 0) {
                return pause(last);
            }
            last = node;
            matches(run, heap, table.rowTuple(node));
            if (chunk > 0 && count >= chunk) {
                return chunkDone(heap, last);
            }
            node = walk.next();
        }
        return finish(heap);
    }

    private long writeSlice(final MatchRun run, final TermHeap heap) {
        long node = startNode();
        while (node != 0 && inRange(node)) {
            if (budget <= 0) {
                started = true;
                final long before = walkBefore(node);
                return before == 0 ? restart() : pause(before);
            }
            final long keyTerm = table.rowKey(node);
            final long next = reverse ? table.above(keyTerm, false) : table.below(keyTerm, false);
            if (matches(run, heap, table.rowTuple(node))) {
                change(run, node);
            }
            node = next;
        }
        return finish(heap);
    }

    /** The node that lies just before one in the direction of the scan. */
    private long walkBefore(final long node) {
        final long keyTerm = table.rowKey(node);
        return reverse ? table.below(keyTerm, false) : table.above(keyTerm, false);
    }

    private long restart() {
        started = false;
        return CONTINUE;
    }

    private void change(final MatchRun run, final long node) {
        if (kind == Kind.DELETE) {
            table.removeKeyLocked(table.rowKey(node));
        } else {
            table.replaceKeyLocked(replacementRow(run));
        }
    }

    private long startNode() {
        if (started) {
            return walk.startBehind(lastKeyTerm);
        }
        return partKeyTerm == Term.NON_VALUE ? walk.start() : walk.startAt(partKeyTerm);
    }

    private boolean inRange(final long node) {
        return partKeyTerm == Term.NON_VALUE || PartKey.compare(partKeyTerm, table.rowKey(node)) == 0;
    }

    /** Remembers where to go on. */
    private long pause(final long lastNode) {
        if (lastNode == 0) {
            return CONTINUE;
        }
        final long pairTerm;
        try (dev.longbeam.term.LocalHeap heap = new dev.longbeam.term.LocalHeap()) {
            pairTerm = keep(Tuple.make(heap, table.rowKey(lastNode), partKeyTerm == Term.NON_VALUE ? Term.NIL : partKeyTerm));
        }
        started = true;
        lastKeyTerm = Tuple.element(pairTerm, 1);
        partKeyTerm = partKeyTerm == Term.NON_VALUE ? partKeyTerm : Tuple.element(pairTerm, 2);
        return CONTINUE;
    }

    private long chunkDone(final TermHeap heap, final long lastNode) {
        final long keyTerm = TermCopy.copy(table.rowKey(lastNode), heap);
        final long rangeTerm = partKeyTerm == Term.NON_VALUE ? Term.NIL : TermCopy.copy(partKeyTerm, heap);
        final long continuation = Tuple.make(heap, table.makeId(heap), keyTerm, rangeTerm, Term.makeSmall(chunk), specRef(heap), Term.NIL,
            Term.makeSmall(reverse ? 1 : 0), Term.makeSmall(0));
        return Tuple.make(heap, turned(heap), continuation);
    }

    private long finish(final TermHeap heap) {
        if (kind != Kind.SELECT) {
            return number();
        }
        if (chunk == 0) {
            return results;
        }
        return results == Term.NIL ? AM_END : Tuple.make(heap, turned(heap), AM_END);
    }

    private long turned(final TermHeap heap) {
        long list = Term.NIL;
        for (long rest = results; Term.isCons(rest); rest = Cons.tail(rest)) {
            list = Cons.make(heap, Cons.head(rest), list);
        }
        return list;
    }
}
