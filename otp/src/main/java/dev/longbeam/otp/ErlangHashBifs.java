package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.LongCalls;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Hash;
import dev.longbeam.term.Term;

/**
 * The portable hashes of module {@code erlang}.
 *
 * <p>On the scheduler of the process.
 */
public final class ErlangHashBifs {
    private ErlangHashBifs() {
    }

    /** {@code erlang:phash/2}; fails with badarg when the range is not 1 to 2^32. */
    @Bif("erlang:phash/2")
    public static long phash(final Process p, final long term, final long rangeTerm) {
        return Hash.isRange(rangeTerm) ? Term.makeSmall(Hash.phash(term, Term.smallValue(rangeTerm))) : p.badarg();
    }

    /** {@code erlang:phash2/1}. */
    @Bif("erlang:phash2/1")
    public static long phash2(final Process p, final long term) {
        return Term.isImmediate(term) ? Term.makeSmall(Hash.phash2(term)) : LongCalls.run(p, Hash.phash2Work(term));
    }

    /** {@code erlang:phash2/2}; fails with badarg when the range is not 1 to 2^32. */
    @Bif("erlang:phash2/2")
    public static long phash2(final Process p, final long term, final long rangeTerm) {
        return Hash.isRange(rangeTerm) ? LongCalls.run(p, Hash.phash2Work(term, Term.smallValue(rangeTerm))) : p.badarg();
    }
}
