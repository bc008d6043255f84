package dev.longbeam.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longbeam.term.Atom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class BeamFileTest {
    private static byte[] listsBeam() throws IOException {
        assumeTrue(InstalledOtp.root() != null);
        final Path path = InstalledOtp.beams("stdlib").stream().filter(p -> p.endsWith("lists.beam")).findFirst().orElse(null);
        assumeTrue(path != null);
        return Files.readAllBytes(path);
    }

    @Test
    void shouldReadTablesOfLists() throws Exception {
        final BeamFile file = BeamFile.read(listsBeam());

        assertEquals(Atom.of("lists"), file.moduleTerm);
        assertEquals(file.moduleTerm, file.atoms[1]);
        boolean found = false;
        for (final BeamFile.Export export : file.exports) {
            found |= export.functionTerm() == Atom.of("keyfind") || export.functionTerm() == Atom.of("foldl") && export.arity() == 3;
        }
        assertTrue(found);
        assertEquals(Opcodes.LABEL, file.code.opcode(0));
        assertEquals(1, Operand.value(file.code.operand(file.code.operandStart(0))));
        assertEquals(Opcodes.INT_CODE_END, file.code.opcode(file.code.size() - 1));
        assertEquals("lists.erl", file.lines.file(1));
        assertTrue(file.lines.line(1) > 0);
        assertEquals(16, file.md5.length);
    }

    @Test
    void shouldReadPackedFileAsThePlainOne() throws Exception {
        final byte[] plain = listsBeam();
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }

        final BeamFile file = BeamFile.read(packed.toByteArray());

        assertEquals(BeamFile.read(plain).code.operandTotal(), file.code.operandTotal());
    }

    @Test
    void shouldRefuseWhatIsNoBeamFile() {
        assertEquals("corrupt file header", refusal(new byte[0]));
        assertEquals("corrupt file header", refusal("FOR1xxxxBEAM".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
        assertEquals("missing code chunk", refusal(new byte[] {'F', 'O', 'R', '1', 0, 0, 0, 4, 'B', 'E', 'A', 'M'}));
    }

    @Test
    void shouldRefuseOpcodeOfLaterRelease() throws IOException {
        final byte[] bytes = listsBeam();
        final int code = indexOf(bytes, "Code");
        bytes[code + 19] = (byte)(Opcodes.MAX + 1);

        assertTrue(refusal(bytes).contains("(Use of opcode 192; this emulator supports only up to 191.)"));
    }

    @Test
    void shouldReadEveryFileOfInstalledOtp() throws Exception {
        assumeTrue(InstalledOtp.root() != null);
        for (final Path path : InstalledOtp.beams("kernel", "stdlib", "compiler")) {
            final BeamFile file = BeamFile.read(Files.readAllBytes(path));
            assertEquals(path.getFileName().toString(), Atom.name(file.moduleTerm) + ".beam");
        }
    }

    private static String refusal(final byte[] bytes) {
        return assertThrows(BadBeamException.class, () -> BeamFile.read(bytes)).getMessage();
    }

    private static int indexOf(final byte[] bytes, final String name) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(name);
    }
}
