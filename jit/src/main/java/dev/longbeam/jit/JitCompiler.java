package dev.longbeam.jit;

import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodeCompiler;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.interp.CompiledEntry;
import dev.longbeam.term.Atom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Decides what is compiled, and does it: functions that are called often, on a thread of its own; or all of a code when it is loaded.
 *
 * <p>A class holds the functions of a code that were warm when one of them became hot, so that calls among them need no link. Any thread asks; the
 * compiler's thread, or in {@code jit} mode the loader's, compiles.
 *
 * <p>A fault of the background compiler is told once, and costs the function at hand its compiled code: the interpreter goes on with it. In
 * {@code jit} mode it is an error of the loader.
 */
public final class JitCompiler implements CodeCompiler {
    /** What compiles when. */
    public enum Mode {
        /** Hot functions, in the background. */
        MIXED,
        /** Everything at load; a function that cannot be compiled is an error. */
        JIT
    }

    private static final String HOT = "longbeam.jit.hot";
    private static final int HOT_CALLS = Integer.getInteger(HOT, 10000);
    private static final boolean HOT_IS_CHOSEN = System.getProperty(HOT) != null;
    /** Functions with so many calls are compiled with the hot one. */
    private static final int WARM_CALLS = Math.max(1, HOT_CALLS / 4);
    /** Functions in a class: HotSpot's limits on a class are far off. */
    private static final int CLASS_FUNCTIONS = 150;
    /** Ints of instructions in a part of a function that must be cut, at first. */
    private static final int FIRST_PART_INTS = 600;
    /** A function of more ints of instructions is too large for HotSpot in any case, and may be too large for a class file. */
    private static final int MOST_INTS_UNCUT = 3000;
    private static final int ATTEMPTS = 8;

    private final CodeTable table;
    private final Mode mode;
    private final CompilerOptions options;
    private final Consumer<String> faults;
    private final Thread thread;
    private boolean faultTold;
    private final LinkedBlockingQueue<Code> queue = new LinkedBlockingQueue<>();
    /** Functions that were hot while the node was calm, by code and position: a second time counts, after 65,536 more calls. */
    private final Set<Long> hotInCalm = ConcurrentHashMap.newKeySet();
    /** Functions that are compiled, or cannot be, by code. */
    private final Map<Code, BitSet> done = new WeakHashMap<>();

