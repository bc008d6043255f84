package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessTrace;
import dev.longbeam.sched.Signals;
import dev.longbeam.sched.TraceFlags;
import dev.longbeam.sched.TraceMessages;
import dev.longbeam.sched.TraceSettings;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** {@code erlang:trace/3}, and what tells of its flags. */
public final class ErlangTraceBifs {
    private static final long AM_BADOPT = Atom.of("badopt");
    private static final long AM_ALL = Atom.of("all");
    private static final long AM_NEW = Atom.of("new");
    private static final long AM_EXISTING = Atom.of("existing");
    private static final long AM_PROCESSES = Atom.of("processes");
    private static final long AM_PORTS = Atom.of("ports");
    private static final long AM_NEW_PROCESSES = Atom.of("new_processes");
    private static final long AM_NEW_PORTS = Atom.of("new_ports");
    private static final long AM_EXISTING_PROCESSES = Atom.of("existing_processes");
    private static final long AM_EXISTING_PORTS = Atom.of("existing_ports");
    private static final long AM_FLAGS = Atom.of("flags");
    private static final long AM_TRACER = Atom.of("tracer");
    private static final long AM_TRACE_DELIVERED = Atom.of("trace_delivered");
    private static final String ONE_TRACER = "** can only have one tracer per process\n";

    private ErlangTraceBifs() {
    }

    /** What a call of {@code trace/3} asks for. */
    private record Request(boolean on, int mask, long tracerTerm) {
    }

    /** {@code erts_internal:trace/3}. */
    @Bif("erts_internal:trace/3")
    public static long trace(final Process p, final long specTerm, final long howTerm, final long flagsTerm) {
        final int mask = TraceFlags.bits(flagsTerm);
        if (mask == TraceFlags.BAD) {
            return p.fail(Atoms.BADARG, AM_BADOPT);
        }
        if (howTerm != Atoms.TRUE && howTerm != Atoms.FALSE) {
            return p.badarg();
        }
        final boolean on = howTerm == Atoms.TRUE;
        final long given = TraceFlags.tracer(flagsTerm);
        final long tracer = given != Term.NON_VALUE ? given : on ? p.self : Term.NIL;
        final boolean cpu = TraceFlags.hasCpuTimestamp(flagsTerm);
        if (cpu && specTerm != AM_ALL) {
            return p.badarg();
        }
        if (cpu) {
            p.emulator().traceSettings.cpuTimestamps = on;
        }
        return trace(p, specTerm, new Request(on, mask, tracer));
    }

    private static long trace(final Process p, final long specTerm, final Request request) {
        if (Term.isLocalPid(specTerm)) {
            return traceOne(p, specTerm, request);
        }
        if (Term.isLocalPort(specTerm)) {
            return p.emulator().service(Ports.class).get(specTerm) == null ? p.badarg() : Term.makeSmall(1);
        }
        final boolean all = specTerm == AM_ALL;
        final boolean processes = specTerm == AM_PROCESSES;
        final boolean ports = specTerm == AM_PORTS;
        final boolean existing = all || specTerm == AM_EXISTING || processes || ports || specTerm == AM_EXISTING_PROCESSES
            || specTerm == AM_EXISTING_PORTS;
        final boolean coming = all || specTerm == AM_NEW || processes || ports || specTerm == AM_NEW_PROCESSES || specTerm == AM_NEW_PORTS;
        if (!existing && !coming) {
            return p.badarg();
        }
        final boolean onlyPorts = ports || specTerm == AM_EXISTING_PORTS || specTerm == AM_NEW_PORTS;
        final boolean onlyProcesses = processes || specTerm == AM_EXISTING_PROCESSES || specTerm == AM_NEW_PROCESSES;
        int matches = 0;
        if (existing) {
            matches = traceExisting(p, request, onlyPorts, onlyProcesses);
        }
        if (coming) {
            traceNew(p.emulator().traceSettings, request, onlyPorts, onlyProcesses);
        }
        final long result = Term.makeSmall(matches);
        p.emulator().traceSettings.afterAllSchedulers(() -> p.complete(r -> result));
        return p.awaitCompletion();
    }

    private static long traceOne(final Process p, final long pidTerm, final Request request) {
        final Process target = p.emulator().processes.live(pidTerm);
        if (target == null) {
            return p.badarg();
        }
        if (target == p) {
            return change(p, request) ? Term.makeSmall(1) : refuse(p);
        }
        p.emulator().traceSettings.whenStopped(p, target, () -> {
            final boolean done = change(target, request);
            p.complete(r -> done ? Term.makeSmall(1) : refuse(r));
        });
        return p.awaitCompletion();
    }

    private static boolean change(final Process target, final Request request) {
        if (target.trace == null && !request.on) {
            return true;
        }
        return target.tracing().change(target.emulator(), request.on, request.mask, request.tracerTerm);
    }

    private static long refuse(final Process p) {
        p.emulator().logError(p, ONE_TRACER);
        return p.badarg();
    }

