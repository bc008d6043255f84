package dev.longbeam.embed;

import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;

/** Finds the type of a term. Any thread that may see the term. */
final class TermTypes {
    private static final int SHOWN_CHARACTERS = 80;

    private TermTypes() {
    }

    static TermType of(final long term) {
        if (Term.isSmall(term)) {
            return TermType.INTEGER;
        }
        if (Term.isAtom(term)) {
            return TermType.ATOM;
        }
        if (Term.isCons(term)) {
            return TermType.LIST;
        }
        if (Term.isNil(term)) {
            return TermType.NIL;
        }
        if (Term.isLocalPid(term)) {
            return TermType.PID;
        }
        if (Term.isLocalPort(term)) {
            return TermType.PORT;
        }
        return boxed(term);
    }

    private static TermType boxed(final long term) {
        return switch (Term.subtag(Term.header(term))) {
            case Term.SUBTAG_TUPLE -> TermType.TUPLE;
            case Term.SUBTAG_POS_BIG, Term.SUBTAG_NEG_BIG -> TermType.INTEGER;
            case Term.SUBTAG_FLOAT -> TermType.FLOAT;
            case Term.SUBTAG_MAP -> TermType.MAP;
            case Term.SUBTAG_REF, Term.SUBTAG_EXTERNAL_REF -> TermType.REFERENCE;
            case Term.SUBTAG_EXTERNAL_PID -> TermType.PID;
            case Term.SUBTAG_EXTERNAL_PORT -> TermType.PORT;
            case Term.SUBTAG_FUN, Term.SUBTAG_EXPORT -> TermType.FUNCTION;
            case Term.SUBTAG_RECORD -> TermType.RECORD;
            default -> Bitstring.isBinary(term) ? TermType.BINARY : TermType.BITSTRING;
        };
    }

    /** The error of a term of another type than was wanted. */
    static IllegalArgumentException wrong(final String wanted, final long term) {
        return new IllegalArgumentException("not " + wanted + " but " + of(term) + ": " + TermPrinter.text(term, SHOWN_CHARACTERS));
    }

    /** The value of an integer of 64 bits. */
    static long int64(final long term) {
        if (Term.isSmall(term)) {
            return Term.smallValue(term);
        }
        if (!Term.isInteger(term) || !Integers.fitsLong(term)) {
            throw wrong("INTEGER of 64 bits", term);
        }
        return Integers.longValue(term);
    }
}
