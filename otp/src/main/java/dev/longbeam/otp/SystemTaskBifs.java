package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodePurge;
import dev.longbeam.interp.CodeReferences;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.interp.Module;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.LiteralAreas;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;
import java.util.function.Consumer;

/** What erts_internal and the code purger ask processes to do: collect, look for old code; and purging itself. */
public final class SystemTaskBifs {
    private static final long AM_MAJOR = Atom.of("major");
    private static final long AM_MINOR = Atom.of("minor");
    private static final long AM_GARBAGE_COLLECT = Atom.of("garbage_collect");
    private static final long AM_CHECK_PROCESS_CODE = Atom.of("check_process_code");
    private static final long AM_INHERIT = Atom.of("inherit");
    private static final long AM_PREPARE = Atom.of("prepare");
    private static final long AM_PREPARE_ON_LOAD = Atom.of("prepare_on_load");
    private static final long AM_ABORT = Atom.of("abort");
    private static final long AM_COMPLETE = Atom.of("complete");
    private static final long AM_ERTS_CODE_PURGER = Atom.of("erts_code_purger");
    private static final long AM_NOTSUP = Atom.of("notsup");
    private static final long AM_INIT = Atom.of("init");
    private static final long AM_CHECK_GC = Atom.of("check_gc");
    private static final long AM_NEED_GC = Atom.of("need_gc");

    private SystemTaskBifs() {
    }

    /** {@code erts_internal:garbage_collect/1} of the caller itself. */
    @Bif("erts_internal:garbage_collect/1")
    public static long garbageCollect(final Process p, final long kindTerm) {
        if (kindTerm != AM_MAJOR && kindTerm != AM_MINOR) {
            return p.badarg();
        }
        p.collectMajor = kindTerm == AM_MAJOR;
        p.wantCollection();
        return p.yield(Atoms.TRUE);
    }

    /** {@code erts_internal:request_system_task/3}. */
    @Bif("erts_internal:request_system_task/3")
    public static long request(final Process p, final long pidTerm, final long priorityTerm, final long taskTerm) {
        return request(p, p.self, pidTerm, priorityTerm, taskTerm);
    }

    /** {@code erts_internal:request_system_task/4}: the answer goes to somebody else. */
    @Bif("erts_internal:request_system_task/4")
    public static long request(final Process p, final long requesterTerm, final long pidTerm, final long priorityTerm, final long taskTerm) {
        if (!Term.isLocalPid(pidTerm) || !Term.isTuple(taskTerm) || Tuple.arity(taskTerm) < 2
            || priorityTerm != AM_INHERIT && ProcessFlags.priority(priorityTerm) < 0) {
            return p.badarg();
        }
        final long kind = Tuple.element(taskTerm, 1);
        if (kind != AM_GARBAGE_COLLECT && kind != AM_CHECK_PROCESS_CODE) {
            return p.badarg();
        }
        final Task task = new Task(p, requesterTerm, taskTerm);
        final Process target = p.emulator().processes.live(pidTerm);
        if (target == null || !Signals.request(p, target, task)) {
            task.accept(null);
        }
        return Atoms.OK;
    }

    /** What a process is asked to do; it answers with a message {@code {Kind, RequestId, Result}}. */
    private static final class Task implements Consumer<Process> {
        private final Emulator emulator;
        private final long requesterTerm;
        private final long kind;
        private final LocalHeap heap = new LocalHeap();
        private final long requestId;
        /** An atom. */
        private final long argument;

        Task(final Process p, final long requesterTerm, final long taskTerm) {
            emulator = p.emulator();
            this.requesterTerm = requesterTerm;
            kind = Tuple.element(taskTerm, 1);
            requestId = TermCopy.copy(Tuple.element(taskTerm, 2), heap);
            argument = Tuple.arity(taskTerm) >= 3 ? Tuple.element(taskTerm, 3) : Term.NIL;
        }

