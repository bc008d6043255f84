package dev.longbeam.node;

import dev.longbeam.interp.BadBeamException;
import dev.longbeam.interp.BifRegistry;
import dev.longbeam.interp.CallTrace;
import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodeLoader;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.interp.Interpreter;
import dev.longbeam.interp.SystemCode;
import dev.longbeam.otp.BifFamilies;
import dev.longbeam.otp.LoadProblems;
import dev.longbeam.otp.NodeEnd;
import dev.longbeam.otp.NodeFacts;
import dev.longbeam.otp.NodeState;
import dev.longbeam.otp.OsEnvironment;
import dev.longbeam.otp.Ports;
import dev.longbeam.otp.SystemFacts;
import dev.longbeam.otp.SystemLogger;
import dev.longbeam.otp.TraceTimes;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.EmulatorOptions;
import dev.longbeam.sched.Process;
import dev.longbeam.sched.SpawnOptions;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.NodeTerms;
import dev.longbeam.term.OtpVariant;
import dev.longbeam.term.Term;
import dev.longbeam.trace.TraceLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A whole node over an OTP installation: loads the preloaded modules, makes the first processes, starts the schedulers.
 *
 * <p>Made and started by one thread; the node then runs on its own until somebody ends it.
 */
final class NodeRuntime {
    private final Emulator emulator;
    private final CodeTable table;
    private final OtpInstallation otp;

    NodeRuntime(final OtpInstallation otp, final EmulatorOptions options, final NodeEnd end) {
        this(otp, options, end, table(otp, List.of()));
    }

    /** A node with a table of its own that {@link #table} made. */
    NodeRuntime(final OtpInstallation otp, final EmulatorOptions options, final NodeEnd end, final CodeTable table) {
        this.otp = otp;
        this.table = table;
        options.variant = OtpVariant.ofRelease(otp.release());
        emulator = new Emulator(options);
        CodeImageSettings.apply(table, otp.release());
        EngineSettings.apply(table, options, emulator.trace != null && emulator.trace.options().level == TraceLevel.CALLS);
        if (emulator.trace != null) {
            table.onInstall(code -> CallTrace.loaded(emulator.trace, code));
        }
        emulator.service(CodeTable.class, table);
        emulator.service(NodeFacts.class, new NodeFacts(otp.release(), otp.ertsVersion(), otp.root(), Preloaded.modules(otp.release()),
            System.nanoTime()));
        final SystemFacts facts = SystemFacts.ofRelease(otp.release(), otp.ertsVersion());
        facts.schedulersOnline = emulator.options.schedulersOnline;
        facts.install(emulator);
        emulator.service(Ports.class, new Ports(emulator));
        emulator.service(NodeEnd.class, end);
        TraceTimes.install(emulator);
        final SystemLogger logger = new SystemLogger(emulator);
        emulator.service(LoadProblems.class, logger);
        emulator.service(SystemLogger.class, logger);
        emulator.systemLog(logger);
    }

    /** A table without code for a node, with more functions than those that OTP expects. Making it takes no call of the system. */
    static CodeTable table(final OtpInstallation otp, final List<Class<?>> functions) {
        final BifRegistry bifs = BifFamilies.registry(otp.release());
        functions.forEach(bifs::add);
        return new CodeTable(bifs);
    }

    Emulator emulator() {
        return emulator;
    }

    /** Sets variables of its environment, raw; before it starts. */
    void environment(final Map<String, String> variables) {
        final OsEnvironment environment = NodeState.of(emulator).environment();
        variables.forEach((name, value) -> environment.put(RawWords.bytes(name), RawWords.bytes(value)));
    }

    /** Tells it how it was called; before it starts. */
    void calledBy(final List<String> commandLine) {
        emulator.service(SystemFacts.class).arguments = commandLine;
    }

    /** Closes all ports. Only when the schedulers have stopped. */
    void closePorts() {
        emulator.service(Ports.class).close();
    }

    /** Frees what is left of the node besides its processes. Only when its schedulers have stopped. */
    void close() {
        NodeState.of(emulator).close();
        table.close();
    }

    /** Loads the preloaded modules, makes the first processes and lets them run. */
    void start(final List<String> initArguments) throws InvalidArguments, IOException, BadBeamException {
        final NodeTerms before = NodeTerms.enter(emulator.terms);
        try {
            load();
            run(initArguments);
        } finally {
            NodeTerms.enter(before);
        }
    }

    private void load() throws InvalidArguments, IOException, BadBeamException {
        final Path ebin = otp.preloadedEbin();
        for (final String name : Preloaded.modules(otp.release())) {
            final Code code = CodeLoader.prepare(table, Files.readAllBytes(ebin.resolve(name + ".beam")));
            code.dropLines();
            CodeLoader.finish(table, List.of(code));
        }
    }

    private void run(final List<String> initArguments) {
        final SystemCode systemCode = new SystemCode(table);
        emulator.start(scheduler -> new Interpreter(scheduler, table, systemCode));
        final List<Process> first = new ArrayList<>();
        try (LocalHeap heap = new LocalHeap()) {
            long list = Term.NIL;
            for (int i = initArguments.size() - 1; i >= 0; i--) {
                list = Cons.make(heap, Bitstring.make(heap, RawWords.bytes(initArguments.get(i))), list);
            }
            first.add(spawn("erl_init", "start", Cons.list(heap, Atom.of("init"), list), 2));
            first.add(spawn("erts_code_purger", "start", Term.NIL, 1));
            first.add(spawn("erts_literal_area_collector", "start", Term.NIL, 1));
            emulator.literalAreas.collector(first.getLast());
            for (int priority = 2; priority >= 0; priority--) {
                first.add(spawn("erts_dirty_process_signal_handler", "start", Term.NIL, priority));
            }
            if (otp.release() >= 27) {
                first.add(spawn("erts_trace_cleaner", "start", Term.NIL, 2));
            }
            dev.longbeam.term.OffHeapList.releaseAll(heap.offHeapAddr);
        }
        first.forEach(emulator::launch);
    }

    private Process spawn(final String module, final String function, final long args, final int priority) {
        final SpawnOptions options = new SpawnOptions(emulator.options);
        options.systemProcess = true;
        options.priority = priority;
        return emulator.spawn(null, options, Atom.of(module), Atom.of(function), args);
    }
}
