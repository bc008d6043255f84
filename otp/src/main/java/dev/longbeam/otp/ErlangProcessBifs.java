package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.LongCalls;
import dev.longbeam.sched.Named;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessMonitors;
import dev.longbeam.sched.Sending;
import dev.longbeam.sched.Signals;
import dev.longbeam.sched.TraceEvents;
import dev.longbeam.sched.Recorder;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;
import java.util.function.Consumer;

/** BIFs of module erlang that send to processes, name them and ask about them. They run on the scheduler of the caller. */
public final class ErlangProcessBifs {
    private static final long AM_REGISTER = Atom.of("register");
    private static final long AM_UNREGISTER = Atom.of("unregister");
    private static final long AM_NOSUSPEND = Atom.of("nosuspend");
    private static final long AM_NOCONNECT = Atom.of("noconnect");

    private static final long AM_NONE = Atom.of("none");
    private static final long AM_NOTALIVE = Atom.of("notalive");
    private static final long AM_REGISTERED_NAME = Atom.of("registered_name");

    private ErlangProcessBifs() {
    }

    /** {@code self/0}. */
    @Bif(value = "erlang:self/0", kind = Bif.Kind.GUARD)
    public static long self(final Process p) {
        return p.self;
    }

    /** {@code node/0}. */
    @Bif(value = "erlang:node/0", kind = Bif.Kind.GUARD)
    public static long node(final Process p) {
        return p.emulator().nodeTerm();
    }

    /** {@code node/1}. */
    @Bif(value = "erlang:node/1", kind = Bif.Kind.GUARD)
    public static long node(final Process p, final long term) {
        if (Term.isLocalPid(term) || Term.isLocalPort(term) || Term.isBoxed(term, Term.SUBTAG_REF)) {
            return p.emulator().nodeTerm();
        }
        if (Term.isPid(term) || Term.isPort(term) || Term.isReference(term)) {
            return dev.longbeam.term.NodeTable.nameTerm(dev.longbeam.term.Pid.nodeIndex(term));
        }
        return p.badarg();
    }

    // Sending

    /** {@code Destination ! Message}. */
    @Bif("erlang:!/2")
    public static long sendOperator(final Process p, final long toTerm, final long messageTerm) {
        return Sending.send(p, toTerm, messageTerm);
    }

    /** {@code send/2}. */
    @Bif("erlang:send/2")
    public static long send(final Process p, final long toTerm, final long messageTerm) {
        return Sending.send(p, toTerm, messageTerm);
    }