    /**
     * A compiler for the codes of a table.
     *
     * @param faults told, in one line, of the first function that the background compiler failed at
     */
    public JitCompiler(final CodeTable table, final Mode mode, final CompilerOptions options, final Consumer<String> faults) {
        this.table = table;
        this.mode = mode;
        this.options = options;
        this.faults = faults;
        table.compiler(this);
        thread = mode == Mode.MIXED ? Thread.ofPlatform().daemon().name("longbeam-jit").start(this::run) : null;
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public int hotCalls() {
        return HOT_CALLS;
    }

    @Override
    public void hot(final Code code, final int position) {
        if (mode == Mode.MIXED && !isLeftForNow(code, position)) {
            queue.add(code);
        }
    }

    /**
     * True for a function of a node that starts. A boot calls two or three functions that often and is soon done with them; the compiler's own start
     * takes a seventh of the processor time of such a node.
     */
    private boolean isLeftForNow(final Code code, final int position) {
        return !HOT_IS_CHOSEN && options.calm().getAsBoolean() && hotInCalm.add((long)code.id << Integer.SIZE | position);
    }

    @Override
    public void installed(final Code code) {
        if (mode == Mode.JIT) {
            compile(code, 0);
        }
    }

    private void run() {
        while (true) {
            try {
                final Code code = queue.take();
                if (!code.isCompiledBarred()) {
                    compile(code, WARM_CALLS);
                }
            } catch (final InterruptedException e) {
                return;
            }
        }
    }

    /** Compiles the functions of a code that have been called so often. */
    private synchronized void compile(final Code code, final int calls) {
        final BitSet known = done.computeIfAbsent(code, c -> new BitSet());
        List<FunctionShape> shapes = new ArrayList<>();
        for (int i = 0; i < code.functionTerms.length; i++) {
            if (known.get(i) || code.callsOf(i) < calls) {
                continue;
            }
            known.set(i);
            if (table.bifs().nativeFunction(code.moduleTerm, code.functionTerms[i], code.functionArities[i]) != null) {
                // The native takes its place when the module asks for that.
                continue;
            }
            try {
                shapes.add(new FunctionShape(code, i));
            } catch (final NotCompilable e) {
                if (mode == Mode.JIT) {
                    throw new IllegalStateException(describe(code, i) + ": " + e.getMessage());
                }
            }
            if (shapes.size() == CLASS_FUNCTIONS) {
                compileTogether(code, shapes);
                shapes = new ArrayList<>();
            }
        }
        if (!shapes.isEmpty()) {
            compileTogether(code, shapes);
        }
    }

    /** Compiles functions into one class; where that fails in the background, each by itself, so that only the cause of the fault goes without. */
    private void compileTogether(final Code code, final List<FunctionShape> shapes) {
        try {
            compile(code, shapes);
        } catch (final RuntimeException | LinkageError | StackOverflowError e) {
            if (mode == Mode.JIT) {
                throw e;
            }
            if (shapes.size() == 1) {
                tell(describe(code, shapes.getFirst().index), e);
                return;
            }
            for (int i = 0; i < shapes.size(); i++) {
                compileTogether(code, shapes.subList(i, i + 1));
            }
        }
    }

    private void tell(final String function, final Throwable fault) {
        if (!faultTold) {
            faultTold = true;
            faults.accept(function + " could not be compiled and stays interpreted: " + fault);
        }
    }

    private void compile(final Code code, final List<FunctionShape> shapes) {
        final int[] partInts = shapes.stream().mapToInt(shape -> shape.end - shape.start > MOST_INTS_UNCUT ? FIRST_PART_INTS : 0).toArray();
        List<String> stillTooLarge = List.of();
        boolean groups = true;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            final ClassPlan plan = new ClassPlan(code, options);
            for (int i = 0; i < shapes.size(); i++) {
                final List<Integer> cuts = partInts[i] == 0 ? List.of() : cuts(shapes.get(i), partInts[i]);
                plan.add(new FunctionPlan(shapes.get(i), ClassPlan.methodName(code, shapes.get(i).index), cuts));
            }
            if (groups) {
                plan.group();
            }
            final byte[] classFile = plan.write();
            final List<String> tooLarge = ClassPlan.tooLarge(classFile);
            if (tooLarge.isEmpty()) {
                load(code, plan, classFile);
                return;
            }
            groups &= tooLarge.stream().noneMatch(method -> method.endsWith(TailGroup.MARK));
            for (int i = 0; i < shapes.size(); i++) {
                final String name = ClassPlan.methodName(code, shapes.get(i).index);
                if (tooLarge.stream().anyMatch(method -> method.equals(name) || method.startsWith(name + "'"))) {
                    partInts[i] = partInts[i] == 0 ? FIRST_PART_INTS : partInts[i] / 2;
                }
            }
            stillTooLarge = tooLarge;
        }
        throw new IllegalStateException(describe(code, shapes.getFirst().index) + " and its neighbours: too large stay " + stillTooLarge);
    }

    /** Where to cut a function so that each part has about so many ints of instructions. */
    private static List<Integer> cuts(final FunctionShape shape, final int ints) {
        final List<Integer> cuts = new ArrayList<>();
        int from = shape.position(0);
        for (int i = 1; i < shape.instructionCount; i++) {
            if (shape.position(i) - from > ints) {
                cuts.add(i);
                from = shape.position(i);
            }
        }
        return cuts;
    }

    private void load(final Code code, final ClassPlan plan, final byte[] classFile) {
        if (options.dump() != null) {
            dump(plan, classFile);
        }
        try {
            final Map<Integer, CompiledEntry> entries = plan.load(classFile);
            table.addCompiled(code, entries);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void dump(final ClassPlan plan, final byte[] classFile) {
        try {
            Files.createDirectories(options.dump());
            Files.write(options.dump().resolve(plan.self.displayName() + "-" + plan.code.id + "-" + System.nanoTime() + ".class"), classFile);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String describe(final Code code, final int function) {
        return Atom.name(code.moduleTerm) + ":" + Atom.name(code.functionTerms[function]) + "/" + code.functionArities[function];
    }
}
