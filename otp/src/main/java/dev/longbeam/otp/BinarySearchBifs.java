package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.BitMatch;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.BytePatterns;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.MagicTable;
import dev.longbeam.term.OtpVariant;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** BIFs of {@code binary} that look for patterns. Searches through large binaries go on in slices. */
public final class BinarySearchBifs {
    private static final long AM_BM = Atom.of("bm");
    private static final long AM_AC = Atom.of("ac");
    private static final long AM_SCOPE = Atom.of("scope");
    private static final long AM_GLOBAL = Atom.of("global");
    private static final long AM_TRIM = Atom.of("trim");
    private static final long AM_TRIM_ALL = Atom.of("trim_all");
    private static final long AM_NOMATCH = Atom.of("nomatch");
    private static final int CONTINUE = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("binary_find_continue"), 2);
    private static final int COLLECT = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("binary_find_collect"), 3);
    private static final int BYTES_PER_REDUCTION = 64;
    private static final int SLICE_MATCHES = 1 << 13;
    private static final int MATCHES_PER_REDUCTION = 8;
    private static final int MIN_SLICE_REDUCTIONS = 100;

    private BinarySearchBifs() {
    }

    /** Prepares a pattern or a list of patterns. */
    @Bif("binary:compile_pattern/1")
    public static long compilePattern(final Process p, final long patternTerm) {
        final BytePatterns patterns = patterns(patternTerm);
        return patterns == null ? p.badarg() : Tuple.make(p, patterns.isMany() ? AM_AC : AM_BM, Ref.makeMagic(p, patterns));
    }

    /** The first match, or {@code nomatch}. */
    @Bif("binary:match/2")
    public static long match(final Process p, final long subjectTerm, final long patternTerm) {
        return find(p, subjectTerm, patternTerm, Term.NIL, 0);
    }

    /** The first match in a scope, or {@code nomatch}. */
    @Bif("binary:match/3")
    public static long match(final Process p, final long subjectTerm, final long patternTerm, final long optionsTerm) {
        return find(p, subjectTerm, patternTerm, optionsTerm, 0);
    }

    /** All matches. */
    @Bif("binary:matches/2")
    public static long matches(final Process p, final long subjectTerm, final long patternTerm) {
        return find(p, subjectTerm, patternTerm, Term.NIL, BinarySearch.GLOBAL);
    }

    /** All matches in a scope. */
    @Bif("binary:matches/3")
    public static long matches(final Process p, final long subjectTerm, final long patternTerm, final long optionsTerm) {
        return find(p, subjectTerm, patternTerm, optionsTerm, BinarySearch.GLOBAL);
    }

    /** The parts around the first match. */
    @Bif("binary:split/2")
    public static long split(final Process p, final long subjectTerm, final long patternTerm) {
        return find(p, subjectTerm, patternTerm, Term.NIL, BinarySearch.SPLIT);
    }

    /** The parts around the first match or all matches. */
    @Bif("binary:split/3")
    public static long split(final Process p, final long subjectTerm, final long patternTerm, final long optionsTerm) {
        return find(p, subjectTerm, patternTerm, optionsTerm, BinarySearch.SPLIT);
    }

    /** The next slice of a search. */
    @Bif("erts_internal:binary_find_continue/2")
    public static long findContinue(final Process p, final long subjectTerm, final long searchTerm) {
        return run(p, subjectTerm, (BinarySearch)MagicTable.get(Ref.magicHandle(searchTerm)), searchTerm);
    }

    private static long find(final Process p, final long subjectTerm, final long patternTerm, final long optionsTerm, final int kind) {
        if (!Bitstring.isBinary(subjectTerm) || !Term.isList(optionsTerm)) {
            return p.badarg();
        }
        final long size = Bitstring.byteSize(subjectTerm);
        int flags = kind;
        long from = 0;
        long to = size;
        for (long rest = optionsTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if ((kind & BinarySearch.SPLIT) != 0 && splitFlag(option) != 0) {
                flags |= splitFlag(option);
                continue;
            }
            final long scope = Tuple.isTagged(option, 2, AM_SCOPE) ? Tuple.element(option, 2) : Term.NIL;
            if (!Term.isTuple(scope) || Tuple.arity(scope) != 2 || !Term.areSmall(Tuple.element(scope, 1), Tuple.element(scope, 2))) {
                return p.badarg();
            }
            final long position = Term.smallValue(Tuple.element(scope, 1));
            final long length = Term.smallValue(Tuple.element(scope, 2));
            from = position + Math.min(length, 0);
            to = from + Math.abs(length);
            if (position < 0 || from < 0 || to > size) {
                return p.badarg();
            }
        }
        if (to == 0 && !OtpVariant.current().strictBinaries()) {
            return notFound(p, subjectTerm, flags);
        }
        final BytePatterns patterns = Term.isTuple(patternTerm) ? compiled(patternTerm) : patterns(patternTerm);
        if (patterns == null) {
            return p.badarg();
        }
        return run(p, subjectTerm, new BinarySearch(patterns, flags, from, to), Term.NON_VALUE);
    }

    private static int splitFlag(final long optionTerm) {
        if (optionTerm == AM_GLOBAL) {
            return BinarySearch.GLOBAL;
        }
        return optionTerm == AM_TRIM ? BinarySearch.TRIM : optionTerm == AM_TRIM_ALL ? BinarySearch.TRIM_ALL : 0;
    }

    private static BytePatterns compiled(final long patternTerm) {
        if (Tuple.arity(patternTerm) != 2 || !Ref.isMagic(Tuple.element(patternTerm, 2))) {
            return null;
        }
        final long tag = Tuple.element(patternTerm, 1);
        final Object resource = MagicTable.get(Ref.magicHandle(Tuple.element(patternTerm, 2)));
        return resource instanceof BytePatterns patterns && tag == (patterns.isMany() ? AM_AC : AM_BM) ? patterns : null;
    }

    private static BytePatterns patterns(final long patternTerm) {
        if (isPattern(patternTerm)) {
            return new BytePatterns(new byte[][] {Bitstring.toArray(patternTerm)});
        }
        int count = 0;
        long rest = patternTerm;
        while (Term.isCons(rest) && isPattern(Cons.head(rest))) {
            count++;
            rest = Cons.tail(rest);
        }
        if (count == 0 || !Term.isNil(rest)) {
            return null;
        }
        final byte[][] patterns = new byte[count][];
        rest = patternTerm;
        for (int i = 0; i < count; i++) {
            patterns[i] = Bitstring.toArray(Cons.head(rest));
            rest = Cons.tail(rest);
        }
        return new BytePatterns(patterns);
    }

    private static boolean isPattern(final long term) {
        return Bitstring.isBinary(term) && Bitstring.byteSize(term) > 0;
    }

    private static long run(final Process p, final long subjectTerm, final BinarySearch search, final long searchTerm) {
        final int reductions = Math.max(p.reductionsLeft, MIN_SLICE_REDUCTIONS);
        if (!search.run(subjectTerm, (long)reductions * BYTES_PER_REDUCTION)) {
            p.bumpReductions(reductions);
            return p.trap(CONTINUE, subjectTerm, searchTerm == Term.NON_VALUE ? Ref.makeMagic(p, search) : searchTerm);
        }
        p.bumpReductions((int)Math.min(reductions, 1 + Bitstring.byteSize(subjectTerm) / BYTES_PER_REDUCTION));
        if (search.count() > 0 && (search.flags & (BinarySearch.SPLIT | BinarySearch.GLOBAL)) != 0) {
            return collect(p, subjectTerm, search, searchTerm, Term.NIL);
        }
        final long result = search.count() > 0 ? place(p, search, 0) : notFound(p, subjectTerm, search.flags);
        search.dispose();
        return result;
    }

    /** The next slice of the list of what a search found. */
    @Bif("erts_internal:binary_find_collect/3")
    public static long findCollect(final Process p, final long subjectTerm, final long searchTerm, final long listTerm) {
        return collect(p, subjectTerm, (BinarySearch)MagicTable.get(Ref.magicHandle(searchTerm)), searchTerm, listTerm);
    }

    /** Puts places or parts in front of the list of those behind them. */
    private static long collect(final Process p, final long subjectTerm, final BinarySearch search, final long searchTerm, final long listTerm) {
        final boolean split = (search.flags & BinarySearch.SPLIT) != 0;
        long list = listTerm;
        int room = SLICE_MATCHES;
        while (room-- > 0 && search.takeLast(Bitstring.byteSize(subjectTerm))) {
            if (!split) {
                list = Cons.make(p, place(p, search, search.taken()), list);
            } else if (search.keepsPart()) {
                list = Cons.make(p, BitMatch.part(p, subjectTerm, search.partBegin() << 3, search.partEnd() - search.partBegin() << 3), list);
            }
        }
        p.bumpReductions((SLICE_MATCHES - Math.max(room, 0)) / MATCHES_PER_REDUCTION);
        if (room < 0) {
            return p.trap(COLLECT, subjectTerm, searchTerm == Term.NON_VALUE ? Ref.makeMagic(p, search) : searchTerm, list);
        }
        search.dispose();
        return list;
    }

    private static long place(final Process p, final BinarySearch search, final int match) {
        return Tuple.make(p, Term.makeSmall(search.at(match)), Term.makeSmall(search.bytes(match)));
    }

    private static long notFound(final Process p, final long subjectTerm, final int flags) {
        if ((flags & BinarySearch.SPLIT) == 0) {
            return (flags & BinarySearch.GLOBAL) != 0 ? Term.NIL : AM_NOMATCH;
        }
        final boolean trim = (flags & (BinarySearch.TRIM | BinarySearch.TRIM_ALL)) != 0;
        return trim && Bitstring.byteSize(subjectTerm) == 0 ? Term.NIL : Cons.make(p, subjectTerm, Term.NIL);
    }
}
