package dev.longbeam.interp;

import java.lang.invoke.MutableCallSite;

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
    public final BifFunction builtin;
    /** The BIF to call, or null when there is none; while calls are traced, one that asks for a call of {@link #target} instead. */
    volatile BifFunction bif;
    /** Where calls go that no BIF takes: to the code of the function, or to where its calls are traced; null for nowhere. */
    volatile CodeTarget target;
    /** Where the code of the function begins; null while there is none. */
    private CodeTarget code;
    /** What is traced of calls of this entry, or null when nothing ever was. */
    Breakpoint breakpoint;
    private CodeTarget trace;
    /** Where compiled code calls this entry; null until some does. */
    private MutableCallSite site;

    ExportEntry(final long moduleTerm, final long functionTerm, final int arity, final int index, final BifFunction builtin) {
        this.moduleTerm = moduleTerm;
        this.functionTerm = functionTerm;
        this.arity = arity;
        this.index = index;
        this.builtin = builtin;
        bif = builtin;
    }

    /** True when a call would find something. */
    public boolean isDefined() {
        return builtin != null || target != null;
    }

    /** True for a BIF whose calls nobody traces. */
    boolean isUntracedBif() {
        return builtin != null && bif == builtin;
    }

    // Under the lock of the code table

    /** The code of the function: null for none. */
    CodeTarget code() {
        return code;
    }

    /** Sets the code of the function. */
    void code(final CodeTarget next) {
        code = next;
        route();
    }

    /** Lets calls go where they are traced. */
    void trace(final CodeTarget to) {
        trace = to;
        route();
    }

    /** Lets calls go straight to the function. */
    void untrace() {
        trace = null;
        route();
    }

    private void route() {
        final boolean traced = trace != null && (builtin != null || code != null);
        if (traced) {
            target = trace;
        } else if (builtin == null) {
            target = code;
        }
        // Last, and the target of a BIF stays: a caller that has just seen the other one looks there.
        bif = traced && builtin != null ? BifFunction.traced(arity) : builtin;
        relink();
    }

    // Compiled code

    /** The call site of all compiled calls. Any thread. */
    synchronized MutableCallSite site() {
        if (site == null) {
            site = CallLinks.site(arity);
            relink();
        }
        return site;
    }

    /** Lets compiled calls go where calls go now. */
    synchronized void relink() {
        if (site != null) {
            site.setTarget(CallLinks.target(this));
            MutableCallSite.syncAll(new MutableCallSite[] {site});
        }
    }
}
