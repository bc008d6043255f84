package dev.longbeam.interp;

import dev.longbeam.sched.TracePattern;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.Term;
import java.util.ArrayList;
import java.util.List;

/**
 * The breakpoints of all code: which functions are traced, and how.
 *
 * <p>A local breakpoint replaces the first instruction of a function by {@link SpecialOps#BREAKPOINT}; one of an export entry lets calls
 * of it go to a code of its own, where each position stands for an entry. Untraced code and entries know nothing of all this. Any thread;
 * changes take the lock of the code table. Other schedulers see a change for sure after they have been between two slices.
 */
public final class Breakpoints {
    /** What {@code trace_pattern} asks for. */
    public enum Change {
        /** {@code false}. */
        OFF,
        /** {@code true} or a match specification. */
        ON,
        /** {@code restart}. */
        RESTART,
        /** {@code pause}. */
        PAUSE
    }

    /**
     * The kinds of tracing that a change is about; none of them means global call trace.
     *
     * @param local  {@code local}
     * @param meta   {@code meta}
     * @param count  {@code call_count}
     * @param time   {@code call_time}
     * @param memory {@code call_memory}
     */
    public record Kinds(boolean local, boolean meta, boolean count, boolean time, boolean memory) {
        /** True when no breakpoint in code is wanted. */
        public boolean isGlobal() {
            return !(local || meta || count || time || memory);
        }
    }

    private static final long AM_APPLY = Atom.of("apply");
    private static final long AM_HIBERNATE = Atom.of("hibernate");
    private static final int HIBERNATE_ARITY = 3;

    /** What new code gets. */
    private Kinds loadKinds = new Kinds(false, false, false, false, false);
    private boolean loadIsOn;
    private TracePattern loadPattern = TracePattern.ANY;
    private TracePattern loadMetaPattern = TracePattern.ANY;
    private long loadMetaTracerTerm = Term.NIL;

    private final CodeTable table;
    /** Where calls of traced export entries go: the position is the index of the entry. */
    private final Code entries;

    Breakpoints(final CodeTable table) {
        this.table = table;
        entries = table.newSystemCode(new int[0]);
    }

    // Where calls of an entry go

    private void route(final ExportEntry entry) {
        final Breakpoint breakpoint = entry.breakpoint;
        if (breakpoint == null || breakpoint.isIdle() || isInstruction(entry)) {
            entry.untrace();
            return;
        }
        if (entry.index >= entries.ops.length) {
            final int[] ops = new int[Math.max(entry.index + 1, entries.ops.length * 2)];
            java.util.Arrays.fill(ops, SpecialOps.ENTRY_BREAKPOINT);
            entries.ops = ops;
        }
        entry.trace(new CodeTarget(entries, entry.index));
    }

    /** True for apply and hibernate: to the C emulator their calls are instructions, which nobody sees. */
    private static boolean isInstruction(final ExportEntry entry) {
        return entry.moduleTerm == Atoms.ERLANG && entry.builtin != null
            && (entry.functionTerm == AM_APPLY || entry.functionTerm == AM_HIBERNATE && entry.arity == HIBERNATE_ARITY);
    }

    /** True for the code whose positions are traced export entries. */
    boolean isEntries(final Code code) {
        return code == entries;
    }

    // Changes

    /**
     * Sets or clears breakpoints.
     *
     * @param moduleTerm   module, NON_VALUE for all
     * @param functionTerm function, NON_VALUE for all
     * @param arity        arity, -1 for all
     * @return how many functions match
     */
    public int set(final long moduleTerm, final long functionTerm, final int arity, final Change change, final Kinds kinds,
        final TracePattern pattern, final long metaTracerTerm) {
        synchronized (table) {
            int matches = 0;
            for (final ExportEntry entry : matchingExports(moduleTerm, functionTerm, arity)) {
                setEntry(entry, change, kinds, pattern);
                matches++;
            }
            if (kinds.isGlobal()) {
                if (change == Change.ON) {
                    for (final Function function : matchingFunctions(moduleTerm, functionTerm, arity)) {
                        function.clearInCode();
                    }
                }
                barCompiled();
                return matches;
            }
            final List<Function> functions = matchingFunctions(moduleTerm, functionTerm, arity);
            for (final Function function : functions) {
                function.set(change, kinds, pattern, metaTracerTerm);
            }
            barCompiled();
            return functions.size();
        }
    }

