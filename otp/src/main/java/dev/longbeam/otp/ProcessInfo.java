package dev.longbeam.otp;

import dev.longbeam.interp.CodeTable;
import dev.longbeam.interp.ProcessStack;
import dev.longbeam.sched.HeapFigures;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessMonitors;
import dev.longbeam.sched.SequentialTrace;
import dev.longbeam.sched.Suspensions;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The items of {@code process_info}: a table of functions that work one out.
 *
 * <p>Called by the scheduler of the process that is asked; the answer is built on any heap and shares nothing with the process.
 */
final class ProcessInfo {
    static final long AM_REGISTERED_NAME = Atom.of("registered_name");
    private static final long AM_PROCESS_LABEL = Atom.of("$process_label");
    private static final long AM_DICTIONARY = Atom.of("dictionary");
    private static final int FIRST_WITH_DICTIONARY_KEYS = 26;

    /** Works out one item. */
    @FunctionalInterface
    private interface Item {
        long value(Process q, TermHeap heap);
    }

    private static final Long2ObjectHashMap<Item> ITEMS = new Long2ObjectHashMap<>();
    private static final String[] DEFAULT = {"registered_name", "current_function", "initial_call", "status", "message_queue_len", "links",
        "dictionary", "trap_exit", "error_handler", "priority", "group_leader", "total_heap_size", "heap_size", "stack_size", "reductions",
        "garbage_collection", "suspending"};

    private static final long AM_RUNNING = Atom.of("running");
    private static final long AM_WAITING = Atom.of("waiting");
    private static final long AM_SUSPENDED = Atom.of("suspended");
    private static final long AM_RUNNABLE = Atom.of("runnable");

    static {
        item("registered_name", (q, heap) -> q.registeredName());
        item("current_function", ProcessInfo::currentFunction);
        item("current_location", ProcessInfo::currentLocation);
        item("current_stacktrace", (q, heap) -> ProcessStack.trace(q, heap, table(q)));
        item("initial_call", (q, heap) -> Tuple.make(heap, q.initialModuleTerm(), q.initialFunctionTerm(), Term.makeSmall(q.initialArity)));
        item("status", ProcessInfo::status);
        item("messages", (q, heap) -> q.settings.sensitive() ? Term.NIL : q.messages(heap));
        item("message_queue_len", (q, heap) -> Term.makeSmall(q.messageCount()));
        item("links", (q, heap) -> Cons.list(heap, ProcessMonitors.links(q)));
        item("monitors", ProcessInfo::monitors);
        item("monitored_by", (q, heap) -> Cons.list(heap, ProcessMonitors.watchers(q)));
        item("dictionary", (q, heap) -> q.settings.sensitive() ? Term.NIL : TermCopy.copy(q.dictionary().toList(), heap));
        item("trap_exit", (q, heap) -> Atoms.bool(q.trapExit));
        item("error_handler", (q, heap) -> q.settings.errorHandlerTerm());
        item("priority", (q, heap) -> ProcessFlags.priorityTerm(q.priority()));
        item("group_leader", (q, heap) -> TermCopy.copy(q.groupLeaderTerm, heap));
        item("parent", (q, heap) -> q.parentTerm == q.self ? Atoms.UNDEFINED : q.parentTerm);
        item("label", (q, heap) -> entry(q, heap, AM_PROCESS_LABEL));
        item("total_heap_size", (q, heap) -> Term.makeSmall(q.wordsWithMessages() - q.blockWords + shownBlockWords(q)));
        item("heap_size", (q, heap) -> Term.makeSmall(shownBlockWords(q)));
        item("stack_size", (q, heap) -> Term.makeSmall(q.stackWords()));
        item("memory", (q, heap) -> Term.makeSmall(q.wordsWithMessages() * 8 + Process.OBJECT_BYTES));
        item("reductions", (q, heap) -> Term.makeSmall(q.reductions()));
        item("min_heap_size", (q, heap) -> Term.makeSmall(q.heapSettings.minHeapWords()));
        item("min_bin_vheap_size", (q, heap) -> Term.makeSmall(q.heapSettings.minVirtualHeapWords()));
        item("fullsweep_after", (q, heap) -> Term.makeSmall(q.heapSettings.fullsweepAfter()));
        item("max_heap_size", ProcessInfo::maxHeap);
        item("message_queue_data", (q, heap) -> q.settings.messageQueueDataTerm());
        item("garbage_collection", ProcessInfo::collection);
        item("garbage_collection_info", (q, heap) -> HeapFigures.toList(q, shownBlockWords(q), heap));
        item("suspending", (q, heap) -> Suspensions.describe(q, heap));
        item("sequential_trace_token", (q, heap) -> SequentialTrace.token(q, heap));
        item("trace", (q, heap) -> Term.makeSmall(q.trace == null ? 0 : q.trace.flags()));
        item("binary", (q, heap) -> q.offHeapBinaries(heap));
        item("last_calls", (q, heap) -> q.trace == null || q.trace.savedCalls == null ? Atoms.FALSE : q.trace.savedCalls.toList(heap));
        item("catchlevel", (q, heap) -> Term.makeSmall(ProcessStack.catches(q)));
        item("backtrace", (q, heap) -> dev.longbeam.term.Bitstring.make(heap, q.settings.sensitive() ? new byte[0] : backtrace(q)));
        item("async_dist", (q, heap) -> Atoms.bool(q.settings.asyncDist()));
        item("magic_ref", (q, heap) -> Term.NIL);
    }

