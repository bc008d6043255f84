package dev.longbeam.embed;

import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Invoker;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Term;

/**
 * A node inside this JVM: schedulers that run processes, until it is closed.
 *
 * <pre>
 *   try (Node node = Node.launch(new NodeContext().schedulers(2))) {
 *       final long echo = node.spawn(ProcessSpec.of((ctx, message) -&gt; ctx.offer(message.pidAt(0), message)));
 *       ..
 *   }
 * </pre>
 *
 * <p>There can be any number of nodes in a JVM, with OTP or without. They share the table of atoms, the limit of off-heap memory and what
 * the operating system has once for a process (working directory, signals, standard input and output), and nothing else: pids of one mean
 * nothing to another.
 *
 * <p>Any thread, but where a method says otherwise. What is asked of a node that is closed throws {@link NodeClosedException}; sends
 * answer {@link SendResult#CLOSED}.
 */
public final class Node implements AutoCloseable {
    private final NodeContext context;
    private final Emulator emulator;
    private final NodeCore core;
    private final NodeClosing closing;
    private final NodeFigures figures;

    private Node(final NodeContext context) {
        this.context = context;
        final Machine machine = Machine.of(context, this::close);
        emulator = machine.emulator();
        core = new NodeCore(this, emulator, context.otpRoot != null);
        closing = new NodeClosing(core, machine, context);
        emulator.faultHandler(closing::fault);
        emulator.service(NodeCore.class, core);
        figures = new NodeFigures(context.nodeName, emulator);
        try {
            closing.observe(figures);
            machine.start();
        } catch (final RuntimeException e) {
            closing.fault("cannot start", e);
            closing.close();
            throw e;
        }
    }

    /**
     * Starts a node.
     *
     * @param context what it is like; read once, and not changed
     * @throws IllegalArgumentException when the context holds what cannot be
     */
    public static Node launch(final NodeContext context) {
        return new Node(context.conclude());
    }

    /** Starts a node with what is usual: a scheduler per core, nothing recorded. */
    public static Node launch() {
        return launch(new NodeContext());
    }

    /** The name that messages about this node carry. */
    public String name() {
        return context.nodeName;
    }

    /** Figures for a registry of metrics; the same that JMX shows. */
    public NodeMXBean figures() {
        return figures;
    }

    private void requireOpen() {
        if (core.gate().isClosed()) {
            throw new NodeClosedException(name());
        }
    }

    // Processes

    /** Starts a process that has no parent. On a scheduler's thread use {@link ProcessContext#spawn}. */
    public long spawn(final ProcessSpec spec) {
        requireOpen();
        final Process p = core.make(null, spec);
        emulator.launch(p);
        return p.self;
    }

    /** True while there is a process of this pid that has not ended. */
    public boolean isAlive(final long pid) {
        return !core.gate().isClosed() && emulator.processes.live(pid) != null;
    }

    /** Number of processes. */
    public int processCount() {
        return emulator.processes.count();
    }

    /** The process of a registered name, or {@link ProcessContext#NO_PID}. */
    public long whereis(final String name) {
        final long pid = emulator.registry.whereis(Atom.of(name));
        return Term.isLocalPid(pid) ? pid : ProcessContext.NO_PID;
    }

    /** Sends an exit signal whose reason is an atom, as if the process had sent it to itself; {@code kill} ends it in any case. */
    public void exit(final long pid, final int reasonAtom) {
        final Process p = core.gate().isClosed() ? null : emulator.processes.live(pid);
        if (p != null) {
            Signals.exit(p.self, p, Atom.term(reasonAtom));
        }
    }

    // Messages

    /** A sender for one thread. */
    public Sender sender() {
        requireOpen();
        return new Sender(core);
    }

    /** A process whose messages a thread of the host takes. */
    public Inbox inbox() {
        return inbox(ProcessSpec.inbox());
    }

    /** The same with a limited mailbox, a name or a priority; see {@link ProcessSpec#inbox}. */
    public Inbox inbox(final ProcessSpec spec) {
        requireOpen();
        return Inbox.open(core, spec);
    }

    // Running

    /**
     * Lets each scheduler do a cycle on the thread of the caller: takes in what has come, fires timers, runs a process for a slice. Only
     * with {@link NodeContext#invokerMode}, and always by the same thread.
     *
     * @return how much there was to do; 0 when all processes wait
     */
    public int invoke() {
        if (!context.invokerMode) {
            throw new IllegalStateException("the node runs on threads of its own; invoke() is for invokerMode(true)");
        }
        requireOpen();
        return Invoker.cycle(emulator);
    }

    /** True once the node takes no messages any more. */
    public boolean isClosed() {
        return core.gate().isClosed();
    }

    /**
     * Closes the node. From now on sends are answered with {@link SendResult#CLOSED}; what was answered with {@link SendResult#SENT}
     * before is handled, within {@link NodeContext#closeTimeoutNs}. Then all processes end: those without a parent with reason {@code
     * shutdown}, so that supervisors end their children in order; after the timeout with {@code kill}. The threads have ended when this
     * returns, but for one that a behaviour blocks.
     *
     * <p>Not on a thread of the node. Closing twice does nothing.
     */
    @Override
    public void close() {
        closing.close();
    }
}
