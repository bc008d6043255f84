package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.interp.BadBeamException;
import dev.longbeam.interp.Code;
import dev.longbeam.interp.CodeImages;
import dev.longbeam.interp.CodeLoader;
import dev.longbeam.interp.CodeTable;
import dev.longbeam.otp.BifFamilies;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that comes from an image is the same as that of the file itself. */
class CodeImagesTest {
    @TempDir
    private Path folder;

    private OtpInstallation otp;
    private Path images;

    @BeforeEach
    void prepare() throws Exception {
        otp = OtpInstallation.at(NodePrograms.machinesOwn());
        images = folder.resolve("images");
    }

    /** Makes the image of one file, and returns that file. */
    private byte[] recordQueue() throws Exception {
        final byte[] bytes = Files.readAllBytes(otp.ebin("stdlib").resolve("queue.beam"));
        CodeLoader.prepare(table(otp.release(), CodeImages.recording(images, otp.release())), bytes);
        return bytes;
    }

    private CodeTable table(final int release, final CodeImages images) {
        final CodeTable table = new CodeTable(BifFamilies.registry(release));
        table.images(images);
        return table;
    }

    @Test
    void shouldGiveTheSameCodeForAllOfStandardLibrary() throws Exception {
        final CodeTable recording = table(otp.release(), CodeImages.recording(images, otp.release()));
        final List<Path> files = beams(otp.ebin("stdlib"));
        for (final Path file : files) {
            CodeLoader.prepare(recording, Files.readAllBytes(file));
        }

        final CodeImages found = CodeImages.of(images, otp.release());
        final CodeTable with = table(otp.release(), found);
        final CodeTable without = table(otp.release(), CodeImages.NONE);

        for (final Path file : files) {
            final byte[] bytes = Files.readAllBytes(file);
            assertTrue(found.has(bytes), file.toString());
            assertSame(CodeLoader.prepare(without, bytes), CodeLoader.prepare(with, bytes), file.toString());
        }
    }

    @Test
    void shouldServeOnlyTheVeryFileAndRelease() throws Exception {
        final byte[] bytes = recordQueue();

        final CodeImages found = CodeImages.of(images, otp.release());

        assertTrue(found.has(bytes));
        assertTrue(!CodeImages.of(images, otp.release() + 1).has(bytes));
        final byte[] damaged = bytes.clone();
        damaged[new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("Code") + 28] = (byte)0xFF;
        assertThrows(BadBeamException.class, () -> CodeLoader.prepare(table(otp.release(), found), damaged));
    }

    @Test
    void shouldDoWithoutFileThatIsCutOff() throws Exception {
        final byte[] bytes = recordQueue();
        final byte[] all = Files.readAllBytes(images);
        Files.write(images, java.util.Arrays.copyOf(all, all.length - 1));

        assertTrue(!CodeImages.of(images, otp.release()).has(bytes));
        assertTrue(!CodeImages.of(folder.resolve("none"), otp.release()).has(bytes));
    }

    private static void assertSame(final Code expected, final Code actual, final String file) {
        assertArrayEquals(expected.ops, actual.ops, file);
        assertEquals(expected.constants.length, actual.constants.length, file);
        for (int i = 0; i < expected.constants.length; i++) {
            if (expected.constants[i] != actual.constants[i]) {
                assertTrue(!Term.isImmediate(expected.constants[i]), file + " constant " + i);
                assertEquals(TermPrinter.text(expected.constants[i]), TermPrinter.text(actual.constants[i]), file);
            }
        }
        assertEquals(expected.imports.length, actual.imports.length, file);
        assertArrayEquals(expected.functionStarts, actual.functionStarts, file);
        assertArrayEquals(expected.functionTerms, actual.functionTerms, file);
        assertArrayEquals(expected.functionArities, actual.functionArities, file);
        assertArrayEquals(expected.linePositions, actual.linePositions, file);
        assertArrayEquals(expected.lineIndexes, actual.lineIndexes, file);
        assertArrayEquals(expected.exportPositions, actual.exportPositions, file);
        assertArrayEquals(expected.funPositions, actual.funPositions, file);
        assertEquals(expected.onLoadPosition, actual.onLoadPosition, file);
        assertEquals(expected.floatCount, actual.floatCount, file);
    }

    private static List<Path> beams(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".beam")).sorted().toList();
        }
    }
}
