package dev.longbeam.sched;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A process: its heap and stack, its state, its mailbox. Behaviour stands in the classes that use it ({@code Scheduler}, {@code
 * Signals}, {@code ProcessExit}, the engines); here are the fields, those that every slice needs in the superclass.
 *
 * <p>Owned by the scheduler that runs it; other threads push signals and wake it, nothing else.
 */
public final class Process extends RunState implements Named {
    /** About what a process costs besides its heap, in bytes: the object and its parts. */
    public static final long OBJECT_BYTES = 432;

    /** {@link Term#NON_VALUE} from a BIF means an exception. */
    public static final int OUTCOME_EXCEPTION = 0;
    /** The BIF asks to call the function {@link #trapExport} in its place; its arguments are in the X registers. */
    public static final int OUTCOME_TRAP = 1;
    /** The BIF waits: for {@link #blockingCall}, or for another process to {@link #complete} it. */
    public static final int OUTCOME_BLOCKED = 2;
    /** The BIF asks to end the slice and then go on with its result, which is NON_VALUE here: {@link Scheduler#yieldResultTerm}. */
    public static final int OUTCOME_YIELD = 3;

    /** The BIF asks to forget the stack and to sleep until a message comes, then to apply {@link #applyModuleTerm} .. again. */
    public static final int OUTCOME_HIBERNATE = 4;

    /** The BIF asks to call a fun in its place: {@link #trapExport} arguments in the X registers and the fun behind them. */
    public static final int OUTCOME_CALL_FUN = 5;

    /** The BIF asks to call a code pointer without arguments: {@link Scheduler#trapPointer}. */
    public static final int OUTCOME_CALL_CODE = 6;

    /** The BIF asks to be called again with the same arguments after others have run. */
    public static final int OUTCOME_AGAIN = 7;

    /** The BIF asks to sleep until a message comes, with little memory but all of its stack, and then to return ok. */
    public static final int OUTCOME_SLEEP = 8;

    /** The call of the BIF is traced: it goes where the export entry says. */
    public static final int OUTCOME_CALL_TRACED = 9;

    /** The exception's stack trace begins with the failed BIF and its arguments. */
    public static final int FAIL_IN_BIF = 0;
    /** The exception's stack trace begins with the caller ({@code error/1}, {@code exit/1}, {@code throw/1}). */
    public static final int FAIL_IN_CALLER = 1;
    /** The same, and {@link #failArgsTerm} has the caller's arguments ({@code error/2,3}). */
    public static final int FAIL_WITH_ARGS = 2;
    /** {@link #failTraceTerm} is the stack trace, as a list ({@code raise/3}). */
    public static final int FAIL_WITH_TRACE = 3;
    /** As {@link #FAIL_WITH_ARGS}, of a BIF that was entered as a function: the caller is the innermost frame. */
    public static final int FAIL_WITH_ARGS_BELOW = 4;

    /** In place of a signal: the process takes no more. */
    private static final long INBOX_CLOSED = -1;
    /** In place of a signal: there is none, and the process is neither queued nor running. Who replaces it queues the process. */
    private static final long INBOX_ASLEEP = -2;