    /** Global call trace of an entry: switched on, or off by hand or because a breakpoint in its code is set. */
    private void setEntry(final ExportEntry entry, final Change change, final Kinds kinds, final TracePattern pattern) {
        if (kinds.isGlobal() && change != Change.OFF) {
            breakpointOf(entry).calls = new Breakpoint.CallTrace(false, pattern);
        } else if (entry.breakpoint != null && (kinds.isGlobal() || change != Change.OFF) && entry.breakpoint.calls != null
            && !entry.breakpoint.calls.local()) {
            entry.breakpoint.calls = null;
        }
        route(entry);
    }

    /** Compiled code knows nothing of breakpoints, nor of traced BIFs: code that has such is interpreted. */
    private void barCompiled() {
        for (final Module module : table.modules()) {
            for (final Code code : new Code[] {module.current, module.old}) {
                if (code != null) {
                    table.barCompiled(code, isTraced(code));
                }
            }
        }
    }

    private static boolean isTraced(final Code code) {
        for (int i = 0; i < code.functionTerms.length; i++) {
            final Breakpoint breakpoint = code.breakpoint(i);
            if (breakpoint != null && !breakpoint.isIdle()) {
                return true;
            }
        }
        for (final ExportEntry entry : code.imports) {
            if (entry.builtin != null && entry.breakpoint != null && !entry.breakpoint.isIdle()) {
                return true;
            }
        }
        return false;
    }

    private static Breakpoint breakpointOf(final ExportEntry entry) {
        if (entry.breakpoint == null) {
            entry.breakpoint = new Breakpoint(entry.moduleTerm, entry.functionTerm, entry.arity, 0);
        }
        return entry.breakpoint;
    }

    private List<ExportEntry> matchingExports(final long moduleTerm, final long functionTerm, final int arity) {
        final List<ExportEntry> found = new ArrayList<>();
        for (int i = 0; i < ExportTable.count(); i++) {
            final ExportEntry entry = table.export(i);
            if (entry.isDefined() && matches(entry.moduleTerm, moduleTerm) && matches(entry.functionTerm, functionTerm)
                && (arity < 0 || arity == entry.arity)) {
                found.add(entry);
            }
        }
        return found;
    }

    private static boolean matches(final long term, final long wantedTerm) {
        return wantedTerm == Term.NON_VALUE || wantedTerm == term;
    }

    private List<Function> matchingFunctions(final long moduleTerm, final long functionTerm, final int arity) {
        final List<Function> found = new ArrayList<>();
        for (final Module module : table.modules()) {
            if (matches(module.moduleTerm, moduleTerm) && module.current != null) {
                addFunctions(found, module.current, functionTerm, arity);
            }
        }
        return found;
    }

    private void addFunctions(final List<Function> found, final Code code, final long functionTerm, final int arity) {
        for (int i = 0; i < code.functionTerms.length; i++) {
            if (matches(code.functionTerms[i], functionTerm) && (arity < 0 || arity == code.functionArities[i])) {
                found.add(new Function(code, i));
            }
        }
    }

    /** A function in code; where a BIF stands in place of the code, the entry of the BIF. */
    private final class Function {
        private final Code code;
        private final int index;
        private final ExportEntry bifEntry;

        Function(final Code code, final int index) {
            this.code = code;
            this.index = index;
            final ExportEntry entry = table.existing(code.moduleTerm, code.functionTerms[index], code.functionArities[index]);
            bifEntry = entry != null && entry.builtin != null ? entry : null;
        }

        /** The breakpoint, or null when there never was one. */
        Breakpoint find() {
            return bifEntry != null ? bifEntry.breakpoint : code.breakpoint(index);
        }

        private Breakpoint findOrMake() {
            if (bifEntry != null) {
                return breakpointOf(bifEntry);
            }
            Breakpoint breakpoint = code.breakpoint(index);
            if (breakpoint == null) {
                breakpoint = new Breakpoint(code.moduleTerm, code.functionTerms[index], code.functionArities[index], code.ops[entry()]);
                code.breakpoint(index, breakpoint);
            }
            return breakpoint;
        }

