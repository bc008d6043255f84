package dev.longbeam.term.ets;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.MagicResource;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/**
 * A compiled match specification.
 *
 * <p>Any thread may run it. It owns the terms that stand in it: whoever compiled it calls {@link #dispose} once, or hands it to a magic reference,
 * which does.
 */
public final class MatchSpec implements MagicResource {
    /** One clause. */
    record Clause(MatchPattern head, MatchExpression[] conditions, MatchExpression[] body) {
    }

    private final Clause[] clauses;
    private final int slots;
    private final LocalHeap constants;
    private final boolean forTables;

    MatchSpec(final Clause[] clauses, final int slots, final LocalHeap constants, final boolean forTables) {
        this.clauses = clauses;
        this.slots = slots;
        this.constants = constants;
        this.forTables = forTables;
    }

    /** True when compiled for tables, not for tracing. */
    public boolean isForTables() {
        return forTables;
    }

    /**
     * Runs the first clause that matches.
     *
     * @param heap where the result is built
     * @param term the row, or the list of arguments
     * @return the result, or NON_VALUE when no clause matches
     */
    long run(final MatchRun run, final TermHeap heap, final long term) {
        run.reserve(slots);
        run.subject = term;
        run.flags = 0;
        for (final Clause clause : clauses) {
            if (clause.head.matches(run, term)) {
                if (holds(run, clause.conditions)) {
                    return body(run, heap, clause.body);
                }
            }
        }
        return Term.NON_VALUE;
    }

    private static boolean holds(final MatchRun run, final MatchExpression[] conditions) {
        if (conditions.length == 0) {
            return true;
        }
        run.heap = run.scratch;
        run.catching = false;
        boolean holds = true;
        for (int i = 0; i < conditions.length && holds; i++) {
            holds = conditions[i].value(run) == Atoms.TRUE;
        }
        run.scratch.reset();
        return holds;
    }

    private long body(final MatchRun run, final TermHeap heap, final MatchExpression[] body) {
        run.heap = heap;
        run.catching = true;
        run.message = Atoms.TRUE;
        long result = Atoms.TRUE;
        for (final MatchExpression expression : body) {
            result = expression.value(run);
        }
        return forTables ? result : run.message;
    }

    /**
     * Runs on this thread for a process; see {@link #run(MatchRun, TermHeap, long)}.
     *
     * @param nodeTerm name of this node
     * @param actions  what calls of the trace dialect act on, {@link MatchActions#NONE} for nothing
     */
    public long run(final TermHeap heap, final long selfTerm, final long nodeTerm, final MatchActions actions, final long term) {
        final MatchRun run = MatchRun.ofThread();
        run.selfTerm = selfTerm;
        run.nodeTerm = nodeTerm;
        run.actions = actions;
        return run(run, heap, term);
    }

    /** What the last run on this thread asked for besides its result: {@link MatchRun#RETURN_TRACE}, {@link MatchRun#EXCEPTION_TRACE}. */
    public static int lastFlags() {
        return MatchRun.ofThread().flags;
    }

    @Override
    public void dispose() {
        OffHeapList.releaseAll(constants.offHeapAddr);
        constants.offHeapAddr = 0;
        constants.close();
    }
}
