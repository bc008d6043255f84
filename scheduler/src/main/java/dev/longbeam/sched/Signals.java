package dev.longbeam.sched;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import dev.longbeam.trace.EventType;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The sending side of signals: everything that reaches a process goes through here, in order per pair of sender and receiver.
 *
 * <p>Any thread. A sender that is a process passes itself; others pass null.
 */
public final class Signals {
    private static final ThreadLocal<SignalBuilder> BUILDERS = ThreadLocal.withInitial(SignalBuilder::new);
    private static final AtomicLong NEXT_REQUEST = new AtomicLong(1);

    private Signals() {
    }

    private static SignalBuilder builder() {
        return Thread.currentThread() instanceof SchedulerThread thread ? thread.scheduler.builder : BUILDERS.get();
    }

    /** Sends a message: copies the term. Nothing happens when the receiver is gone. */
    public static void message(final Process from, final Process to, final long term) {
        if (from != null && from.trace != null && from.trace.hasToken()) {
            SequentialTrace.send(from, to, term);
            return;
        }
        final MailboxLimit limit = to.mailboxLimit;
        if (limit != null && limit.admit() < 0) {
            return;
        }
        final long signal = builder().copy(limit == null ? SignalLayout.MESSAGE : SignalLayout.LIMITED_MESSAGE, from == null ? Term.NON_VALUE : from.self, term);
        if (from == null) {
            SignalLayout.number(signal, SequentialTrace.NO_TOKEN);
        }
        Recorder.sent(from, to, signal);
        if (from == null || limit != null || !wakeWith(from, to, signal)) {
            deliver(to, signal);
        }
    }

    /** Wakes the receiver of a message, if it sleeps, with the message in its mailbox. */
    private static boolean wakeWith(final Process from, final Process to, final long signal) {
        final Scheduler here = from.scheduler();
        return (to.home == 0 || to.home == here.index + 1) && to.wakeWith(here, signal);
    }

    /** Sends a message through an alias. */
    public static void aliasMessage(final Process from, final Process to, final long refNumber, final long term) {
        if (from != null && from.trace != null && from.trace.hasToken()) {
            SequentialTrace.sendAlias(from, to, refNumber, term);
            return;
        }
        final long signal = builder().copy(SignalLayout.ALIAS_MESSAGE, from == null ? Term.NON_VALUE : from.self, term);
        SignalLayout.number(signal, refNumber);
        Recorder.sent(from, to, signal);
        if (from != null && hold(from, to)) {
            SignalHandler.aliasMessageToHeld(from.scheduler, to, signal);
        } else {
            deliver(to, signal);
        }
    }

    /**
     * Takes hold of a process that sleeps on the scheduler of the one that runs on this thread, if signals of the one reach the other at once. What
     * links and monitors ask for then costs neither a block nor a slice of the other process.
     */
    private static boolean hold(final Process from, final Process to) {
        final Scheduler here = from.scheduler;
        return here.isRunning(from) && reachDirectly(from, to) && to.hold(here);
    }

    /**
     * Sends a message that is built in place.
     *
     * @param words enough for the whole term
     */
    public static void message(final Process to, final long words, final TermBuilder build) {
        final SignalBuilder builder = builder();
        builder.open(SignalLayout.MESSAGE, Term.NON_VALUE, words);
        final long signal = builder.close(build.build(builder));
        SignalLayout.number(signal, SequentialTrace.NO_TOKEN);
        Recorder.sent(null, to, signal);
        deliver(to, signal);
    }

    /** Sends a message that stands in its block; false when the receiver is gone. */
    static boolean built(final Process from, final Process to, final long signal, final boolean limited) {
        if (from == null) {
            SignalLayout.number(signal, SequentialTrace.NO_TOKEN);
        } else {
            SignalLayout.sender(signal, from.self);
            if (from.trace != null) {
                TraceEvents.sent(from, to.self, SignalLayout.term(signal));
            }
        }
        if (limited) {
            SignalLayout.limited(signal);
        }
        Recorder.sent(from, to, signal);
        return from != null && !limited && wakeWith(from, to, signal) || tryDeliver(to, signal);
    }

    /** Sends the message that a timer has kept, or frees it when it finds no room. */
    static void timed(final Process to, final long signal) {
        final MailboxLimit limit = to.mailboxLimit;
        if (limit != null && limit.admit() < 0) {
            discard(signal);
        } else {
            built(null, to, signal, limit != null);
        }
    }

    /** Builds a term on a heap. */
    @FunctionalInterface
    public interface TermBuilder {
        /** Builds the term. */
        long build(TermHeap heap);
    }

    /** An exit signal over a link. */
    static void exitLinked(final long fromTerm, final Process to, final long reasonTerm, final long causeId) {
        exitSignal(SignalLayout.EXIT_LINKED, fromTerm, to, reasonTerm, causeId);
    }

