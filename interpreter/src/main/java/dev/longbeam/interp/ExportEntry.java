package dev.longbeam.interp;

/**
 * A function that other modules may call: a BIF, or a position in the current code of its module, or nothing yet.
 *
 * <p>Any thread reads; the code table writes.
 */
public final class ExportEntry {
    /** Module. */
    public final long moduleTerm;
    /** Function. */
    public final long functionTerm;
    /** Arity. */
    public final int arity;
    /** Index in the export table. */
    public final int index;
    /** The BIF of this name, or null. */
    public volatile BifFunction bif;
    /** Where the code of the function begins; null while there is none. A BIF goes before it. */
    public volatile CodeTarget target;

    ExportEntry(final long moduleTerm, final long functionTerm, final int arity, final int index) {
        this.moduleTerm = moduleTerm;
        this.functionTerm = functionTerm;
        this.arity = arity;
        this.index = index;
    }

    /** True when a call would find something. */
    public boolean isDefined() {
        return bif != null || target != null;
    }
}
