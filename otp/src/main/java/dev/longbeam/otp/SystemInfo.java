package dev.longbeam.otp;

import dev.longbeam.gc.HeapSettings;
import dev.longbeam.gc.HeapSizes;
import dev.longbeam.interp.BeamFile;
import dev.longbeam.interp.BifFunction;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.interp.Module;
import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Maps;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The items of {@code erlang:system_info/1} by key.
 *
 * <p>Any scheduler; results are built on the heap of the process that asks.
 */
final class SystemInfo {
    /** Tells an item. */
    @FunctionalInterface
    interface Item {
        /** The item, on the heap of a process. */
        long tell(Process p, SystemFacts facts, Emulator emulator);
    }

    private static final long END_TIME_NS = 8_646_911_283L * Clock.SECOND_NS;
    private static final long AM_APPLY = Atom.of("apply");
    private static final long AM_YIELD = Atom.of("yield");
    private static final long AM_MAX = Atom.of("max");
    private static final long AM_MIN = Atom.of("min");
    /** Since then max and min may stand in guards. */
    private static final int GUARD_MAX_RELEASE = 26;
    private static final int ETS_LIMIT = 8192;
    private static final int DIST_BUFFER_BYTES = 1 << 20;
    private static final String[] ALLOCATORS = {"temp_alloc", "sl_alloc", "std_alloc", "ll_alloc", "eheap_alloc", "ets_alloc", "fix_alloc",
        "literal_alloc", "binary_alloc", "driver_alloc"};

    private static final Map<Long, Item> ITEMS = new HashMap<>();

    static {
        release();
        machine();
        limits();
        memory();
        schedulers();
        time();
        miscellaneous();
    }

    private SystemInfo() {
    }

    /** The item of a key, or null. */
    static Item item(final long keyTerm) {
        return ITEMS.get(keyTerm);
    }

    private static void add(final String key, final Item item) {
        ITEMS.put(Atom.of(key), item);
    }

    private static void atom(final String key, final String value) {
        final long valueTerm = Atom.of(value);
        add(key, (p, facts, emulator) -> valueTerm);
    }

    private static void number(final String key, final long value) {
        add(key, (p, facts, emulator) -> Term.makeSmall(value));
    }

    private static void nil(final String... keys) {
        for (final String key : keys) {
            add(key, (p, facts, emulator) -> Term.NIL);
        }
    }

    private static void release() {
        add("otp_release", (p, facts, emulator) -> text(p, Integer.toString(facts.release)));
        add("version", (p, facts, emulator) -> text(p, facts.ertsVersion));
        add("system_version", (p, facts, emulator) -> text(p, facts.versionText(emulator)));
        add("system_architecture", (p, facts, emulator) -> text(p, facts.architecture));
        add("driver_version", (p, facts, emulator) -> text(p, facts.driverVersion));
        add("nif_version", (p, facts, emulator) -> text(p, facts.nifVersion));
        add("compat_rel", (p, facts, emulator) -> Term.makeSmall(facts.release));
        add("machine", (p, facts, emulator) -> text(p, "BEAM"));
        add("snifs", (p, facts, emulator) -> builtIns(p, facts, emulator));
        add("emu_args", (p, facts, emulator) -> Cons.list(p, facts.arguments.stream().mapToLong(word -> text(p, word)).toArray()));
        atom("emu_flavor", "emu");
        atom("emu_type", "opt");
        atom("build_type", "opt");
        atom("debug_compiled", "false");
        add("c_compiler_used", (p, facts, emulator) -> Tuple.make(p, Atom.of("unknown"), Atoms.UNDEFINED));
        add("compile_info", (p, facts, emulator) -> Cons.list(p, pair(p, "ldflags", Term.NIL), pair(p, "cflags", Term.NIL),
            pair(p, "config_h", Term.NIL)));
    }

    private static void machine() {
        number("wordsize", 8);
        atom("endian", "little");
        atom("heap_type", "private");
        atom("smp_support", "true");
        atom("threads", "true");
        atom("kernel_poll", "true");
        atom("beam_jump_table", "true");
        add("os_type", (p, facts, emulator) -> Tuple.make(p, Atom.of("unix"), Atom.of(isMac() ? "darwin" : "linux")));
        add("os_version", (p, facts, emulator) -> osVersion(p));
        add("cpu_topology", (p, facts, emulator) -> topology(p));
        for (final String key : new String[] {"logical_processors", "logical_processors_available", "logical_processors_online"}) {
            add(key, (p, facts, emulator) -> Term.makeSmall(Runtime.getRuntime().availableProcessors()));
        }
        atom("update_cpu_info", "unchanged");
        atom("cpu_quota", "unknown");
        atom("constant_pool_support", "true");
        number("ethread_used_tse", 0);
        add("ethread_info", (p, facts, emulator) -> Cons.list(p, atomics(p, "32-bit native atomics"), atomics(p, "64-bit native atomics"),
            atomics(p, "Double word native atomics")));
    }