        @Override
        public void accept(final Process q) {
            if (q != null && kind == AM_CHECK_PROCESS_CODE && q.isRunningCode() && Signals.request(null, q, this)) {
                // Where it runs cannot be seen from here: once more, when its slice has ended.
                return;
            }
            final long result = q == null ? Atoms.FALSE : run(q);
            final Process requester = emulator.processes.live(requesterTerm);
            if (requester != null) {
                Signals.message(requester, TermCopy.sizeWords(requestId) + 4,
                    to -> Tuple.make(to, kind, TermCopy.copy(requestId, to), result));
            }
            OffHeapList.releaseAll(heap.offHeapAddr);
            heap.close();
        }

        private long run(final Process q) {
            if (kind == AM_GARBAGE_COLLECT) {
                q.collectMajor = argument != AM_MINOR;
                q.wantCollection();
                return Atoms.TRUE;
            }
            return Atoms.bool(usesOldCode(q, emulator.service(CodeTable.class), argument));
        }
    }

    private static boolean usesOldCode(final Process q, final CodeTable table, final long moduleTerm) {
        final Module module = Term.isAtom(moduleTerm) ? table.module(moduleTerm) : null;
        final Code old = module == null ? null : module.old;
        return old != null && CodeReferences.uses(q, old);
    }

    /** {@code erts_internal:check_process_code/1}: does the caller use old code of a module. */
    @Bif("erts_internal:check_process_code/1")
    public static long checkProcessCode(final Process p, final long moduleTerm) {
        return Term.isAtom(moduleTerm) ? Atoms.bool(usesOldCode(p, p.emulator().service(CodeTable.class), moduleTerm)) : p.badarg();
    }

    /** {@code erts_internal:purge_module/2}: the steps of a purge, as the code purger takes them. */
    @Bif("erts_internal:purge_module/2")
    public static long purgeModule(final Process p, final long moduleTerm, final long stepTerm) {
        if (p.emulator().registry.whereis(AM_ERTS_CODE_PURGER) != p.self) {
            return p.fail(AM_NOTSUP);
        }
        if (!Term.isAtom(moduleTerm)) {
            return p.badarg();
        }
        final CodePurge purge = p.emulator().service(CodeTable.class).purge();
        if (stepTerm == AM_PREPARE || stepTerm == AM_PREPARE_ON_LOAD) {
            return switch (purge.prepare(moduleTerm, stepTerm == AM_PREPARE_ON_LOAD)) {
                case BEGUN -> Atoms.TRUE;
                case NOTHING -> Atoms.FALSE;
                case BUSY -> p.badarg();
            };
        }
        if (stepTerm != AM_ABORT && stepTerm != AM_COMPLETE || !purge.isOf(moduleTerm)) {
            return p.badarg();
        }
        if (stepTerm == AM_ABORT) {
            purge.abort(p.emulator());
            return Atoms.FALSE;
        }
        purge.complete(p.emulator());
        return Atoms.TRUE;
    }

    /** {@code erts_literal_area_collector:release_area_switch/0}: frees the area that was being freed; whether there is another one. */
    @Bif("erts_literal_area_collector:release_area_switch/0")
    public static long releaseAreaSwitch(final Process p) {
        final LiteralAreas areas = p.emulator().literalAreas;
        return areas.isCollector(p) ? areas.next(p) : p.fail(AM_NOTSUP);
    }

    /** {@code erts_literal_area_collector:send_copy_request/3}: asks a process to do without the area that is being freed. */
    @Bif("erts_literal_area_collector:send_copy_request/3")
    public static long sendCopyRequest(final Process p, final long pidTerm, final long areaTerm, final long howTerm) {
        final LiteralAreas areas = p.emulator().literalAreas;
        if (!areas.isCollector(p)) {
            return p.fail(AM_NOTSUP);
        }
        if (!Term.isLocalPid(pidTerm) || howTerm != AM_INIT && howTerm != AM_CHECK_GC && howTerm != AM_NEED_GC) {
            return p.badarg();
        }
        areas.ask(p, pidTerm, areaTerm, howTerm);
        return Atoms.OK;
    }
}
