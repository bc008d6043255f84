package dev.longbeam.term.ets;

import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.MapCursor;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compiles match specifications: {@code [{Head, Conditions, Body}]}.
 *
 * <p>Owned by one thread. The specification that comes out keeps copies of the terms in it.
 */
public final class MatchCompiler {
    /** Which functions and shapes are allowed. */
    public enum Dialect {
        /** {@code ets}: heads match rows. */
        TABLE,
        /** {@code erlang:trace_pattern} of calls: heads match lists of arguments. */
        CALL_TRACE,
        /** Of messages that are sent. */
        SEND_TRACE,
        /** Of messages that are received. */
        RECEIVE_TRACE
    }

    private static final int MAX_DEPTH = 4000;
    private static final long CLAUSE_ARITY = 3;

    final Dialect dialect;
    final MatchErrors errors = new MatchErrors();
    final LocalHeap constants = new LocalHeap(MemoryKind.SYSTEM);
    final TreeMap<Integer, Integer> variables = new TreeMap<>();
    private int slots;
    private boolean tooDeep;

    private MatchCompiler(final Dialect dialect) {
        this.dialect = dialect;
    }

    /** What came of compiling: a specification, or what is wrong. */
    public record Result(MatchSpec spec, MatchErrors errors, boolean tooDeep) {
    }

    /** Compiles a specification. */
    public static Result compile(final long specTerm, final Dialect dialect) {
        final MatchCompiler compiler = new MatchCompiler(dialect);
        MatchSpec spec = null;
        try {
            spec = compiler.clauses(specTerm);
        } finally {
            if (spec == null) {
                OffHeapList.releaseAll(compiler.constants.offHeapAddr);
                compiler.constants.close();
            }
        }
        return new Result(spec, compiler.errors, compiler.tooDeep);
    }

    private MatchSpec clauses(final long specTerm) {
        if (!Term.isCons(specTerm)) {
            errors.add("Match programs are not in a list.");
            return null;
        }
        if (Cons.length(specTerm) < 0) {
            errors.add("Match programs are not in a proper list.");
            return null;
        }
        for (long rest = specTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            if (!hasClauseShape(Cons.head(rest))) {
                return null;
            }
        }
        final List<MatchSpec.Clause> clauses = new ArrayList<>();
        for (long rest = specTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final MatchSpec.Clause clause = clause(Cons.head(rest));
            if (clause == null || !errors.isEmpty()) {
                return null;
            }
            clauses.add(clause);
        }
        return new MatchSpec(clauses.toArray(MatchSpec.Clause[]::new), slots, constants, dialect == Dialect.TABLE);
    }

    private boolean hasClauseShape(final long clauseTerm) {
        if (!Term.isTuple(clauseTerm) || Tuple.arity(clauseTerm) != CLAUSE_ARITY) {
            errors.add("Match program part is not a tuple of arity 3.");
            return false;
        }
        final long headTerm = Tuple.element(clauseTerm, 1);
        if (dialect != Dialect.TABLE && Term.isCons(headTerm) && Cons.length(headTerm) < 0) {
            errors.add("Match expression part " + MatchText.of(headTerm) + " is not a proper list.");
            return false;
        }
        return true;
    }

    private MatchSpec.Clause clause(final long clauseTerm) {
        variables.clear();
        final MatchPattern head = head(Tuple.element(clauseTerm, 1));
        if (head == null) {
            return null;
        }
        final ExpressionCompiler expressions = new ExpressionCompiler(this);
        final MatchExpression[] conditions = expressions.list(Tuple.element(clauseTerm, 2), true);
        if (tooDeep) {
            return null;
        }
        final long bodyTerm = Tuple.element(clauseTerm, 3);
        if (dialect == Dialect.TABLE && !Term.isCons(bodyTerm)) {
            errors.add("Body clause does not return anything.");
            return null;
        }
        return new MatchSpec.Clause(head, conditions, expressions.list(bodyTerm, false));
    }

    // Heads

    private MatchPattern head(final long headTerm) {
        if (dialect == Dialect.TABLE) {
            return pattern(headTerm, 0);
        }
        if (Term.isTuple(headTerm)) {
            long list = Term.NIL;
            for (int i = Tuple.arity(headTerm); i >= 1; i--) {
                list = Cons.make(constants, Tuple.element(headTerm, i), list);
            }
            return pattern(list, 0);
        }
        if (Term.isList(headTerm) || EtsTerms.matchesAnything(headTerm)) {
            return pattern(headTerm, 0);
        }
        errors.add("Match head is invalid in this context.");
        return null;
    }

    private MatchPattern pattern(final long term, final int depth) {
        if (depth > MAX_DEPTH) {
            tooDeep = true;
            errors.add("Excessive nesting; system limit reached near: " + MatchText.of(term));
            return new MatchPattern.Anything();
        }
        if (term == EtsTerms.AM_UNDERSCORE) {
            return new MatchPattern.Anything();
        }
        final int variable = EtsTerms.variable(term);
        if (variable >= 0) {
            final Integer slot = variables.get(variable);
            return slot == null ? new MatchPattern.Bind(bind(variable)) : new MatchPattern.Same(slot);
        }
        if (Term.isTuple(term)) {
            final MatchPattern[] elements = new MatchPattern[Tuple.arity(term)];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = pattern(Tuple.element(term, i + 1), depth + 1);
            }
            return new MatchPattern.TupleOf(elements);
        }
        if (Term.isCons(term)) {
            final List<MatchPattern> heads = new ArrayList<>();
            long rest = term;
            while (Term.isCons(rest)) {
                heads.add(pattern(Cons.head(rest), depth + 1));
                rest = Cons.tail(rest);
            }
            return new MatchPattern.ListOf(heads.toArray(MatchPattern[]::new), pattern(rest, depth + 1));
        }
        return Term.isMap(term) ? mapPattern(term, depth) : new MatchPattern.Constant(keep(term));
    }

    private MatchPattern mapPattern(final long term, final int depth) {
        final List<Long> keys = new ArrayList<>();
        final List<MatchPattern> values = new ArrayList<>();
        final MapCursor cursor = new MapCursor(term);
        while (cursor.next()) {
            if (EtsTerms.matchesAnything(cursor.key())) {
                errors.add((cursor.key() == EtsTerms.AM_UNDERSCORE ? "Underscore" : "Variable") + " found in map key.");
            }
            keys.add(keep(cursor.key()));
            values.add(pattern(cursor.value(), depth + 1));
        }
        return new MatchPattern.MapWith(keys.stream().mapToLong(Long::longValue).toArray(), values.toArray(MatchPattern[]::new));
    }

    private int bind(final int variable) {
        final int slot = variables.size();
        variables.put(variable, slot);
        slots = Math.max(slots, slot + 1);
        return slot;
    }

    // For expressions

    /** A copy that lives as long as the specification. */
    long keep(final long term) {
        return TermCopy.copyWithLiterals(term, constants);
    }

    /** The slots of the bound variables in the order of their numbers. */
    int[] boundSlots() {
        final int[] result = new int[variables.size()];
        int at = 0;
        for (final Map.Entry<Integer, Integer> entry : variables.entrySet()) {
            result[at++] = entry.getValue();
        }
        return result;
    }

    /** True, and an error, when an expression is nested too deep. */
    boolean refuseDepth(final int depth, final long term) {
        if (depth <= MAX_DEPTH) {
            return false;
        }
        if (!tooDeep) {
            errors.add("Excessive nesting; system limit reached near: " + MatchText.of(term));
        }
        tooDeep = true;
        return true;
    }
}
