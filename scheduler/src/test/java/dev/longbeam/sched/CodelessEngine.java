package dev.longbeam.sched;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;

/** An engine for tests whose processes have no code: what they do is all in {@link #run}. */
abstract class CodelessEngine implements Engine {
    private static final long AM_NONE = Atom.of("none");

    @Override
    public long startPointer() {
        return 0;
    }

    @Override
    public long currentModule() {
        return AM_NONE;
    }

    @Override
    public long stackTrace(final TermHeap heap, final Process p, final int depth) {
        return Term.NIL;
    }

    @Override
    public byte[] dump(final Process p) {
        return new byte[0];
    }

    @Override
    public long function(final TermHeap heap, final Process p) {
        return Term.NIL;
    }

    @Override
    public long caller(final TermHeap heap, final Process p, final boolean withLine) {
        return Term.NIL;
    }

    @Override
    public String describe() {
        return getClass().getSimpleName();
    }
}
