package dev.longbeam.term;

/**
 * How a release of the C emulator keeps funs, as far as programs can see it: their sizes, and what {@code fun_info(F, refc)} counts.
 *
 * <p>Any thread; constants.
 */
public enum FunModel {
    /** OTP 25: each local fun on a heap counts; an external fun is as large as a local one without environment. */
    COUNTED(5, Fun.LOCAL_WORDS, 1, false),
    /** OTP 26 to 28: a local fun leads to a reference among the literals of its module; the reference counts. */
    REFERENCED(2, 6, 2, true),
    /** OTP 29: a local fun leads to its code; only that counts. */
    PLAIN(2, 2, 1, true);

    private static final int REFERENCE_WORDS = 3;

    /** Words of an external fun. */
    public final int exportWords;
    /** What {@code refc} tells of a fun of loaded code besides the funs on heaps that count. */
    public final int loadedCount;
    private final int localWords;
    private final boolean literalWhenEmpty;

    FunModel(final int exportWords, final int localWords, final int loadedCount, final boolean literalWhenEmpty) {
        this.exportWords = exportWords;
        this.localWords = localWords;
        this.loadedCount = loadedCount;
        this.literalWhenEmpty = literalWhenEmpty;
    }

    /** Words of a copy of a local fun, without what its environment leads to. */
    public long flatWords(final int freeCount) {
        return localWords + freeCount;
    }

    /** Words of a local fun that are its own: not literals of its module. */
    public long ownWords(final int freeCount) {
        if (literalWhenEmpty && freeCount == 0) {
            return 0;
        }
        return flatWords(freeCount) - (this == REFERENCED ? REFERENCE_WORDS : 0);
    }
}
