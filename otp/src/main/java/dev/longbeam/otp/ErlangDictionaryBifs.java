package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;

/** The process dictionary. */
public final class ErlangDictionaryBifs {
    private ErlangDictionaryBifs() {
    }

    private static long orUndefined(final long term) {
        return term == Term.NON_VALUE ? Atoms.UNDEFINED : term;
    }

    /** {@code put/2}. */
    @Bif("erlang:put/2")
    public static long put(final Process p, final long keyTerm, final long valueTerm) {
        return orUndefined(p.dictionary().put(keyTerm, valueTerm));
    }

    /** {@code get/1}. */
    @Bif(value = "erlang:get/1", kind = Bif.Kind.GUARD)
    public static long get(final Process p, final long keyTerm) {
        return orUndefined(p.dictionary().get(keyTerm));
    }

    /** {@code get/0}. */
    @Bif("erlang:get/0")
    public static long get(final Process p) {
        return p.dictionary().toList();
    }

    /** {@code get_keys/0}. */
    @Bif("erlang:get_keys/0")
    public static long keys(final Process p) {
        return p.dictionary().keys();
    }

    /** {@code get_keys/1}. */
    @Bif("erlang:get_keys/1")
    public static long keys(final Process p, final long valueTerm) {
        return p.dictionary().keys(valueTerm);
    }

    /** {@code erase/1}. */
    @Bif("erlang:erase/1")
    public static long erase(final Process p, final long keyTerm) {
        return orUndefined(p.dictionary().erase(keyTerm));
    }

    /** {@code erase/0}. */
    @Bif("erlang:erase/0")
    public static long erase(final Process p) {
        final long list = p.dictionary().toList();
        p.dictionary().clear();
        return list;
    }
}
