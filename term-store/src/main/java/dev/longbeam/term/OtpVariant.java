package dev.longbeam.term;

/**
 * What programs can see of terms and what differs between OTP releases.
 *
 * <p>Each node of a JVM has its own; see {@link NodeTerms}.
 *
 * @param exactFloatZero  {@code 0.0 =:= -0.0} is false, and the two are different keys of a map
 * @param atomKeysByIndex keys of small maps stand in the order of atom indexes where both are atoms, else in term order
 * @param wideMapHash     the hash of big maps has 64 bits, and the later of the two algorithms
 * @param nativeRecords   native records exist, and are a kind of their own for the hash of big maps
 * @param maxBignumLimbs  64-bit words of the largest integer
 * @param utf8Atoms       {@code term_to_binary/1} writes all atoms in UTF-8
 * @param forwardMapLists keys and values of big maps are listed in the order of an iterator, not the other way round
 * @param strictBinaries  BIFs that take a binary refuse a bitstring that is none, look at patterns also when there is nothing to search,
 *                        and gather iodata for vectored writes by the later rule
 * @param funs            how funs are kept
 */
public record OtpVariant(boolean exactFloatZero, boolean atomKeysByIndex, boolean wideMapHash, boolean nativeRecords, int maxBignumLimbs,
    boolean utf8Atoms, boolean forwardMapLists, boolean strictBinaries, FunModel funs) {
    /** OTP 25. */
    public static final OtpVariant OTP_25 = new OtpVariant(false, false, false, false, (1 << 19) - 1, false, false, false, FunModel.COUNTED);
    /** OTP 26 to 28. */
    public static final OtpVariant OTP_27 = new OtpVariant(true, true, true, false, (1 << 16) - 1, true, false, true, FunModel.REFERENCED);
    /** OTP 29. */
    public static final OtpVariant OTP_29 = new OtpVariant(true, true, true, true, (1 << 16) - 1, true, true, true, FunModel.PLAIN);

    /**
     * The variant of all nodes, or null when they differ. Read for every key of a map, so it is a plain field: a thread that sees an old
     * value sees one that all nodes had in common when its own was among them.
     */
    private static OtpVariant common = OTP_25;

    /** The variant of the node that this thread works for. */
    public static OtpVariant current() {
        final OtpVariant variant = common;
        return variant != null ? variant : NodeTerms.current().variant();
    }

    /** The variant of all nodes, or null when they differ. */
    static OtpVariant common() {
        return common;
    }

    static void common(final OtpVariant variant) {
        common = variant;
    }

    /** The variant of a release. */
    public static OtpVariant ofRelease(final int release) {
        if (release < 26) {
            return OTP_25;
        }
        return release < 29 ? OTP_27 : OTP_29;
    }
}
