package dev.longbeam.term.ets;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/**
 * What a table operation returns when it returns no term. The codes have the primary tag of headers, so none of them is ever a term.
 *
 * <p>Any thread.
 */
public final class EtsCode {
    /** The table was deleted while the operation waited for its lock. */
    public static final long DELETED = 4;
    /** No row has the key. */
    public static final long BAD_KEY = 8;
    /** An argument or a row does not fit the operation. */
    public static final long BAD_ITEM = 12;
    /** The end of the table. */
    public static final long END = 16;

    /** A long insertion is under way: let it go on by {@link EtsTable#help} and try again. */
    public static final long BUSY = 32;
    /** The element to change is the key. */
    public static final long KEY_POSITION = 24;
    /** The element to change is not there. */
    public static final long POSITION = 28;

    private static final long AM_KEYPOS = Atom.of("keypos");
    private static final long AM_POSITION = Atom.of("position");
    private static final long AM_ID = Atom.of("id");
    static final long AM_END = Atom.of("$end_of_table");

    private EtsCode() {
    }

    /** Turns the result of a table operation into a term or a failure. */
    public static long toTerm(final TermHeap heap, final long result) {
        if (!Term.isHeader(result) || result == Term.NON_VALUE) {
            return result;
        }
        return switch ((int)result) {
            case (int)END -> AM_END;
            case (int)DELETED -> heap.fail(Atoms.BADARG, AM_ID);
            case (int)BAD_KEY -> heap.fail(Atoms.BADARG, Atoms.BADKEY);
            case (int)KEY_POSITION -> heap.fail(Atoms.BADARG, AM_KEYPOS);
            case (int)POSITION -> heap.fail(Atoms.BADARG, AM_POSITION);
            default -> heap.badarg();
        };
    }
}
