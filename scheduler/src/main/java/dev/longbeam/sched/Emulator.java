package dev.longbeam.sched;

import dev.longbeam.memory.CpuAffinity;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.NodeTerms;
import dev.longbeam.term.ShallowCopy;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.trace.Trace;
import dev.longbeam.trace.TraceLevel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One Erlang node's machine: its processes, names and schedulers, and a place for the services that higher modules add.
 *
 * <p>Any thread, once started.
 */
public final class Emulator {
    /** What it was started with. */
    public final EmulatorOptions options;
    /** What terms mean here. */
    public final NodeTerms terms;
    /** All processes. */
    public final ProcessTable processes;
    /** Registered names. */
    public final Registry registry = new Registry(this);
    /** What is recorded, or null. */
    public final Trace trace;
    /** The schedulers. */
    public final Scheduler[] schedulers;
    /** Runs blocking work. */
    public final BlockingPool blockingPool;
    /** Literals that are to be freed. */
    public final LiteralAreas literalAreas = new LiteralAreas(this);
    /** Blocks of multi-scheduling. */
    public final MultiScheduling multiScheduling = new MultiScheduling(this);
    /** Erlang's tracing. */
    public final TraceSettings traceSettings = new TraceSettings(this);
    /** Wants to know when processes end. */
    public final List<ExitListener> exitListeners = new CopyOnWriteArrayList<>();

    /** What processes are asked to run, by the number that the signal carries. */
    final ConcurrentHashMap<Long, Consumer<Process>> requests = new ConcurrentHashMap<>();

    /** How long the end of a node waits for a scheduler to end its slice, so that its last events are written. */
    private static final long STOP_MS = 500;

    private CounterSampler counters;
    private volatile SpawnOptions spawnDefaults;
    private final Map<Class<?>, Object> services = new ConcurrentHashMap<>();
    /** How long schedulers have had work, or null while nobody wants to know. Schedulers may see a change late. */
    WallTime wallTime;
    private volatile FaultHandler faultHandler = (message, cause) -> {
        System.err.println(message);
        if (cause != null) {
            cause.printStackTrace();
        }
        Runtime.getRuntime().halt(1);
    };
    private volatile PortSignals ports = PortSignals.NO_PORTS;
    private volatile SystemLog systemLog = SystemLog.NOBODY;

    /** Called when the machine itself is broken; must end the node. */
    @FunctionalInterface
    public interface FaultHandler {
        /** Reports the fault and ends the node. */
        void fault(String message, Throwable cause);
    }

    /** An emulator that does not run yet. */
    public Emulator(final EmulatorOptions options) {
        this.options = options;
        terms = NodeTerms.open(options.variant);
        spawnDefaults = new SpawnOptions(options);
        processes = new ProcessTable(options.processLimit, options.schedulers);
        blockingPool = new BlockingPool(this);
        trace = options.trace == null || options.trace.level == TraceLevel.OFF ? null
            : new Trace(options.trace, options.schedulers, problem -> System.err.print("longbeam: " + problem + "\r\n"));
        schedulers = new Scheduler[options.schedulers];
        for (int i = 0; i < schedulers.length; i++) {
            schedulers[i] = new Scheduler(this, i);
        }
    }

    /** The scheduler that the invoker steps at the moment, or null. */
    private Scheduler stepped;
    private volatile Thread stepping;

    /** Steps a scheduler once on the thread of the caller; see {@link Invoker}. */
    int step(final Scheduler scheduler) {
        stepping = Thread.currentThread();
        stepped = scheduler;
        final NodeTerms before = NodeTerms.enter(terms);
        literalAreas.enter();
        try {
            return scheduler.invoke();
        } finally {
            NodeTerms.enter(before);
            stepped = null;
        }
    }

    /**
     * Waits until every scheduler has been between two slices, for a second at most: one that nobody steps never is. Not on the thread of a scheduler.
     */
    public void awaitRound() throws InterruptedException {
        final CountDownLatch passed = new CountDownLatch(schedulers.length);
        for (final Scheduler scheduler : schedulers) {
            scheduler.execute(passed::countDown);
        }
        passed.await(1, TimeUnit.SECONDS);
    }

    /** The scheduler that the invoker steps on this thread, or null. */
    Scheduler stepped() {
        return stepping == Thread.currentThread() ? stepped : null;
    }

    /** The scheduler that runs on this thread, or null. */
    public Scheduler currentScheduler() {
        return Thread.currentThread() instanceof SchedulerThread here && here.scheduler.emulator == this ? here.scheduler : stepped();
    }

