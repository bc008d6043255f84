package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodeLoader;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.jit.CompilerOptions;
import dev.longbeam.jit.JitCompiler;
import dev.longbeam.otp.BifFamilies;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The compiler refuses, loudly, a function that it cannot compile and a method that HotSpot would not: it must find none in OTP's own libraries, nor in
 * the programs that are measured. The corpus is compiled where it runs, in {@link DifferentialCorpusTest}.
 */
class CompileEverythingTest {
    /** HotSpot's HugeMethodLimit: it compiles no method of more bytes. */
    private static final int MOST_METHOD_BYTES = 8000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"stdlib", "kernel", "compiler"})
    void shouldCompileEveryFunctionOfLibraryWithinHotSpotsLimits(final String application) throws Exception {
        final OtpInstallation otp = OtpInstallation.at(NodePrograms.machinesOwn());

        final int compiled = compile(otp, beams(otp.ebin(application)));

        assertTrue(compiled > 300, "compiled=" + compiled);
        assertEquals(List.of(), refused());
    }

    @Test
    void shouldCompileEveryFunctionOfMeasuredProgramsWithinHotSpotsLimits() throws Exception {
        final OtpInstallation otp = OtpInstallation.at(NodePrograms.machinesOwn());
        final Path ebin = Files.createDirectories(directory.resolve("ebin"));
        try (Stream<Path> files = Files.list(NodePrograms.root().resolve("perf-tests/erl/bench"))) {
            new NodePrograms(directory).compile(ebin, List.of(), files.filter(file -> file.toString().endsWith(".erl")).toList());
        }

        final int compiled = compile(otp, beams(ebin));

        assertTrue(compiled > 50, "compiled=" + compiled);
        assertEquals(List.of(), refused());
    }

    /** Number of exported functions that are compiled. */
    private int compile(final OtpInstallation otp, final List<Path> files) throws Exception {
        final CodeTable table = new CodeTable(BifFamilies.registry(otp.release()));
        new JitCompiler(table, JitCompiler.Mode.JIT, new CompilerOptions(false, false, directory.resolve("classes")), Assertions::fail);
        int compiled = 0;
        for (final Path file : files) {
            final Code code = CodeLoader.prepare(table, Files.readAllBytes(file));
            CodeLoader.finish(table, List.of(code));
            for (int i = 0; i < code.exportPositions.length; i++) {
                compiled += code.compiledAt(code.exportPositions[i]) == null ? 0 : 1;
            }
        }
        return compiled;
    }

    /** Methods of the classes that were made which HotSpot would not compile, or not to the end. */
    private List<String> refused() throws IOException {
        final List<String> found = new ArrayList<>();
        try (Stream<Path> classes = Files.list(directory.resolve("classes"))) {
            for (final Path file : classes.toList()) {
                for (final MethodModel method : ClassFile.of().parse(file).methods()) {
                    final CodeAttribute code = (CodeAttribute)method.code().orElseThrow();
                    if (code.codeLength() > MOST_METHOD_BYTES || loopsWithOperands(code)) {
                        found.add(file.getFileName() + " " + method.methodName() + " " + code.codeLength());
                    }
                }
            }
        }
        return found;
    }

    /** HotSpot gives a method up when it means to enter it in a loop that begins with something on the operand stack. */
    private static boolean loopsWithOperands(final CodeAttribute code) {
        final Set<Label> withOperands = new HashSet<>();
        code.findAttribute(Attributes.stackMapTable()).ifPresent(table -> table.entries().forEach(frame -> {
            if (!frame.stack().isEmpty()) {
                withOperands.add(frame.target());
            }
        }));
        final Set<Label> passed = new HashSet<>();
        for (final CodeElement element : code) {
            if (element instanceof final LabelTarget target) {
                passed.add(target.label());
            } else if (element instanceof final BranchInstruction jump && passed.contains(jump.target()) && withOperands.contains(jump.target())) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> beams(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".beam")).sorted().toList();
        }
    }
}
