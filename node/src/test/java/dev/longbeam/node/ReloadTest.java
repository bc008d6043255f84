package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodeLoader;
import dev.longbeam.interp.CodePurge;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.jit.CompilerOptions;
import dev.longbeam.jit.JitCompiler;
import dev.longbeam.otp.BifFamilies;
import dev.longbeam.sched.Emulator;
import dev.longbeam.sched.EmulatorOptions;
import dev.longbeam.term.Atom;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.NodeTerms;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Code that is loaded, compiled and purged again and again leaves nothing behind: no classes, no funs, no literals. {@code perf-tests/reload}
 * does so ten thousand times in a node.
 */
class ReloadTest {
    private static final int LOADS = 300;
    /** What the tables may keep for a while: the funs of a few codes, and the last class that the compiler made. */
    private static final int SOME = 40;
    private static final byte[] VERSION = {0x0F, 0x42, 0x40};

    @TempDir
    private Path directory;

    @Test
    @Timeout(600)
    void shouldKeepNothingOfPurgedCode() throws Exception {
        final NodePrograms programs = new NodePrograms(directory);
        programs.compile(directory, "reloaded");
        final byte[] file = Files.readAllBytes(directory.resolve("reloaded.beam"));
        final CodeTable table = table(programs.release());
        final Emulator emulator = new Emulator(new EmulatorOptions());
        final List<WeakReference<Code>> codes = new ArrayList<>();

        reload(table, emulator, file, 0, codes);
        final int funs = NodeTerms.current().funs().count();
        final int exports = ExportTable.count();
        for (int i = 1; i <= LOADS; i++) {
            reload(table, emulator, file, i, codes);
        }

        assertEquals(exports, ExportTable.count());
        assertTrue(NodeTerms.current().funs().count() <= funs + SOME, "funs=" + NodeTerms.current().funs().count() + " before=" + funs);
        awaitFew(codes);
    }

    private static CodeTable table(final int release) {
        final CodeTable table = new CodeTable(BifFamilies.registry(release));
        new JitCompiler(table, JitCompiler.Mode.JIT, new CompilerOptions(false, false, null), Assertions::fail);
        return table;
    }

    /** Loads a version of the module and purges the one before. */
    private static void reload(final CodeTable table, final Emulator emulator, final byte[] file, final int version, final List<WeakReference<Code>> codes)
        throws Exception {
        final Code code = CodeLoader.prepare(table, withVersion(file, version));
        assertEquals(CodeLoader.Result.OK, CodeLoader.finish(table, List.of(code)));
        codes.add(new WeakReference<>(code));
        assertTrue(code.funs.length > 2 && code.compiledAt(code.exportPositions[0]) != null);
        if (version > 0) {
            final int purged = table.module(Atom.of("reloaded")).old.id;
            assertEquals(CodePurge.Result.BEGUN, table.purge().prepare(Atom.of("reloaded"), false));
            table.purge().complete(emulator);
            assertNull(table.code(purged));
        }
    }

    /** The file with another number in its instructions. */
    private static byte[] withVersion(final byte[] file, final int version) {
        final byte[] changed = file.clone();
        int at = 0;
        while (changed[at] != VERSION[0] || changed[at + 1] != VERSION[1] || changed[at + 2] != VERSION[2]) {
            at++;
        }
        changed[at + 1] = (byte)(version >>> 8);
        changed[at + 2] = (byte)version;
        return changed;
    }

    /** A class holds its code, so it goes first. The collector of the JVM says in its own time what is gone; the test's time limit ends the waiting. */
    private static void awaitFew(final List<WeakReference<Code>> codes) throws InterruptedException {
        long left = codes.size();
        while (left > SOME) {
            System.gc();
            Thread.sleep(10);
            left = codes.stream().filter(code -> code.get() != null).count();
        }
    }
}