    private static void limits() {
        add("atom_count", (p, facts, emulator) -> Term.makeSmall(Atom.count()));
        add("atom_limit", (p, facts, emulator) -> Term.makeSmall(Atom.limit()));
        add("process_count", (p, facts, emulator) -> Term.makeSmall(emulator.processes.count()));
        add("process_limit", (p, facts, emulator) -> Term.makeSmall(emulator.processes.limit()));
        add("port_count", (p, facts, emulator) -> Term.makeSmall(facts.portCount.getAsInt()));
        add("port_limit", (p, facts, emulator) -> Term.makeSmall(emulator.options.portLimit));
        add("ets_count", (p, facts, emulator) -> Term.makeSmall(facts.etsCount.getAsInt()));
        number("ets_limit", ETS_LIMIT);
        atom("ets_realloc_moves", "false");
        atom("port_parallelism", "false");
        add("outstanding_system_requests_limit", (p, facts, emulator) -> Term.makeSmall(facts.outstandingRequestsLimit));
    }

    private static void memory() {
        add("fullsweep_after", (p, facts, emulator) -> pair(p, "fullsweep_after", Term.makeSmall(emulator.options.heapSettings.fullsweepAfter())));
        add("min_heap_size", (p, facts, emulator) -> pair(p, "min_heap_size", Term.makeSmall(emulator.options.heapSettings.minHeapWords())));
        add("min_bin_vheap_size",
            (p, facts, emulator) -> pair(p, "min_bin_vheap_size", Term.makeSmall(emulator.options.heapSettings.minVirtualHeapWords())));
        add("max_heap_size", (p, facts, emulator) -> maxHeap(p, facts));
        add("garbage_collection", (p, facts, emulator) -> Cons.list(p, pair(p, "max_heap_size", Term.makeSmall(emulator.options.heapSettings.maxHeapWords())),
            pair(p, "min_bin_vheap_size", Term.makeSmall(emulator.options.heapSettings.minVirtualHeapWords())),
            pair(p, "min_heap_size", Term.makeSmall(emulator.options.heapSettings.minHeapWords())),
            pair(p, "fullsweep_after", Term.makeSmall(emulator.options.heapSettings.fullsweepAfter()))));
        add("heap_sizes", (p, facts, emulator) -> heapSizes(p));
        atom("message_queue_data", "on_heap");
        add("alloc_util_allocators", (p, facts, emulator) -> {
            long list = Term.NIL;
            for (int i = ALLOCATORS.length - 1; i >= 0; i--) {
                list = Cons.make(p, Atom.of(ALLOCATORS[i]), list);
            }
            return list;
        });
        add("allocator", (p, facts, emulator) -> Tuple.make(p, Atoms.UNDEFINED, Term.NIL, Term.NIL, Term.NIL));
        add("allocated_areas", SystemInfo::allocatedAreas);
        add("info", SystemInfo::info);
    }

    private static void schedulers() {
        add("schedulers", (p, facts, emulator) -> Term.makeSmall(emulator.schedulers.length));
        add("schedulers_online", (p, facts, emulator) -> Term.makeSmall(facts.online(emulator)));
        add("scheduler_id", (p, facts, emulator) -> Term.makeSmall(p.scheduler().index + 1L));
        add("dirty_cpu_schedulers", (p, facts, emulator) -> Term.makeSmall(emulator.schedulers.length));
        add("dirty_cpu_schedulers_online", (p, facts, emulator) -> Term.makeSmall(facts.dirtyOnline(emulator)));
        add("dirty_io_schedulers", (p, facts, emulator) -> Term.makeSmall(facts.dirtyIoSchedulers));
        atom("scheduler_bind_type", "unbound");
        add("scheduler_bindings", (p, facts, emulator) -> {
            final long[] bindings = new long[emulator.schedulers.length];
            java.util.Arrays.fill(bindings, Atom.of("unbound"));
            return Tuple.make(p, bindings);
        });
        for (final String key : new String[] {"schedulers_total", "run_queues"}) {
            add(key, (p, facts, emulator) -> Term.makeSmall(emulator.schedulers.length));
        }
        add("schedulers_active", (p, facts, emulator) -> Term.makeSmall(facts.online(emulator)));
        add("schedulers_state", (p, facts, emulator) -> Tuple.make(p, Term.makeSmall(emulator.schedulers.length),
            Term.makeSmall(facts.online(emulator)), Term.makeSmall(facts.online(emulator))));
        add("all_schedulers_state", (p, facts, emulator) -> Cons.list(p,
            state(p, "normal", emulator.schedulers.length, facts.online(emulator)),
            state(p, "dirty_cpu", emulator.schedulers.length, facts.dirtyOnline(emulator)),
            state(p, "dirty_io", facts.dirtyIoSchedulers, facts.dirtyIoSchedulers)));
        number("context_reductions", Process.SLICE_REDUCTIONS);
        atom("ets_always_compress", "false");
        add("multi_scheduling", (p, facts, emulator) -> emulator.multiScheduling.stateTerm());
        add("multi_scheduling_blockers", (p, facts, emulator) -> emulator.multiScheduling.blockers(p, false));
        add("normal_multi_scheduling_blockers", (p, facts, emulator) -> emulator.multiScheduling.blockers(p, true));
        number("thread_pool_size", 1);
    }

