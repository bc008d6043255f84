package dev.longbeam.term.ets;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;

/** A compiled condition or body, or a part of one. Immutable; any thread may run it with its own {@link MatchRun}. */
abstract class MatchExpression {
    /** The value, or NON_VALUE when the clause fails. */
    abstract long value(MatchRun run);

    /** A term that does not depend on the row; copied into results. */
    static final class Constant extends MatchExpression {
        final long constantTerm;

        Constant(final long constantTerm) {
            this.constantTerm = constantTerm;
        }

        @Override
        long value(final MatchRun run) {
            return run.catching ? TermCopy.copy(constantTerm, run.heap) : constantTerm;
        }
    }

    /** A variable. */
    static final class Variable extends MatchExpression {
        private final int slot;

        Variable(final int slot) {
            this.slot = slot;
        }

        @Override
        long value(final MatchRun run) {
            return run.variable(slot);
        }
    }

    /** {@code '$_'}. */
    static final class Whole extends MatchExpression {
        @Override
        long value(final MatchRun run) {
            return run.whole();
        }
    }

    /** {@code '$$'}: the bound variables in the order of their numbers. */
    static final class Bindings extends MatchExpression {
        private final int[] slots;

        Bindings(final int[] slots) {
            this.slots = slots;
        }

        @Override
        long value(final MatchRun run) {
            long list = Term.NIL;
            for (int i = slots.length - 1; i >= 0; i--) {
                list = Cons.make(run.heap, run.variable(slots[i]), list);
            }
            return list;
        }
    }

    /** {@code self()}. */
    static final class Self extends MatchExpression {
        @Override
        long value(final MatchRun run) {
            return run.selfTerm;
        }
    }

    /** {@code {{..}}}. */
    static final class TupleOf extends MatchExpression {
        private final MatchExpression[] elements;

        TupleOf(final MatchExpression[] elements) {
            this.elements = elements;
        }

        @Override
        long value(final MatchRun run) {
            final int arity = elements.length;
            final long addr = run.heap.allocate(arity + 1L);
            Memory.putLong(addr, Tuple.header(arity));
            for (int i = 0; i < arity; i++) {
                Memory.putLong(addr + (i + 1) * 8L, Term.NIL);
            }
            for (int i = arity - 1; i >= 0; i--) {
                final long element = elements[i].value(run);
                if (element == Term.NON_VALUE) {
                    return element;
                }
                Memory.putLong(addr + (i + 1) * 8L, element);
            }
            return Term.makeBoxed(addr);
        }
    }

    /** A list of at least one cell. */
    static final class ListOf extends MatchExpression {
        private final MatchExpression[] heads;
        private final MatchExpression tail;

        ListOf(final MatchExpression[] heads, final MatchExpression tail) {
            this.heads = heads;
            this.tail = tail;
        }

        @Override
        long value(final MatchRun run) {
            long list = tail.value(run);
            for (int i = heads.length - 1; i >= 0 && list != Term.NON_VALUE; i--) {
                final long head = heads[i].value(run);
                list = head == Term.NON_VALUE ? head : Cons.make(run.heap, head, list);
            }
            return list;
        }
    }

    /** A map. */
    static final class MapOf extends MatchExpression {
        private final MatchExpression[] keysAndValues;

        MapOf(final MatchExpression[] keysAndValues) {
            this.keysAndValues = keysAndValues;
        }

        @Override
        long value(final MatchRun run) {
            long map = Maps.empty(run.heap);
            for (int i = 0; i < keysAndValues.length; i += 2) {
                final long key = keysAndValues[i].value(run);
                final long value = key == Term.NON_VALUE ? key : keysAndValues[i + 1].value(run);
                if (value == Term.NON_VALUE) {
                    return value;
                }
                map = Maps.put(run.heap, map, key, value);
            }
            return map;
        }
    }

    /** {@code and} and {@code or}: every argument is evaluated and must be a boolean. */
    static final class Strict extends MatchExpression {
        private final MatchExpression[] arguments;
        private final long decidingTerm;

