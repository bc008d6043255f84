package dev.longbeam.embed;

import dev.longbeam.sched.MessageClaim;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Pid;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermPrinter;
import dev.longbeam.term.Tuple;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * The calls that threads of the host make. One process takes all answers; it is made with the first call.
 *
 * <pre>
 *   {['$longbeam_call' | Id], Reply}      an answer
 *   {'$longbeam_arm', DeadlineNs}         a call has an earlier deadline than all others
 *   {'$longbeam_gone', Pid, Reason}       a process that was called has ended
 * </pre>
 *
 * <p>Any thread, but {@link Taker} is the process.
 */
final class Calls {
    private static final long AM_CALL = Atom.of("$longbeam_call");
    private static final long AM_ARM = Atom.of("$longbeam_arm");
    private static final long AM_GONE = Atom.of("$longbeam_gone");
    /** Calls that may wait at a time. */
    private static final int SLOTS = 1 << 14;
    private static final int TRIES = 64;
    private static final int GONE_WORDS = 4;

    private final NodeCore node;
    private final AtomicReferenceArray<Call<?>> slots = new AtomicReferenceArray<>(SLOTS);
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicLong armedNs = new AtomicLong(Long.MAX_VALUE);
    /** A bit for each slot of the process table, whose size is a power of two: a process that stands or stood there was called. */
    private final AtomicLongArray called;
    private volatile long takerPid;

    Calls(final NodeCore node) {
        this.node = node;
        called = new AtomicLongArray(node.emulator().processes.limit() >> 6);
    }

    /** One call. */
    private static final class Call<T> extends CompletableFuture<T> {
        private final long pid;
        private final long deadlineNs;
        private final Function<TermReader, T> reader;
        private volatile long id;

        Call(final long pid, final long deadlineNs, final Function<TermReader, T> reader) {
            this.pid = pid;
            this.deadlineNs = deadlineNs;
            this.reader = reader;
        }

        void answer(final TermReader reply) {
            try {
                complete(reader.apply(reply));
            } catch (final Throwable thrown) {
                completeExceptionally(thrown);
            }
        }
    }

    <T> CompletableFuture<T> call(final MessageClaim claim, final long pid, final long requestTerm, final long timeoutNs,
        final Function<TermReader, T> reader) {
        final long deadlineNs = timeoutNs == Long.MAX_VALUE ? Long.MAX_VALUE
            : node.emulator().options.clockNs.getAsLong() + Math.max(0, timeoutNs);
        final Call<T> call = new Call<>(pid, deadlineNs, reader);
        if (!Term.isLocalPid(pid) || node.gate().isClosed()) {
            return fail(call, null);
        }
        final long taker = taker();
        if (!enter(call)) {
            return failed(call, "more than " + SLOTS + " calls wait");
        }
        // Set before the process is looked at: if it ends later, its end sees this.
        mark(pid);
        final Process to = node.emulator().processes.live(pid);
        final int admitted = to == null ? SendResult.NO_PROCESS : Sender.admit(to);
        if (admitted < 0) {
            return fail(call, SendResult.describe(admitted));
        }
        claim.send(null, to, Requests.build(claim, taker, AM_CALL, call.id, requestTerm), to.mailboxLimit != null);
        arm(deadlineNs, taker);
        return node.gate().isClosed() ? fail(call, null) : call;
    }

    private boolean enter(final Call<?> call) {
        for (int i = 0; i < TRIES; i++) {
            final long id = lastId.incrementAndGet();
            call.id = id;
            if (slots.compareAndSet((int)id & SLOTS - 1, null, call)) {
                return true;
            }
        }
        return false;
    }

    /** Ends a call that does not go: because of the node when no other reason is given. */
    private <T> CompletableFuture<T> fail(final Call<T> call, final String reason) {
        slots.compareAndSet((int)call.id & SLOTS - 1, call, null);
        if (reason == null && node.gate().isClosed()) {
            call.completeExceptionally(new NodeClosedException(node.node().name()));
            return call;
        }
        return failed(call, reason == null ? "not a pid: " + call.pid : reason);
    }

    private static <T> CompletableFuture<T> failed(final Call<T> call, final String reason) {
        call.completeExceptionally(new RequestFailedException(reason));
        return call;
    }