    private static long state(final Process p, final String type, final int total, final int online) {
        return Tuple.make(p, Atom.of(type), Term.makeSmall(total), Term.makeSmall(online), Term.makeSmall(online));
    }

    private static void time() {
        add("start_time", (p, facts, emulator) -> Integers.make(p, Clock.START_NS));
        add("end_time", (p, facts, emulator) -> Integers.make(p, END_TIME_NS));
        add("time_offset", (p, facts, emulator) -> facts.timeOffsetTerm());
        add("time_warp_mode", (p, facts, emulator) -> Atom.of(facts.warpsTime() ? "multi_time_warp" : "no_time_warp"));
        add("tolerant_timeofday", (p, facts, emulator) -> Atom.of(facts.warpsTime() ? "disabled" : "enabled"));
        atom("time_correction", "true");
        add("os_monotonic_time_source", (p, facts, emulator) -> timeSource(p, "CLOCK_MONOTONIC", System.nanoTime(), true));
        add("os_system_time_source", (p, facts, emulator) -> timeSource(p, "CLOCK_REALTIME", Clock.of(p).osSystemNs(), false));
    }

    private static void miscellaneous() {
        add("break_ignored", (p, facts, emulator) -> Atoms.bool(facts.breakIgnored));
        add("trace_control_word", (p, facts, emulator) -> Integers.make(p, emulator.traceSettings.controlWord));
        add("sequential_tracer", (p, facts, emulator) -> pair(p, "sequential_tracer", SeqTraceBifs.systemTracer(emulator)));
        add("system_logger", (p, facts, emulator) -> facts.systemLogger());
        add("async_dist", (p, facts, emulator) -> facts.release < 26 ? Term.NON_VALUE : Atoms.FALSE);
        number("creation", 0);
        number("dist_buf_busy_limit", DIST_BUFFER_BYTES);
        number("delayed_node_table_gc", 60);
        add("dist", (p, facts, emulator) -> binary(p, "=node:'nonode@nohost'\n=no_distribution\n"));
        nil("dist_ctrl", "taints");
        add("check_io", (p, facts, emulator) -> CheckIo.tell(p));
        atom("dynamic_trace", "none");
        atom("dynamic_trace_probes", "false");
        atom("eager_check_io", "true");
        atom("lock_checking", "false");
        atom("lock_counting", "false");
        atom("modified_timing_level", "undefined");
        add("loaded", (p, facts, emulator) -> binary(p, "Current code: " + facts.codeBytes.getAsLong() + "\nOld code: 0\n"));
        add("procs", (p, facts, emulator) -> Bitstring.make(p, new byte[0]));
    }

    /** The map of {@code max_heap_size}. */
    static long maxHeap(final Process p, final SystemFacts facts) {
        final HeapSettings settings = p.emulator().options.heapSettings;
        final long map = ProcessFlags.maxHeapTerm(p, settings.maxHeapWords(), settings.maxHeapKill(), settings.maxHeapLog(), false);
        return facts.release < 27 ? map : Maps.put(p, map, Atom.of("include_shared_binaries"), Atoms.bool(facts.maxHeapShared));
    }

    private static long heapSizes(final Process p) {
        final long[] sizes = HeapSizes.all();
        long list = Term.NIL;
        for (int i = sizes.length - 1; i >= 0; i--) {
            list = Cons.make(p, Term.makeSmall(sizes[i]), list);
        }
        return list;
    }

    /** The topology: one processor with a core for each logical processor. */
    static long topology(final Process p) {
        long cores = Term.NIL;
        for (int i = Runtime.getRuntime().availableProcessors() - 1; i >= 0; i--) {
            cores = Cons.make(p, pair(p, "core", pair(p, "logical", Term.makeSmall(i))), cores);
        }
        return Cons.list(p, pair(p, "processor", cores));
    }