        /** {@code decidingTerm} is what decides: {@code false} for {@code and}, {@code true} for {@code or}. */
        Strict(final MatchExpression[] arguments, final long decidingTerm) {
            this.arguments = arguments;
            this.decidingTerm = decidingTerm;
        }

        @Override
        long value(final MatchRun run) {
            long result = decidingTerm == Atoms.TRUE ? Atoms.FALSE : Atoms.TRUE;
            boolean bad = false;
            for (int i = arguments.length - 1; i >= 0; i--) {
                final long value = arguments[i].value(run);
                if (value == Term.NON_VALUE) {
                    return value;
                }
                if (value == decidingTerm) {
                    result = value;
                } else if (value != Atoms.TRUE && value != Atoms.FALSE) {
                    bad = true;
                }
            }
            return bad ? run.failed() : result;
        }
    }

    /** {@code andalso} and {@code orelse}: the last argument may be anything. */
    static final class Lazy extends MatchExpression {
        private final MatchExpression[] arguments;
        private final long decidingTerm;

        /** {@code decidingTerm} is what ends the evaluation: {@code false} for {@code andalso}, {@code true} for {@code orelse}. */
        Lazy(final MatchExpression[] arguments, final long decidingTerm) {
            this.arguments = arguments;
            this.decidingTerm = decidingTerm;
        }

        @Override
        long value(final MatchRun run) {
            final int last = arguments.length - 1;
            for (int i = 0; i < last; i++) {
                final long value = arguments[i].value(run);
                if (value == Term.NON_VALUE || value == decidingTerm) {
                    return value;
                }
                if (value != Atoms.TRUE && value != Atoms.FALSE) {
                    return run.failed();
                }
            }
            return arguments[last].value(run);
        }
    }

    /** A call of a function. */
    static final class Call extends MatchExpression {
        private final MatchFunction function;
        private final MatchExpression[] arguments;

        Call(final MatchFunction function, final MatchExpression[] arguments) {
            this.function = function;
            this.arguments = arguments;
        }

        @Override
        long value(final MatchRun run) {
            long first = Term.NON_VALUE;
            long second = Term.NON_VALUE;
            long third = Term.NON_VALUE;
            for (int i = arguments.length - 1; i >= 0; i--) {
                final long value = arguments[i].value(run);
                if (value == Term.NON_VALUE) {
                    return value;
                }
                switch (i) {
                    case 0 -> first = value;
                    case 1 -> second = value;
                    default -> third = value;
                }
            }
            final long result = function.call(run, first, second, third);
            return result == Term.NON_VALUE ? run.failed() : result;
        }
    }

    /** A call of the trace dialect that acts on something outside of the run. */
    static final class Act extends MatchExpression {
        private final MatchActions.Action action;
        private final MatchExpression[] arguments;

        Act(final MatchActions.Action action, final MatchExpression[] arguments) {
            this.action = action;
            this.arguments = arguments;
        }

        @Override
        long value(final MatchRun run) {
            final long[] values = new long[3];
            for (int i = arguments.length - 1; i >= 0; i--) {
                values[i] = arguments[i].value(run);
                if (values[i] == Term.NON_VALUE) {
                    return Term.NON_VALUE;
                }
            }
            final long result = run.actions.act(action, run.heap, values[0], values[1], values[2]);
            return result == Term.NON_VALUE ? run.failed() : result;
        }
    }

    /** {@code message(Term)}. */
    static final class Message extends MatchExpression {
        private final MatchExpression argument;

        Message(final MatchExpression argument) {
            this.argument = argument;
        }

        @Override
        long value(final MatchRun run) {
            run.message = argument.value(run);
            return Atoms.TRUE;
        }
    }

    /** {@code return_trace()} and {@code exception_trace()}. */
    static final class SetFlag extends MatchExpression {
        private final int flags;

        SetFlag(final int flags) {
            this.flags = flags;
        }

        @Override
        long value(final MatchRun run) {
            run.flags |= flags;
            return Atoms.TRUE;
        }
    }
}
