package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.ProcessMonitors;
import dev.longbeam.sched.Signals;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bignum;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Hash;
import dev.longbeam.term.Integers;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.MagicTable;
import dev.longbeam.term.Maps;
import dev.longbeam.term.OffHeapBinary;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermCopy;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.math.BigInteger;

/**
 * {@code erts_debug:get_internal_state/1} and {@code set_internal_state/2}: a look behind the language, for tests only. Undefined until
 * {@code available_internal_state} is set to true.
 *
 * <p>On the scheduler of the process.
 */
public final class InternalStateBifs {
    private static final long AM_AVAILABLE = Atom.of("available_internal_state");
    private static final long AM_REDS_LEFT = Atom.of("reds_left");
    private static final long AM_NEXT_PID = Atom.of("next_pid");
    private static final long AM_NEXT_PORT = Atom.of("next_port");
    private static final long AM_FORCE_HEAP_FRAGS = Atom.of("force_heap_frags");
    private static final long AM_CHECK_IO_DEBUG = Atom.of("check_io_debug");
    private static final long AM_NBALANCE = Atom.of("nbalance");
    private static final long AM_SCHEDULER_DUMP = Atom.of("scheduler_dump");
    private static final long AM_LC_GRAPH = Atom.of("lc_graph");
    private static final long AM_FLXCTR = Atom.of("flxctr_memory_usage");
    private static final long AM_NOTSUP = Atom.of("notsup");
    private static final long AM_STACK_CHECK = Atom.of("stack_check");
    private static final long AM_INTERNAL_HASH = Atom.of("internal_hash");
    private static final long AM_ATOM = Atom.of("atom");
    private static final long AM_BINARY = Atom.of("binary");
    private static final long AM_BINARY_INFO = Atom.of("binary_info");
    private static final long AM_REFC_BINARY = Atom.of("refc_binary");
    private static final long AM_HEAP_BINARY = Atom.of("heap_binary");
    private static final long AM_ETS_FORCE_TRAP = Atom.of("ets_force_trap");
    private static final long AM_ETS_FORCE_SPLIT = Atom.of("ets_force_split");
    private static final long AM_ETS_RANDOM_SPLIT_JOIN = Atom.of("ets_debug_random_split_join");
    private static final long AM_COLLIDING_NAMES = Atom.of("colliding_names");
    private static final long AM_DB_TABLE_WORDS = Atom.of("DbTable_words");
    /** Words that the C emulator counts for a table, and for a segment of its buckets. */
    private static final long TABLE_WORDS = 49;
    private static final long SEGMENT_WORDS = 6;
    private static final long AM_MBUF = Atom.of("mbuf");
    private static final long AM_PERSISTENT_TERM = Atom.of("persistent_term");
    private static final long AM_PROCESSES = Atom.of("processes");
    private static final long AM_PROCESS_INFO_ARGS = Atom.of("process_info_args");
    private static final long AM_PROCESS_STATUS = Atom.of("process_status");
    private static final long AM_LINK_LIST = Atom.of("link_list");
    private static final long AM_MONITOR_LIST = Atom.of("monitor_list");
    private static final long AM_WAITING = Atom.of("waiting");
    private static final long AM_RUNNING = Atom.of("running");
    private static final long AM_OFF_HEAP = Atom.of("off_heap");
    private static final long AM_NODE_AND_DIST_REFERENCES = Atom.of("node_and_dist_references");
    private static final long AM_NODE_REFERENCES = Atom.of("node_references");
    private static final long AM_DIST_REFERENCES = Atom.of("dist_references");
    private static final long AM_MAKE_UNIQUE_INTEGER = Atom.of("make_unique_integer");
    private static final long AM_TABLE = Atom.of("table");
    private static final long AM_MIN_UNIQUE_INTEGER = Atom.of("min_unique_integer");
    private static final long AM_MIN_UNIQUE_MONOTONIC_INTEGER = Atom.of("min_unique_monotonic_integer");
    private static final long AM_UNIQUE_MONOTONIC_INTEGER_STATE = Atom.of("unique_monotonic_integer_state");
    private static final long AM_MAKE = Atom.of("make");
    private static final long AM_MAGIC_REF = Atom.of("magic_ref");
    private static final long AM_INCONSISTENT_HEAP = Atom.of("inconsistent_heap");
    private static final long AM_START = Atom.of("start");
    private static final long AM_FILL_HEAP = Atom.of("fill_heap");
    private static final long AM_SLEEP = Atom.of("sleep");
    private static final long AM_BLOCK = Atom.of("block");
    private static final long AM_BLOCK_SCHEDULER = Atom.of("block_scheduler");
    private static final long AM_FORCE_GC = Atom.of("force_gc");
    private static final long AM_WAIT = Atom.of("wait");
    private static final long AM_DEALLOCATIONS = Atom.of("deallocations");
    private static final long AM_TIMER_CANCELLATIONS = Atom.of("timer_cancellations");
    private static final long AM_AUX_WORK = Atom.of("aux_work");
    private static final long AM_THREAD_PROGRESS = Atom.of("thread_progress");
    private static final long AM_NODE_TAB_DELAYED_DELETE = Atom.of("node_tab_delayed_delete");
    private static final long AM_PROC_SIG_BUFFERS = Atom.of("proc_sig_buffers");
    private static final long AM_CODE_WRITE_PERMISSION = Atom.of("code_write_permission");
    private static final long AM_BINARY_LOOP_LIMIT = Atom.of("binary_loop_limit");
    private static final long AM_RE_LOOP_LIMIT = Atom.of("re_loop_limit");
    private static final long AM_UNICODE_LOOP_LIMIT = Atom.of("unicode_loop_limit");
    /** What the C emulator tells of a loop without a limit. */
    private static final long NO_LOOP_LIMIT = 0x7FFF_FFFF_FFFF_FFFFL;
    private static final long MAX_SLEEP_MS = 1L << 40;

