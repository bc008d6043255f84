package dev.longbeam.embed;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.MessageClaim;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Scheduler;
import dev.longbeam.sched.SpawnOptions;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;
import dev.longbeam.term.Tuple;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The inside of a node, as its processes and senders see it.
 *
 * <p>Any thread, but where a method says otherwise.
 */
final class NodeCore {
    /** Of all nodes; crashes of behaviours are errors, those that take long warnings. */
    static final System.Logger LOGGER = System.getLogger("dev.longbeam");


    private final Node node;
    private final Emulator emulator;
    private final boolean logsCrashes;
    private final Flyweights[] flyweights;
    private final NodeGate gate = new NodeGate();
    private final Calls calls;
    private final AtomicInteger drains = new AtomicInteger();

    /**
     * The inside of a node whose emulator does not run yet.
     *
     * @param hasOtp OTP's logger hears of crashes
     */
    NodeCore(final Node node, final Emulator emulator, final boolean hasOtp) {
        this.node = node;
        this.emulator = emulator;
        logsCrashes = !hasOtp;
        flyweights = new Flyweights[emulator.schedulers.length];
        for (int i = 0; i < flyweights.length; i++) {
            flyweights[i] = new Flyweights();
        }
        calls = new Calls(this);
        emulator.exitListeners.add((p, reason) -> {
            if (p.ownEngine instanceof OwnEngine own) {
                own.ended();
            }
            calls.exited(p, reason);
        });
    }

    Node node() {
        return node;
    }

    Emulator emulator() {
        return emulator;
    }

    /** The calls of other threads. */
    Calls calls() {
        return calls;
    }

    NodeGate gate() {
        return gate;
    }

    /** What the processes of a scheduler share; only on its thread. */
    Flyweights flyweights(final int scheduler) {
        return flyweights[scheduler];
    }

    /** Makes a process that does not run yet; {@link Emulator#launch} lets it. The parent is null, or runs on this thread. */
    Process make(final Process parent, final ProcessSpec spec) {
        final Behaviour behaviour = spec.make();
        return make(parent, spec, spec.nameOf(behaviour), p -> new JavaProcess(this, p, behaviour));
    }

    /** The same with an engine of another kind. */
    Process make(final Process parent, final ProcessSpec spec, final String name, final Function<Process, OwnEngine> engine) {
        final SpawnOptions options = new SpawnOptions(emulator.options);
        options.priority = spec.priority();
        options.boundScheduler = boundScheduler(spec.scheduler());
        final Process p = emulator.spawn(parent, options, Atom.term(AtomTable.of(name)), OwnEngine.AM_BEHAVIOUR, Term.NIL);
        if (p == null) {
            throw new IllegalStateException("too many processes: limit=" + emulator.processes.limit());
        }
        p.ownEngine = engine.apply(p);
        p.trapExit = spec.trapsExit();
        if (spec.mailboxCapacity() > 0) {
            p.mailboxLimit = new JavaMailboxLimit(this, p.self, spec.mailboxCapacity(), spec.mailboxPolicy());
        }
        if (spec.registeredName() >= 0 && !emulator.registry.register(Atom.term(spec.registeredName()), p)) {
            emulator.discard(p);
            throw new IllegalStateException("the name is taken: " + AtomTable.name(spec.registeredName()));
        }
        return p;
    }

    /** Sends {@code {Tag, Value}} of two immediates, which does not count against a limit. On a scheduler's thread or any other. */
    void sendPair(final Process to, final long tagTerm, final long valueTerm) {
        final Scheduler here = emulator.currentScheduler();
        final MessageClaim claim = here == null ? new MessageClaim() : flyweights[here.index].claim;
        claim.open(1 + 2);
        claim.send(null, to, Tuple.make(claim, tagTerm, valueTerm), false);
    }

    private int boundScheduler(final int number) {
        if (number < 0 || number > emulator.schedulers.length) {
            throw new IllegalArgumentException("no scheduler " + number + ", there are " + emulator.schedulers.length);
        }
        return number;
    }

    /** The behaviour of a process has thrown; on its scheduler. */
    void crashed(final Process p, final String name, final Throwable thrown) {
        if (logsCrashes) {
            LOGGER.log(System.Logger.Level.ERROR, "process " + TermPrinter.text(p.self) + " of " + name + " ends", thrown);
        } else {
            emulator.logCrash(p, p.exitReasonTerm);
        }
    }

    /** The number of another round of draining. */
    int nextDrain() {
        return drains.incrementAndGet();
    }

    /** The node has ended: nobody will answer any more. */
    void closed() {
        calls.close();
    }

    /** Frees what the schedulers share; they have stopped. */
    void free() {
        for (final Flyweights each : flyweights) {
            each.close();
        }
    }
}
