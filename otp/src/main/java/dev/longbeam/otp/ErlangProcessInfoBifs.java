package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.Tuple;

/**
 * {@code process_info}. The process itself works out its items, in order with the other signals that the caller has sent to it; the
 * caller waits for the answer.
 */
public final class ErlangProcessInfoBifs {
    private static final long AM_ALL_DEFAULT = Term.NON_VALUE;

    private ErlangProcessInfoBifs() {
    }

    /** {@code process_info/1}: the usual items. */
    @Bif("erlang:process_info/1")
    public static long info(final Process p, final long pidTerm) {
        return ask(p, pidTerm, AM_ALL_DEFAULT);
    }

    /** {@code process_info/2}: one item or a list of them. */
    @Bif("erlang:process_info/2")
    public static long info(final Process p, final long pidTerm, final long itemTerm) {
        if (Term.isList(itemTerm)) {
            long rest = itemTerm;
            for (; Term.isCons(rest); rest = Cons.tail(rest)) {
                if (!ProcessInfo.isItem(p, Cons.head(rest))) {
                    return p.badarg();
                }
            }
            return rest == Term.NIL ? ask(p, pidTerm, itemTerm) : p.badarg();
        }
        return ProcessInfo.isItem(p, itemTerm) ? ask(p, pidTerm, itemTerm) : p.badarg();
    }

    private static long ask(final Process p, final long pidTerm, final long itemTerm) {
        if (!Term.isLocalPid(pidTerm)) {
            return p.badarg();
        }
        if (pidTerm == p.self) {
            p.fetchSignals();
            return answer(p, p, itemTerm);
        }
        final Process target = p.emulator().processes.live(pidTerm);
        if (target == null) {
            return Atoms.UNDEFINED;
        }
        if (target.scheduler() == p.scheduler() && target.isAsleep() && Signals.reachDirectly(p, target)) {
            // It has handled all signals, and nobody else can run it while this scheduler runs the caller.
            return answer(target, p, itemTerm);
        }
        final LocalHeap request = new LocalHeap();
        final long items = itemTerm == AM_ALL_DEFAULT ? itemTerm : TermCopy.copy(itemTerm, request);
        final boolean asked = Signals.request(p, target, q -> {
            if (q == null) {
                release(request);
                p.complete(r -> Atoms.UNDEFINED);
                return;
            }
            final LocalHeap heap = new LocalHeap();
            final long result = answer(q, heap, items);
            release(request);
            p.complete(r -> {
                final long copy = TermCopy.copy(result, r);
                release(heap);
                return copy;
            });
        });
        if (!asked) {
            release(request);
            return Atoms.UNDEFINED;
        }
        return p.awaitCompletion();
    }

    private static void release(final LocalHeap heap) {
        OffHeapList.releaseAll(heap.offHeapAddr);
        heap.close();
    }

    private static long answer(final Process q, final dev.longbeam.term.TermHeap heap, final long itemTerm) {
        if (itemTerm == AM_ALL_DEFAULT) {
            final long[] items = ProcessInfo.defaultItems();
            long list = Term.NIL;
            for (int i = items.length - 1; i >= 0; i--) {
                final long value = ProcessInfo.value(q, heap, items[i]);
                if (items[i] != ProcessInfo.AM_REGISTERED_NAME || value != Term.NIL) {
                    list = Cons.make(heap, Tuple.make(heap, items[i], value), list);
                }
            }
            return list;
        }
        if (Term.isList(itemTerm)) {
            final long[] items = new long[(int)Cons.length(itemTerm)];
            int i = 0;
            for (long rest = itemTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
                items[i++] = pair(q, heap, Cons.head(rest));
            }
            return Cons.list(heap, items);
        }
        if (itemTerm == ProcessInfo.AM_REGISTERED_NAME && q.registeredName() == Term.NIL) {
            return Term.NIL;
        }
        return pair(q, heap, itemTerm);
    }

    private static long pair(final Process q, final dev.longbeam.term.TermHeap heap, final long itemTerm) {
        final long key = Term.isTuple(itemTerm) ? TermCopy.copy(itemTerm, heap) : itemTerm;
        return Tuple.make(heap, key, ProcessInfo.value(q, heap, itemTerm));
    }
}
