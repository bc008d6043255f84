package dev.longbeam.term.ets;

import dev.longbeam.term.Cons;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** A compiled match head, or a part of one. Immutable; any thread may run it with its own {@link MatchRun}. */
abstract class MatchPattern {
    /** True when a term matches; binds variables on the way. */
    abstract boolean matches(MatchRun run, long term);

    /** {@code '_'}. */
    static final class Anything extends MatchPattern {
        @Override
        boolean matches(final MatchRun run, final long term) {
            return true;
        }
    }

    /** The first place of a variable. */
    static final class Bind extends MatchPattern {
        private final int slot;

        Bind(final int slot) {
            this.slot = slot;
        }

        @Override
        boolean matches(final MatchRun run, final long term) {
            run.bindings[slot] = term;
            run.copied[slot] = false;
            return true;
        }
    }

    /** A further place of a variable. */
    static final class Same extends MatchPattern {
        private final int slot;

        Same(final int slot) {
            this.slot = slot;
        }

        @Override
        boolean matches(final MatchRun run, final long term) {
            return EtsTerms.exactEqual(run.bindings[slot], term);
        }
    }

    /** A term without variables. */
    static final class Constant extends MatchPattern {
        private final long constantTerm;

        Constant(final long constantTerm) {
            this.constantTerm = constantTerm;
        }

        @Override
        boolean matches(final MatchRun run, final long term) {
            return EtsTerms.exactEqual(constantTerm, term);
        }
    }

    /** A tuple. */
    static final class TupleOf extends MatchPattern {
        private final MatchPattern[] elements;
        private final long header;

        TupleOf(final MatchPattern[] elements) {
            this.elements = elements;
            header = Tuple.header(elements.length);
        }

        @Override
        boolean matches(final MatchRun run, final long term) {
            if (!Term.isBoxed(term) || Term.header(term) != header) {
                return false;
            }
            for (int i = 0; i < elements.length; i++) {
                if (!elements[i].matches(run, Term.word(term, i + 1))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A list of at least one cell. */
    static final class ListOf extends MatchPattern {
        private final MatchPattern[] heads;
        private final MatchPattern tail;

        ListOf(final MatchPattern[] heads, final MatchPattern tail) {
            this.heads = heads;
            this.tail = tail;
        }

        @Override
        boolean matches(final MatchRun run, final long term) {
            long rest = term;
            for (final MatchPattern head : heads) {
                if (!Term.isCons(rest) || !head.matches(run, Cons.head(rest))) {
                    return false;
                }
                rest = Cons.tail(rest);
            }
            return tail.matches(run, rest);
        }
    }

    /** A map that has some keys, their values matched. */
    static final class MapWith extends MatchPattern {
        private final long[] keyTerms;
        private final MatchPattern[] values;

        MapWith(final long[] keyTerms, final MatchPattern[] values) {
            this.keyTerms = keyTerms;
            this.values = values;
        }

        @Override
        boolean matches(final MatchRun run, final long term) {
            if (!Term.isMap(term) || Maps.size(term) < keyTerms.length) {
                return false;
            }
            for (int i = 0; i < keyTerms.length; i++) {
                final long value = Maps.get(term, keyTerms[i]);
                if (value == Term.NON_VALUE || !values[i].matches(run, value)) {
                    return false;
                }
            }
            return true;
        }
    }
}
