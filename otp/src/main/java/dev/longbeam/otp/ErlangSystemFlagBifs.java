package dev.longbeam.otp;

import dev.longbeam.gc.HeapSizes;
import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.EmulatorOptions;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.SpawnOptions;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;
import java.util.HashMap;
import java.util.Map;

/** {@code erlang:system_flag/2}: each flag returns its old value. */
public final class ErlangSystemFlagBifs {
    /** Sets a flag. */
    @FunctionalInterface
    private interface Flag {
        /** The old value; NON_VALUE without an exception means that the new value is wrong. */
        long set(Process p, SystemFacts facts, Emulator emulator, long valueTerm);
    }

    private static final int MAX_BACKTRACE_DEPTH = 1024;
    private static final int MAX_FULLSWEEP_AFTER = 65_535;
    private static final int MAX_OUTSTANDING = 1 << 27;
    private static final long MAX_CONTROL_WORD = 0xFFFF_FFFFL;

    private static final long AM_INCLUDE_SHARED_BINARIES = Atom.of("include_shared_binaries");
    private static final long AM_RESET = Atom.of("reset");
    private static final long AM_UNBLOCK = Atom.of("unblock");
    private static final long AM_UNBLOCK_NORMAL = Atom.of("unblock_normal");
    private static final long AM_BLOCK = Atom.of("block");
    private static final long AM_BLOCK_NORMAL = Atom.of("block_normal");
    private static final long AM_NOTSUP = Atom.of("notsup");
    private static final long AM_UNBOUND = Atom.of("unbound");
    private static final long AM_ENABLE = Atom.of("enable");
    private static final long AM_DISABLE = Atom.of("disable");
    private static final long AM_LOGGER = Atom.of("logger");
    private static final long AM_FINALIZE = Atom.of("finalize");
    private static final int SET_WALL_TIME = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("system_flag_scheduler_wall_time"), 1);
    private static final String[] BIND_TYPES = {"unbound", "default_bind", "no_spread", "no_node_processor_spread",
        "no_node_thread_spread", "processor_spread", "spread", "thread_spread", "thread_no_node_processor_spread"};

    private static final Map<Long, Flag> FLAGS = new HashMap<>();

    static {
        heapFlags();
        schedulerFlags();
        otherFlags();
    }

    private ErlangSystemFlagBifs() {
    }

    /** Sets a flag of the system; the old value. */
    @Bif("erlang:system_flag/2")
    public static long systemFlag(final Process p, final long flagTerm, final long valueTerm) {
        final Flag flag = Term.isAtom(flagTerm) ? FLAGS.get(flagTerm) : null;
        if (flag == null) {
            return p.badarg();
        }
        final Emulator emulator = p.emulator();
        p.failReasonTerm = Term.NON_VALUE;
        final long old = flag.set(p, SystemFacts.of(emulator), emulator, valueTerm);
        final boolean wrong = old == Term.NON_VALUE && p.outcome == Process.OUTCOME_EXCEPTION && p.failReasonTerm == Term.NON_VALUE;
        return wrong ? p.badarg() : old;
    }

    /** Whether schedulers measure how long they work. */
    @Bif("erts_internal:scheduler_wall_time/1")
    public static long schedulerWallTime(final Process p, final long enableTerm) {
        if (enableTerm != Atoms.TRUE && enableTerm != Atoms.FALSE) {
            return p.badarg();
        }
        final boolean old = p.emulator().wallTime() != null;
        if (old != (enableTerm == Atoms.TRUE)) {
            p.emulator().measureWallTime(!old);
        }
        return Atoms.bool(old);
    }

    private static void add(final String name, final Flag flag) {
        FLAGS.put(Atom.of(name), flag);
    }

    private static void heapFlags() {
        add("fullsweep_after", (p, facts, emulator, valueTerm) -> {
            final EmulatorOptions options = emulator.options;
            final long old = Term.makeSmall(options.heapSettings.fullsweepAfter());
            final long value = number(valueTerm, 0, Integer.MAX_VALUE);
            if (value < 0) {
                return Term.NON_VALUE;
            }
            options.heapSettings = options.heapSettings.withFullsweepAfter((int)Math.min(value, MAX_FULLSWEEP_AFTER));
            return old;
        });
        add("min_heap_size", (p, facts, emulator, valueTerm) -> {
            final long old = Term.makeSmall(emulator.options.heapSettings.minHeapWords());
            final long value = number(valueTerm, 0, Integer.MAX_VALUE / 2);
            if (value < 0) {
                return Term.NON_VALUE;
            }
            emulator.options.heapSettings = emulator.options.heapSettings.withMinHeapWords((int)HeapSizes.atLeast(value));
            return old;
        });
        add("min_bin_vheap_size", (p, facts, emulator, valueTerm) -> {
            final long old = Term.makeSmall(emulator.options.heapSettings.minVirtualHeapWords());
            final long value = number(valueTerm, 0, Integer.MAX_VALUE / 2);
            if (value < 0) {
                return Term.NON_VALUE;
            }
            emulator.options.heapSettings = emulator.options.heapSettings.withMinVirtualHeapWords(HeapSizes.atLeast(value));
            return old;
        });
        add("max_heap_size", ErlangSystemFlagBifs::maxHeapSize);
    }

    private static long maxHeapSize(final Process p, final SystemFacts facts, final Emulator emulator, final long valueTerm) {
        final long sharedTerm = Term.isMap(valueTerm) ? Maps.get(valueTerm, AM_INCLUDE_SHARED_BINARIES) : Term.NON_VALUE;
        final SpawnOptions options = new SpawnOptions(emulator.options);
        if (!isBoolean(sharedTerm) || !ProcessFlags.maxHeap(valueTerm, options)) {
            return Term.NON_VALUE;
        }
        final long old = SystemInfo.maxHeap(p, facts);
        emulator.options.heapSettings = options.heapSettings;
        facts.maxHeapShared = sharedTerm == Term.NON_VALUE ? facts.maxHeapShared : sharedTerm == Atoms.TRUE;
        return old;
    }

    private static void schedulerFlags() {
        add("schedulers_online", (p, facts, emulator, valueTerm) -> {
            final long old = Term.makeSmall(facts.online(emulator));
            final long value = number(valueTerm, 1, emulator.schedulers.length);
            if (value < 0) {
                return Term.NON_VALUE;
            }
            facts.schedulersOnline = (int)value;
            return old;
        });
        add("dirty_cpu_schedulers_online", (p, facts, emulator, valueTerm) -> {
            final long old = Term.makeSmall(facts.dirtyOnline(emulator));
            final long value = number(valueTerm, 1, emulator.schedulers.length);
            if (value < 0) {
                return Term.NON_VALUE;
            }
            facts.dirtySchedulersOnline = (int)value;
            return old;
        });
        add("multi_scheduling", (p, facts, emulator, valueTerm) -> {
            final boolean normal = valueTerm == AM_BLOCK_NORMAL || valueTerm == AM_UNBLOCK_NORMAL;
            if (valueTerm == AM_BLOCK || valueTerm == AM_BLOCK_NORMAL) {
                return emulator.multiScheduling.block(p, normal);
            }
            return valueTerm == AM_UNBLOCK || normal ? emulator.multiScheduling.unblock(p, normal) : Term.NON_VALUE;
        });
        add("scheduler_bind_type", (p, facts, emulator, valueTerm) -> {
            for (final String type : BIND_TYPES) {
                if (Atom.of(type) == valueTerm) {
                    return AM_UNBOUND;
                }
            }
            return Term.NON_VALUE;
        });
        add("scheduler_wall_time", (p, facts, emulator, valueTerm) -> valueTerm == Atoms.TRUE || valueTerm == Atoms.FALSE
            ? p.trap(SET_WALL_TIME, valueTerm) : Term.NON_VALUE);
        add("scheduling_statistics",
            (p, facts, emulator, valueTerm) -> valueTerm == AM_ENABLE || valueTerm == AM_DISABLE ? Atoms.TRUE : Term.NON_VALUE);
        add("cpu_topology", (p, facts, emulator, valueTerm) -> SystemInfo.topology(p));
    }

    private static void otherFlags() {
        add("backtrace_depth", (p, facts, emulator, valueTerm) -> {
            final long old = Term.makeSmall(emulator.options.backtraceDepth);
            final long value = number(valueTerm, 0, Integer.MAX_VALUE);
            if (value < 0) {
                return Term.NON_VALUE;
            }
            emulator.options.backtraceDepth = (int)Math.min(value, MAX_BACKTRACE_DEPTH);
            return old;
        });
        add("trace_control_word", (p, facts, emulator, valueTerm) -> {
            final long old = Integers.make(p, emulator.traceSettings.controlWord);
            final long value = number(valueTerm, 0, MAX_CONTROL_WORD);
            if (value < 0) {
                return Term.NON_VALUE;
            }
            emulator.traceSettings.controlWord = value;
            return old;
        });
        add("outstanding_system_requests_limit", (p, facts, emulator, valueTerm) -> {
            final long old = Term.makeSmall(facts.outstandingRequestsLimit);
            final long value = number(valueTerm, 1, MAX_OUTSTANDING);
            if (value < 0) {
                return Term.NON_VALUE;
            }
            facts.outstandingRequestsLimit = (int)value;
            return old;
        });
        add("system_logger", (p, facts, emulator, valueTerm) -> {
            if (valueTerm != AM_LOGGER && valueTerm != Atoms.UNDEFINED && !Term.isLocalPid(valueTerm) && !Term.isLocalPort(valueTerm)) {
                return Term.NON_VALUE;
            }
            final long old = facts.systemLogger();
            facts.systemLoggerTerm = valueTerm;
            return old;
        });
        add("time_offset", (p, facts, emulator, valueTerm) -> {
            if (valueTerm != AM_FINALIZE) {
                return Term.NON_VALUE;
            }
            return facts.timeOffsetTerm();
        });
        add("microstate_accounting", (p, facts, emulator, valueTerm) -> {
            if (!isBoolean(valueTerm) && valueTerm != AM_RESET) {
                return Term.NON_VALUE;
            }
            final long old = Atoms.bool(facts.microstateAccounting);
            facts.microstateAccounting = valueTerm == AM_RESET ? facts.microstateAccounting : valueTerm == Atoms.TRUE;
            return old;
        });
        add("sequential_tracer", (p, facts, emulator, valueTerm) -> SeqTraceBifs.setSystemTracer(emulator, valueTerm));
        add("reset_seq_trace", (p, facts, emulator, valueTerm) -> SeqTraceBifs.reset(p));
        add("debug_flags", (p, facts, emulator, valueTerm) -> Atoms.TRUE);
        add("erts_alloc", (p, facts, emulator, valueTerm) -> AM_NOTSUP);
    }

    /** True for true, false, and for no term at all. */
    private static boolean isBoolean(final long term) {
        return term == Term.NON_VALUE || term == Atoms.TRUE || term == Atoms.FALSE;
    }

    /** The value of a small integer within bounds, else -1. */
    private static long number(final long term, final long min, final long max) {
        if (!Term.isSmall(term)) {
            return -1;
        }
        final long value = Term.smallValue(term);
        return value >= min && value <= max ? value : -1;
    }
}
