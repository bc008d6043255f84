package dev.longbeam.node;

import dev.longbeam.interp.CodeTable;
import dev.longbeam.jit.CompilerOptions;
import dev.longbeam.jit.JitCompiler;
import dev.longbeam.sched.EmulatorOptions;
import java.nio.file.Path;

/** Which engine runs the code, as the properties say. */
final class EngineSettings {
    static final String ENGINE = "longbeam.engine";
    /** Folder that generated classes are written to. */
    static final String DUMP = "longbeam.jit.dump";

    private EngineSettings() {
    }

    /** The engine's name, or a complaint. */
    static String name() throws InvalidArguments {
        return EmulatorSettings.oneOf("--engine", System.getProperty(ENGINE, "mixed"), "interpreter", "mixed", "jit");
    }

    /** Lets a table's code be compiled, unless there is only the interpreter. Before any code is loaded. */
    static void apply(final CodeTable table, final EmulatorOptions options, final boolean tracesCalls) {
        final String engine = System.getProperty(ENGINE, "mixed");
        final String dump = System.getProperty(DUMP);
        // Compiled code nests up to a slice of calls: the host's own thread may not have the stack for that.
        if (!engine.equals("interpreter") && !options.invoker) {
            final JitCompiler.Mode mode = engine.equals("jit") ? JitCompiler.Mode.JIT : JitCompiler.Mode.MIXED;
            new JitCompiler(table, mode, new CompilerOptions(options.gcStress > 0, tracesCalls, dump == null ? null : Path.of(dump),
                    CalmStart::isCalm),
                fault -> System.err.print("longbeam: " + fault + "\r\n"));
        }
    }
}
