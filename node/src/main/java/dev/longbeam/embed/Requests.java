package dev.longbeam.embed;

import dev.longbeam.sched.MessageClaim;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Sending;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;

/**
 * The requests that a Java process has sent and the answers that it owes.
 *
 * <p>A request costs no monitor and no timer of its own: each process that is asked is watched once, and one timer stands for the
 * earliest deadline. An answer that is late is recognised by its id and dropped.
 *
 * <p>Only on the scheduler of the process.
 */
final class Requests {
    /** Id of the timer of the deadlines. */
    static final long TIMER_ID = 0;

    /** Of blocking work, which no process does. */
    private static final long NO_TARGET = -1;
    private static final int CALL_WORDS = 4 + 3 + 2;
    private static final int PAIR_WORDS = 3;

    private final JavaContext owner;
    private final Process p;
    private final Long2LongHashMap targets = new Long2LongHashMap(0);
    private final Long2LongHashMap deadlines = new Long2LongHashMap(Long.MAX_VALUE);
    /** Monitors by the processes that they watch. */
    private final Long2LongHashMap monitors = new Long2LongHashMap(0);
    private Long2ObjectHashMap<Deferred> deferred;
    private Deferred freeDeferred;
    private long lastId;
    private ProcessTimer timer;
    private boolean armed;
    private long armedNs;

    Requests(final JavaContext owner) {
        this.owner = owner;
        p = owner.process();
    }

    /** Who waits for an answer that was deferred. */
    private static final class Deferred {
        private final ScratchHeap heap = new ScratchHeap();
        private long fromTerm;
        private Deferred next;
    }

    // Asking

    long send(final long pid, final long requestTerm, final long timeoutNs) {
        final long id = ++lastId;
        targets.put(id, pid);
        final Process to = p.emulator().processes.live(pid);
        if (to == null) {
            fail(id, Atoms.NOPROC);
            return id;
        }
        if (!monitors.containsKey(pid)) {
            monitors.put(pid, owner.monitorNumber(pid));
        }
        if (owner.admit(to) < 0) {
            fail(id, Protocol.AM_BACK_PRESSURED);
            return id;
        }
        final MessageClaim claim = owner.flyweights().claim;
        claim.send(p, to, build(claim, p.self, Protocol.AM_REQUEST, id, requestTerm), to.mailboxLimit != null);
        if (timeoutNs != Long.MAX_VALUE) {
            final long deadlineNs = owner.nanoTime() + Math.max(0, timeoutNs);
            deadlines.put(id, deadlineNs);
            arm(deadlineNs);
        }
        return id;
    }

    /** Opens a claim for {@code {'$gen_call', {Pid, [Tag | Id]}, Request}}, and builds that. */
    static long build(final MessageClaim claim, final long fromPid, final long tagTerm, final long id, final long requestTerm) {
        claim.open(CALL_WORDS + TermCopy.sizeWords(requestTerm));
        final long from = Tuple.make(claim, fromPid, Cons.make(claim, tagTerm, Term.makeSmall(id)));
        return Tuple.make(claim, Protocol.AM_GEN_CALL, from, TermCopy.copy(requestTerm, claim));
    }

    /** The process hears that a request has failed, after the call that is under way. */
    private void fail(final long id, final long reasonTerm) {
        final MessageClaim claim = owner.flyweights().claim;
        claim.open(PAIR_WORDS + Cons.WORDS);
        claim.send(p, p, Tuple.make(claim, Cons.make(claim, Protocol.AM_FAILED, Term.makeSmall(id)), reasonTerm), false);
    }

    private void arm(final long deadlineNs) {
        if (armed && deadlineNs - armedNs >= 0) {
            return;
        }
        if (timer == null || armed && !timer.cancel()) {
            timer = new ProcessTimer(owner);
        }
        armed = true;
        armedNs = deadlineNs;
        timer.start(TIMER_ID, deadlineNs);
    }

    /** A request is over; false when it was already. */
    boolean end(final long id) {
        deadlines.remove(id);
        return targets.remove(id) != 0;
    }

    /** The timer has fired: fails what is due, and waits for the next deadline. */
    void expire() throws Exception {
        armed = false;
        final long nowNs = owner.nanoTime();
        final LongArrayList due = new LongArrayList();
        deadlines.forEachLong((id, deadlineNs) -> {
            if (deadlineNs - nowNs <= 0) {
                due.addLong(id);
            } else if (!armed || deadlineNs - armedNs < 0) {
                arm(deadlineNs);
            }
        });
        failAll(due, Atoms.TIMEOUT);
    }

