package dev.longbeam.sched;

import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;
import dev.longbeam.trace.Trace;
import dev.longbeam.trace.TraceStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.MessageHandler;

/**
 * A scheduler: a duty cycle that takes in what other threads ask for, fires timers, and runs processes for a slice each.
 *
 * <p>Its thread owns everything here but the inlet. Other threads call {@link #enqueue}, {@link #execute} and {@link #unpark} only.
 */
public final class Scheduler implements Runnable {
    /** Number of X registers. */
    public static final int REGISTERS = 1024;

    private static final long MESSAGE_COUNT_MASK = (1L << Trace.MESSAGE_STREAM_SHIFT) - 1;
    private static final VarHandle RUNNING;
    /** What a sender pays for a signal that finds no room in the ring of another scheduler. */
    private static final int SPILL_REDUCTIONS = 100;
    /** Reductions of other processes that what comes from outside may have to wait for, besides the slice that runs: looking for it costs as much as some of them. */
    private static final long TAKE_IN_WORK = 64;
    /** What a slice without reductions counts for. */
    private static final long SLICE_WORK = 10;
    private static final int TIMER_EVERY = 4;
    /** How often an idle scheduler looks at its inlet in a cycle; and how many cycles may go by without a look at its timers because a message has come. */
    private static final int LOOKS = 8;
    /** Timers that fire before processes get their turn, and others then. */
    private static final int TIMERS_AT_ONCE = 64;
    private static final long MAX_PARK_NS = 1_000_000_000L;
    private static final long TRACE_FLUSH_NS = 100_000_000L;