    /** {@code send/3}. */
    @Bif("erlang:send/3")
    public static long send(final Process p, final long toTerm, final long messageTerm, final long optionsTerm) {
        boolean suspends = true;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            if (Cons.head(rest) == AM_NOSUSPEND) {
                suspends = false;
            } else if (Cons.head(rest) != AM_NOCONNECT) {
                return p.badarg();
            }
        }
        if (rest == Term.NIL && !suspends && p.emulator().service(Ports.class).isBusy(toTerm)) {
            return AM_NOSUSPEND;
        }
        if (rest != Term.NIL || Sending.send(p, toTerm, messageTerm) == Term.NON_VALUE) {
            return p.badarg();
        }
        return Atoms.OK;
    }

    // Names

    /** {@code register/2}. */
    @Bif("erlang:register/2")
    public static long register(final Process p, final long nameTerm, final long term) {
        if (!Term.isAtom(nameTerm) || nameTerm == Atoms.UNDEFINED) {
            return p.fail(Atoms.BADARG, AM_NONE);
        }
        if (Term.isLocalPort(term)) {
            return p.emulator().service(Ports.class).register(p, nameTerm, term);
        }
        final Process to = p.emulator().processes.live(term);
        if (to == null) {
            return p.fail(Atoms.BADARG, AM_NOTALIVE);
        }
        if (to.registeredName() != Term.NIL) {
            return p.fail(Atoms.BADARG, AM_REGISTERED_NAME);
        }
        if (!p.emulator().registry.register(nameTerm, to)) {
            return p.fail(Atoms.BADARG, AM_NONE);
        }
        if (to.trace != null) {
            TraceEvents.process(to, AM_REGISTER, nameTerm);
        }
        return Atoms.TRUE;
    }

    /** {@code unregister/1}. */
    @Bif("erlang:unregister/1")
    public static long unregister(final Process p, final long nameTerm) {
        if (!Term.isAtom(nameTerm)) {
            return p.badarg();
        }
        final long term = p.emulator().registry.whereis(nameTerm);
        final Named named = Term.isLocalPort(term) ? p.emulator().service(Ports.class).get(term) : p.emulator().processes.live(term);
        if (named == null || !p.emulator().registry.unregister(nameTerm, named)) {
            return p.badarg();
        }
        if (named instanceof Process process && process.trace != null) {
            TraceEvents.process(process, AM_UNREGISTER, nameTerm);
        }
        return Atoms.TRUE;
    }

    /** {@code whereis/1}. */
    @Bif("erlang:whereis/1")
    public static long whereis(final Process p, final long nameTerm) {
        if (!Term.isAtom(nameTerm)) {
            return p.badarg();
        }
        final long term = p.emulator().registry.whereis(nameTerm);
        return term == Term.NON_VALUE ? Atoms.UNDEFINED : term;
    }

    /** {@code registered/0}. */
    @Bif("erlang:registered/0")
    public static long registered(final Process p) {
        return Cons.list(p, p.emulator().registry.names());
    }

    // Signals

    /** {@code exit/2}. */
    @Bif("erlang:exit/2")
    public static long exit(final Process p, final long toTerm, final long reasonTerm) {
        if (Term.isLocalPort(toTerm)) {
            p.emulator().service(Ports.class).exit(toTerm, reasonTerm);
            return Atoms.TRUE;
        }
        if (!Term.isPid(toTerm)) {
            return p.badarg();
        }
        final Process to = p.emulator().processes.live(toTerm);
        if (to != null) {
            Signals.exit(p, to, reasonTerm);
            if (to == p) {
                return p.yield(Atoms.TRUE);
            }
        }
        return Atoms.TRUE;
    }

    /** {@code exit_signal/2}: as {@code exit/2}, but {@code normal} does not end the caller itself. */
    @Bif("erlang:exit_signal/2")
    public static long exitSignal(final Process p, final long toTerm, final long reasonTerm) {
        return toTerm == p.self && reasonTerm == Atoms.NORMAL ? Atoms.TRUE : exit(p, toTerm, reasonTerm);
    }

    /** {@code processes/0}. */
    @Bif("erlang:processes/0")
    public static long processes(final Process p) {
        return LongCalls.run(p, p.emulator().processes.listing(p));
    }

    /** {@code is_process_alive/1}: after all signals that the caller has sent to it. */
    @Bif("erlang:is_process_alive/1")
    public static long isProcessAlive(final Process p, final long pidTerm) {
        if (!Term.isLocalPid(pidTerm)) {
            return p.badarg();
        }
        final Process target = p.emulator().processes.live(pidTerm);
        if (target == null) {
            return Atoms.FALSE;
        }
        if (target == p || target.isAsleep() && Signals.reachDirectly(p, target)) {
            return Atoms.TRUE;
        }
        final boolean asked = Signals.request(p, target, q -> {
            final long answer = Atoms.bool(q != null);
            p.complete(r -> answer);
        });
        return asked ? p.awaitCompletion() : Atoms.FALSE;
    }

    /** {@code erts_internal:is_process_alive/2}: the same, answered by a message {@code {Ref, IsAlive}}. */
    @Bif("erts_internal:is_process_alive/2")
    public static long isProcessAlive(final Process p, final long pidTerm, final long refTerm) {
        if (!Term.isLocalPid(pidTerm) || !Term.isBoxed(refTerm, Term.SUBTAG_REF)) {
            return p.badarg();
        }
        final Emulator emulator = p.emulator();
        final long requester = p.self;
        final LocalHeap heap = new LocalHeap();
        final long ref = TermCopy.copy(refTerm, heap);
        final Consumer<Process> answer = q -> {
            final Process to = emulator.processes.live(requester);
            if (to != null) {
                Signals.message(to, TermCopy.sizeWords(ref) + 3, builder -> Tuple.make(builder, TermCopy.copy(ref, builder), Atoms.bool(q != null)));
            }
            OffHeapList.releaseAll(heap.offHeapAddr);
            heap.close();
        };
        final Process target = emulator.processes.live(pidTerm);
        if (target == null || !Signals.request(p, target, answer)) {
            answer.accept(null);
        }
        return Atoms.OK;
    }

    private static final long AM_INIT = Atom.of("init");
    private static final long AM_USER = Atom.of("user");

    /** {@code group_leader/0}. */
    @Bif("erlang:group_leader/0")
    public static long groupLeader(final Process p) {
        return p.groupLeaderTerm;
    }

    /** {@code erts_internal:group_leader/2}: sets the group leader of a process. */
    @Bif("erts_internal:group_leader/2")
    public static long setGroupLeader(final Process p, final long leaderTerm, final long pidTerm) {
        if (!Term.isPid(leaderTerm) || !Term.isLocalPid(pidTerm)) {
            return Atoms.BADARG;
        }
        final Process target = p.emulator().processes.live(pidTerm);
        if (target == null) {
            return Atoms.BADARG;
        }
        if (target == p) {
            if (p.groupLeaderTerm == p.emulator().registry.whereis(AM_INIT) && leaderTerm == p.emulator().registry.whereis(AM_USER)) {
                // So init hands over to what its command line asks for.
                Recorder.programStarted(p);
            }
            p.groupLeaderTerm = leaderTerm;
            return Atoms.TRUE;
        }
        final boolean asked = Signals.request(p, target, q -> {
            if (q != null) {
                q.groupLeaderTerm = leaderTerm;
            }
            final long answer = q == null ? Atoms.BADARG : Atoms.TRUE;
            p.complete(r -> answer);
        });
        return asked ? p.awaitCompletion() : Atoms.BADARG;
    }

    /** {@code erts_internal:group_leader/3}: the same, answered by a message. */
    @Bif("erts_internal:group_leader/3")
    public static long setGroupLeader(final Process p, final long leaderTerm, final long pidTerm, final long refTerm) {
        return setGroupLeader(p, leaderTerm, pidTerm);
    }

    /** {@code alias/1}. */
    @Bif("erlang:alias/1")
    public static long alias(final Process p, final long optionsTerm) {
        boolean reply = false;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            if (Cons.head(rest) == AM_REPLY) {
                reply = true;
            } else if (Cons.head(rest) == AM_EXPLICIT_UNALIAS) {
                reply = false;
            } else {
                return p.badarg();
            }
        }
        return rest == Term.NIL ? ProcessMonitors.alias(p, reply) : p.badarg();
    }

    private static final long AM_REPLY = Atom.of("reply");
    private static final long AM_EXPLICIT_UNALIAS = Atom.of("explicit_unalias");

    /** {@code unalias/1}. */
    @Bif("erlang:unalias/1")
    public static long unalias(final Process p, final long aliasTerm) {
        if (!Term.isReference(aliasTerm)) {
            return p.badarg();
        }
        return Atoms.bool(Ref.isAlias(aliasTerm) && ProcessMonitors.unalias(p, Ref.number(aliasTerm)));
    }
}
