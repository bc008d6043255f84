package dev.longbeam.term.ets;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * Calls in match specifications: what looks like a function but is none, what only the trace dialects have, and functions.
 *
 * <p>Stateless; any thread.
 */
final class SpecialForms {
    private SpecialForms() {
    }

    /** Compiles a call: a tuple whose first element is an atom. */
    static MatchExpression compile(final ExpressionCompiler c, final long callTerm, final int depth) {
        final String name = Atom.name(Tuple.element(callTerm, 1));
        return switch (name) {
            case "and" -> strict(c, callTerm, depth, Atoms.FALSE);
            case "or" -> strict(c, callTerm, depth, Atoms.TRUE);
            case "andalso", "andthen" -> lazy(c, callTerm, depth, "andalso", Atoms.FALSE);
            case "orelse" -> lazy(c, callTerm, depth, name, Atoms.TRUE);
            case "self" -> count(callTerm) == 0 ? new MatchExpression.Self() : withArguments(c, callTerm, name);
            case "message", "display", "return_trace", "exception_trace" -> plainTrace(c, callTerm, name, depth);
            default -> {
                final TraceForm form = TraceForm.find(name);
                yield form != null ? form.compile(c, callTerm, depth) : function(c, callTerm, name, depth);
            }
        };
    }

    static int count(final long callTerm) {
        return Tuple.arity(callTerm) - 1;
    }

    static MatchExpression withArguments(final ExpressionCompiler c, final long callTerm, final String name) {
        return c.error("Special form '" + name + "' called with arguments in " + MatchText.of(callTerm) + ".");
    }

    static MatchExpression wrongCount(final ExpressionCompiler c, final long callTerm, final String name) {
        return c.error("Special form '" + name + "' called with wrong number of arguments in " + MatchText.of(callTerm) + ".");
    }

    private static MatchExpression strict(final ExpressionCompiler c, final long callTerm, final int depth, final long decidingTerm) {
        return count(callTerm) == 0 ? withoutArguments(c, callTerm, decidingTerm == Atoms.TRUE ? "or" : "and")
            : new MatchExpression.Strict(c.arguments(callTerm, depth), decidingTerm);
    }