    /** Starts the schedulers; each gets an engine of its own. */
    public void start(final Function<Scheduler, Engine> engines) {
        if (options.countersDirectory != null) {
            counters = CounterSampler.start(this, options.countersDirectory);
        }
        for (final Scheduler scheduler : schedulers) {
            scheduler.start(engines.apply(scheduler));
        }
    }

    /** Stops the schedulers after their current slice. */
    public void stop() {
        for (final Scheduler scheduler : schedulers) {
            scheduler.stop();
        }
    }

    /**
     * Waits until the schedulers have stopped.
     *
     * @param ms how long to wait for each
     * @return true when none of them runs any more
     */
    public boolean awaitStop(final long ms) {
        boolean all = true;
        for (final Scheduler scheduler : schedulers) {
            all &= scheduler.awaitStop(ms);
        }
        return all;
    }

    /** Frees what all processes hold. Only when the schedulers have stopped; nothing works afterwards. */
    public void free() {
        blockingPool.close();
        for (final Scheduler scheduler : schedulers) {
            scheduler.intake.close();
            scheduler.spill.close();
            scheduler.farewells.close();
            scheduler.remains.close();
            scheduler.messageTimers.free();
        }
        for (final Process p : processes.all()) {
            ProcessExit.abandon(p);
        }
        literalAreas.free();
    }

    /** Ends what this node records: stops the schedulers and waits until what they have recorded is written. */
    public void end(final int status) {
        if (counters != null) {
            counters.close();
        }
        if (trace != null) {
            stop();
            for (final Scheduler scheduler : schedulers) {
                scheduler.awaitStop(STOP_MS);
                if (options.invoker) {
                    scheduler.trace.end();
                }
            }
            Recorder.stopped(trace, status);
            trace.close();
        }
    }

    /**
     * Runs something on each scheduler between two slices.
     *
     * @param onEach   run on the thread of each scheduler
     * @param whenDone run on the thread of one of them when all have done so
     */
    public void atSafePoints(final Runnable onEach, final Runnable whenDone) {
        final AtomicInteger left = new AtomicInteger(schedulers.length);
        for (final Scheduler scheduler : schedulers) {
            scheduler.execute(() -> {
                onEach.run();
                if (left.decrementAndGet() == 0) {
                    whenDone.run();
                }
            });
        }
    }

    /** Adds a service that BIFs of higher modules look up. */
    public <T> void service(final Class<T> type, final T service) {
        services.put(type, service);
    }

    /** A service that was added. */
    public <T> T service(final Class<T> type) {
        return type.cast(services.get(type));
    }

    /** Measures from now on how long schedulers have work, or no longer; any thread. */
    public void measureWallTime(final boolean on) {
        final boolean[] idle = new boolean[schedulers.length];
        for (int i = 0; i < idle.length; i++) {
            idle[i] = schedulers[i].isParked();
        }
        wallTime = on ? new WallTime(idle, System.nanoTime()) : null;
    }

    /** How long schedulers have had work, or null when that is not measured. */
    public WallTime wallTime() {
        return wallTime;
    }

    /** Sets who reports faults. */
    public void faultHandler(final FaultHandler handler) {
        faultHandler = handler;
    }

    /** Sets who hears what processes tell ports. */
    public void ports(final PortSignals listener) {
        ports = listener;
    }

    /** Sets who logs. */
    public void systemLog(final SystemLog log) {
        systemLog = log;
    }

    /** The machine is broken: reports and ends the node. */
    public void fault(final String message, final Throwable cause) {
        faultHandler.fault(message, cause);
    }

    void portLinkBroken(final Process p, final long portTerm, final long reasonTerm) {
        ports.broken(p, portTerm, reasonTerm);
    }

    void portDemonitored(final long portTerm, final long refNumber) {
        ports.demonitored(portTerm, refNumber);
    }

    void sendToPort(final Process p, final long portTerm, final long messageTerm) {
        ports.message(p, portTerm, messageTerm);
    }

    boolean isPort(final long portTerm) {
        return ports.exists(portTerm);
    }

    void traceToPort(final long portTerm, final Signals.TermBuilder message) {
        ports.trace(portTerm, message);
    }

    /** A process dies of an exception that nobody caught; its reason is {@code {Reason, StackTrace}}. */
    public void logCrash(final Process p, final long reasonTerm) {
        systemLog.crash(p, reasonTerm);
    }

    /** A process has done something wrong that an error alone does not explain. */
    public void logError(final Process p, final String text) {
        systemLog.error(p, text);
    }

