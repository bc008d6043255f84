package dev.longbeam.embed;

import dev.longbeam.trace.TraceLevel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * What a node is like. Set what differs from the usual, then {@link Node#launch}; a context serves one node.
 *
 * <p>One thread.
 */
public final class NodeContext {
    private static final long CLOSE_TIMEOUT_NS = 5_000_000_000L;
    private static final long WATCHDOG_NS = 100_000_000L;
    private static final int PROCESS_LIMIT = 262_144;
    private static final int SPINS = 1500;

    String nodeName = "longbeam";
    int schedulers = Runtime.getRuntime().availableProcessors();
    int[] cores;
    boolean pinned = true;
    boolean busySpin;
    int spins = SPINS;
    Supplier<IdleStrategy> idleStrategy;
    long memoryLimitBytes;
    int processLimit = PROCESS_LIMIT;
    Path traceDirectory;
    TraceLevel traceLevel = TraceLevel.OFF;
    Path countersDirectory;
    boolean jmx;
    boolean invokerMode;
    /** Null for {@link System#nanoTime}. */
    LongSupplier clockNs;
    long closeTimeoutNs = CLOSE_TIMEOUT_NS;
    long watchdogNs = WATCHDOG_NS;
    Path otpRoot;
    List<String> otpArguments = List.of();
    final List<Object> functions = new ArrayList<>();
    final Map<String, Function<TermReader, ProcessSpec>> kinds = new HashMap<>();
    private boolean concluded;

    /** The usual: a scheduler per core, pinned to it, sleeping when idle; nothing recorded; no OTP. */
    public NodeContext() {
    }

    /** The name in logs, threads and JMX. */
    public NodeContext nodeName(final String name) {
        nodeName = name;
        return this;
    }

    /** Number of schedulers, 1 to 1024. Each is a thread. */
    public NodeContext schedulers(final int count) {
        schedulers = count;
        return this;
    }

    /** The cores that the schedulers are pinned to, the first scheduler to the first, and so on round. */
    public NodeContext cores(final int... numbers) {
        cores = numbers.clone();
        return this;
    }

    /** With false the kernel chooses where the schedulers run. A single scheduler is pinned only by {@link #cores}. */
    public NodeContext pinned(final boolean pin) {
        pinned = pin;
        return this;
    }

    /** With true an idle scheduler never sleeps: lowest latency, and a core at work all the time. */
    public NodeContext busySpin(final boolean spin) {
        busySpin = spin;
        return this;
    }

    /** How often an idle scheduler looks for messages before it sleeps; who sends to a sleeping one pays for waking it. */
    public NodeContext spinsBeforeSleep(final int looks) {
        spins = looks;
        return this;
    }

    /** What an idle scheduler does in place of sleeping until it is woken; each scheduler gets its own. */
    public NodeContext idleStrategy(final Supplier<IdleStrategy> supplier) {
        idleStrategy = supplier;
        return this;
    }

    /** Off-heap memory that all nodes of this JVM may take together; 0 leaves the limit as it is. */
    public NodeContext memoryLimitBytes(final long bytes) {
        memoryLimitBytes = bytes;
        return this;
    }

    /** Processes that there may be at a time; rounded up to a power of two. */
    public NodeContext processLimit(final int processes) {
        processLimit = processes;
        return this;
    }

    /** Records what the node does into a new folder; {@code bin/longbeam trace} reads it. */
    public NodeContext trace(final Path directory, final TraceLevel level) {
        traceDirectory = directory;
        traceLevel = level;
        return this;
    }

    /**
     * Keeps live counters in a memory-mapped file of this folder, for {@code bin/longbeam top}; a thread looks at them 5 times a second.
     * The file has the name of the JVM's process: two nodes of one JVM need two folders.
     */
    public NodeContext countersDirectory(final Path directory) {
        countersDirectory = directory;
        return this;
    }

    /** With true the platform's MBean server shows the node as {@code dev.longbeam:type=Node,name="..."}, see {@link NodeMXBean}. */
    public NodeContext jmx(final boolean register) {
        jmx = register;
        return this;
    }

    /** With true the node has no threads: {@link Node#invoke} runs it on the thread of the host. */
    public NodeContext invokerMode(final boolean invoker) {
        invokerMode = invoker;
        return this;
    }

    /** The clock of timers and timeouts, in nanoseconds; only with {@link #invokerMode}. */
    public NodeContext clock(final LongSupplier nanoClock) {
        clockNs = nanoClock;
        return this;
    }

    /** How long {@link Node#close} waits for messages to be handled and processes to end, in nanoseconds. */
    public NodeContext closeTimeoutNs(final long timeoutNs) {
        closeTimeoutNs = timeoutNs;
        return this;
    }

    /**
     * A behaviour whose call takes longer is reported to {@link System.Logger} {@code dev.longbeam} by its name and stack, once per call,
     * in nanoseconds; 0 for never. A thread looks twice in this time.
     */
    public NodeContext watchdogNs(final long thresholdNs) {
        watchdogNs = thresholdNs;
        return this;
    }

    /**
     * Boots Erlang/OTP in the node. One node of a JVM can have it.
     *
     * @param root      folder of an installation of OTP 25 to 29, such as {@code /usr/lib/erlang}
     * @param arguments as {@code erl} takes them
     */
    public NodeContext otp(final Path root, final String... arguments) {
        otpRoot = root;
        otpArguments = List.of(arguments);
        return this;
    }

    /**
     * Functions in Java that Erlang code can call.
     *
     * @param holders objects with public methods that carry {@link ErlangFunction}, or classes with static ones
     */
    public NodeContext functions(final Object... holders) {
        functions.addAll(List.of(holders));
        return this;
    }

    /**
     * A kind of process in Java that Erlang code can start: {@code longbeam:start_link(Name, Args)}, the start function for a supervisor,
     * gives {@code {ok, Pid}}; {@code longbeam:spawn(Name, Args)} a pid.
     *
     * @param name an atom in Erlang
     * @param kind makes what is spawned from the arguments
     */
    public NodeContext erlangProcess(final String name, final Function<TermReader, ProcessSpec> kind) {
        kinds.put(name, kind);
        return this;
    }

    // For the node

    NodeContext conclude() {
        if (concluded) {
            throw new IllegalStateException("this context has launched a node; a context serves one");
        }
        require(schedulers >= 1 && schedulers <= 1024, "schedulers must be from 1 to 1024: " + schedulers);
        require(cores == null || cores.length > 0, "no cores");
        require(!busySpin || idleStrategy == null, "busySpin and idleStrategy exclude each other");
        require(traceLevel == TraceLevel.OFF || traceDirectory != null, "no directory for the trace");
        require(memoryLimitBytes >= 0, "memoryLimitBytes must not be negative: " + memoryLimitBytes);
        require(otpRoot != null || functions.isEmpty() && kinds.isEmpty(), "functions and erlangProcess need otp");
        require(invokerMode || clockNs == null, "a clock of the host needs invokerMode");
        concluded = true;
        return this;
    }

    private static void require(final boolean condition, final String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