    private static MatchExpression lazy(final ExpressionCompiler c, final long callTerm, final int depth, final String name,
        final long decidingTerm) {
        if (count(callTerm) == 0) {
            return withoutArguments(c, callTerm, name);
        }
        final MatchExpression[] arguments = new MatchExpression[count(callTerm)];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = c.expression(Tuple.element(callTerm, i + 2), depth + 1);
        }
        return new MatchExpression.Lazy(arguments, decidingTerm);
    }

    private static MatchExpression withoutArguments(final ExpressionCompiler c, final long callTerm, final String name) {
        return c.error("Special form '" + name + "' called without arguments in " + MatchText.of(callTerm) + ".");
    }

    private static MatchExpression plainTrace(final ExpressionCompiler c, final long callTerm, final String name, final int depth) {
        if (c.dialect() == MatchCompiler.Dialect.TABLE) {
            return c.error("Special form '" + name + "' used in wrong dialect.");
        }
        if (c.inConditions()) {
            return c.error("Special form '" + name + "' called in guard context.");
        }
        final boolean takesOne = "message".equals(name) || "display".equals(name);
        if (count(callTerm) != (takesOne ? 1 : 0)) {
            return takesOne ? wrongCount(c, callTerm, name) : withArguments(c, callTerm, name);
        }
        return switch (name) {
            case "message" -> new MatchExpression.Message(c.arguments(callTerm, depth)[0]);
            case "display" -> new MatchExpression.Act(MatchActions.Action.DISPLAY, c.arguments(callTerm, depth));
            case "return_trace" -> new MatchExpression.SetFlag(MatchRun.RETURN_TRACE);
            default -> new MatchExpression.SetFlag(MatchRun.EXCEPTION_TRACE);
        };
    }

    private static MatchExpression function(final ExpressionCompiler c, final long callTerm, final String name, final int depth) {
        final int count = count(callTerm);
        final boolean isControlWord = "get_tcw".equals(name) && count == 0 || "set_tcw".equals(name) && count == 1;
        if (isControlWord) {
            return controlWord(c, callTerm, name, depth);
        }
        final MatchFunction function = MatchFunction.find(name, count);
        if (function == null) {
            return c.error("Function " + MatchText.of(Tuple.element(callTerm, 1)) + "/" + count + " does_not_exist.");
        }
        return new MatchExpression.Call(function, c.arguments(callTerm, depth));
    }

    private static MatchExpression controlWord(final ExpressionCompiler c, final long callTerm, final String name, final int depth) {
        final boolean sets = "set_tcw".equals(name);
        if (c.dialect() == MatchCompiler.Dialect.TABLE || sets && c.inConditions()) {
            return c.error("Function " + name + "/" + count(callTerm) + " cannot be called in this context.");
        }
        return new MatchExpression.Act(sets ? MatchActions.Action.SET_TRACE_CONTROL_WORD : MatchActions.Action.GET_TRACE_CONTROL_WORD,
            c.arguments(callTerm, depth));
    }

    /** Calls that only some trace dialects have. */
    private enum TraceForm {
        IS_SEQ_TRACE(MatchActions.Action.IS_SEQ_TRACE, "is_seq_trace", 0, 0, false),
        SET_SEQ_TOKEN(MatchActions.Action.SET_SEQ_TOKEN, "set_seq_token", 2, 2, false),
        GET_SEQ_TOKEN(MatchActions.Action.GET_SEQ_TOKEN, "get_seq_token", 0, 0, false),
        PROCESS_DUMP(MatchActions.Action.PROCESS_DUMP, "process_dump", 0, 0, false),
        ENABLE_TRACE(MatchActions.Action.ENABLE_TRACE, "enable_trace", 1, 2, false),
        DISABLE_TRACE(MatchActions.Action.DISABLE_TRACE, "disable_trace", 1, 2, false),
        TRACE(MatchActions.Action.TRACE, "trace", 2, 3, false),
        CALLER(MatchActions.Action.CALLER, "caller", 0, 0, true),
        CALLER_LINE(MatchActions.Action.CALLER_LINE, "caller_line", 0, 0, true),
        CURRENT_STACKTRACE(MatchActions.Action.CURRENT_STACKTRACE, "current_stacktrace", 0, 1, true),
        SILENT(MatchActions.Action.SILENT, "silent", 1, 1, false);

        private final MatchActions.Action action;
        private final String name;
        private final int fewest;
        private final int most;
        private final boolean callsOnly;

        TraceForm(final MatchActions.Action action, final String name, final int fewest, final int most, final boolean callsOnly) {
            this.action = action;
            this.name = name;
            this.fewest = fewest;
            this.most = most;
            this.callsOnly = callsOnly;
        }

        static TraceForm find(final String name) {
            for (final TraceForm form : values()) {
                if (form.name.equals(name)) {
                    return form;
                }
            }
            return null;
        }

        MatchExpression compile(final ExpressionCompiler c, final long callTerm, final int depth) {
            final String shown = this == SET_SEQ_TOKEN ? "set_seq_trace" : name;
            final MatchCompiler.Dialect dialect = c.dialect();
            if (dialect == MatchCompiler.Dialect.TABLE) {
                return c.error("Special form '" + shown + "' used in wrong dialect.");
            }
            if (dialect == MatchCompiler.Dialect.RECEIVE_TRACE || callsOnly && dialect != MatchCompiler.Dialect.CALL_TRACE) {
                return c.error("Special form '" + shown + "' not allow for this trace event.");
            }
            if (c.inConditions() && this != IS_SEQ_TRACE) {
                return c.error("Special form '" + shown + "' called in guard context.");
            }
            final int count = count(callTerm);
            if (count < fewest || count > most) {
                return most == 0 ? withArguments(c, callTerm, name) : wrongCount(c, callTerm, name);
            }
            if (this == CURRENT_STACKTRACE && count == 1 && !Term.isSmall(Tuple.element(callTerm, 2))) {
                return c.error("Special form 'current_stacktrace' called with non small argument.");
            }
            return new MatchExpression.Act(action, c.arguments(callTerm, depth));
        }
    }
}