    /** Whether the internal state may be looked at: a service of the emulator. */
    private static final class Access {
        volatile boolean allowed;
        volatile long lastMagicNumber;
    }

    private InternalStateBifs() {
    }

    private static Access access(final Process p) {
        final Access access = p.emulator().service(Access.class);
        if (access != null) {
            return access;
        }
        p.emulator().service(Access.class, new Access());
        return p.emulator().service(Access.class);
    }

    /** {@code erts_debug:get_internal_state/1}: undefined until allowed; badarg for an unknown item. */
    @Bif("erts_debug:get_internal_state/1")
    public static long getInternalState(final Process p, final long whatTerm) {
        if (!access(p).allowed) {
            return p.fail(Atoms.UNDEF);
        }
        if (Tuple.isTagged(whatTerm, 2, AM_LINK_LIST) && Term.isLocalPid(Tuple.element(whatTerm, 2))) {
            return ask(p, Tuple.element(whatTerm, 2), ProcessMonitors::describeLinks);
        }
        if (Tuple.isTagged(whatTerm, 2, AM_MONITOR_LIST) && Term.isLocalPid(Tuple.element(whatTerm, 2))) {
            return ask(p, Tuple.element(whatTerm, 2), ProcessMonitors::describeMonitors);
        }
        final long ofProcesses = ProcessInternalState.get(p, whatTerm);
        if (ofProcesses != Term.NON_VALUE) {
            return ofProcesses;
        }
        if (Tuple.isTagged(whatTerm, 3, AM_MAKE_UNIQUE_INTEGER)) {
            final long made = uniqueInteger(p, Tuple.element(whatTerm, 2), Tuple.element(whatTerm, 3));
            return made == Term.NON_VALUE ? p.badarg() : made;
        }
        final long value = Term.isTuple(whatTerm) && Tuple.arity(whatTerm) == 2
            ? ofTerm(p, Tuple.element(whatTerm, 1), Tuple.element(whatTerm, 2)) : ofNode(p, whatTerm);
        return value == Term.NON_VALUE ? p.badarg() : value;
    }

