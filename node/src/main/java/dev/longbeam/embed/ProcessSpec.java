package dev.longbeam.embed;

import java.util.function.Supplier;

/**
 * What a process is started with; the same spec serves any number of processes if it makes a new behaviour for each.
 *
 * <pre>
 *   ProcessSpec.of(FeedHandler::new).mailbox(10_000, MailboxPolicy.DROP_OLDEST).register("feed")
 * </pre>
 *
 * <p>Set up by one thread; then any thread may spawn from it.
 */
public final class ProcessSpec {
    private final Supplier<? extends Behaviour> factory;
    private String name;
    private int registeredName = -1;
    private int mailboxCapacity;
    private MailboxPolicy mailboxPolicy;
    private boolean trapExit;
    private Priority priority = Priority.NORMAL;
    private int scheduler;

    /** How a process stands to others that are ready to run. */
    public enum Priority {
        /** Before all others; for very few. */
        MAX,
        /** Before those of normal priority. */
        HIGH,
        /** What is usual. */
        NORMAL,
        /** Now and then among those of normal priority. */
        LOW
    }

    private ProcessSpec(final Supplier<? extends Behaviour> factory) {
        this.factory = factory;
    }

    /** Processes of a behaviour that is made for each of them, on the thread that spawns. */
    public static ProcessSpec of(final Supplier<? extends Behaviour> factory) {
        return new ProcessSpec(factory);
    }

    /** One process of a behaviour. */
    public static ProcessSpec of(final Behaviour behaviour) {
        return new ProcessSpec(new Once(behaviour));
    }

    /** An inbox, for {@link Node#inbox(ProcessSpec)}: it has no behaviour. */
    public static ProcessSpec inbox() {
        return new ProcessSpec(() -> {
            throw new IllegalStateException("this is the spec of an inbox; Node.inbox opens it");
        }).name("inbox");
    }

    /** The name that traces and reports show; the name of the behaviour's class when it is not set. */
    public ProcessSpec name(final String newName) {
        name = newName;
        return this;
    }

    /** The process registers a name before it runs; spawning fails when the name is taken. */
    public ProcessSpec register(final String newName) {
        registeredName = AtomTable.of(newName);
        return this;
    }

    /** At most so many messages wait for the process. */
    public ProcessSpec mailbox(final int capacity, final MailboxPolicy policy) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a mailbox has room for one message at least, not " + capacity);
        }
        mailboxCapacity = capacity;
        mailboxPolicy = policy;
        return this;
    }

    /** The process traps exits from its beginning, see {@link ProcessContext#trapExit}. */
    public ProcessSpec trapExit(final boolean trap) {
        trapExit = trap;
        return this;
    }

    /** Its priority. */
    public ProcessSpec priority(final Priority newPriority) {
        priority = newPriority;
        return this;
    }

    /** Only this scheduler runs the process, counted from 1; 0, which is usual, lets it go where there is time. */
    public ProcessSpec scheduler(final int number) {
        scheduler = number;
        return this;
    }

    Behaviour make() {
        final Behaviour behaviour = factory.get();
        if (behaviour == null) {
            throw new IllegalArgumentException("the factory has made no behaviour");
        }
        return behaviour;
    }

    /** The name for a behaviour. */
    String nameOf(final Behaviour behaviour) {
        if (name != null) {
            return name;
        }
        final String className = behaviour.getClass().getName();
        final int lambda = className.indexOf("$$Lambda");
        return lambda < 0 ? className : className.substring(0, lambda) + "$lambda";
    }

    int registeredName() {
        return registeredName;
    }

    int mailboxCapacity() {
        return mailboxCapacity;
    }

    MailboxPolicy mailboxPolicy() {
        return mailboxPolicy;
    }

    boolean trapsExit() {
        return trapExit;
    }

    int priority() {
        return priority.ordinal();
    }

    int scheduler() {
        return scheduler;
    }

    /** Hands a behaviour out to one process. */
    private static final class Once implements Supplier<Behaviour> {
        private Behaviour behaviour;

        Once(final Behaviour behaviour) {
            if (behaviour == null) {
                throw new IllegalArgumentException("no behaviour");
            }
            this.behaviour = behaviour;
        }

        @Override
        public synchronized Behaviour get() {
            if (behaviour == null) {
                throw new IllegalStateException("this spec holds one behaviour, which a process has already; use ProcessSpec.of(Supplier)");
            }
            final Behaviour once = behaviour;
            behaviour = null;
            return once;
        }
    }
}
