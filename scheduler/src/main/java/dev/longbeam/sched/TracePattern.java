package dev.longbeam.sched;

import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.ets.MatchSpec;
import java.lang.ref.Cleaner;

/**
 * A match specification of traces with its source, shared by all functions that it was set for.
 *
 * <p>Any thread. Immutable; gives its memory back when nobody refers to it any more, since schedulers may still run one that was replaced.
 */
public final class TracePattern {
    /** Without a specification: everything matches. */
    public static final TracePattern ANY = new TracePattern(null, Term.NIL);

    private static final Cleaner CLEANER = Cleaner.create();

    /** The specification, or null for none. */
    public final MatchSpec spec;
    /** As it was given; [] for none. Valid while this object is. */
    public final long sourceTerm;

    private TracePattern(final MatchSpec spec, final long sourceTerm) {
        this.spec = spec;
        this.sourceTerm = sourceTerm;
    }

    /** Takes over a specification and copies its source. */
    public static TracePattern of(final MatchSpec spec, final long sourceTerm) {
        final LocalHeap heap = new LocalHeap(MemoryKind.SYSTEM);
        final TracePattern pattern = new TracePattern(spec, TermCopy.copyWithLiterals(sourceTerm, heap));
        CLEANER.register(pattern, () -> {
            spec.dispose();
            TraceEvents.release(heap);
        });
        return pattern;
    }
}
