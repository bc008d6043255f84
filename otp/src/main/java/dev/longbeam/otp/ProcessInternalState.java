package dev.longbeam.otp;

import dev.longbeam.sched.Process;
import dev.longbeam.sched.SystemTasks;
import dev.longbeam.sched.TimerService;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * Items of {@code erts_debug:get_internal_state/1} and {@code set_internal_state/2} about processes and their timers.
 *
 * <p>On the scheduler of the process.
 */
final class ProcessInternalState {
    private static final long AM_GC_STATE = Atom.of("gc_state");
    private static final long AM_PROCESSES_BIF_INFO = Atom.of("processes_bif_info");
    private static final long AM_PTAB_LIST_BIF_INFO = Atom.of("ptab_list_bif_info");
    private static final long AM_PROCESS_UNIQ_COUNTER = Atom.of("process_uniq_counter");
    private static final long AM_MULTIZERO_TIMEOUT = Atom.of("multizero_timeout_in_timeout");
    private static final long AM_MULTIZERO_TIMEOUT_DONE = Atom.of("multizero_timeout_in_timeout_done");
    private static final long NS_PER_MS = 1_000_000;
    /**
     * What {@code processes/0} tells of the way it works: it looks at all in one go, so that there is one part, and all costs are those
     * of the smallest table of the C emulator.
     */
    private static final int[] PROCESSES_BIF_INFO = {40, 1, 1000, 25, 1, 10, 40, 75, 0};

    private ProcessInternalState() {
    }

    /** An item, or NON_VALUE when it is not one of these. */
    static long get(final Process p, final long whatTerm) {
        if (whatTerm != AM_PROCESSES_BIF_INFO) {
            return Term.NON_VALUE;
        }
        final long[] elements = new long[PROCESSES_BIF_INFO.length + 1];
        elements[0] = AM_PTAB_LIST_BIF_INFO;
        for (int i = 0; i < PROCESSES_BIF_INFO.length; i++) {
            elements[i + 1] = Term.makeSmall(PROCESSES_BIF_INFO[i]);
        }
        return Tuple.make(p, elements);
    }

    /** Sets an item; NON_VALUE when it is not one of these, or the value is wrong. */
    static long set(final Process p, final long whatTerm, final long valueTerm) {
        if (whatTerm == AM_GC_STATE && (valueTerm == Atoms.TRUE || valueTerm == Atoms.FALSE)) {
            return Atoms.bool(!SystemTasks.holdCollections(p, valueTerm == Atoms.FALSE));
        } else if (whatTerm == AM_PROCESS_UNIQ_COUNTER && Term.isInteger(valueTerm)) {
            // Unique integers and references here do not depend on the process.
            return Atoms.OK;
        } else if (whatTerm == AM_MULTIZERO_TIMEOUT && Term.isSmall(valueTerm) && valueTerm >= 0) {
            TimerService.startNested(p, Term.smallValue(valueTerm) * NS_PER_MS, AM_MULTIZERO_TIMEOUT_DONE);
            return Atoms.OK;
        }
        return Term.NON_VALUE;
    }
}