    private static long ofNode(final Process p, final long whatTerm) {
        if (whatTerm == AM_AVAILABLE) {
            return Atoms.TRUE;
        } else if (whatTerm == AM_REDS_LEFT) {
            return Term.makeSmall(Math.max(0, p.reductionsLeft));
        } else if (whatTerm == AM_NEXT_PID) {
            return Integers.make(p, p.emulator().processes.nextSequence());
        } else if (whatTerm == AM_PROCESSES) {
            return ErlangProcessBifs.processes(p);
        } else if (whatTerm == AM_PROCESS_INFO_ARGS) {
            return Cons.list(p, ProcessInfo.allItems());
        } else if (whatTerm == AM_FORCE_HEAP_FRAGS || whatTerm == AM_SCHEDULER_DUMP) {
            return Atoms.FALSE;
        } else if (whatTerm == AM_CHECK_IO_DEBUG) {
            final long zero = Term.makeSmall(0);
            return Tuple.make(p, zero, zero, zero, zero);
        } else if (whatTerm == AM_PERSISTENT_TERM) {
            return Maps.put(p, Maps.empty(p), AM_TABLE, Term.makeSmall(NodeState.of(p).persistentTerms.slots()));
        } else if (whatTerm == AM_MIN_UNIQUE_INTEGER || whatTerm == AM_MIN_UNIQUE_MONOTONIC_INTEGER) {
            return Term.makeSmall(UniqueIntegers.smallest());
        } else if (whatTerm == AM_UNIQUE_MONOTONIC_INTEGER_STATE) {
            return UniqueIntegers.of(p).monotonicState(p);
        } else if (whatTerm == AM_NODE_AND_DIST_REFERENCES) {
            return nodeReferences(p);
        } else if (whatTerm == AM_DB_TABLE_WORDS) {
            return Tuple.make(p, Term.makeSmall(TABLE_WORDS), Term.makeSmall(SEGMENT_WORDS));
        } else if (whatTerm == AM_NBALANCE) {
            return Term.makeSmall(0);
        } else if (whatTerm == AM_LC_GRAPH || whatTerm == AM_FLXCTR) {
            return AM_NOTSUP;
        } else if (whatTerm == AM_STACK_CHECK) {
            return Term.makeSmall(Blocks.usedBytes(MemoryKind.SYSTEM));
        }
        return Term.NON_VALUE;
    }

    /** References to nodes are not counted, since what is known of a node is kept for good: only this node is listed, with none. */
    private static long nodeReferences(final Process p) {
        final long entry = Tuple.make(p, Tuple.make(p, p.emulator().nodeTerm(), Term.makeSmall(0)), Term.makeSmall(0), Term.NIL);
        return Tuple.make(p, Tuple.make(p, AM_NODE_REFERENCES, Cons.list(p, entry)), Tuple.make(p, AM_DIST_REFERENCES, Term.NIL));
    }

    /** The integer that the C emulator makes of a counter value of a thread: the thread's number stands in the lowest bits. */
    private static long uniqueInteger(final Process p, final long threadTerm, final long valueTerm) {
        if (!Integers.fitsUnsignedLong(threadTerm) || !Integers.fitsUnsignedLong(valueTerm)) {
            return Term.NON_VALUE;
        }
        final SystemFacts facts = SystemFacts.of(p.emulator());
        final int threads = 2 * p.emulator().schedulers.length + facts.dirtyIoSchedulers;
        final BigInteger raw = Bignum.toBigInteger(valueTerm).shiftLeft(Integer.SIZE - Integer.numberOfLeadingZeros(threads))
            .or(Bignum.toBigInteger(threadTerm));
        return Bignum.make(p, raw.add(BigInteger.valueOf(UniqueIntegers.smallest())));
    }

    private static long ofTerm(final Process p, final long whatTerm, final long term) {
        if (whatTerm == AM_INTERNAL_HASH) {
            return Integers.make(p, Hash.internal(term));
        } else if (whatTerm == AM_PROCESS_STATUS && Term.isLocalPid(term)) {
            final Process target = p.emulator().processes.get(term);
            return target == null ? Atoms.UNDEFINED : target.isWaiting() ? AM_WAITING : AM_RUNNING;
        } else if (whatTerm == AM_MAGIC_REF && Term.isReference(term)) {
            return magicReference(p, term);
        } else if (whatTerm == AM_ATOM && Term.isSmall(term)) {
            final long index = Term.smallValue(term);
            return index >= 0 && index < Atom.count() ? Atom.term((int)index) : Term.NON_VALUE;
        } else if (whatTerm == AM_BINARY_INFO && Term.isBitstring(term)) {
            final long original = Bitstring.isSub(term) ? Bitstring.original(term) : term;
            if (!Term.isBoxed(original, Term.SUBTAG_REFC_BINARY)) {
                return AM_HEAP_BINARY;
            }
            return Tuple.make(p, AM_REFC_BINARY, Integers.make(p, Bitstring.byteSize(original)),
                Tuple.make(p, AM_BINARY, Integers.make(p, OffHeapBinary.capacityBytes(Term.word(original, Bitstring.REFC_OBJECT_WORD)))),
                Term.makeSmall(Term.word(original, Bitstring.REFC_FLAGS_WORD)));
        }
        return Term.NON_VALUE;
    }