    static {
        try {
            RUNNING = MethodHandles.lookup().findVarHandle(Scheduler.class, "running", Process.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Index, from 0. */
    public final int index;
    /** The emulator that it belongs to. */
    public final Emulator emulator;
    /** What BIFs keep of the node, the same on all schedulers: the one service that some need at every call. Set before the node runs. */
    public Object bifState;
    /** X registers of the process that runs. */
    public final long[] registers = new long[REGISTERS];
    /** Timers of this scheduler. */
    public final Timers timers;
    /** Those of them that send messages. */
    final MessageTimers messageTimers;

    /** Words that must be free after the collection that the engine asks for. */
    public long collectNeedWords;
    /** Result of a BIF that ends the slice first ({@link Process#yield}). */
    public long yieldResultTerm;
    /** Code pointer to call in place of the BIF ({@link Process#OUTCOME_CALL_CODE}). */
    public long trapPointer;

    /** The stream of what is recorded of this scheduler, or null. */
    final TraceStream trace;
    /** The clock of the trace has been read since the running process began to take in signals. */
    boolean clockReadInFetch;
    /** Words that the running process had allocated in this slice when it was collected last. */
    long sliceWords;
    final SignalBuilder builder = new SignalBuilder();
    final Monitor.Pool monitors = new Monitor.Pool();
    final RunQueue queue = new RunQueue();
    final Inlet inlet;
    final Intake intake;
    /** Views of the inlets of all schedulers, by index, for this scheduler alone. */
    private Inlet[] inlets;
    final Spill spill;
    final Remains remains = new Remains();
    final Farewells farewells = new Farewells();
    final WorkSharing sharing;
    /** Collections of the processes of this scheduler. */
    final ProcessCollections collections;

    /** Made once: a method reference at the call would be an object per cycle. */
    private final MessageHandler onRing = this::onRing;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Process> spilled = new ArrayDeque<>();
    private final SchedulerThread thread;
    private final IdleStrategy idleStrategy;
    private Engine engine;
    private volatile boolean stopped;
    private int idleCycles;
    private int cycles;
    private boolean timersAreDue;
    /** Reductions, and slices, since the scheduler looked for what others ask for. */
    private long untakenWork;
    private long messageIds;
    /** Messages that processes of this scheduler have received. */
    long messagesReceived;
    private long sliceCount;
    private long reductions;
    private Process running;

    Scheduler(final Emulator emulator, final int index) {
        this.emulator = emulator;
        this.index = index;
        messageIds = (long)index << Trace.MESSAGE_STREAM_SHIFT;
        thread = new SchedulerThread(this);
        timers = new Timers(index);
        messageTimers = new MessageTimers(this);
        idleStrategy = emulator.options.idleStrategy == null ? null : emulator.options.idleStrategy.get();
        trace = emulator.trace == null ? null : emulator.trace.stream(index);
        if (trace != null) {
            trace.slicesOf(Process.SLICE_REDUCTIONS);
        }
        inlet = new Inlet(thread);
        intake = inlet.intake();
        spill = new Spill(emulator.schedulers);
        collections = new ProcessCollections(this);
        sharing = new WorkSharing(this);
    }

    void start(final Engine newEngine) {
        engine = newEngine;
        inlets = new Inlet[emulator.schedulers.length];
        Arrays.setAll(inlets, i -> emulator.schedulers[i].inlet.view());
        if (!emulator.options.invoker) {
            thread.start();
        }
    }

    long nextMessageId() {
        return ++messageIds;
    }

    /** Reductions of all processes on this scheduler so far. */
    public long reductions() {
        return reductions;
    }

    /** Time slices so far; any thread, a little late. */
    public long slices() {
        return sliceCount;
    }

    /** Messages that processes of this scheduler, and itself, have sent. */
    public long messagesSent() {
        return messageIds & MESSAGE_COUNT_MASK;
    }

    /** Number of collections on this scheduler, and the words that they gave back. */
    public long[] collections() {
        return new long[] {collections.count(), collections.freedWords()};
    }

    /** Processes that wait for this scheduler. */
    public int queueLength() {
        return queue.size();
    }

    /** The process that runs now, or null; any thread, a little late. */
    public Process running() {
        return (Process)RUNNING.getOpaque(this);
    }

    /** True for the process that runs now; on the thread of this scheduler. */
    boolean isRunning(final Process p) {
        return running == p;
    }

    /** What the thread of this scheduler does at the moment. Any thread. */
    public StackTraceElement[] stackTrace() {
        return thread.getStackTrace();
    }

    /** The stream of what is recorded of this scheduler, or null. */
    public TraceStream trace() {
        return trace;
    }

    /** The engine of this scheduler. */
    public Engine engine() {
        return engine;
    }

    // Other threads

    /** Puts a process that is awake on the run queue. Any thread. */
    void enqueue(final Process p) {
        if (isCurrent()) {
            queue.add(p);
        } else if (!inlet.offer(Inlet.PROCESS, p.self)) {
            spill(p);
        }
    }

    /** True on this scheduler's thread, or while the invoker steps this scheduler. */
    boolean isCurrent() {
        return emulator.options.invoker ? emulator.stepped() == this : Thread.currentThread() == thread;
    }

    /** Runs a task on this scheduler between two slices. Any thread. */
    public void execute(final Runnable task) {
        tasks.add(task);
        unpark();
    }

    private void spill(final Process p) {
        if (Thread.currentThread() instanceof SchedulerThread other) {
            other.scheduler.spilled.add(p);
        } else {
            execute(() -> queue.add(p));
        }
    }

    /** Sends a signal to a process with a home on another scheduler; the thread of this one. */
    void sendHome(final int home, final long pidTerm, final long signal) {
        if (!spill.isEmpty() || !inlets[home - 1].offerSignal(pidTerm, signal)) {
            spill.add(home, pidTerm, signal);
            if (running != null && running.isRunningCode()) {
                running.bumpReductions(SPILL_REDUCTIONS);
            }
        }
    }

    /** Sends a message of a process on this scheduler to a process with a home on another. */
    void sendHome(final int home, final long pidTerm, final Process from, final long messageTerm) {
        if (Term.isImmediate(messageTerm)) {
            final long id = Recorder.sentHome(from, pidTerm, 0);
            if (spill.isEmpty() && inlets[home - 1].offerMessage(pidTerm, from.self, messageTerm, id)) {
                return;
            }
            sendHome(home, pidTerm, builder.copy(SignalLayout.MESSAGE, from.self, messageTerm), id);
        } else {
            final long signal = builder.copy(SignalLayout.MESSAGE, from.self, messageTerm);
            sendHome(home, pidTerm, signal, Recorder.sentHome(from, pidTerm, SignalLayout.termWords(signal)));
        }
    }

    private void sendHome(final int home, final long pidTerm, final long signal, final long messageId) {
        SignalLayout.id(signal, messageId);
        sendHome(home, pidTerm, signal);
    }

    /** True while this scheduler sleeps; any thread, a little late. */
    boolean isParked() {
        return inlet.isParked();
    }

    void unpark() {
        inlet.unpark();
    }

    /** Takes in everything that has been offered so far, in the middle of a slice. */
    void drainInlet() {
        intake.drainAll(onRing);
        clockGetsOld();
    }

    /** Waits until this scheduler has stopped; not on its own thread. */
    boolean awaitStop(final long ms) {
        try {
            thread.join(ms);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    // The duty cycle

    @Override
    public void run() {
        try {
            emulator.pin(this);
            while (!stopped) {
                if (doWork() == 0) {
                    if (idleCycles == 0) {
                        inlet.idle(spill.isEmpty());
                        becameIdle(true);
                    }
                    idle();
                } else if (idleCycles != 0) {
                    idleCycles = 0;
                    becameIdle(false);
                }
            }
            if (trace != null) {
                trace.end();
            }
        } catch (final OutOfMemoryError e) {
            // There may be no memory to say more.
            emulator.fault("out of memory", e);
        } catch (final Throwable t) {
            emulator.fault("scheduler " + (index + 1) + " failed" + describeRunning(), t);
        }
    }

    private void becameIdle(final boolean idle) {
        final WallTime wallTime = emulator.wallTime;
        if (wallTime != null) {
            wallTime.change(index, idle, System.nanoTime());
        }
    }

    private String describeRunning() {
        final Process p = running;
        return p == null ? "" : " in process <0." + Pid.number(p.self) + "." + Pid.serial(p.self) + ">, " + p.engine().describe();
    }

    /** One cycle: returns how much there was to do. */
    int doWork() {
        int work = 0;
        if (muchIsDone() || queue.size() == 0) {
            untakenWork = 0;
            work = takeIn();
            if (work != 0) {
                clockGetsOld();
            }
        }
        final Process p = queue.take();
        if (p != null) {
            if (idleCycles != 0) {
                inlet.idle(false);
            }
            runProcess(p);
            work++;
        }
        return work;
    }

    /** The scheduler has done something between slices, or taken in what comes from elsewhere, since the clock of the trace was read. */
    void clockGetsOld() {
        if (trace != null) {
            trace.clockGetsOld();
        }
    }

    /** So much work has been done in slices that others must be looked after. */
    boolean muchIsDone() {
        return untakenWork >= TAKE_IN_WORK;
    }

    /** Reductions, and slices, since that was done last. */
    int workDone() {
        return (int)untakenWork;
    }

    /** What a cycle does before it runs a process. */
    private int takeIn() {
        int work = intake.drain(onRing);
        if (work > 0 && idleCycles != 0) {
            // A message ends the wait: all else was looked at in the cycle before.
            return work;
        }
        if (!spill.isEmpty()) {
            work += spill.retry();
        }
        if (!remains.isEmpty()) {
            work += remains.step();
        }
        if (!farewells.isEmpty()) {
            work += farewells.step();
        }
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            work++;
            task = tasks.poll();
        }
        if (!spilled.isEmpty()) {
            work += retrySpilled();
        }
        cycles++;
        if (work == 0 && idleCycles == 0 && queue.size() == 0 && !timersAreDue && cycles % LOOKS != 0) {
            // An answer to what has just been sent takes no longer than it does to read the clock and to become idle.
            lookOut();
            work = intake.drain(onRing);
            if (work != 0) {
                return work;
            }
        }
        if (cycles % TIMER_EVERY == 0 || timersAreDue || queue.size() == 0) {
            final int fired = timers.poll(emulator.options.clockNs.getAsLong(), TIMERS_AT_ONCE);
            timersAreDue = fired == TIMERS_AT_ONCE;
            work += fired;
        }
        return work;
    }

    /** A task of a scheduler other than the first while multi-scheduling is blocked: runs no process, and hands on those that may go. */
    void standStill() {
        if (index == 0 || emulator.options.invoker) {
            return;
        }
        while (emulator.multiScheduling.isBlocked() && !stopped) {
            final int work = takeIn();
            sharing.handOn();
            if (work == 0) {
                park();
            }
        }
    }

    private void onRing(final int type, final MutableDirectBuffer record, final int at, final int length) {
        final long value = record.getLong(at);
        if (type == Inlet.STEAL) {
            sharing.giveAway((int)value);
            return;
        }
        final Process p = emulator.processes.get(value);
        if (type == Inlet.MESSAGE) {
            arrived(value, p, Inlet.message(record, at));
        } else if (type == Inlet.SIGNAL) {
            arrived(value, p, record.getLong(at + Long.BYTES));
        } else if (p != null && type == Inlet.PROCESS) {
            queue.add(p);
        } else if (p != null) {
            elevate(p, type - Inlet.ELEVATE);
        }
    }

    private void arrived(final long pidTerm, final Process p, final long signal) {
        if (p != null && SignalLayout.type(signal) == SignalLayout.MESSAGE && p.wakeWith(this, signal)) {
            return;
        }
        if (p == null || !p.push(signal)) {
            ProcessExit.refuse(emulator, pidTerm, signal);
        }
    }

    /** Lets a process handle its signals as if it had a higher priority; what it runs itself keeps its own. Any thread. */
    void elevate(final Process p, final int priority) {
        if (!isCurrent()) {
            if (!inlet.offer(Inlet.ELEVATE + priority, p.self)) {
                execute(() -> p.scheduler.elevate(p, priority));
            }
        } else if (p.scheduler != this) {
            p.scheduler.elevate(p, priority);
        } else if (priority < p.queuePriority) {
            final boolean waits = queue.remove(p);
            p.queuePriority = (byte)priority;
            if (waits) {
                queue.add(p);
            }
        }
    }

    private int retrySpilled() {
        int done = 0;
        for (int i = spilled.size(); i > 0; i--) {
            final Process p = spilled.poll();
            p.scheduler.enqueue(p);
            done++;
        }
        return done;
    }

    /** One cycle under the invoker, with a request for work when there was none. */
    int invoke() {
        if (index > 0 && emulator.multiScheduling.isBlocked()) {
            final int work = takeIn();
            sharing.handOn();
            return work;
        }
        final int work = doWork();
        if (work == 0) {
            sharing.requestWork();
        }
        return work;
    }

    private void idle() {
        clockGetsOld();
        idleCycles++;
        sharing.withoutWork(idleCycles);
        if (emulator.options.busySpin || idleCycles < emulator.options.spins / LOOKS) {
            lookOut();
        } else if (idleStrategy == null) {
            park();
            sharing.woken();
        } else {
            if (idleCycles == emulator.options.spins / LOOKS) {
                idleStrategy.reset();
            }
            idleStrategy.idle(0);
        }
    }

    /** Waits a moment for a record in the inlet, which is what almost all waits end with: it is looked for far more often than all else. */
    private void lookOut() {
        for (int i = 0; i < LOOKS && !intake.hasRecord(); i++) {
            Thread.onSpinWait();
        }
    }

    /** Sleeps until something arrives or a timer is due. */
    private void park() {
        if (!spill.isEmpty()) {
            return;
        }
        inlet.parked(true);
        final long next = timers.nextDeadlineNs();
        final long maxNs = trace != null && trace.hasEvents() ? TRACE_FLUSH_NS : MAX_PARK_NS;
        final long sleepNs = next == Long.MAX_VALUE ? maxNs : Math.min(maxNs, next - System.nanoTime());
        if (intake.isEmpty() && tasks.isEmpty() && spilled.isEmpty() && sleepNs > 0 && !stopped) {
            Recorder.slept(this, sleepNs);
        }
        inlet.parked(false);
    }

    void receiveTimedOut(final Process p, final long timerId) {
        if (!isCurrent()) {
            execute(() -> p.scheduler.receiveTimedOut(p, timerId));
        } else if (p.receiveTimer == timerId) {
            p.timedOut = true;
            p.receiveTimer = 0;
            Signals.wake(p);
        }
    }

    // Running a process

    private void runProcess(final Process p) {
        p.beginRun();
        RUNNING.setOpaque(this, p);
        sliceCount++;
        SliceRecorder.sliceStarted(this, p);
        final long reductionsBefore = p.reductions();
        final long messagesBefore = messageIds + messagesReceived;
        final int outcome = slice(p);
        final long used = p.reductions() - reductionsBefore;
        untakenWork += used + SLICE_WORK;
        SliceRecorder.sliceEnded(this, p, outcome, used);
        queue.used(used, messageIds + messagesReceived - messagesBefore);
        RUNNING.setOpaque(this, null);
        switch (outcome) {
            case Engine.EXITED -> ProcessExit.exit(p);
            case Engine.WAITING, Engine.BLOCKED -> leaveWaiting(p);
            default -> requeue(p, true);
        }
        sharing.worked(outcome == Engine.COLLECT ? ProcessCollections.SLICE_REDUCTIONS : used);
    }

    private int slice(final Process p) {
        if (p.collector != null && !collections.step(p)) {
            return Engine.COLLECT;
        }
        if (p.trace != null) {
            TraceEvents.scheduledIn(p);
        }
        final int outcome = emulator.traceSettings.observesSlices ? observedSlice(p) : runSlice(p);
        if (p.trace != null && outcome != Engine.EXITED) {
            TraceEvents.scheduledOut(p);
        }
        return outcome;
    }

    /** A slice while somebody wants to hear how long it takes, or that it begins. */
    private int observedSlice(final Process p) {
        final LocalHeap heap = new LocalHeap();
        final long inTerm = p.engine().function(heap, p);
        final SystemProfile profile = emulator.traceSettings.profile;
        profile.process(p, true);
        final long startNs = System.nanoTime();
        final int outcome = runSlice(p);
        if (outcome != Engine.EXITED) {
            emulator.traceSettings.monitor.ran(p, System.nanoTime() - startNs, inTerm);
            if (outcome == Engine.WAITING || outcome == Engine.BLOCKED) {
                profile.process(p, false);
            }
        }
        TraceEvents.release(heap);
        return outcome;
    }

    private int runSlice(final Process p) {
        if (p.exitReasonTerm != Term.NON_VALUE || !SignalHandler.fetch(p)) {
            return Engine.EXITED;
        }
        if (p.literalRequest != null && p.slicedWork == null) {
            if (!emulator.literalAreas.fulfil(p, this)) {
                return Engine.COLLECT;
            }
            if (p.exitReasonTerm != Term.NON_VALUE) {
                return Engine.EXITED;
            }
        }
        final boolean elevated = p.queuePriority < p.priority;
        if (p.systemTasks != null && !runSystemTasks(p, elevated)) {
            return p.collector == null ? Engine.EXITED : Engine.COLLECT;
        }
        if (elevated) {
            p.queuePriority = (byte)Math.min(p.priority, SystemTasks.highest(p));
            return Engine.PREEMPTED;
        }
        if (p.suspendCount > 0 && !p.isInBlockingCall()) {
            p.relations().suspensions().stopped();
            return Engine.WAITING;
        }
        if (p.awaiting && !p.hasCompletion()) {
            return p.slicedWork == null ? Engine.WAITING : workOn(p);
        }
        if (p.hibernating && p.messageCount() == 0) {
            p.waiting = true;
            return p.collectionWanted && !collections.now(p) ? Engine.COLLECT : Engine.WAITING;
        }
        p.collectionWanted |= p.hibernating;
        p.hibernating = false;
        p.waiting = false;
        p.beginSlice();
        if (p.collectionWanted && p.slicedWork == null) {
            if (!collections.now(p)) {
                reductions += p.endSlice();
                return Engine.COLLECT;
            }
            if (p.exitReasonTerm != Term.NON_VALUE) {
                reductions += p.endSlice();
                return Engine.EXITED;
            }
        }
        final Engine own = p.engine();
        int outcome = own.run(p);
        while (outcome == Engine.COLLECT) {
            if (p.collector == null) {
                collections.startAsAsked(p, collectNeedWords);
            }
            if (!collections.step(p)) {
                break;
            }
            if (p.exitReasonTerm != Term.NON_VALUE) {
                outcome = Engine.EXITED;
                break;
            }
            outcome = own.run(p);
        }
        reductions += p.endSlice();
        p.waiting = outcome == Engine.WAITING;
        if (outcome == Engine.BLOCKED) {
            block(p);
            return p.slicedWork == null ? outcome : Engine.PREEMPTED;
        }
        return outcome;
    }

    /** False when the slice ends here: the process is being collected, or has become too large and ends. */
    private boolean runSystemTasks(final Process p, final boolean elevated) {
        return !SystemTasks.run(p, elevated ? p.queuePriority : SystemTasks.LOW) || collections.now(p) && p.exitReasonTerm == Term.NON_VALUE;
    }

    /** A slice of the BIF that the process is in. */
    private int workOn(final Process p) {
        p.beginSlice();
        LongCalls.slice(p);
        reductions += p.endSlice();
        return Engine.PREEMPTED;
    }

    private void block(final Process p) {
        p.awaiting = true;
        if (p.blockingCall != null) {
            p.inBlockingCall = true;
            emulator.blockingPool.submit(p, p.blockingCall);
            p.blockingCall = null;
        }
    }

    /**
     * Collects the process that runs, as far as a slice of the collection goes. The caller has saved its X registers.
     *
     * @return false when the collection has not ended, or has ended the process: the engine leaves
     */
    public boolean collectInSlice(final Process p, final long needWords) {
        collections.startAsAsked(p, needWords);
        return collections.step(p) && p.exitReasonTerm == Term.NON_VALUE;
    }

    private void requeue(final Process p, final boolean spent) {
        if (trace != null) {
            p.queuedTicks = trace.now();
        }
        if (p.boundScheduler > 0 && p.boundScheduler - 1 != index && p.collector == null && spill.isEmpty()) {
            p.scheduler = emulator.schedulers[p.boundScheduler - 1];
            p.scheduler.enqueue(p);
            return;
        }
        if (spent) {
            queue.addSpent(p);
        } else {
            queue.add(p);
        }
    }

    /** The process has nothing to do, unless something arrived in the meantime. */
    private void leaveWaiting(final Process p) {
        if (p.systemTasks != null && SystemTasks.isDue(p) || !p.sleep()) {
            requeue(p, false);
        }
    }
}
