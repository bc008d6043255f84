package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.LongCalls;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.ExternalTerm;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermDecoding;
import dev.longbeam.term.TermEncoding;
import dev.longbeam.term.TermEncoding.Result;
import dev.longbeam.term.Tuple;

/** BIFs on the external term format. */
public final class ErlangExternalTermBifs {
    private static final long AM_COMPRESSED = Atom.of("compressed");
    private static final long AM_DETERMINISTIC = Atom.of("deterministic");
    private static final long AM_LOCAL = Atom.of("local");
    private static final long AM_MINOR_VERSION = Atom.of("minor_version");
    private static final long AM_SAFE = Atom.of("safe");
    private static final long AM_USED = Atom.of("used");
    private static final long AM_BADOPT = Atom.of("badopt");

    private static final int USUAL_LEVEL = 6;
    private static final int WRONG = -1;
    private static final int LEVEL_SHIFT = 16;
    private static final int FORMAT_MASK = (1 << LEVEL_SHIFT) - 1;
    private static final int FLAG_SAFE = 1;
    private static final int FLAG_USED = 2;

    private ErlangExternalTermBifs() {
    }

    // Encoding

    /** The binary of a term. */
    @Bif("erlang:term_to_binary/1")
    public static long termToBinary(final Process p, final long term) {
        return encode(p, term, ExternalTerm.defaultOptions(), Result.BINARY);
    }

    /** The binary of a term, with options. */
    @Bif("erlang:term_to_binary/2")
    public static long termToBinary(final Process p, final long term, final long optionsTerm) {
        return encode(p, term, encodeOptions(optionsTerm), Result.BINARY);
    }

    /** The binaries that make up that of a term: one. */
    @Bif("erlang:term_to_iovec/1")
    public static long termToIovec(final Process p, final long term) {
        return encode(p, term, ExternalTerm.defaultOptions(), Result.VECTOR);
    }

    /** The binaries that make up that of a term, with options. */
    @Bif("erlang:term_to_iovec/2")
    public static long termToIovec(final Process p, final long term, final long optionsTerm) {
        return encode(p, term, encodeOptions(optionsTerm), Result.VECTOR);
    }

    /** Bytes of a term at most. */
    @Bif("erlang:external_size/1")
    public static long externalSize(final Process p, final long term) {
        return encode(p, term, ExternalTerm.defaultOptions(), Result.SIZE);
    }

    /** Bytes of a term at most, with options. */
    @Bif("erlang:external_size/2")
    public static long externalSize(final Process p, final long term, final long optionsTerm) {
        return encode(p, term, encodeOptions(optionsTerm), Result.SIZE);
    }

    private static long encode(final Process p, final long term, final int options, final Result wanted) {
        return options == WRONG ? p.badarg()
            : LongCalls.run(p, TermEncoding.of(p, term, options & FORMAT_MASK, options >>> LEVEL_SHIFT, wanted));
    }

    /** Options of the encoder, above them the level of compression, 0 for none; {@link #WRONG}. */
    private static int encodeOptions(final long optionsTerm) {
        int format = ExternalTerm.defaultOptions();
        int marks = 0;
        int level = 0;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if (option == AM_COMPRESSED) {
                level = USUAL_LEVEL;
            } else if (option == AM_DETERMINISTIC) {
                marks |= ExternalTerm.DETERMINISTIC;
            } else if (option == AM_LOCAL) {
                marks |= ExternalTerm.LOCAL;
            } else if (isNumbered(option, AM_MINOR_VERSION, 2)) {
                format = ExternalTerm.options((int)Term.smallValue(Tuple.element(option, 2)));
            } else if (isNumbered(option, AM_COMPRESSED, 9)) {
                level = (int)Term.smallValue(Tuple.element(option, 2));
            } else {
                return WRONG;
            }
        }
        if (rest != Term.NIL || marks == (ExternalTerm.DETERMINISTIC | ExternalTerm.LOCAL)) {
            return WRONG;
        }
        return format | marks | level << LEVEL_SHIFT;
    }

    private static boolean isNumbered(final long option, final long nameTerm, final int most) {
        if (!Tuple.isTagged(option, 2, nameTerm) || !Term.isSmall(Tuple.element(option, 2))) {
            return false;
        }
        final long number = Term.smallValue(Tuple.element(option, 2));
        return number >= 0 && number <= most;
    }

    // Decoding

    /** The term of a binary. */
    @Bif("erlang:binary_to_term/1")
    public static long binaryToTerm(final Process p, final long binaryTerm) {
        return decode(p, binaryTerm, 0);
    }

    /** The term of a binary, with options. */
    @Bif("erlang:binary_to_term/2")
    public static long binaryToTerm(final Process p, final long binaryTerm, final long optionsTerm) {
        int flags = 0;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if (option != AM_SAFE && option != AM_USED) {
                return p.fail(Atoms.BADARG, AM_BADOPT);
            }
            flags |= option == AM_SAFE ? FLAG_SAFE : FLAG_USED;
        }
        return rest == Term.NIL ? decode(p, binaryTerm, flags) : p.fail(Atoms.BADARG, AM_BADOPT);
    }

    private static long decode(final Process p, final long binaryTerm, final int flags) {
        if (!Bitstring.isBinary(binaryTerm)) {
            return p.badarg();
        }
        final long aligned = Bitstring.bitOffset(binaryTerm) == 0 ? binaryTerm : Bitstring.make(p, Bitstring.toArray(binaryTerm));
        return LongCalls.run(p, TermDecoding.of(p, Bitstring.dataAddr(aligned), Bitstring.byteSize(binaryTerm), (flags & FLAG_SAFE) != 0,
            (flags & FLAG_USED) != 0));
    }
}