        private int entry() {
            return code.functionStarts[index] + CodeBuilder.FUNC_INFO_INTS;
        }

        private void install(final Breakpoint breakpoint) {
            if (bifEntry != null) {
                route(bifEntry);
            } else {
                code.ops[entry()] = breakpoint.isIdle() ? breakpoint.originalOp : SpecialOps.BREAKPOINT;
            }
        }

        void clearInCode() {
            final Breakpoint breakpoint = bifEntry == null ? find() : null;
            if (breakpoint != null) {
                breakpoint.clear();
                install(breakpoint);
            }
        }

        void debug(final boolean on) {
            final Breakpoint breakpoint = findOrMake();
            breakpoint.debug = on;
            install(breakpoint);
        }

        void set(final Change change, final Kinds kinds, final TracePattern pattern, final long metaTracerTerm) {
            if (change != Change.ON && find() == null) {
                return;
            }
            final Breakpoint breakpoint = findOrMake();
            final boolean on = change != Change.OFF;
            if (kinds.local) {
                breakpoint.calls = on ? new Breakpoint.CallTrace(true, pattern)
                    : breakpoint.calls != null && breakpoint.calls.local() ? null : breakpoint.calls;
            }
            if (kinds.meta) {
                breakpoint.meta = on ? new Breakpoint.MetaTrace(pattern, metaTracerTerm) : null;
            }
            if (kinds.count) {
                count(breakpoint, change);
            }
            if (kinds.time) {
                breakpoint.time = times(breakpoint.time, change);
            }
            if (kinds.memory) {
                breakpoint.memory = times(breakpoint.memory, change);
            }
            install(breakpoint);
        }
    }

    private static void count(final Breakpoint breakpoint, final Change change) {
        final Breakpoint.CallCount count = breakpoint.count;
        if (change == Change.OFF) {
            breakpoint.count = null;
        } else if (count == null || change != Change.PAUSE) {
            breakpoint.count = new Breakpoint.CallCount();
        } else {
            count.active = false;
        }
    }

    private static CallTimes times(final CallTimes before, final Change change) {
        if (change == Change.OFF) {
            return null;
        }
        if (before == null) {
            return new CallTimes();
        }
        if (change == Change.PAUSE) {
            before.active = false;
        } else {
            before.restart();
        }
        return before;
    }

    /** {@code erts_debug:breakpoint/2}: lets calls of functions go to the error handler, or no more; how many functions match. */
    public int debug(final long moduleTerm, final long functionTerm, final int arity, final boolean on) {
        synchronized (table) {
            final List<Function> functions = matchingFunctions(moduleTerm, functionTerm, arity);
            for (final Function function : functions) {
                function.debug(on);
            }
            barCompiled();
            return functions.size();
        }
    }

    // Code that comes and goes

    /** Changes what functions of code get that is loaded later. */
    public void setOnLoad(final Change change, final Kinds kinds, final TracePattern pattern, final long metaTracerTerm) {
        synchronized (table) {
            if (kinds.local || kinds.isGlobal()) {
                loadPattern = pattern;
            }
            if (kinds.meta) {
                loadMetaPattern = pattern;
                loadMetaTracerTerm = metaTracerTerm;
            } else if (kinds.isGlobal()) {
                loadMetaPattern = TracePattern.ANY;
                loadMetaTracerTerm = Term.NIL;
            }
            final boolean on = change != Change.OFF;
            final boolean counts = change == Change.ON;
            final Kinds wanted = new Kinds(kinds.local, kinds.meta, kinds.count && counts, kinds.time && counts, kinds.memory && counts);
            if (kinds.isGlobal()) {
                if (loadKinds.isGlobal() || on) {
                    loadKinds = kinds;
                    loadIsOn = on;
                }
            } else if (loadKinds.isGlobal()) {
                if (on) {
                    loadKinds = wanted;
                    loadIsOn = !wanted.isGlobal();
                }
            } else if (on) {
                loadKinds = new Kinds(loadKinds.local | wanted.local, loadKinds.meta | wanted.meta, loadKinds.count | wanted.count,
                    loadKinds.time | wanted.time, loadKinds.memory | wanted.memory);
            } else {
                loadKinds = new Kinds(loadKinds.local & !kinds.local, loadKinds.meta & !kinds.meta, loadKinds.count & !kinds.count,
                    loadKinds.time & !kinds.time, loadKinds.memory & !kinds.memory);
                loadIsOn = !loadKinds.isGlobal();
            }
        }
    }

