package dev.longbeam.embed;

import dev.longbeam.sched.Engine;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Runs one process that has no code, and answers what traces and {@code process_info} ask of it.
 *
 * <p>Only on the thread of the scheduler of the process.
 */
abstract class OwnEngine implements Engine {
    /** Function of the initial call of such processes; the module is the name of the behaviour. */
    static final long AM_BEHAVIOUR = Atom.of("behaviour");

    final Process p;

    OwnEngine(final Process p) {
        this.p = p;
    }

    final Process process() {
        return p;
    }

    /** The process is ending; its messages are still there. */
    abstract void ended();

    @Override
    public final long startPointer() {
        return 0;
    }

    @Override
    public final long currentModule() {
        return p.initialModuleTerm();
    }

    @Override
    public final long function(final TermHeap heap, final Process same) {
        return Tuple.make(heap, p.initialModuleTerm(), AM_BEHAVIOUR, Term.makeSmall(0));
    }

    @Override
    public final long caller(final TermHeap heap, final Process same, final boolean withLine) {
        return Atoms.UNDEFINED;
    }

    @Override
    public final long stackTrace(final TermHeap heap, final Process same, final int depth) {
        return Term.NIL;
    }

    @Override
    public final byte[] dump(final Process same) {
        return new byte[0];
    }

    @Override
    public final String describe() {
        return Atom.name(p.initialModuleTerm());
    }
}
