package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.Lists;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** BIFs of the module {@code lists}. A long list is worked off in pieces: the BIF calls itself with what is left. */
public final class ListsBifs {
    private static final int CELLS_PER_SLICE = 40_000;
    private static final int CELLS_PER_REDUCTION = 10;

    private static final long AM_LISTS = Atom.of("lists");
    private static final int REVERSE = export("reverse", 2);
    private static final int MEMBER = export("member", 2);
    private static final int KEYFIND = export("keyfind", 3);
    private static final int KEYMEMBER = export("keymember", 3);
    private static final int KEYSEARCH = export("keysearch", 3);

    private ListsBifs() {
    }

    private static int export(final String name, final int arity) {
        return ExportTable.index(AM_LISTS, Atom.of(name), arity);
    }

    /** The list in reverse order before a tail. */
    @Bif("lists:reverse/2")
    public static long reverse(final Process p, final long listTerm, final long tailTerm) {
        if (Term.isNil(listTerm)) {
            return tailTerm;
        }
        final long restTerm = Lists.skip(listTerm, CELLS_PER_SLICE);
        if (!Term.isList(restTerm)) {
            return p.badarg();
        }
        final long reversedTerm = Lists.reverse(p, listTerm, tailTerm, CELLS_PER_SLICE);
        if (Term.isNil(restTerm)) {
            return reversedTerm;
        }
        p.bumpReductions(CELLS_PER_SLICE / CELLS_PER_REDUCTION);
        return p.trap(REVERSE, restTerm, reversedTerm);
    }

    /** Whether an element matches ({@code =:=}). */
    @Bif("lists:member/2")
    public static long member(final Process p, final long elementTerm, final long listTerm) {
        final long restTerm = Lists.findMember(elementTerm, listTerm, CELLS_PER_SLICE);
        if (!Term.isCons(restTerm)) {
            return Term.isNil(restTerm) ? Atoms.FALSE : p.badarg();
        }
        if (Lists.isMember(elementTerm, restTerm)) {
            return Atoms.TRUE;
        }
        p.bumpReductions(CELLS_PER_SLICE / CELLS_PER_REDUCTION);
        return p.trap(MEMBER, elementTerm, restTerm);
    }

    /** The first tuple whose element at a position equals ({@code ==}) a key, or false. */
    @Bif("lists:keyfind/3")
    public static long keyfind(final Process p, final long keyTerm, final long positionTerm, final long listTerm) {
        final long foundTerm = findKey(p, KEYFIND, keyTerm, positionTerm, listTerm);
        return Term.isCons(foundTerm) ? Cons.head(foundTerm) : foundTerm;
    }

    /** Whether there is a tuple whose element at a position equals ({@code ==}) a key. */
    @Bif("lists:keymember/3")
    public static long keymember(final Process p, final long keyTerm, final long positionTerm, final long listTerm) {
        final long foundTerm = findKey(p, KEYMEMBER, keyTerm, positionTerm, listTerm);
        return Term.isCons(foundTerm) ? Atoms.TRUE : foundTerm;
    }

    /** {@code {value, Tuple}} for the first tuple whose element at a position equals ({@code ==}) a key, or false. */
    @Bif("lists:keysearch/3")
    public static long keysearch(final Process p, final long keyTerm, final long positionTerm, final long listTerm) {
        final long foundTerm = findKey(p, KEYSEARCH, keyTerm, positionTerm, listTerm);
        return Term.isCons(foundTerm) ? Tuple.make(p, Atoms.VALUE, Cons.head(foundTerm)) : foundTerm;
    }

    /** The cell of the tuple found, or what the BIF returns otherwise. */
    private static long findKey(final Process p, final int export, final long keyTerm, final long positionTerm,
        final long listTerm) {
        if (!Term.isSmall(positionTerm) || Term.smallValue(positionTerm) < 1) {
            return p.badarg();
        }
        final long position = Term.smallValue(positionTerm);
        final long restTerm = Lists.findKey(keyTerm, position, listTerm, CELLS_PER_SLICE);
        if (!Term.isCons(restTerm)) {
            return Term.isNil(restTerm) ? Atoms.FALSE : p.badarg();
        }
        if (Lists.hasKey(Cons.head(restTerm), keyTerm, position)) {
            return restTerm;
        }
        p.bumpReductions(CELLS_PER_SLICE / CELLS_PER_REDUCTION);
        return p.trap(export, keyTerm, positionTerm, restTerm);
    }
}