    private static void exitSignal(final int type, final long fromTerm, final Process to, final long reasonTerm, final long causeId) {
        final long signal = builder().copy(type, fromTerm, reasonTerm);
        SignalLayout.id(signal, 0, causeId);
        Recorder.write(to.emulator(), EventType.EXIT_SIGNAL, type == SignalLayout.EXIT_LINKED ? 1 : 0, fromTerm, to.self);
        deliver(to, signal);
    }

    /** An exit signal by {@code exit/2}. */
    public static void exit(final long fromTerm, final Process to, final long reasonTerm) {
        exitSignal(SignalLayout.EXIT_REQUESTED, fromTerm, to, reasonTerm, 0);
    }

    /** An exit signal of a process by {@code exit/2}; carries its token if it has one. */
    public static void exit(final Process from, final Process to, final long reasonTerm) {
        if (from.trace != null && from.trace.hasToken()) {
            SequentialTrace.exit(from, to, SignalLayout.EXIT_REQUESTED, reasonTerm);
        } else {
            exit(from.self, to, reasonTerm);
        }
    }

    /** An exit signal over a link from something that is no process (a port); {@code to} must be linked to it. */
    public static void exitFromLink(final long fromTerm, final Process to, final long reasonTerm) {
        exitLinked(fromTerm, to, reasonTerm, 0);
    }

    /** Asks {@code to} to enter a link to {@code from}; when it is gone {@code from} gets an exit signal. */
    static void link(final Process from, final Process to) {
        Recorder.write(from.emulator(), EventType.LINK, 0, from.self, to.self);
        if (hold(from, to)) {
            to.relations().acceptLink(from.self);
            to.letGo();
            return;
        }
        final long signal = builder().copy(SignalLayout.LINK, from.self, Term.NIL);
        if (!tryDeliver(to, signal)) {
            exitLinked(to.self, from, Atoms.NOPROC, from.causeId);
        }
    }

    /** Asks {@code to} to forget its link to {@code from}, and to answer; when it is gone that is the answer. */
    static void unlink(final Process from, final Process to, final long unlinkId) {
        Recorder.write(from.emulator(), EventType.UNLINK, 0, from.self, to.self);
        if (hold(from, to)) {
            to.relations().acceptUnlink(from.self);
            to.letGo();
            from.relations().endUnlink(to.self, unlinkId);
            return;
        }
        final long signal = builder().copy(SignalLayout.UNLINK, from.self, Term.NIL);
        SignalLayout.number(signal, unlinkId);
        if (!tryDeliver(to, signal)) {
            from.relations().endUnlink(to.self, unlinkId);
        }
    }

    /** Answers {@link #unlink}. */
    static void unlinkDone(final Process from, final long toTerm, final long unlinkId) {
        final Process to = from.emulator().processes.live(toTerm);
        if (to != null) {
            final long signal = builder().copy(SignalLayout.UNLINK_DONE, from.self, Term.NIL);
            SignalLayout.number(signal, unlinkId);
            deliver(to, signal);
        }
    }

    /** Asks {@code to} to enter {@code from} as a watcher, by a name or not; when it is gone {@code from} gets the DOWN at once. */
    static void monitor(final Process from, final Process to, final long refNumber, final long nameTerm) {
        final long givenTerm = nameTerm == Term.NON_VALUE ? Term.NIL : nameTerm;
        Recorder.monitors(from, EventType.MONITOR, to, refNumber);
        if (hold(from, to)) {
            to.relations().addWatcher(refNumber, from.self, givenTerm);
            to.letGo();
            return;
        }
        final long signal = builder().copy(SignalLayout.MONITOR, from.self, givenTerm);
        SignalLayout.number(signal, refNumber);
        if (!tryDeliver(to, signal)) {
            down(from, refNumber, Atoms.NOPROC, from.causeId);
        }
    }

    static void demonitor(final Process from, final Process to, final long refNumber) {
        Recorder.monitors(from, EventType.DEMONITOR, to, refNumber);
        if (!forgets(from, to, refNumber)) {
            final long signal = builder().copy(SignalLayout.DEMONITOR, from.self, Term.NIL);
            SignalLayout.number(signal, refNumber);
            deliver(to, signal);
        }
    }

    /**
     * Lets a process forget at once who watches it: one that sleeps, or the one that runs, when it has just sent the watcher what ends the monitor.
     * False when it has not heard of the monitor yet, or cannot forget it now.
     */
    private static boolean forgets(final Process from, final Process to, final long refNumber) {
        if (from.scheduler.isRunning(to)) {
            return to.relations != null && to.relations.removeWatcher(refNumber);
        }
        if (!hold(from, to)) {
            return false;
        }
        final boolean forgotten = to.relations != null && to.relations.removeWatcher(refNumber);
        to.letGo();
        return forgotten;
    }