    private ProcessInfo() {
    }

    private static void item(final String name, final Item item) {
        ITEMS.put(Atom.of(name), item);
    }

    /** The stack of a process as text. */
    static byte[] backtrace(final Process q) {
        return ProcessStack.backtrace(q, table(q));
    }

    private static CodeTable table(final Process q) {
        return q.emulator().service(CodeTable.class);
    }

    /** The names of all items. */
    static long[] allItems() {
        return ITEMS.keySet().stream().mapToLong(Long::longValue).toArray();
    }

    /** True when a term names an item: an atom, or, since OTP 26, {@code {dictionary, Key}}. */
    static boolean isItem(final Process p, final long term) {
        return ITEMS.containsKey(term)
            || Tuple.isTagged(term, 2, AM_DICTIONARY) && SystemFacts.of(p.emulator()).release >= FIRST_WITH_DICTIONARY_KEYS;
    }

    /** The items of {@code process_info/1}, in its order. */
    static long[] defaultItems() {
        final long[] items = new long[DEFAULT.length];
        for (int i = 0; i < items.length; i++) {
            items[i] = Atom.of(DEFAULT[i]);
        }
        return items;
    }

    /** The value of an item. */
    static long value(final Process q, final TermHeap heap, final long itemTerm) {
        if (Term.isTuple(itemTerm)) {
            return entry(q, heap, Tuple.element(itemTerm, 2));
        }
        return ITEMS.get(itemTerm).value(q, heap);
    }

    /** The first block of a process is smaller than {@code min_heap_size}; programs do not expect that. */
    static long shownBlockWords(final Process q) {
        return q.hibernating ? q.blockWords : Math.max(q.heapSettings.minHeapWords(), q.blockWords);
    }

    /** A value of the process dictionary. */
    private static long entry(final Process q, final TermHeap heap, final long keyTerm) {
        final long value = q.dictionary().get(keyTerm);
        return value == Term.NON_VALUE ? Atoms.UNDEFINED : TermCopy.copy(value, heap);
    }

    private static long currentFunction(final Process q, final TermHeap heap) {
        if (q.ownEngine != null) {
            return q.ownEngine.function(heap, q);
        }
        final long item = ProcessStack.current(q, heap, table(q));
        return item == Term.NON_VALUE ? Atoms.UNDEFINED
            : Tuple.make(heap, Tuple.element(item, 1), Tuple.element(item, 2), Tuple.element(item, 3));
    }

    private static long currentLocation(final Process q, final TermHeap heap) {
        final long item = ProcessStack.current(q, heap, table(q));
        return item == Term.NON_VALUE ? Atoms.UNDEFINED : item;
    }

    private static long status(final Process q, final TermHeap heap) {
        if (q.isInBlockingCall()) {
            return AM_RUNNING;
        }
        if (q.isSuspended()) {
            return AM_SUSPENDED;
        }
        if (q.scheduler().running() == q && q.isRunningCode()) {
            return AM_RUNNING;
        }
        return q.isWaiting() ? AM_WAITING : AM_RUNNABLE;
    }

    private static long monitors(final Process q, final TermHeap heap) {
        final long[] pairs = ProcessMonitors.monitored(q);
        long list = Term.NIL;
        for (int i = 0; i < pairs.length; i += 2) {
            final long kind = Term.isPort(pairs[i]) ? Atoms.PORT : Atoms.PROCESS;
            final long object = pairs[i + 1] == Term.NON_VALUE ? TermCopy.copy(pairs[i], heap) : Tuple.make(heap, pairs[i + 1], q.emulator().nodeTerm());
            list = Cons.make(heap, Tuple.make(heap, kind, object), list);
        }
        return list;
    }

    private static long maxHeap(final Process q, final TermHeap heap) {
        return ProcessFlags.maxHeapTerm(heap, q.heapSettings.maxHeapWords(), q.heapSettings.maxHeapKill(), q.heapSettings.maxHeapLog(),
            q.emulator().service(NodeFacts.class).otpRelease() >= 27);
    }

    private static long pair(final TermHeap heap, final String key, final long value) {
        return Tuple.make(heap, Atom.of(key), value);
    }

    private static long collection(final Process q, final TermHeap heap) {
        return Cons.list(heap, pair(heap, "max_heap_size", maxHeap(q, heap)),
            pair(heap, "min_bin_vheap_size", Term.makeSmall(q.heapSettings.minVirtualHeapWords())),
            pair(heap, "min_heap_size", Term.makeSmall(q.heapSettings.minHeapWords())), pair(heap, "fullsweep_after", Term.makeSmall(q.heapSettings.fullsweepAfter())),
            pair(heap, "minor_gcs", Term.makeSmall(q.minorCollections)));
    }
}
