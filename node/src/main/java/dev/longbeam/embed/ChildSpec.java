package dev.longbeam.embed;

import java.util.function.Function;

/**
 * A child of a {@link Supervisor}: how it is started, when it is restarted, how it is ended.
 *
 * <p>Set up by one thread, before the supervisor gets it.
 */
public final class ChildSpec {
    private static final long SHUTDOWN_NS = 5_000_000_000L;
    private static final Restart USUAL_RESTART = Restart.PERMANENT;

    final String id;
    /** Null for a child whose start takes arguments. */
    final ProcessSpec process;
    /** Null for a child that is started with its supervisor. */
    final Function<TermReader, ProcessSpec> factory;
    Restart restart = USUAL_RESTART;
    long shutdownNs = SHUTDOWN_NS;

    /** When a child that has ended is started again. */
    public enum Restart {
        /** Always. */
        PERMANENT,
        /** When its reason was none of {@code normal}, {@code shutdown} and {@code {shutdown, _}}. */
        TRANSIENT,
        /** Never. */
        TEMPORARY
    }

    private ChildSpec(final String id, final ProcessSpec process, final Function<TermReader, ProcessSpec> factory) {
        this.id = id;
        this.process = process;
        this.factory = factory;
    }

    /**
     * A child that is started with its supervisor: {@link Restart#PERMANENT}, and with 5 seconds to end.
     *
     * @param id      names it among its siblings
     * @param process must make a new behaviour for each start: {@link ProcessSpec#of(java.util.function.Supplier)}
     */
    public static ChildSpec of(final String id, final ProcessSpec process) {
        return new ChildSpec(id, process, null);
    }

    /**
     * What the children of a {@link Supervisor.Strategy#SIMPLE_ONE_FOR_ONE} supervisor are made of.
     *
     * @param factory makes the spec of one child from the arguments of its start; restarts use the same spec
     */
    public static ChildSpec dynamic(final String id, final Function<TermReader, ProcessSpec> factory) {
        return new ChildSpec(id, null, factory);
    }

    /** When it is started again. */
    public ChildSpec restart(final Restart when) {
        restart = when;
        return this;
    }

    /**
     * How long the child may take to end when its supervisor ends it with {@code shutdown}, in nanoseconds; then it is killed. 0 kills it
     * at once; {@link Long#MAX_VALUE}, for children that are supervisors, waits for ever.
     */
    public ChildSpec shutdownNs(final long timeoutNs) {
        shutdownNs = timeoutNs;
        return this;
    }

    boolean restartsAfter(final boolean abnormal) {
        return restart == Restart.PERMANENT || restart == Restart.TRANSIENT && abnormal;
    }
}