    /** {@code {Id, Count, true}} while what a magic reference stands for is there; else whether the reference once was one. */
    private static long magicReference(final Process p, final long refTerm) {
        if (!Term.isBoxed(refTerm, Term.SUBTAG_REF) || !Ref.isMagic(refTerm)) {
            return Atoms.bool(Term.isBoxed(refTerm, Term.SUBTAG_REF) && Ref.number(refTerm) == access(p).lastMagicNumber);
        }
        final long handle = Ref.magicHandle(refTerm);
        return Tuple.make(p, Integers.make(p, handle), Integers.make(p, MagicTable.count(handle)), Atoms.TRUE);
    }

    private static long makeMagicReference(final Process p) {
        final long refTerm = Ref.makeMagic(p, () -> { });
        access(p).lastMagicNumber = Ref.number(refTerm);
        return Tuple.make(p, refTerm, Integers.make(p, Ref.magicHandle(refTerm)));
    }

    /** Lets the next allocation not find room on the heap: what is left becomes one object that nothing refers to. */
    private static long fillHeap(final Process p, final long majorTerm) {
        final long words = p.freeWords();
        if (words > 1) {
            Memory.putLong(p.allocate(words), Term.makeHeader(words - 1, Term.SUBTAG_POS_BIG));
        }
        p.collectMajor |= majorTerm == Atoms.TRUE;
        return Atoms.OK;
    }

    /** {@code erts_debug:set_internal_state/2}: undefined until allowed, but for allowing it; badarg for an unknown item. */
    @Bif("erts_debug:set_internal_state/2")
    public static long setInternalState(final Process p, final long whatTerm, final long valueTerm) {
        final Access access = access(p);
        if (whatTerm == AM_AVAILABLE && (valueTerm == Atoms.TRUE || valueTerm == Atoms.FALSE)) {
            final boolean before = access.allowed;
            access.allowed = valueTerm == Atoms.TRUE;
            return Atoms.bool(before);
        }
        if (!access.allowed) {
            return p.fail(Atoms.UNDEF);
        }
        final long ofProcesses = ProcessInternalState.set(p, whatTerm, valueTerm);
        if (ofProcesses != Term.NON_VALUE) {
            return ofProcesses;
        }
        if (whatTerm == AM_UNIQUE_MONOTONIC_INTEGER_STATE && Term.isInteger(valueTerm)) {
            UniqueIntegers.of(p).monotonicState(Integers.fitsLong(valueTerm) ? Integers.longValue(valueTerm)
                : Integers.unsignedLongValue(valueTerm));
            return Atoms.TRUE;
        }
        if (whatTerm == AM_INCONSISTENT_HEAP) {
            // Our heaps are consistent at all times, also while a term is being built: there is nothing to hold back a collection for.
            return valueTerm == AM_START ? Tuple.make(p, Term.NIL, Term.NIL) : Atoms.OK;
        }
        if (whatTerm == AM_FILL_HEAP) {
            return fillHeap(p, valueTerm);
        }
        if (Term.isSmall(valueTerm)) {
            return setNumber(p, whatTerm, Term.smallValue(valueTerm));
        }
        if (whatTerm == AM_WAIT && valueTerm == AM_DEALLOCATIONS) {
            final EtsNode ets = NodeState.of(p).ets;
            return p.await(() -> {
                ets.awaitBackground();
                p.emulator().awaitRound();
                return q -> Atoms.OK;
            });
        } else if (whatTerm == AM_COLLIDING_NAMES && Term.isTuple(valueTerm) && Tuple.arity(valueTerm) == 2) {
            return collidingNames(p, valueTerm);
        } else if (whatTerm == AM_MAKE && valueTerm == AM_MAGIC_REF) {
            return makeMagicReference(p);
        } else if (whatTerm == AM_ETS_FORCE_TRAP) {
            return AM_NOTSUP;
        } else if (whatTerm == AM_ETS_FORCE_SPLIT || whatTerm == AM_ETS_RANDOM_SPLIT_JOIN) {
            return Atoms.OK;
        } else if (whatTerm == AM_MBUF) {
            return valueTerm;
        } else if (whatTerm == AM_FORCE_GC) {
            return forceCollection(p, valueTerm);
        } else if (whatTerm == AM_WAIT && (valueTerm == AM_TIMER_CANCELLATIONS || valueTerm == AM_AUX_WORK || valueTerm == AM_THREAD_PROGRESS)) {
            return p.await(() -> {
                p.emulator().awaitRound();
                return q -> Atoms.OK;
            });
        } else if (whatTerm == AM_PROC_SIG_BUFFERS) {
            return Atoms.bool(p.settings.messageQueueDataTerm() == AM_OFF_HEAP);
        } else if (whatTerm == AM_CODE_WRITE_PERMISSION) {
            return Atoms.TRUE;
        } else if (isLoopLimit(whatTerm)) {
            return Integers.make(p, NO_LOOP_LIMIT);
        }
        return p.badarg();
    }

