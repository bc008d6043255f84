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
import dev.longbeam.sched.SystemTasks;
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
    private static final long AM_SYSTEM_TASK_TEST = Atom.of("system_task_test");
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
        if (kind != AM_GARBAGE_COLLECT && kind != AM_CHECK_PROCESS_CODE && kind != AM_SYSTEM_TASK_TEST) {
            return p.badarg();
        }
        final LocalHeap heap = new LocalHeap();
        final long requestId = TermCopy.copy(Tuple.element(taskTerm, 2), heap);
        final long argument = Tuple.arity(taskTerm) >= 3 ? Tuple.element(taskTerm, 3) : Term.NIL;
        final CodeTable table = p.emulator().service(CodeTable.class);
        final Emulator emulator = p.emulator();
        final Consumer<Process> task = q -> {
            final long result = q == null ? Atoms.FALSE : kind == AM_CHECK_PROCESS_CODE ? Atoms.bool(usesOldCode(q, table, argument))
                : Atoms.TRUE;
            final Process requester = emulator.processes.live(requesterTerm);
            if (requester != null) {
                Signals.message(requester, TermCopy.sizeWords(requestId) + 4,
                    to -> Tuple.make(to, kind, TermCopy.copy(requestId, to), result));
            }
            OffHeapList.releaseAll(heap.offHeapAddr);
            heap.close();
        };
        final int priority = priorityTerm == AM_INHERIT ? p.priority() : ProcessFlags.priority(priorityTerm);
        final Process target = emulator.processes.live(pidTerm);
        if (target == null || !SystemTasks.add(target, priority, need(kind, argument), task)) {
            task.accept(null);
        } else if (target == p) {
            return p.yield(Atoms.OK);
        }
        return Atoms.OK;
    }

    private static SystemTasks.Kind need(final long kindTerm, final long argumentTerm) {
        if (kindTerm != AM_GARBAGE_COLLECT) {
            return SystemTasks.Kind.LOOK;
        }
        return argumentTerm == AM_MINOR ? SystemTasks.Kind.MINOR_COLLECTION : SystemTasks.Kind.MAJOR_COLLECTION;
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
