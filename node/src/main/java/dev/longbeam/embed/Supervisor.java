package dev.longbeam.embed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A process that starts other processes, starts them again when they end, and ends them in order. As a supervisor of OTP, but that a
 * child counts as started when it is spawned: one that fails in {@link Behaviour#onStart} has ended and is restarted.
 *
 * <pre>
 *   final Supervisor feeds = Supervisor.of(Supervisor.Strategy.ONE_FOR_ONE).intensity(3, TimeUnit.SECONDS.toNanos(5))
 *       .child(ChildSpec.of("feed", ProcessSpec.of(Feed::new).register("feed")))
 *       .child(ChildSpec.of("publisher", ProcessSpec.of(Publisher::new)));
 *   node.spawn(feeds.spec());
 * </pre>
 *
 * <p>The process answers requests: {@code which_children} with {@code [{Id, Pid | undefined}]}; {@code {start_child, Args}}, with {@link
 * Strategy#SIMPLE_ONE_FOR_ONE}, with {@code {ok, Pid}} or {@code {error, Reason}}; {@code {terminate_child, Pid}} with {@code ok} or
 * {@code {error, not_found}}.
 *
 * <p>Set up by one thread, before {@link #spec}.
 */
public final class Supervisor implements Supplier<Behaviour> {
    private static final long USUAL_PERIOD_NS = 5_000_000_000L;

    final Strategy strategy;
    final List<ChildSpec> children = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    int restarts = 1;
    long periodNs = USUAL_PERIOD_NS;
    private String name = "supervisor";

    /** What happens to the others when one child ends and is started again. */
    public enum Strategy {
        /** Nothing. */
        ONE_FOR_ONE,
        /** All are ended and started again. */
        ONE_FOR_ALL,
        /** Those that stand behind it are ended and started again. */
        REST_FOR_ONE,
        /** Nothing; the children are started one by one by {@code {start_child, Args}} and are all of one kind. */
        SIMPLE_ONE_FOR_ONE
    }

    private Supervisor(final Strategy strategy) {
        this.strategy = strategy;
    }

    /** A supervisor without children that restarts once in 5 seconds. */
    public static Supervisor of(final Strategy strategy) {
        return new Supervisor(strategy);
    }

    /**
     * How often children may be restarted: with more restarts in the period the supervisor ends all of them and itself, with reason
     * {@code shutdown}.
     */
    public Supervisor intensity(final int maxRestarts, final long inNs) {
        if (maxRestarts < 0 || inNs <= 0) {
            throw new IllegalArgumentException("bad intensity: maxRestarts=" + maxRestarts + " inNs=" + inNs);
        }
        restarts = maxRestarts;
        periodNs = inNs;
        return this;
    }

    /** Adds a child; children are started in this order and ended in the opposite one. */
    public Supervisor child(final ChildSpec child) {
        final boolean dynamic = strategy == Strategy.SIMPLE_ONE_FOR_ONE;
        if (dynamic != (child.process == null) || dynamic && !children.isEmpty()) {
            throw new IllegalArgumentException(dynamic ? "SIMPLE_ONE_FOR_ONE takes one ChildSpec.dynamic"
                : "ChildSpec.dynamic is for SIMPLE_ONE_FOR_ONE: " + child.id);
        }
        if (!ids.add(child.id)) {
            throw new IllegalArgumentException("two children of one id: " + child.id);
        }
        children.add(child);
        return this;
    }

    /** The name that traces and logs show. */
    public Supervisor name(final String newName) {
        name = newName;
        return this;
    }

    /** What to spawn. */
    public ProcessSpec spec() {
        if (strategy == Strategy.SIMPLE_ONE_FOR_ONE && children.isEmpty()) {
            throw new IllegalArgumentException("SIMPLE_ONE_FOR_ONE takes one ChildSpec.dynamic");
        }
        return ProcessSpec.of(this).name(name).trapExit(true);
    }

    /** Makes the behaviour of one supervisor; for {@link #spec}. */
    @Override
    public Behaviour get() {
        return new SupervisorBehaviour(this);
    }
}