    void maxHeapExceeded(final Process p) {
        systemLog.maxHeap(p);
    }

    void pin(final Scheduler scheduler) {
        if (options.cores != null) {
            CpuAffinity.pinCurrentThread(options.cores[scheduler.index % options.cores.length]);
        } else if (options.pin && schedulers.length > 1) {
            CpuAffinity.pinCurrentThreadToNth(scheduler.index);
        }
    }

    /** Reductions of the whole node. */
    public long reductions() {
        long sum = 0;
        for (final Scheduler scheduler : schedulers) {
            sum += scheduler.reductions();
        }
        return sum;
    }

    /**
     * Makes a process that applies a function, and lets it run.
     *
     * @param parent the process that spawns, or null
     * @return the process, or null when the process table is full
     */
    public Process spawn(final Process parent, final SpawnOptions spawnOptions, final long moduleTerm, final long functionTerm,
        final long argsTerm) {
        final Process p = processes.create(currentScheduler());
        if (p == null) {
            return null;
        }
        final Scheduler scheduler = spawnOptions.boundScheduler > 0 ? schedulers[spawnOptions.boundScheduler - 1]
            : parent == null ? schedulers[0] : parent.scheduler();
        p.boundScheduler = (short)spawnOptions.boundScheduler;
        p.startsOn(scheduler);
        p.heapSettings = spawnOptions.heapSettings;
        p.virtualHeapWords = spawnOptions.heapSettings.minVirtualHeapWords();
        p.priority(spawnOptions.priority);
        p.settings = ProcessSettings.DEFAULT.withMessageQueueData(spawnOptions.messageQueueDataTerm);
        p.systemProcess = spawnOptions.systemProcess;
        p.initialCall(moduleTerm, functionTerm, (int)Cons.length(argsTerm));
        createHeap(p, spawnOptions.firstHeapWords, argsTerm);
        p.codePointer = scheduler.engine().startPointer();
        if (parent != null) {
            p.parentTerm = parent.self;
            p.groupLeaderTerm = TermCopy.copy(parent.groupLeaderTerm, p);
        } else {
            p.parentTerm = p.self;
            p.groupLeaderTerm = p.self;
        }
        return p;
    }

    /** Makes the heap of a new process, with a copy of its arguments; nearly all of them are not deep, and sized and copied in no time. */
    private static void createHeap(final Process p, final int firstHeapWords, final long argsTerm) {
        final long shallowWords = Term.isImmediate(argsTerm) ? ShallowCopy.NOT_HERE : ShallowCopy.words(argsTerm);
        final long words = shallowWords < 0 ? TermCopy.sizeWords(argsTerm) : shallowWords;
        p.createHeap(Math.max(firstHeapWords, words + (words < LARGE_ARGS_WORDS ? FIRST_FREE_WORDS : words)));
        p.startArgsTerm = shallowWords < 0 ? TermCopy.copy(argsTerm, p) : ShallowCopy.copy(argsTerm, p);
    }

    /** The options of a process that nobody asks anything of; not to be changed. Any thread. */
    public SpawnOptions defaultSpawnOptions() {
        SpawnOptions defaults = spawnDefaults;
        if (defaults.heapSettings != options.heapSettings) {
            defaults = new SpawnOptions(options);
            spawnDefaults = defaults;
        }
        return defaults;
    }

    /** Lets a new process run. */
    public void launch(final Process p) {
        if (p.boundScheduler > 0 && p.mailboxLimit == null && schedulers.length > 1) {
            processes.giveHome(p, p.boundScheduler);
        }
        Recorder.spawned(this, p);
        Signals.enqueue(p);
    }

    /** Takes back a process that has not been launched, and that nobody knows. */
    public void discard(final Process p) {
        ProcessExit.abandon(p);
    }

    /** A process by pid or registered name, or null. */
    public Process find(final long term) {
        if (Term.isAtom(term)) {
            final long pid = registry.whereis(term);
            return pid == Term.NON_VALUE ? null : processes.live(pid);
        }
        return processes.live(term);
    }

    /** Room for the first frames of a process: many do nothing before they wait, and a first collection gives more to those that do. */
    private static final long FIRST_FREE_WORDS = 16;

    /** Arguments from this size on are data to work on: with as much room again they are not copied once more as soon as the process does something. */
    private static final long LARGE_ARGS_WORDS = 1024;

    /** Default of {@code message_queue_data}. */
    public static final long ON_HEAP = Atom.of("on_heap");

    /** The atom of node(). */
    public long nodeTerm() {
        return Atoms.NONODE_NOHOST;
    }
}
