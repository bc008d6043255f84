package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longbeam.interp.BadBeamException;
import dev.longbeam.interp.BeamFile;
import dev.longbeam.interp.OpInfo;
import dev.longbeam.interp.Opcodes;
import dev.longbeam.term.Atom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corpus, as the installed compiler makes it and as an older one would, uses every instruction and every module of BIFs. */
class CorpusCoverageTest {
    /** Only the compilers of releases before 25 make these, whatever they are asked for. */
    private static final Set<String> OF_OLDER_COMPILERS = Set.of("fclearerror", "fcheckerror", "bs_init2", "recv_mark", "recv_set");

    private static final Set<String> BIF_MODULES = Set.of("erlang", "lists", "maps", "binary", "ets", "math", "unicode", "string", "io_lib",
        "os", "persistent_term", "atomics", "counters", "erts_debug", "erts_internal");

    @TempDir
    private static Path work;

    private static int release;

    private static final Set<String> USED = new TreeSet<>();
    private static final Set<String> CALLED = new TreeSet<>();

    @BeforeAll
    static void compileCorpus() throws Exception {
        final NodePrograms programs = new NodePrograms(work);
        release = programs.release();
        for (final List<String> options : List.of(List.<String>of(), List.of("+no_ssa_opt", "+r24"), List.of("+r22"))) {
            final Path out = Files.createDirectories(work.resolve("corpus" + String.join("", options)));
            programs.compile(out, options);
            read(out);
        }
    }

    private static void read(final Path directory) throws IOException, BadBeamException {
        final List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.getFileName().toString().startsWith("c_")).toList();
        }
        for (final Path path : files) {
            final BeamFile file = BeamFile.read(Files.readAllBytes(path));
            for (int i = 0; i < file.code.size(); i++) {
                USED.add(OpInfo.of(file.code.opcode(i)).name);
            }
            for (final BeamFile.Import function : file.imports) {
                CALLED.add(Atom.name(function.moduleTerm()));
            }
        }
    }

    @Test
    void shouldUseEveryInstruction() {
        final List<String> missing = new ArrayList<>();
        for (int opcode = 1; opcode <= Opcodes.MAX; opcode++) {
            final OpInfo info = OpInfo.of(opcode);
            final boolean made = info.firstRelease <= release;
            if (!info.isObsolete() && made && !USED.contains(info.name) && !OF_OLDER_COMPILERS.contains(info.name)) {
                missing.add(info.name + " (" + info.firstRelease + ".." + info.lastRelease + ")");
            }
        }

        assertEquals(List.of(), missing);
    }

    @Test
    void shouldCallEveryModuleOfBifs() {
        final Set<String> missing = new TreeSet<>(BIF_MODULES);
        missing.removeAll(CALLED);

        assertEquals(Set.of(), missing);
    }
}