    private static int traceExisting(final Process p, final Request request, final boolean onlyPorts, final boolean onlyProcesses) {
        final boolean modifiers = (request.mask & TraceFlags.MODIFIERS) != 0;
        final boolean processes = !onlyPorts
            && ((request.mask & TraceFlags.OF_PROCESSES & ~TraceFlags.MODIFIERS) != 0 || modifiers);
        final boolean ports = !onlyProcesses && ((request.mask & TraceFlags.OF_PORTS & ~TraceFlags.MODIFIERS) != 0 || modifiers);
        int matches = 0;
        if (processes) {
            for (final Process target : p.emulator().processes.all()) {
                if (change(target, request)) {
                    matches++;
                }
            }
        }
        return matches + (ports ? p.emulator().service(Ports.class).all().size() : 0);
    }

    private static void traceNew(final TraceSettings traceSettings, final Request request, final boolean onlyPorts, final boolean onlyProcesses) {
        if (!onlyPorts && (request.mask & TraceFlags.OF_PROCESSES) != 0) {
            traceSettings.newProcesses =
                traceSettings.change(traceSettings.newProcesses, request.on, request.mask & TraceFlags.OF_PROCESSES, request.tracerTerm);
        }
        if (!onlyProcesses && (request.mask & TraceFlags.OF_PORTS) != 0) {
            traceSettings.newPorts = traceSettings.change(traceSettings.newPorts, request.on, request.mask & TraceFlags.OF_PORTS, request.tracerTerm);
        }
    }

    /** {@code erlang:trace_info/2}. */
    @Bif("erlang:trace_info/2")
    public static long info(final Process p, final long whatTerm, final long keyTerm) {
        if (Term.isTuple(whatTerm)) {
            return TracePatternBifs.functionInfo(p, whatTerm, keyTerm);
        }
        if (whatTerm == TracePatternBifs.AM_ON_LOAD) {
            return TracePatternBifs.onLoadInfo(p, keyTerm);
        }
        if (whatTerm == TracePatternBifs.AM_SEND || whatTerm == TracePatternBifs.AM_RECEIVE) {
            return TracePatternBifs.eventInfo(p, whatTerm, keyTerm);
        }
        final Emulator emulator = p.emulator();
        final TraceSettings traceSettings = emulator.traceSettings;
        if (whatTerm == AM_NEW || whatTerm == AM_NEW_PROCESSES) {
            traceSettings.newProcesses = traceSettings.alive(traceSettings.newProcesses);
            return info(p, keyTerm, traceSettings.newProcesses.flags(), traceSettings.newProcesses.tracerTerm());
        }
        if (whatTerm == AM_NEW_PORTS) {
            traceSettings.newPorts = traceSettings.alive(traceSettings.newPorts);
            return info(p, keyTerm, traceSettings.newPorts.flags(), traceSettings.newPorts.tracerTerm());
        }
        if (Term.isLocalPort(whatTerm)) {
            return emulator.service(Ports.class).get(whatTerm) == null ? Atoms.UNDEFINED : info(p, keyTerm, 0, Term.NIL);
        }
        if (!Term.isLocalPid(whatTerm)) {
            return p.fail(Atoms.BADARG, AM_BADOPT);
        }
        return keyTerm == AM_FLAGS || keyTerm == AM_TRACER ? processInfo(p, whatTerm, keyTerm) : p.badarg();
    }

    private static long processInfo(final Process p, final long pidTerm, final long keyTerm) {
        final Process target = p.emulator().processes.live(pidTerm);
        if (target == null) {
            return Atoms.UNDEFINED;
        }
        if (target == p) {
            return info(p, p, keyTerm);
        }
        final boolean asked = Signals.request(p, target, q -> p.complete(r -> q == null ? Atoms.UNDEFINED : info(r, target, keyTerm)));
        return asked ? p.awaitCompletion() : Atoms.UNDEFINED;
    }

    private static long info(final Process p, final Process target, final long keyTerm) {
        final ProcessTrace trace = target.trace;
        if (trace == null || trace.flags() == 0 || !TraceMessages.isAlive(p.emulator(), trace.tracerTerm())) {
            return info(p, keyTerm, 0, Term.NIL);
        }
        return info(p, keyTerm, trace.flags(), trace.tracerTerm());
    }

    private static long info(final Process p, final long keyTerm, final int flags, final long tracerTerm) {
        if (keyTerm == AM_FLAGS) {
            return Tuple.make(p, keyTerm, TraceFlags.toList(p, flags));
        }
        return keyTerm == AM_TRACER ? Tuple.make(p, keyTerm, tracerTerm) : p.badarg();
    }

    /** {@code erlang:trace_delivered/1}. */
    @Bif("erlang:trace_delivered/1")
    public static long traceDelivered(final Process p, final long traceeTerm) {
        if (traceeTerm != AM_ALL && !Term.isLocalPid(traceeTerm)) {
            return p.badarg();
        }
        final long ref = Ref.make(p);
        final long number = Ref.number(ref);
        p.emulator().traceSettings.afterAllSchedulers(() -> Signals.message(p, 16,
            heap -> Tuple.make(heap, AM_TRACE_DELIVERED, traceeTerm, Ref.make(heap, number))));
        return ref;
    }
}