    /** What functions of new code get; for {@code trace_info(on_load, ..)}. */
    public FunctionTrace onLoad() {
        synchronized (table) {
            if (!loadIsOn) {
                return FunctionTrace.NONE;
            }
            final boolean calls = loadKinds.isGlobal() || loadKinds.local;
            return new FunctionTrace(calls, loadKinds.local, calls ? loadPattern : null, loadKinds.meta ? loadMetaPattern : null,
                loadMetaTracerTerm, loadKinds.count ? 0 : -1, heap -> Atom.of(Boolean.toString(loadKinds.time)),
                heap -> Atom.of(Boolean.toString(loadKinds.memory)));
        }
    }

    /** Code has become current: sets what is due, under the lock of the table. */
    void loaded(final Code code) {
        if (!loadIsOn) {
            table.barCompiled(code, isTraced(code));
            return;
        }
        setLoaded(code);
        table.barCompiled(code, isTraced(code));
    }

    private void setLoaded(final Code code) {
        if (loadKinds.isGlobal()) {
            for (final BeamFile.Export export : code.exports) {
                setEntry(table.export(code.moduleTerm, export.functionTerm(), export.arity()), Change.ON, loadKinds, loadPattern);
            }
            return;
        }
        final List<Function> functions = new ArrayList<>();
        addFunctions(functions, code, Term.NON_VALUE, -1);
        for (final Function function : functions) {
            final Kinds others = new Kinds(loadKinds.local, false, loadKinds.count, loadKinds.time, loadKinds.memory);
            function.set(Change.ON, others, loadPattern, Term.NIL);
            if (loadKinds.meta) {
                function.set(Change.ON, new Kinds(false, true, false, false, false), loadMetaPattern, loadMetaTracerTerm);
            }
        }
    }

    /** Code has become old: its breakpoints go, under the lock of the table. */
    void unloaded(final Code code) {
        for (final BeamFile.Export export : code.exports) {
            final ExportEntry entry = table.export(code.moduleTerm, export.functionTerm(), export.arity());
            if (entry.breakpoint != null && entry.builtin == null) {
                entry.breakpoint.clear();
                route(entry);
            }
        }
        for (int i = 0; i < code.functionTerms.length; i++) {
            new Function(code, i).clearInCode();
        }
    }

    // What is set

    /** The breakpoint of the function that a number of the export table names, or null. */
    Breakpoint find(final int number) {
        final ExportTable.Mfa mfa = ExportTable.get(number);
        synchronized (table) {
            final ExportEntry entry = table.export(number);
            final Module module = table.module(mfa.moduleTerm());
            if (entry.builtin != null || module == null || module.current == null) {
                return entry.breakpoint;
            }
            final List<Function> functions = new ArrayList<>();
            addFunctions(functions, module.current, mfa.functionTerm(), mfa.arity());
            return functions.isEmpty() ? null : functions.get(0).find();
        }
    }

    /** What is traced of a function, or null when there is no such function. */
    public FunctionTrace info(final long moduleTerm, final long functionTerm, final int arity) {
        synchronized (table) {
            final ExportEntry entry = table.existing(moduleTerm, functionTerm, arity);
            if (entry != null && entry.breakpoint != null && !entry.breakpoint.isIdle()) {
                return FunctionTrace.of(entry.breakpoint);
            }
            final Module module = table.module(moduleTerm);
            if (module != null && module.current != null) {
                final List<Function> functions = new ArrayList<>();
                addFunctions(functions, module.current, functionTerm, arity);
                if (!functions.isEmpty()) {
                    final Breakpoint breakpoint = functions.get(0).find();
                    return breakpoint == null ? FunctionTrace.NONE : FunctionTrace.of(breakpoint);
                }
            }
            return entry != null && entry.isDefined() ? FunctionTrace.NONE : null;
        }
    }
}
