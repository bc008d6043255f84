package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.CharacterData;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.MagicTable;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * BIFs of {@code unicode}. Other encodings than Latin-1 and UTF-8 go to the Erlang functions {@code characters_to_.._int}. Long data is
 * converted in slices.
 */
public final class UnicodeBifs {
    private static final long AM_INCOMPLETE = Atom.of("incomplete");
    private static final int TO_BINARY_INT = ExportTable.index(Atoms.UNICODE, Atom.of("characters_to_binary_int"), 2);
    private static final int TO_LIST_INT = ExportTable.index(Atoms.UNICODE, Atom.of("characters_to_list_int"), 2);
    private static final int TO_BINARY_CONTINUE = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("characters_to_binary_continue"), 2);
    private static final int TO_LIST_CONTINUE = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("characters_to_list_continue"), 2);
    private static final int CHARACTERS_PER_REDUCTION = 32;
    private static final int MIN_SLICE_REDUCTIONS = 100;

    private UnicodeBifs() {
    }

    /** True for a binary whose bytes are all below 128. */
    @Bif("unicode:bin_is_7bit/1")
    public static long binIs7bit(final Process p, final long term) {
        if (!Bitstring.isBinary(term)) {
            return Atoms.FALSE;
        }
        ErlangBinaryBifs.bump(p, Bitstring.byteSize(term));
        return Atoms.bool(CharacterData.isAscii(term));
    }

    /** Character data as UTF-8, or how far it is right. */
    @Bif("unicode:characters_to_binary/2")
    public static long charactersToBinary(final Process p, final long dataTerm, final long encodingTerm) {
        final boolean latin1 = encodingTerm == Atoms.LATIN1;
        if (!latin1 && encodingTerm != Atoms.UTF8 && encodingTerm != Atoms.UNICODE) {
            return p.trap(TO_BINARY_INT, dataTerm, encodingTerm);
        }
        final boolean single = Term.isCons(dataTerm) && Term.isNil(Cons.tail(dataTerm)) && Term.isBitstring(Cons.head(dataTerm));
        final long subjectTerm = single ? Cons.head(dataTerm) : dataTerm;
        if (Bitstring.isBinary(subjectTerm)
            && (latin1 ? CharacterData.isAscii(subjectTerm) : CharacterData.validBytes(subjectTerm) == Bitstring.byteSize(subjectTerm))) {
            ErlangBinaryBifs.bump(p, Bitstring.byteSize(subjectTerm));
            return subjectTerm;
        }
        final CharacterData data = CharacterData.begin(subjectTerm, latin1);
        return data == null ? p.badarg() : run(p, data, subjectTerm, Term.NON_VALUE, TO_BINARY_CONTINUE);
    }

    /** Character data as a list of characters, or how far it is right. */
    @Bif("unicode:characters_to_list/2")
    public static long charactersToList(final Process p, final long dataTerm, final long encodingTerm) {
        final boolean latin1 = encodingTerm == Atoms.LATIN1;
        if (!latin1 && encodingTerm != Atoms.UTF8 && encodingTerm != Atoms.UNICODE) {
            return p.trap(TO_LIST_INT, dataTerm, encodingTerm);
        }
        final CharacterData data = CharacterData.begin(dataTerm, latin1);
        return data == null ? p.badarg() : run(p, data, dataTerm, Term.NON_VALUE, TO_LIST_CONTINUE);
    }

    /** The next slice of {@link #charactersToBinary}. */
    @Bif("erts_internal:characters_to_binary_continue/2")
    public static long charactersToBinaryContinue(final Process p, final long stateTerm, final long restTerm) {
        return run(p, (CharacterData)MagicTable.get(Ref.magicHandle(stateTerm)), restTerm, stateTerm, TO_BINARY_CONTINUE);
    }

    /** The next slice of {@link #charactersToList}. */
    @Bif("erts_internal:characters_to_list_continue/2")
    public static long charactersToListContinue(final Process p, final long stateTerm, final long restTerm) {
        return run(p, (CharacterData)MagicTable.get(Ref.magicHandle(stateTerm)), restTerm, stateTerm, TO_LIST_CONTINUE);
    }

    private static long run(final Process p, final CharacterData data, final long term, final long stateTerm, final int continuation) {
        final int reductions = Math.max(p.reductionsLeft, MIN_SLICE_REDUCTIONS);
        final long restTerm = data.run(p, term, (long)reductions * CHARACTERS_PER_REDUCTION);
        if (!data.isWrong() && !Term.isNil(restTerm)) {
            p.bumpReductions(reductions);
            return p.trap(continuation, stateTerm == Term.NON_VALUE ? Ref.makeMagic(p, data) : stateTerm, restTerm);
        }
        final boolean list = continuation == TO_LIST_CONTINUE;
        final long waitingTerm = data.isWaiting() ? data.waiting(p) : Term.NIL;
        final boolean incomplete = data.isWaiting() && data.canGoOn();
        final long doneTerm = list ? data.toList(p) : data.toBinary(p);
        data.dispose();
        p.bumpReductions(reductions - (int)(data.left() / CHARACTERS_PER_REDUCTION));
        if (data.isWrong()) {
            return Tuple.make(p, Atoms.ERROR, doneTerm, Term.isNil(waitingTerm) ? restTerm : Cons.list(p, waitingTerm, restTerm));
        }
        if (Term.isNil(waitingTerm)) {
            return doneTerm;
        }
        return Tuple.make(p, incomplete ? AM_INCOMPLETE : Atoms.ERROR, doneTerm, waitingTerm);
    }
}
