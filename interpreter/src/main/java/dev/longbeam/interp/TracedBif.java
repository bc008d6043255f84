package dev.longbeam.interp;

import dev.longbeam.sched.Process;
import dev.longbeam.term.Term;

/** Stands in place of BIFs whose calls are traced: does nothing but ask for a traced call. Any thread. */
final class TracedBif extends BifCalls {
    TracedBif() {
        super(TracedBif.class.getName());
    }

    private static long ask(final Process p) {
        p.outcome = Process.OUTCOME_CALL_TRACED;
        return Term.NON_VALUE;
    }

    @Override
    public long call0(final int index, final Process p) {
        return ask(p);
    }

    @Override
    public long call1(final int index, final Process p, final long a) {
        return ask(p);
    }

    @Override
    public long call2(final int index, final Process p, final long a, final long b) {
        return ask(p);
    }

    @Override
    public long call3(final int index, final Process p, final long a, final long b, final long c) {
        return ask(p);
    }

    @Override
    public long call4(final int index, final Process p, final long a, final long b, final long c, final long d) {
        return ask(p);
    }

    @Override
    public long call5(final int index, final Process p, final long a, final long b, final long c, final long d, final long e) {
        return ask(p);
    }

    @Override
    public long call6(final int index, final Process p, final long a, final long b, final long c, final long d, final long e, final long f) {
        return ask(p);
    }

    @Override
    public long call7(final int index, final Process p, final long a, final long b, final long c, final long d, final long e, final long f, final long g) {
        return ask(p);
    }

    @Override
    public long call8(final int index, final Process p, final long a, final long b, final long c, final long d, final long e, final long f, final long g, final long h) {
        return ask(p);
    }
}