    private static long builtIns(final Process p, final SystemFacts facts, final Emulator emulator) {
        long list = Term.NIL;
        final CodeTable table = emulator.service(CodeTable.class);
        for (final BifFunction bif : table.bifs().bifs()) {
            if (isOfRelease(table, bif) && !hasErlangCode(bif, facts.release)) {
                list = Cons.make(p, Tuple.make(p, bif.moduleTerm, bif.functionTerm, Term.makeSmall(bif.arity)), list);
            }
        }
        return list;
    }

    /** What Longbeam runs itself though the library has code for it. */
    private static boolean hasErlangCode(final BifFunction bif, final int release) {
        return bif.moduleTerm == Atoms.ERLANG && (bif.functionTerm == AM_APPLY || bif.functionTerm == AM_YIELD) || isLaterBif(bif, release);
    }

    /** True for a BIF that was Erlang code in this release: programs are told so. */
    static boolean isLaterBif(final BifFunction bif, final int release) {
        return release < GUARD_MAX_RELEASE && bif.moduleTerm == Atoms.ERLANG && (bif.functionTerm == AM_MAX || bif.functionTerm == AM_MIN);
    }

    /** Other releases have BIFs that this one does not export: only the loaded modules tell. */
    private static boolean isOfRelease(final CodeTable table, final BifFunction bif) {
        final Module module = table.module(bif.moduleTerm);
        if (module == null || module.current == null) {
            return false;
        }
        for (final BeamFile.Export export : module.current.exports) {
            if (export.functionTerm() == bif.functionTerm && export.arity() == bif.arity) {
                return true;
            }
        }
        return false;
    }

    /** Whose atomic operations these are, and their names. */
    private static long atomics(final Process p, final String kind) {
        return Tuple.make(p, text(p, kind), text(p, "java"), Term.NIL);
    }

    private static long osVersion(final Process p) {
        final String[] parts = (System.getProperty("os.version") + ".0.0").split("[^0-9]+");
        return Tuple.make(p, Term.makeSmall(Integer.parseInt(parts[0])), Term.makeSmall(Integer.parseInt(parts[1])),
            Term.makeSmall(Integer.parseInt(parts[2])));
    }

    private static boolean isMac() {
        return System.getProperty("os.name").startsWith("Mac");
    }

    private static long timeSource(final Process p, final String clock, final long timeNs, final boolean monotonic) {
        final long tail = Cons.list(p, pair(p, "parallel", Atom.of("yes")), pair(p, "time", Integers.make(p, timeNs)));
        final long rest = monotonic ? Cons.make(p, pair(p, "extended", Atom.of("no")), tail) : tail;
        return Cons.make(p, pair(p, "function", Atom.of("clock_gettime")), Cons.make(p, pair(p, "clock_id", Atom.of(clock)),
            Cons.make(p, pair(p, "resolution", Term.makeSmall(Clock.SECOND_NS)), rest)));
    }

    /** What lies outside the allocators or tells what they are used for; {@code erlang:memory} adds this up. */
    private static long allocatedAreas(final Process p, final SystemFacts facts, final Emulator emulator) {
        final long atomBytes = Blocks.usedBytes(MemoryKind.ATOM);
        return Cons.list(p, Tuple.make(p, Atom.of("atom_space"), Integers.make(p, atomBytes), Integers.make(p, atomBytes)),
            pair(p, "loaded_code", Integers.make(p, facts.codeBytes.getAsLong())));
    }

    private static long info(final Process p, final SystemFacts facts, final Emulator emulator) {
        final long processes = Blocks.usedBytes(MemoryKind.PROCESS) + Blocks.usedBytes(MemoryKind.SIGNAL);
        final long total = Blocks.usedBytes();
        return binary(p, "=memory\ntotal: " + total + "\nprocesses: " + processes + "\nprocesses_used: " + processes + "\nsystem: "
            + (total - processes) + "\natom: " + Blocks.usedBytes(MemoryKind.ATOM) + "\natom_used: " + Blocks.usedBytes(MemoryKind.ATOM)
            + "\nbinary: " + Blocks.usedBytes(MemoryKind.BINARY) + "\ncode: " + facts.codeBytes.getAsLong() + "\nets: "
            + Blocks.usedBytes(MemoryKind.ETS) + "\n");
    }

    /** {@code {Name, Value}}. */
    static long pair(final Process p, final String name, final long valueTerm) {
        return Tuple.make(p, Atom.of(name), valueTerm);
    }

    private static long text(final Process p, final String text) {
        return ErlangTextBifs.characters(p, text);
    }

    private static long binary(final Process p, final String text) {
        return Bitstring.make(p, text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
