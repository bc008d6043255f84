package dev.longbeam.term.ets;

import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.MagicResource;
import dev.longbeam.term.MagicTable;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * One run of a match specification over a table, in slices: {@code select}, {@code select_count}, {@code select_delete}, {@code select_replace} and
 * what is built on them. {@link #run} does a slice and returns the result, or {@link #CONTINUE} when there is more to do.
 *
 * <p>Owned by the process that runs it, one thread at a time. Between slices a hash table is fixed, so that the scan sees each row once.
 */
public abstract class EtsScan implements MagicResource {
    /** What a scan does with rows that match. */
    public enum Kind {
        /** Collects the results. */
        SELECT,
        /** Counts results {@code true}. */
        COUNT,
        /** Deletes rows with result {@code true}. */
        DELETE,
        /** Replaces rows by results. */
        REPLACE
    }

    /** There is more to do: call {@link #run} again with {@link #resultsTerm}. */
    public static final long CONTINUE = 20;
    /** Rows that one slice looks at. */
    public static final int SLICE_ROWS = 1000;

    final Kind kind;
    final int chunk;
    long count;
    long results = Term.NIL;
    int budget;
    MatchSpec spec;
    /** What the last matching row is to be replaced by; on the scratch heap. */
    long replacementTerm;

    private final EtsTable table;
    private final long selfTerm;
    private final long nodeTerm;
    private long specHandle;
    private long specNumber;
    private boolean fixes;
    private boolean closed;
    private LocalHeap kept;

    EtsScan(final EtsTable table, final Kind kind, final int chunk, final EtsTables tables, final long selfTerm) {
        this.table = table;
        this.kind = kind;
        this.chunk = chunk;
        this.selfTerm = selfTerm;
        nodeTerm = tables.host().nodeNameTerm();
    }

    /**
     * A scan of a whole table.
     *
     * @param specTerm the specification that {@code spec} was compiled from
     * @param spec     taken over by the scan
     * @param chunk    results to stop at, 0 for all
     * @param reverse  true to go from the last key to the first in an ordered set
     */
    public static EtsScan start(final EtsTables tables, final EtsTable table, final long selfTerm, final Kind kind, final long specTerm,
        final MatchSpec spec, final int chunk, final boolean reverse) {
        final EtsScan scan = table instanceof HashTable hash ? new HashScan(hash, kind, chunk, tables, selfTerm)
            : new TreeScan((TreeTable)table, kind, chunk, tables, selfTerm, reverse);
        scan.spec = spec;
        scan.analyse(specTerm);
        return scan;
    }

    /** The scan that a continuation of {@code select/3} stands for, or null when it is none for this table. */
    public static EtsScan resume(final EtsTables tables, final EtsTable table, final long selfTerm, final long continuationTerm) {
        return table instanceof HashTable hash ? HashScan.resume(tables, hash, selfTerm, continuationTerm)
            : TreeScan.resume(tables, (TreeTable)table, selfTerm, continuationTerm);
    }

    /** Uses the specification behind a magic reference; false when there is none. */
    final boolean useSpec(final long specRefTerm) {
        final MatchSpec found = Ref.resource(specRefTerm, MatchSpec.class);
        if (found == null) {
            return false;
        }
        spec = found;
        specHandle = Ref.magicHandle(specRefTerm);
        specNumber = Ref.number(specRefTerm);
        MagicTable.retain(specHandle);
        return true;
    }

    /** A reference to the specification for a continuation. */
    final long specRef(final TermHeap heap) {
        if (specHandle == 0) {
            final long refTerm = Ref.makeMagic(heap, spec);
            specHandle = Ref.magicHandle(refTerm);
            specNumber = Ref.number(refTerm);
            MagicTable.retain(specHandle);
            return refTerm;
        }
        MagicTable.retain(specHandle);
        return Ref.makeMagic(heap, specNumber, specHandle);
    }

    /** Results so far, on the heap of the last slice; hand them to the next. */
    public final long resultsTerm() {
        return results;
    }

    /** The table. */
    public final EtsTable table() {
        return table;
    }

    /** True once the scan fixes the table between slices. */
    public final boolean fixesTable() {
        return fixes;
    }

    /** Says that the table was fixed for this scan by its process. */
    public final void fixesTable(final boolean newFixes) {
        fixes = newFixes;
    }

    /** Pid of the process that runs the scan. */
    public final long selfTerm() {
        return selfTerm;
    }

    /**
     * Does a slice.
     *
     * @param heap        where results are built
     * @param resultsTerm results of earlier slices, NIL at first
     * @return the result of the BIF, a code of {@link EtsCode}, or {@link #CONTINUE}
     */
    public final long run(final TermHeap heap, final long resultsTerm) {
        final MatchRun run = MatchRun.ofThread();
        run.selfTerm = selfTerm;
        run.nodeTerm = nodeTerm;
        results = resultsTerm;
        budget = SLICE_ROWS;
        return slice(run, heap);
    }

    /** Rows looked at in the last slice. */
    public final int rowsSeen() {
        return SLICE_ROWS - Math.max(0, budget);
    }

    /** Frees what the scan holds; it is over. The table must be unfixed before. May be called again. */
    public final void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (specHandle != 0) {
            MagicTable.release(specHandle);
        } else if (spec != null) {
            spec.dispose();
        }
        dropKept();
    }

    @Override
    public final void dispose() {
        if (fixes) {
            fixes = false;
            table.fixations().unfix(selfTerm, false);
        }
        close();
    }

    /** Keeps a copy of a term until the next call, or the end of the scan. */
    final long keep(final long term) {
        final LocalHeap next = new LocalHeap(MemoryKind.ETS);
        final long copy = TermCopy.copyWithLiterals(term, next);
        dropKept();
        kept = next;
        return copy;
    }

    private void dropKept() {
        if (kept != null) {
            OffHeapList.releaseAll(kept.offHeapAddr);
            kept.close();
            kept = null;
        }
    }

    /** Finds out which part of the table can match. */
    abstract void analyse(long specTerm);

    /** Looks at rows until the budget is used up. */
    abstract long slice(MatchRun run, TermHeap heap);

    /** Matches a row; true when it counts, is to be deleted or replaced, or gave a result. */
    final boolean matches(final MatchRun run, final TermHeap heap, final long tupleTerm) {
        budget--;
        if (kind == Kind.SELECT) {
            final long result = spec.run(run, heap, tupleTerm);
            if (result == Term.NON_VALUE) {
                return false;
            }
            results = Cons.make(heap, result, results);
            count++;
            return true;
        }
        final long result = spec.run(run, run.scratch, tupleTerm);
        if (kind == Kind.REPLACE) {
            replacementTerm = result;
            if (result == Term.NON_VALUE) {
                return false;
            }
            count++;
            return true;
        }
        run.scratch.reset();
        if (result == Atoms.TRUE) {
            count++;
            return true;
        }
        return false;
    }

    /** A new row for {@link #replacementTerm}. */
    final long replacementRow(final MatchRun run) {
        final long row = table.createRow(replacementTerm);
        run.scratch.reset();
        return row;
    }

    /** The key in a match head, {@code '_'} when any may match. */
    final long keyPattern(final long clauseTerm) {
        final long headTerm = Tuple.element(clauseTerm, 1);
        if (EtsTerms.matchesAnything(headTerm)) {
            return EtsTerms.AM_UNDERSCORE;
        }
        return table.isRow(headTerm) ? table.keyOf(headTerm) : Term.NON_VALUE;
    }

    /** The end of a scan that returns a number. */
    final long number() {
        return Term.makeSmall(count);
    }
}