    /** Tells a watcher that what it watches by this reference is gone. */
    public static void down(final Process watcher, final long refNumber, final long reasonTerm) {
        down(watcher, refNumber, reasonTerm, 0);
    }

    /** The same, in consequence of the handling of a message. */
    static void down(final Process watcher, final long refNumber, final long reasonTerm, final long causeId) {
        final long signal = builder().copy(SignalLayout.DOWN, Term.NON_VALUE, reasonTerm);
        SignalLayout.number(signal, refNumber);
        SignalLayout.id(signal, 0, causeId);
        Recorder.write(watcher.emulator(), EventType.DOWN, 0, watcher.self, refNumber);
        deliver(watcher, signal);
    }

    /**
     * Runs something in the context of another process, in order with the other signals of the sender.
     *
     * @return false when the process is gone; the request will not be run
     */
    public static boolean request(final Process from, final Process to, final Consumer<Process> request) {
        final long handle = NEXT_REQUEST.getAndIncrement();
        final ConcurrentHashMap<Long, Consumer<Process>> requests = to.emulator().requests;
        requests.put(handle, request);
        final long signal = builder().copy(SignalLayout.REQUEST, from == null ? Term.NON_VALUE : from.self, Term.NIL);
        SignalLayout.number(signal, handle);
        if (tryDeliver(to, signal)) {
            if (from != null) {
                elevate(to, from.priority);
            }
            return true;
        }
        requests.remove(handle);
        return false;
    }

    static void deliver(final Process to, final long signal) {
        tryDeliver(to, signal);
    }

    private static boolean tryDeliver(final Process to, final long signal) {
        if (to.home != 0 && sendHome(to, signal)) {
            return true;
        }
        if (to.push(signal)) {
            return true;
        }
        if (SignalLayout.type(signal) <= SignalLayout.ALIAS_MESSAGE || SignalLayout.type(signal) == SignalLayout.LIMITED_MESSAGE) {
            Recorder.dropped(to.emulator(), signal);
        }
        discard(signal);
        return false;
    }

    /**
     * Sends a signal to a process with a home by way of the ring of its home, from the threads of all other schedulers: so all that a process
     * sends keeps its order, wherever the two of them are. Other threads have one way only, too: to the process itself.
     */
    private static boolean sendHome(final Process to, final long signal) {
        final Scheduler here = to.emulator().currentScheduler();
        if (here == null || here.index == to.home - 1) {
            return false;
        }
        here.sendHome(to.home, to.self, signal);
        return true;
    }

    /** True when signals of a process that runs on this thread reach another one at once. */
    public static boolean reachDirectly(final Process from, final Process to) {
        return to.home == 0 || to.home == from.scheduler().index + 1;
    }

    /** Releases what an undeliverable or handled signal holds. */
    static void discard(final long signal) {
        dev.longbeam.term.OffHeapList.releaseAll(SignalLayout.offHeapList(signal));
        SignalLayout.free(signal);
    }

    /** Somebody of this priority waits for a process to handle a signal. Any thread. */
    static void elevate(final Process to, final int priority) {
        if (priority < to.priority) {
            to.scheduler.elevate(to, priority);
        }
    }

    /** Makes a process run that has something to do. Any thread. */
    public static void wake(final Process p) {
        p.rouse();
    }

    /**
     * Queues a process that is awake. When its scheduler has no work and the caller runs on another, it moves there: waking a
     * thread costs far more than running one more process, and a sleeper that is needed gets woken to take work.
     */
    static void enqueue(final Process p) {
        SliceRecorder.queued(p);
        enqueueWoken(p);
    }

    /** The same for a process of which it has been told what has woken it. */
    static void enqueueWoken(final Process p) {
        final Scheduler home = p.scheduler;
        final boolean taken = p.boundScheduler == 0 && Thread.currentThread() instanceof SchedulerThread here
            && here.scheduler.emulator == home.emulator && here.scheduler.sharing.takeOver(p);
        if (!taken) {
            home.enqueue(p);
        }
    }

    /** Builds the message for a monitor that has fired on the owner's side. */
    static long downMessage(final TermHeap heap, final Process owner, final Monitor monitor, final long reasonTerm) {
        final long ref = monitor.alias ? Ref.makeAlias(heap, owner.self, monitor.refNumber) : Ref.make(heap, monitor.refNumber);
        final long typeTerm = monitor.ofPort ? Atoms.PORT : Atoms.PROCESS;
        final long objectTerm = monitor.nameTerm == Term.NON_VALUE ? TermCopy.copy(monitor.targetTerm, heap)
            : Tuple.make(heap, monitor.nameTerm, Atoms.NONODE_NOHOST);
        final long tagTerm = Term.isImmediate(monitor.tagTerm) ? monitor.tagTerm : TermCopy.copy(monitor.tagTerm, heap);
        return Tuple.make(heap, tagTerm, ref, typeTerm, objectTerm, TermCopy.copy(reasonTerm, heap));
    }
}
