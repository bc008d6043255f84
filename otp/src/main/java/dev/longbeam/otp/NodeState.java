package dev.longbeam.otp;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Scheduler;
import dev.longbeam.term.NodeTerms;
import dev.longbeam.term.PersistentTerms;
import dev.longbeam.term.ets.EtsTables;

/**
 * What BIFs keep of one node: nothing of it is the JVM's, which may have other nodes.
 *
 * <p>Made when the first BIF asks for it. Any thread; the fields that can be set are set before the node runs.
 */
public final class NodeState {
    /** Its clock. */
    Clock clock = new Clock(Clock.MACHINE);
    /** Its regular expressions. */
    ReDialect dialect = ReDialect.PCRE8;
    final PersistentTerms persistentTerms;
    final UniqueIntegers uniqueIntegers = new UniqueIntegers();
    final InputReadiness inputReadiness;
    final EarlyFileCalls earlyFileCalls;
    final EtsNode ets;
    /** Those of {@link #ets}: nearer to the BIFs that need them at every call. */
    final EtsTables etsTables;

    private final Emulator emulator;
    private final OsEnvironment environment = new OsEnvironment();
    private OwnerDeaths ownerDeaths;

    private NodeState(final Emulator emulator) {
        this.emulator = emulator;
        earlyFileCalls = new EarlyFileCalls(Clock.MACHINE, emulator.options.invoker);
        inputReadiness = new NodeInputReadiness(emulator);
        ets = new EtsNode(emulator, this);
        etsTables = ets.tables;
        persistentTerms = emulator.terms.persistentTerms();
    }

    /** That of the node of a process. */
    static NodeState of(final Process p) {
        return p.scheduler().bifState instanceof NodeState state ? state : of(p.emulator());
    }

    /** That of an emulator. */
    public static NodeState of(final Emulator emulator) {
        synchronized (emulator) {
            if (emulator.schedulers[0].bifState instanceof NodeState state) {
                return state;
            }
            final NodeState made = new NodeState(emulator);
            for (final Scheduler scheduler : emulator.schedulers) {
                scheduler.bifState = made;
            }
            return made;
        }
    }

    /** The variables of its environment. */
    public OsEnvironment environment() {
        return environment;
    }

    /** The node has ended: frees its ETS tables. Only when its schedulers have stopped. */
    public void close() {
        final NodeTerms before = NodeTerms.enter(emulator.terms);
        try {
            ets.awaitBackground();
            etsTables.close();
        } finally {
            NodeTerms.enter(before);
        }
    }

    /** Who wants to know when its processes die. */
    synchronized OwnerDeaths ownerDeaths() {
        if (ownerDeaths == null) {
            ownerDeaths = new OwnerDeaths(emulator);
        }
        return ownerDeaths;
    }
}