    /** A process that was asked has ended. */
    void targetGone(final long monitorNumber, final long pid, final long reasonTerm) throws Exception {
        if (monitors.get(pid) != monitorNumber) {
            return;
        }
        monitors.remove(pid);
        final LongArrayList lost = new LongArrayList();
        targets.forEachLong((id, target) -> {
            if (target == pid) {
                lost.addLong(id);
            }
        });
        failAll(lost, reasonTerm);
    }

    private void failAll(final LongArrayList ids, final long reasonTerm) throws Exception {
        for (int i = 0; i < ids.size(); i++) {
            if (end(ids.getLong(i))) {
                owner.requestFailed(ids.getLong(i), reasonTerm);
            }
        }
    }

    // Blocking work

    long blocking(final BlockingTask task) {
        final long id = ++lastId;
        targets.put(id, NO_TARGET);
        final NodeCore node = owner.core();
        final long pid = p.self;
        Thread.ofVirtual().name("longbeam-blocking").start(() -> {
            try (TermWriter result = new TermWriter(node.emulator().terms)) {
                try {
                    task.run(result);
                    answer(node, pid, Protocol.AM_REQUEST, id, result.isComplete() ? result.term() : Atoms.OK);
                } catch (final Throwable thrown) {
                    try (ScratchHeap heap = new ScratchHeap()) {
                        answer(node, pid, Protocol.AM_FAILED, id, ExitReasons.describe(heap, thrown));
                    }
                }
            }
        });
        return id;
    }

    private static void answer(final NodeCore node, final long pid, final long kindTerm, final long id, final long term) {
        final Process to = node.emulator().processes.live(pid);
        if (to != null) {
            final MessageClaim claim = new MessageClaim();
            claim.open(PAIR_WORDS + Cons.WORDS + TermCopy.sizeWords(term));
            claim.send(null, to, Tuple.make(claim, Cons.make(claim, kindTerm, Term.makeSmall(id)), TermCopy.copy(term, claim)), false);
        }
    }

    // Answering

    /** Answers {@code {Pid, Tag}}. */
    int reply(final long fromTerm, final long replyTerm) {
        final long pid = Tuple.element(fromTerm, 1);
        final long tag = Tuple.element(fromTerm, 2);
        final long alias = aliasOf(tag);
        if (alias != Term.NON_VALUE || !Term.isLocalPid(pid)) {
            final ScratchHeap heap = owner.flyweights().scratch;
            heap.reset();
            Sending.send(p, alias == Term.NON_VALUE ? pid : alias, pair(heap, tag, replyTerm));
            return SendResult.SENT;
        }
        final Process to = p.emulator().processes.live(pid);
        if (to == null) {
            return SendResult.NO_PROCESS;
        }
        final MessageClaim claim = owner.flyweights().claim;
        claim.open(PAIR_WORDS + TermCopy.sizeWords(tag) + TermCopy.sizeWords(replyTerm));
        return claim.send(p, to, pair(claim, tag, replyTerm), false) ? SendResult.SENT : SendResult.NO_PROCESS;
    }

    private static long pair(final TermHeap heap, final long tag, final long replyTerm) {
        return Tuple.make(heap, TermCopy.copy(tag, heap), TermCopy.copy(replyTerm, heap));
    }

    /** The alias in {@code [alias | Alias]} or {@code [[alias | Alias] | _]}, or NON_VALUE. */
    private static long aliasOf(final long tag) {
        final long cell = Term.isCons(tag) && Term.isCons(Cons.head(tag)) ? Cons.head(tag) : tag;
        return Term.isCons(cell) && Cons.head(cell) == Protocol.AM_ALIAS && Ref.isAlias(Cons.tail(cell)) ? Cons.tail(cell) : Term.NON_VALUE;
    }

    long defer(final long fromTerm) {
        if (deferred == null) {
            deferred = new Long2ObjectHashMap<>();
        }
        final Deferred entry = freeDeferred == null ? new Deferred() : freeDeferred;
        freeDeferred = entry.next;
        entry.fromTerm = TermCopy.copy(fromTerm, entry.heap);
        final long id = ++lastId;
        deferred.put(id, entry);
        return id;
    }

    int replyDeferred(final long id, final long replyTerm) {
        final Deferred entry = deferred == null ? null : deferred.remove(id);
        if (entry == null) {
            throw new IllegalStateException("no such deferred request, or it has been answered: " + id);
        }
        final int result = reply(entry.fromTerm, replyTerm);
        entry.heap.reset();
        entry.next = freeDeferred;
        freeDeferred = entry;
        return result;
    }

    /** The process has ended. */
    void close() {
        if (armed) {
            timer.cancel();
        }
        if (deferred != null) {
            deferred.values().forEach(entry -> entry.heap.close());
        }
        for (Deferred entry = freeDeferred; entry != null; entry = entry.next) {
            entry.heap.close();
        }
    }
}
