package dev.longbeam.interp;

import dev.longbeam.term.FunEntry;
import dev.longbeam.term.LiteralArea;
import dev.longbeam.term.NativeRecord;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MutableCallSite;
import java.lang.invoke.SwitchPoint;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The code of one version of a module, as the engines run it.
 *
 * <p>{@link #ops} holds for each instruction its opcode and its operands, one int each: registers and constants as {@code index << 2 |
 * kind} (see {@link #KIND_X}), labels as positions, numbers as they are, lists as a count and the elements. Read-only once loaded.
 */
public final class Code {
    /** Operand kind of X registers. */
    public static final int KIND_X = 0;
    /** Operand kind of Y registers. */
    public static final int KIND_Y = 1;
    /** Operand kind of constants. */
    public static final int KIND_CONSTANT = 2;

    /** Number of this code in the {@link CodeTable}. */
    public final int id;
    /** Module. */
    public final long moduleTerm;
    /** Instructions. */
    public int[] ops;
    /** Constants: terms that never move. */
    public long[] constants;
    /** Functions of other modules that this one calls. */
    public ExportEntry[] imports;
    /** Position of each local fun. */
    public int[] funPositions = new int[0];
    /** Local funs, by their number in the file. */
    public FunEntry[] funs = new FunEntry[0];
    /** Bytes of the string table. */
    public byte[] strings;
    /** Number of float registers that its instructions use. */
    public int floatCount;
    /** Positions of the functions, ascending: of their func_info instruction. */
    public int[] functionStarts;
    /** Name of each function. */
    public long[] functionTerms;
    /** Arity of each function. */
    public int[] functionArities;
    /** Positions from which a source location holds, ascending. */
    public int[] linePositions;
    /** The source location that holds from each position: an index into {@link #lines}. */
    public int[] lineIndexes;
    /** Source locations. */
    public LineTable lines;
    /** Exported functions: name, arity and position. */
    public BeamFile.Export[] exports;
    /** Position of each export. */
    public int[] exportPositions;
    /** Native records that the module defines. */
    public LoadedRecord[] records = new LoadedRecord[0];
    /** What {@link #constants} and the terms below point into; null when there are only immediates. */
    public LiteralArea literals;
    /** MD5 of the module. */
    public byte[] md5;
    /** Attributes, compile info: terms of the literal area, or NIL. */
    public long attributesTerm;
    /** Compile info, a term of the literal area, or NIL. */
    public long compileInfoTerm;
    /** Position of the on_load function, or -1. */
    public int onLoadPosition = -1;
    /** Built-in natives that stand in place of functions; the index is in the func_info instruction. */
    public BifFunction[] natives = new BifFunction[0];

    /** How often the interpreter has called the function at a position; null when nobody wants to know. */
    char[] calls;

    private volatile Breakpoint[] breakpoints;
    /** Compiled code by position, or null while there is none. */
    private volatile CompiledEntry[] compiled;
    /** Call sites of functions that other compiled classes of this code call, by position. */
    private final Map<Integer, MutableCallSite> sites = new HashMap<>();
    private final Map<Integer, SelectTable> selectTables = new ConcurrentHashMap<>();
    /** Holds until compiled code is barred; null while nobody has asked. */
    private SwitchPoint valid;
    /** Compiled code must not be used: functions are traced. */
    private boolean compiledIsBarred;

    Code(final int id, final long moduleTerm) {
        this.id = id;
        this.moduleTerm = moduleTerm;
    }

    /** Forgets source locations: the modules that are part of the C emulator have none, and programs see that in stack traces. */
    public void dropLines() {
        linePositions = new int[0];
        lineIndexes = new int[0];
    }

    /** The breakpoint of a function, also an idle one; null when there never was one. */
    Breakpoint breakpoint(final int function) {
        final Breakpoint[] all = breakpoints;
        return all == null ? null : all[function];
    }

    /** Sets the breakpoint of a function; before its instruction is written. Under the lock of the code table. */
    void breakpoint(final int function, final Breakpoint breakpoint) {
        final Breakpoint[] all = breakpoints == null ? new Breakpoint[functionTerms.length] : breakpoints;
        all[function] = breakpoint;
        breakpoints = all;
    }

    // Compiled code

    /** Compiled code by position, or null while there is none. */
    CompiledEntry[] compiled() {
        return compiled;
    }

    /** How often the interpreter has called a function, about; counts begin again after 65,536. */
    public int callsOf(final int function) {
        return calls == null ? 0 : calls[functionStarts[function] + CodeBuilder.FUNC_INFO_INTS];
    }

    /** The compiled code of a position, or null. Any thread. */
    public CompiledEntry compiledAt(final int position) {
        final CompiledEntry[] all = compiled;
        return all == null ? null : all[position];
    }

    /** Lets engines and compiled callers use compiled code. Under the lock of the code table. */
    synchronized void addCompiled(final Map<Integer, CompiledEntry> entries) {
        if (compiledIsBarred) {
            return;
        }
        final CompiledEntry[] all = compiled == null ? new CompiledEntry[ops.length] : compiled.clone();
        entries.forEach((position, entry) -> all[position] = entry);
        compiled = all;
        for (final int position : entries.keySet()) {
            relink(position);
        }
        for (int i = 0; i < funs.length; i++) {
            final CompiledEntry body = entries.get(funPositions[i]);
            if (body != null) {
                FunCallSite.compiled(funs[i], this, funPositions[i], body.handle());
            }
        }
    }

    /** Bars compiled code, and lets compiled callers go to the engine. Under the lock of the code table. */
    synchronized void barCompiled() {
        compiledIsBarred = true;
        compiled = null;
        forgetFuns();
        if (valid != null) {
            SwitchPoint.invalidateAll(new SwitchPoint[] {valid});
            valid = null;
        }
        for (final int position : sites.keySet()) {
            relink(position);
        }
    }

    /** Lets no fun keep compiled code alive: it is barred, or gone. */
    synchronized void forgetFuns() {
        for (final FunEntry fun : funs) {
            FunCallSite.forget(fun, this);
        }
    }

    /** A way that is taken as long as compiled code may be used, and another for afterwards. Any thread. */
    synchronized MethodHandle guard(final MethodHandle direct, final MethodHandle afterwards) {
        if (compiledIsBarred) {
            return afterwards;
        }
        if (valid == null) {
            valid = new SwitchPoint();
        }
        return valid.guardWithTest(direct, afterwards);
    }

    /** Allows compiled code again: functions may become hot anew. */
    synchronized void allowCompiled() {
        compiledIsBarred = false;
        if (calls != null) {
            Arrays.fill(calls, (char)0);
        }
    }

    /** True while compiled code must not be used. */
    public synchronized boolean isCompiledBarred() {
        return compiledIsBarred;
    }

    /** The call site of the function at a position. Any thread. */
    synchronized MutableCallSite site(final int position) {
        return sites.computeIfAbsent(position, at -> {
            final MutableCallSite site = CallLinks.site(functionArities[functionAt(at)]);
            site.setTarget(CallLinks.target(this, at));
            return site;
        });
    }

    private void relink(final int position) {
        final MutableCallSite site = sites.get(position);
        if (site != null) {
            site.setTarget(CallLinks.target(this, position));
            MutableCallSite.syncAll(new MutableCallSite[] {site});
        }
    }

    /** Index of the function that a position lies in, or -1. */
    public int functionAt(final int position) {
        int at = Arrays.binarySearch(functionStarts, position);
        if (at < 0) {
            at = -at - 2;
        }
        return at;
    }

    /** Source location of a position: an index into {@link #lines}, 0 for none. */
    public int lineAt(final int position) {
        int at = Arrays.binarySearch(linePositions, position);
        if (at < 0) {
            at = -at - 2;
        }
        return at < 0 ? 0 : lineIndexes[at];
    }

    /** Position of the entry of a function of this module (exported or not), or -1. */
    public int entry(final long functionTerm, final int arity) {
        for (int i = 0; i < functionTerms.length; i++) {
            if (functionTerms[i] == functionTerm && functionArities[i] == arity) {
                return functionStarts[i] + CodeBuilder.FUNC_INFO_INTS;
            }
        }
        return -1;
    }

    /** The cases of a select_val as a table. Any thread. */
    SelectTable selectTable(final int position) {
        return selectTables.computeIfAbsent(position, at -> new SelectTable(this, at));
    }

    /** The native record of a name that the module defines, or null. */
    LoadedRecord loadedRecord(final long nameTerm) {
        for (final LoadedRecord loaded : records) {
            if (NativeRecord.name(loaded.definitionTerm()) == nameTerm) {
                return loaded;
            }
        }
        return null;
    }
}