    /** Names of tables that would lie in one bucket: here none ever does, so any atoms will do. */
    private static long collidingNames(final Process p, final long nameAndCountTerm) {
        long list = Term.NIL;
        for (long i = Term.smallValue(Tuple.element(nameAndCountTerm, 2)); i > 1; i--) {
            list = Cons.make(p, Atom.of("colliding_name_" + i), list);
        }
        return Cons.make(p, Tuple.element(nameAndCountTerm, 1), list);
    }

    private static boolean isLoopLimit(final long whatTerm) {
        return whatTerm == AM_BINARY_LOOP_LIMIT || whatTerm == AM_RE_LOOP_LIMIT || whatTerm == AM_UNICODE_LOOP_LIMIT;
    }

    private static long setNumber(final Process p, final long whatTerm, final long value) {
        if (whatTerm == AM_REDS_LEFT) {
            if (value >= 0 && value <= Process.SLICE_REDUCTIONS) {
                p.reductionsLeft((int)value);
            }
            return Atoms.TRUE;
        } else if (whatTerm == AM_SLEEP || whatTerm == AM_BLOCK || whatTerm == AM_BLOCK_SCHEDULER) {
            return value <= 0 || value > MAX_SLEEP_MS ? Atoms.TRUE : sleep(p, value);
        } else if (whatTerm == AM_NEXT_PID) {
            return Integers.make(p, p.emulator().processes.nextSequence(value));
        } else if (whatTerm == AM_NODE_TAB_DELAYED_DELETE) {
            return Atoms.OK;
        } else if (isLoopLimit(whatTerm)) {
            return Integers.make(p, value);
        }
        return p.badarg();
    }

    /** The scheduler stands still meanwhile, as it does in the C emulator: that is what is tested. */
    private static long sleep(final Process p, final long ms) {
        try {
            Thread.sleep(ms);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Atoms.TRUE;
    }

    /** Describes relations of a process on a heap. */
    @FunctionalInterface
    private interface Description {
        long describe(Process q, TermHeap heap);
    }

    private static long ask(final Process p, final long pidTerm, final Description description) {
        final Process target = p.emulator().processes.live(pidTerm);
        if (target == p) {
            p.fetchSignals();
            return description.describe(p, p);
        }
        final boolean asked = target != null && Signals.request(p, target, q -> {
            final LocalHeap heap = new LocalHeap();
            final long list = q == null ? Atoms.UNDEFINED : description.describe(q, heap);
            p.complete(r -> {
                final long copy = TermCopy.copy(list, r);
                OffHeapList.releaseAll(heap.offHeapAddr);
                heap.close();
                return copy;
            });
        });
        return asked ? p.awaitCompletion() : Atoms.UNDEFINED;
    }

    private static long forceCollection(final Process p, final long pidTerm) {
        if (p.emulator().processes.live(pidTerm) == null) {
            return Atoms.FALSE;
        }
        p.wantCollection();
        return Atoms.TRUE;
    }
}
