package dev.longbeam.term;

/**
 * Hashes of terms: the portable ones that programs call, and the internal one that decides the order of big maps.
 *
 * <p>Any thread that may see the term; nothing is built, the Java stack stays flat.
 */
public final class Hash {
    private static final int PHASH2_BITS = 27;
    private static final long MAX_RANGE = 1L << 32;

    private Hash() {
    }

    /** The work of {@code phash2(Term)}. */
    public static SlicedWork phash2Work(final long term) {
        return new PortableHash2(term, 1L << PHASH2_BITS);
    }

    /** The work of {@code phash2(Term, Range)} for a range of 1 to 2^32. */
    public static SlicedWork phash2Work(final long term, final long range) {
        return new PortableHash2(term, range);
    }

    /** {@code phash2(Term)}: 0 to 2^27-1. */
    public static int phash2(final long term) {
        return PortableHash2.hash(term) & (1 << PHASH2_BITS) - 1;
    }

    /** {@code phash(Term, Range)} for a range of 1 to 2^32: 1 to range. */
    public static long phash(final long term, final long range) {
        return (PortableHash1.hash(term) & 0xFFFF_FFFFL) % range + 1;
    }

    /** True for a range that {@code phash} and {@code phash2} accept. */
    public static boolean isRange(final long rangeTerm) {
        return Term.isSmall(rangeTerm) && Term.smallValue(rangeTerm) > 0 && Term.smallValue(rangeTerm) <= MAX_RANGE;
    }

    /**
     * The hash of a term for use inside the node (ETS, process dictionary): terms that are {@code =:=} have the same one. Not the same
     * from one run to the next for atoms, funs, and terms of other nodes.
     */
    public static long internal(final long term) {
        return OtpVariant.current().wideMapHash() ? InternalHash64.hash(term) : InternalHash32.hash(term, 0) & 0xFFFF_FFFFL;
    }

    /**
     * The hash that places a key in a big map, its lowest four bits at the root, four bits a level: 32 bits, for eight levels each of
     * {@code round} 0, 1, 2 ..., up to OTP 25; 64 bits, for all 16 levels and round 0 only, later.
     */
    public static long mapKey(final long keyTerm, final int round) {
        return OtpVariant.current().wideMapHash() ? InternalHash64.hash(keyTerm) : InternalHash32.mapKey(keyTerm, round) & 0xFFFF_FFFFL;
    }

    /** Levels of a big map that one {@link #mapKey} hash serves. */
    public static int levelsOfMapKey() {
        return OtpVariant.current().wideMapHash() ? 16 : 8;
    }
}