    private void mark(final long pid) {
        final int word = wordOf(pid);
        final long bit = bitOf(pid);
        if ((called.get(word) & bit) == 0) {
            called.accumulateAndGet(word, bit, (a, b) -> a | b);
        }
    }

    private int wordOf(final long pid) {
        return (int)(Pid.sequence(pid) >>> 6) & called.length() - 1;
    }

    private static long bitOf(final long pid) {
        return 1L << (Pid.sequence(pid) & 63);
    }

    private void arm(final long deadlineNs, final long taker) {
        long armed = armedNs.get();
        while (deadlineNs < armed) {
            if (armedNs.compareAndSet(armed, deadlineNs)) {
                final Process to = node.emulator().processes.live(taker);
                if (to != null) {
                    node.sendPair(to, AM_ARM, Term.makeSmall(deadlineNs));
                }
                return;
            }
            armed = armedNs.get();
        }
    }

    private long taker() {
        final long pid = takerPid;
        return pid != 0 ? pid : makeTaker();
    }

    private synchronized long makeTaker() {
        if (takerPid == 0) {
            final Process p = node.make(null, ProcessSpec.of(new Taker()).name("longbeam_calls").priority(ProcessSpec.Priority.HIGH));
            takerPid = p.self;
            node.emulator().launch(p);
        }
        return takerPid;
    }

    /** A process is ending; on its scheduler. */
    void exited(final Process p, final long reasonTerm) {
        if (takerPid == 0 || (called.get(wordOf(p.self)) & bitOf(p.self)) == 0) {
            return;
        }
        called.accumulateAndGet(wordOf(p.self), ~bitOf(p.self), (a, b) -> a & b);
        final Process taker = node.emulator().processes.live(takerPid);
        if (taker != null) {
            final MessageClaim claim = node.flyweights(p.scheduler().index).claim;
            claim.open(GONE_WORDS + TermCopy.sizeWords(reasonTerm));
            claim.send(null, taker, Tuple.make(claim, AM_GONE, p.self, TermCopy.copy(reasonTerm, claim)), false);
        }
    }

    /** The node has ended. */
    void close() {
        for (int i = 0; i < SLOTS; i++) {
            final Call<?> call = slots.getAndSet(i, null);
            if (call != null) {
                call.completeExceptionally(new NodeClosedException(node.node().name()));
            }
        }
    }

    /** The process that takes the answers. */
    private final class Taker implements Behaviour {
        private final TermReader part = new TermReader();

        @Override
        public void onMessage(final ProcessContext ctx, final TermReader message) {
            final long term = message.term();
            if (!Term.isTuple(term)) {
                return;
            }
            final long tag = Tuple.element(term, 1);
            if (tag == AM_ARM) {
                ctx.startTimer(Term.smallValue(Tuple.element(term, 2)) - ctx.nanoTime());
            } else if (tag == AM_GONE) {
                gone(Tuple.element(term, 2), Tuple.element(term, 3));
            } else if (Term.isCons(tag) && Cons.head(tag) == AM_CALL) {
                answered(Term.smallValue(Cons.tail(tag)), message.elementAt(1, part));
            }
        }

        private void answered(final long id, final TermReader reply) {
            final int slot = (int)id & SLOTS - 1;
            final Call<?> call = slots.get(slot);
            if (call != null && call.id == id && slots.compareAndSet(slot, call, null)) {
                call.answer(reply);
            }
        }

        private void gone(final long pid, final long reasonTerm) {
            for (int i = 0; i < SLOTS; i++) {
                final Call<?> call = slots.get(i);
                if (call != null && call.pid == pid && slots.compareAndSet(i, call, null)) {
                    failed(call, "the process has ended: " + TermPrinter.text(reasonTerm));
                }
            }
        }

        @Override
        public void onTimer(final ProcessContext ctx, final long timerId) {
            armedNs.set(Long.MAX_VALUE);
            final long nowNs = ctx.nanoTime();
            long next = Long.MAX_VALUE;
            for (int i = 0; i < SLOTS; i++) {
                final Call<?> call = slots.get(i);
                if (call == null || call.deadlineNs == Long.MAX_VALUE) {
                    continue;
                }
                if (call.deadlineNs > nowNs) {
                    next = Math.min(next, call.deadlineNs);
                } else if (slots.compareAndSet(i, call, null)) {
                    failed(call, TermPrinter.text(Atoms.TIMEOUT));
                }
            }
            arm(next, ctx.self());
        }
    }
}
