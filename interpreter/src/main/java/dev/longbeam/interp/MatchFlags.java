package dev.longbeam.interp;

import dev.longbeam.term.Atom;
import dev.longbeam.term.BitMatch;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;

/** The flags of a segment where they stand as a list of atoms. Any thread. */
public final class MatchFlags {
    private static final long AM_LITTLE = Atom.of("little");
    private static final long AM_SIGNED = Atom.of("signed");
    private static final long AM_NATIVE = Atom.of("native");

    private MatchFlags() {
    }

    /** The flags of {@link BitMatch} that a list names. */
    public static int of(final long listTerm) {
        int flags = 0;
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long flag = Cons.head(rest);
            if (flag == AM_LITTLE) {
                flags |= BitMatch.FLAG_LITTLE;
            } else if (flag == AM_SIGNED) {
                flags |= BitMatch.FLAG_SIGNED;
            } else if (flag == AM_NATIVE) {
                flags |= BitMatch.FLAG_NATIVE;
            }
        }
        return flags;
    }
}
