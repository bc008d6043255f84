package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.LiteralArea;
import dev.longbeam.term.Maps;
import dev.longbeam.term.PersistentTerms;
import dev.longbeam.term.Term;

/** BIFs of {@code persistent_term}. */
public final class PersistentTermBifs {
    private static final long AM_COUNT = Atom.of("count");
    private static final long AM_MEMORY = Atom.of("memory");

    private PersistentTermBifs() {
    }

    private static PersistentTerms terms(final Process p) {
        return NodeState.of(p).persistentTerms;
    }

    /** The term of a key that must be there. */
    @Bif("persistent_term:get/1")
    public static long get(final Process p, final long keyTerm) {
        final long term = terms(p).get(keyTerm);
        return term == Term.NON_VALUE ? p.badarg() : term;
    }

    /** The term of a key, or another. */
    @Bif("persistent_term:get/2")
    public static long get(final Process p, final long keyTerm, final long defaultTerm) {
        final long term = terms(p).get(keyTerm);
        return term == Term.NON_VALUE ? defaultTerm : term;
    }

    /** All keys with their terms. */
    @Bif("persistent_term:get/0")
    public static long getAll(final Process p) {
        final PersistentTerms terms = terms(p);
        p.bumpReductions(terms.count());
        return terms.all(p);
    }

    /** Sets the term of a key. */
    @Bif("persistent_term:put/2")
    public static long put(final Process p, final long keyTerm, final long term) {
        release(p, terms(p).put(keyTerm, term));
        return Atoms.OK;
    }

    /** Sets the term of a key that must be new, or have this very term. */
    @Bif(value = "persistent_term:put_new/2", since = 28)
    public static long putNew(final Process p, final long keyTerm, final long term) {
        return terms(p).putNew(keyTerm, term) ? Atoms.OK : p.badarg();
    }

    /** Forgets a key; whether it was there. */
    @Bif("persistent_term:erase/1")
    public static long erase(final Process p, final long keyTerm) {
        return Atoms.bool(release(p, terms(p).erase(keyTerm)));
    }

    /** Forgets all keys. */
    @Bif("erts_internal:erase_persistent_terms/0")
    public static long eraseAll(final Process p) {
        terms(p).eraseAll().forEach(p.emulator().literalAreas::release);
        return Atoms.TRUE;
    }

    /** Lets an area be freed that processes may still use; false when there is none. */
    private static boolean release(final Process p, final LiteralArea area) {
        if (area != null) {
            p.emulator().literalAreas.release(area);
        }
        return area != null;
    }

    /** Number of keys and memory in bytes. */
    @Bif("persistent_term:info/0")
    public static long info(final Process p) {
        final PersistentTerms terms = terms(p);
        final long[] pairs = {AM_COUNT, Term.makeSmall(terms.count()), AM_MEMORY, Term.makeSmall(terms.bytes())};
        return Maps.fromArray(p, pairs, 0, pairs.length);
    }
}
