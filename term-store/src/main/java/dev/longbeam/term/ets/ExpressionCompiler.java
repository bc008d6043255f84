package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.MapCursor;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles the conditions and bodies of match specifications. Errors are collected; after one, what comes out is not used.
 *
 * <p>Owned by one thread.
 */
final class ExpressionCompiler {
    private static final long AM_CONST = Atom.of("const");
    private static final long AM_WHOLE = Atom.of("$_");
    private static final long AM_BINDINGS = Atom.of("$$");
    private static final MatchExpression[] NONE = {};

    private final MatchCompiler compiler;
    private boolean inConditions;

    ExpressionCompiler(final MatchCompiler compiler) {
        this.compiler = compiler;
    }

    /** Compiles a list of expressions. */
    MatchExpression[] list(final long listTerm, final boolean conditions) {
        inConditions = conditions;
        if (listTerm == Term.NIL) {
            return NONE;
        }
        if (!Term.isCons(listTerm)) {
            compiler.errors.add("Match expression is not a list.");
            return NONE;
        }
        final List<MatchExpression> result = new ArrayList<>();
        long rest = listTerm;
        while (Term.isCons(rest)) {
            result.add(expression(Cons.head(rest), 0));
            rest = Cons.tail(rest);
        }
        if (rest != Term.NIL) {
            compiler.errors.add("Match expression is not a proper list.");
        }
        return result.toArray(MatchExpression[]::new);
    }

    MatchExpression error(final String text) {
        compiler.errors.add(text);
        return new MatchExpression.Self();
    }

    boolean inConditions() {
        return inConditions;
    }

    MatchCompiler.Dialect dialect() {
        return compiler.dialect;
    }

    MatchExpression expression(final long term, final int depth) {
        if (compiler.refuseDepth(depth, term)) {
            return new MatchExpression.Self();
        }
        if (Term.isCons(term)) {
            return listExpression(term, depth);
        }
        if (Term.isMap(term)) {
            return mapExpression(term, depth);
        }
        if (Term.isTuple(term)) {
            return tupleExpression(term, depth);
        }
        final int variable = EtsTerms.variable(term);
        if (variable >= 0) {
            final Integer slot = compiler.variables.get(variable);
            return slot == null ? error("Variable $" + variable + " is unbound.") : new MatchExpression.Variable(slot);
        }
        if (term == AM_WHOLE) {
            return new MatchExpression.Whole();
        }
        return term == AM_BINDINGS ? new MatchExpression.Bindings(compiler.boundSlots()) : new MatchExpression.Constant(compiler.keep(term));
    }

    private MatchExpression tupleExpression(final long term, final int depth) {
        final int arity = Tuple.arity(term);
        if (arity == 1 && Term.isTuple(Tuple.element(term, 1))) {
            return construction(Tuple.element(term, 1), depth);
        }
        if (arity >= 1 && Term.isAtom(Tuple.element(term, 1)) && EtsTerms.variable(Tuple.element(term, 1)) < 0) {
            if (Tuple.element(term, 1) != AM_CONST) {
                return SpecialForms.compile(this, term, depth);
            }
            return arity == 2 ? new MatchExpression.Constant(compiler.keep(Tuple.element(term, 2)))
                : error("Special form 'const' called with more than one argument in " + MatchText.of(term) + ".");
        }
        return error(MatchText.of(term) + " is neither a function call, nor a tuple (tuples are written {{ ... }}).");
    }

    /** The arguments of a call, compiled in the C emulator's order, last first, so that errors come in the same order. */
    MatchExpression[] arguments(final long callTerm, final int depth) {
        return elements(callTerm, 2, depth);
    }

    private MatchExpression[] elements(final long tupleTerm, final int from, final int depth) {
        final int arity = Tuple.arity(tupleTerm);
        final MatchExpression[] result = new MatchExpression[arity - from + 1];
        for (int i = arity; i >= from; i--) {
            result[i - from] = expression(Tuple.element(tupleTerm, i), depth + 1);
        }
        return result;
    }

    private MatchExpression construction(final long tupleTerm, final int depth) {
        final MatchExpression[] elements = elements(tupleTerm, 1, depth);
        if (!areConstant(elements)) {
            return new MatchExpression.TupleOf(elements);
        }
        final long addr = compiler.constants.allocate(elements.length + 1L);
        Memory.putLong(addr, Tuple.header(elements.length));
        for (int i = 0; i < elements.length; i++) {
            Memory.putLong(addr + (i + 1) * 8L, constant(elements[i]));
        }
        return new MatchExpression.Constant(Term.makeBoxed(addr));
    }

    private MatchExpression listExpression(final long listTerm, final int depth) {
        final List<MatchExpression> heads = new ArrayList<>();
        long rest = listTerm;
        while (Term.isCons(rest)) {
            heads.add(expression(Cons.head(rest), depth + 1));
            rest = Cons.tail(rest);
        }
        final MatchExpression tail = expression(rest, depth + 1);
        final MatchExpression[] elements = heads.toArray(MatchExpression[]::new);
        if (!(tail instanceof MatchExpression.Constant) || !areConstant(elements)) {
            return new MatchExpression.ListOf(elements, tail);
        }
        long list = constant(tail);
        for (int i = elements.length - 1; i >= 0; i--) {
            list = Cons.make(compiler.constants, constant(elements[i]), list);
        }
        return new MatchExpression.Constant(list);
    }

    private MatchExpression mapExpression(final long mapTerm, final int depth) {
        final List<MatchExpression> parts = new ArrayList<>();
        final MapCursor cursor = new MapCursor(mapTerm);
        while (cursor.next()) {
            parts.add(expression(cursor.key(), depth + 1));
            parts.add(expression(cursor.value(), depth + 1));
        }
        final MatchExpression[] keysAndValues = parts.toArray(MatchExpression[]::new);
        if (!areConstant(keysAndValues)) {
            return new MatchExpression.MapOf(keysAndValues);
        }
        final long[] terms = new long[keysAndValues.length];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = constant(keysAndValues[i]);
        }
        return new MatchExpression.Constant(Maps.fromArray(compiler.constants, terms, 0, terms.length));
    }

    private static boolean areConstant(final MatchExpression[] expressions) {
        for (final MatchExpression expression : expressions) {
            if (!(expression instanceof MatchExpression.Constant)) {
                return false;
            }
        }
        return true;
    }

    private static long constant(final MatchExpression expression) {
        return ((MatchExpression.Constant)expression).constantTerm;
    }
}