    private static final VarHandle INBOX;
    private static final VarHandle COMPLETION;
    private static final VarHandle SCHEDULER;
    private static final int OWN_ROOTS = 8;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            INBOX = lookup.findVarHandle(RunState.class, "inboxAddr", long.class);
            COMPLETION = lookup.findVarHandle(Process.class, "completion", BlockingCall.Completion.class);
            SCHEDULER = lookup.findVarHandle(RunState.class, "scheduler", Scheduler.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // The engine's

    /** Reductions when the last collection began. */
    long reductionsAtCollection;
    /** What {@link Term#NON_VALUE} from a BIF means; its caller sets it back to {@link #OUTCOME_EXCEPTION}. */
    public byte outcome;
    /** Index in the export table of the function to call in place of the BIF. */
    public int trapExport;
    /** Raw stack trace of the exception that is being raised, or NON_VALUE. */
    public long failTraceTerm;
    /** Arguments of the failed call as a list, or its arity as a small integer, for the stack trace; NON_VALUE for none. */
    public long failArgsTerm;
    /** How the stack trace of the exception begins; its reader sets it back to {@link #FAIL_IN_BIF}. */
    public byte failMode;
    /** True when the collection that the engine asks for must be a major one. */
    public boolean collectMajor;
    /** Arity of the initial call. */
    public short initialArity;
    private int initialModule;
    private int initialFunction;
    private int applyModule;
    private int applyFunction;
    /** Arguments of a call that the start pointer applies: a list on this heap. */
    public long startArgsTerm;

    // Waiting

    /** Work that the process waits for. */
    BlockingCall blockingCall;
    /** A blocking call of the process runs on another thread. */
    boolean inBlockingCall;
    /** The answer that it waits for; set by any thread. */
    private volatile BlockingCall.Completion completion;

    // Signals

    /** A timer that sends to this process has been started. */
    volatile boolean hasTimers;
    Relations relations;

    // What process_flag and process_info show

    /** Exit signals become messages. */
    public boolean trapExit;
    /** Group leader. */
    public long groupLeaderTerm;
    /** Registered name, or NIL; {@link Registry} sets it. */
    private long registeredNameTerm = Term.NIL;
    /** Parent, or NON_VALUE. */
    public long parentTerm;
    /** What few processes set. */
    public ProcessSettings settings = ProcessSettings.DEFAULT;
    private Dictionary dictionary;
    /** True for processes whose death ends the node. */
    public boolean systemProcess;
    /** Number of minor collections since the start, for {@code garbage_collection_info}. */
    public int collections;

    Process(final long self) {
        super(self);
    }

    /** Priority: 0 max, 1 high, 2 normal, 3 low. */
    public int priority() {
        return priority;
    }

    /** Sets the priority; on the scheduler of the process. */
    public void priority(final int newPriority) {
        priority = (byte)newPriority;
        queuePriority = (byte)newPriority;
    }

    /** Gives a new process its scheduler. It needs no fence: what puts the process on a queue has one. */
    void startsOn(final Scheduler first) {
        SCHEDULER.setRelease(this, first);
    }

    /** The scheduler that runs this process; only on its own thread. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** What runs this process; only on the thread of its scheduler. */
    Engine engine() {
        return ownEngine == null ? scheduler.engine() : ownEngine;
    }

    /** The emulator. */
    public Emulator emulator() {
        return scheduler.emulator;
    }

    /** Reductions used since the process began. */
    public long reductions() {
        return reductionsBefore + sliceReductions - reductionsLeft;
    }

    /** The messages. */
    Mailbox mailbox() {
        return this;
    }

    /** What tracing knows of it, made when new. Any thread. */
    public ProcessTrace tracing() {
        if (trace == null) {
            synchronized (this) {
                if (trace == null) {
                    trace = new ProcessTrace();
                }
            }
        }
        return trace;
    }

    /** The process dictionary. */
    public Dictionary dictionary() {
        if (dictionary == null) {
            dictionary = new Dictionary(this);
        }
        return dictionary;
    }

    void freeDictionary() {
        if (dictionary != null) {
            dictionary.clear();
        }
    }

    /** Sets what the process was made for: its initial call, which the start pointer applies. */
    void initialCall(final long moduleTerm, final long functionTerm, final int arity) {
        initialModule = Atom.index(moduleTerm);
        initialFunction = Atom.index(functionTerm);
        initialArity = (short)arity;
        applyModule = initialModule;
        applyFunction = initialFunction;
    }

    /** Module of the initial call. */
    public long initialModuleTerm() {
        return Atom.term(initialModule);
    }

    /** Function of the initial call. */
    public long initialFunctionTerm() {
        return Atom.term(initialFunction);
    }

    /** Module that the start pointer applies. */
    public long applyModuleTerm() {
        return Atom.term(applyModule);
    }

    /** Function that the start pointer applies. */
    public long applyFunctionTerm() {
        return Atom.term(applyFunction);
    }

    /** Number of messages in the mailbox. */
    public int messageCount() {
        return length();
    }

    /** Links, monitors and aliases. */
    Relations relations() {
        if (relations == null) {
            relations = new Relations();
        }
        return relations;
    }

    // Outcomes of BIFs

    /** Ends a BIF by calling a function in its place: {@code return p.trap(index, args ..)}. */
    public long trap(final int exportIndex, final long... args) {
        outcome = OUTCOME_TRAP;
        trapExport = exportIndex;
        System.arraycopy(args, 0, scheduler.registers, 0, args.length);
        return Term.NON_VALUE;
    }

    /** Ends a BIF by waiting for work that may block: {@code return p.await(() -> ..)}. */
    public long await(final BlockingCall call) {
        outcome = OUTCOME_BLOCKED;
        blockingCall = call;
        return Term.NON_VALUE;
    }

    /** Ends a BIF by waiting until somebody calls {@link #complete}. */
    public long awaitCompletion() {
        outcome = OUTCOME_BLOCKED;
        blockingCall = null;
        return Term.NON_VALUE;
    }

    /** Ends a BIF by forgetting the stack and sleeping until a message comes. */
    public long hibernate(final long moduleTerm, final long functionTerm, final long argsTerm) {
        outcome = OUTCOME_HIBERNATE;
        applyModule = Atom.index(moduleTerm);
        applyFunction = Atom.index(functionTerm);
        startArgsTerm = argsTerm;
        return Term.NON_VALUE;
    }

    /** Ends a BIF by sleeping until a message comes; then it returns ok. */
    public long hibernate() {
        outcome = OUTCOME_SLEEP;
        return Term.NON_VALUE;
    }

    /** Ends a BIF with an exception whose stack trace begins with the caller. */
    public long raiseInCaller(final long classTerm, final long reasonTerm) {
        failMode = FAIL_IN_CALLER;
        return raise(classTerm, reasonTerm);
    }

    /** Ends a BIF with a result, but ends the slice first. */
    public long yield(final long resultTerm) {
        outcome = OUTCOME_YIELD;
        scheduler.yieldResultTerm = resultTerm;
        return Term.NON_VALUE;
    }

    /** Ends a BIF that found something busy: it is called again with the same arguments when others have run. It must not have trapped before. */
    public long again() {
        outcome = OUTCOME_AGAIN;
        return Term.NON_VALUE;
    }

    /** Gives a process that waits its answer. Any thread. */
    public void complete(final BlockingCall.Completion answer) {
        COMPLETION.setVolatile(this, answer);
        if (isExiting()) {
            abandonCompletion();
        } else {
            Signals.wake(this);
        }
    }

    /** The process is ending and will not take its answer: releases what the answer holds. */
    void abandonCompletion() {
        if (completion == null) {
            // Who sets it from now on sees that the process is ending.
            return;
        }
        final BlockingCall.Completion answer = (BlockingCall.Completion)COMPLETION.getAndSet(this, (BlockingCall.Completion)null);
        if (answer != null) {
            answer.abandon();
        }
    }

    /** True when the answer that the process waits for is there. */
    public boolean hasCompletion() {
        return completion != null;
    }

    /** Takes the answer. */
    public BlockingCall.Completion takeCompletion() {
        final BlockingCall.Completion answer = completion;
        completion = null;
        inBlockingCall = false;
        return answer;
    }

    // Suspending

    /** Suspends this process once more; called in its own context. */
    public void suspend() {
        suspendCount++;
    }

    /** Takes one suspension back; called in its own context. */
    public void resume() {
        if (--suspendCount == 0 && relations != null && relations.hasSuspensions()) {
            relations.suspensions().stopped();
        }
    }

    /** True while somebody has suspended this process. */
    public boolean isSuspended() {
        return suspendCount > 0;
    }

    /** True while code of this process runs (and a BIF asks), false while its scheduler handles signals for it. */
    public boolean isRunningCode() {
        return sliceReductions > 0;
    }

    /** True while a blocking call of the process runs: that counts as running. */
    public boolean isInBlockingCall() {
        return inBlockingCall && completion == null;
    }

    /** True when the process waits for a completion or a message; one that has just come ends the waiting. */
    public boolean isWaiting() {
        return awaiting && !inBlockingCall && slicedWork == null || waiting && current() == 0;
    }

    /** Takes in the signals that have arrived; only from a BIF that this process runs itself, never while a signal is handled. */
    public void fetchSignals() {
        SignalHandler.fetch(this);
    }

    /** Words of the heap, and of the messages that wait on it, when they do so on the heap. */
    public long wordsWithMessages() {
        return totalWords() + (settings.messageQueueDataTerm() == Emulator.ON_HEAP ? messageWords() : 0);
    }

    /** The messages in the mailbox as a list on another heap. */
    public long messages(final TermHeap heap) {
        final long[] all = new long[length()];
        int i = 0;
        for (long message = first(); message != 0; message = SignalLayout.next(message)) {
            all[i++] = dev.longbeam.term.TermCopy.copy(SignalLayout.term(message), heap);
        }
        return Cons.list(heap, all);
    }

    /** {@code process_info(binary)}: {@code [{Id, Bytes, Count}]} of the off-heap binaries of this heap. */
    public long offHeapBinaries(final TermHeap heap) {
        long list = Term.NIL;
        for (final long first : new long[] {offHeapAddr, oldOffHeapAddr}) {
            for (long at = first; at != 0; at = dev.longbeam.term.OffHeapList.next(at)) {
                if (Term.subtag(Memory.getLong(at)) == Term.SUBTAG_REFC_BINARY) {
                    final long object = Memory.getLong(at + dev.longbeam.term.Bitstring.REFC_OBJECT_WORD * 8);
                    list = Cons.make(heap, Tuple.make(heap, Term.makeSmall(object), Term.makeSmall(dev.longbeam.term.OffHeapBinary.sizeBytes(object)),
                        Term.makeSmall(dev.longbeam.term.OffHeapBinary.count(object))), list);
                }
            }
        }
        return list;
    }

    // Roots

    @Override
    public int rootCount() {
        return OWN_ROOTS + heapMessageCount();
    }

    @Override
    public long root(final int index) {
        return switch (index) {
            case 0 -> failReasonTerm;
            case 1 -> failCauseTerm;
            case 2 -> failTraceTerm;
            case 3 -> failArgsTerm;
            case 4 -> startArgsTerm;
            case 5 -> exitReasonTerm;
            case 6 -> groupLeaderTerm;
            case 7 -> trace == null ? Term.NON_VALUE : trace.labelTerm;
            default -> heapMessageTerm(index - OWN_ROOTS);
        };
    }

    @Override
    public void root(final int index, final long term) {
        switch (index) {
            case 0 -> failReasonTerm = term;
            case 1 -> failCauseTerm = term;
            case 2 -> failTraceTerm = term;
            case 3 -> failArgsTerm = term;
            case 4 -> startArgsTerm = term;
            case 5 -> exitReasonTerm = term;
            case 6 -> groupLeaderTerm = term;
            case 7 -> rootOfTrace(term);
            default -> heapMessageTerm(index - OWN_ROOTS, term);
        }
    }

    private void rootOfTrace(final long term) {
        if (trace != null) {
            trace.labelTerm = term;
        }
    }

    @Override
    public int rangeCount() {
        return dictionary == null ? 1 : 2;
    }

    @Override
    public long rangeAddr(final int index) {
        return index == 0 ? savedAddr() : dictionary.addr();
    }

    @Override
    public long rangeWords(final int index) {
        return index == 0 ? liveCount : dictionary.words();
    }

    // State and inbox: any thread

    /** True once the process is ending; signals to it have no effect any more. */
    @Override
    public boolean isExiting() {
        return inboxAddr == INBOX_CLOSED;
    }

    @Override
    public long identifier() {
        return self;
    }

    @Override
    public long registeredName() {
        return registeredNameTerm;
    }

    @Override
    public void registeredName(final long nameTerm) {
        registeredNameTerm = nameTerm;
    }

    /** True when the process waits for something to arrive: it has handled everything before, and does not run. A little late. */
    public boolean isAsleep() {
        return inboxAddr == INBOX_ASLEEP;
    }

    /**
     * Pushes a signal, and makes the process run if it sleeps.
     *
     * @return false when the process takes no more, and the caller keeps the block
     */
    boolean push(final long signalAddr) {
        while (true) {
            final long head = inboxAddr;
            if (head == INBOX_CLOSED) {
                return false;
            }
            SignalLayout.next(signalAddr, head == INBOX_ASLEEP ? 0 : head);
            if (INBOX.compareAndSet(this, head, signalAddr)) {
                if (head == INBOX_ASLEEP) {
                    Signals.enqueue(this);
                }
                return true;
            }
        }
    }

    /**
     * Puts a message into the mailbox of a process that sleeps, and makes it run: whoever wakes it owns it until then, and it has handled all
     * that came before. What is recorded has it arrive when its next slice begins, as others do.
     *
     * @param here the scheduler that runs on this thread
     * @return false when it does not sleep, or somebody wants to know of the message: nothing has been done
     */
    boolean wakeWith(final Scheduler here, final long messageAddr) {
        if (inboxAddr != INBOX_ASLEEP || trace != null || !INBOX.compareAndSet(this, INBOX_ASLEEP, 0L)) {
            return false;
        }
        wakeHeld(here, messageAddr);
        return true;
    }

    /** The second half of {@link #wakeWith}, for a process that the caller {@link #hold}s. */
    void wakeHeld(final Scheduler here, final long messageAddr) {
        append(messageAddr);
        SliceRecorder.wokenByMessage(here, this);
        if (scheduler == here) {
            here.queue.add(this);
        } else {
            Signals.enqueueWoken(this);
        }
    }

    /**
     * Takes hold of a process that sleeps: it has handled all that came before, and the caller may do at once what a signal would have it do later,
     * when it has been woken. {@link #letGo} or {@link #wakeHeld} must follow.
     *
     * @param here the scheduler that runs on this thread
     * @return false when it does not sleep here, or somebody wants to know what happens to it: nothing has been done
     */
    boolean hold(final Scheduler here) {
        if (inboxAddr != INBOX_ASLEEP || scheduler != here || trace != null || !INBOX.compareAndSet(this, INBOX_ASLEEP, 0L)) {
            return false;
        }
        if (scheduler != here) {
            letGo();
            return false;
        }
        return true;
    }

    /** Lets a process sleep on; it runs when something has arrived in the meantime. */
    void letGo() {
        if (!sleep()) {
            Signals.enqueue(this);
        }
    }

    /** Something other than a signal has arrived: the process will look after it, now if it sleeps. */
    void rouse() {
        roused = true;
        awake();
    }

    private void awake() {
        if (inboxAddr == INBOX_ASLEEP && INBOX.compareAndSet(this, INBOX_ASLEEP, 0L)) {
            Signals.enqueue(this);
        }
    }

    /** The process begins to run: it will see all that has roused it so far. */
    void beginRun() {
        if (roused) {
            roused = false;
        }
    }

    /** The process has nothing to do; false when something has arrived and it stays awake. After true it may run elsewhere already. */
    boolean sleep() {
        if (roused || !INBOX.compareAndSet(this, 0L, INBOX_ASLEEP)) {
            return false;
        }
        if (roused) {
            // By somebody who has seen it awake and has left it at that.
            awake();
        }
        return true;
    }

    boolean inboxIsEmpty() {
        return inboxAddr <= 0;
    }

    /** Takes all signals, newest first. */
    long takeInbox() {
        return (long)INBOX.getAndSet(this, 0L);
    }

    /**
     * Takes all signals, newest first, and refuses further ones: from now on the process is ending. What its scheduler reads afterwards others have
     * written before they could see this, or they see it when they have written.
     */
    long closeInbox() {
        return Math.max(0, (long)INBOX.getAndSet(this, INBOX_CLOSED));
    }
}
