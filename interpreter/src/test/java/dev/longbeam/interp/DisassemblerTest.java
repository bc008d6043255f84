package dev.longbeam.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class DisassemblerTest {
    @Test
    void shouldListFunctionsWithNamesInOperands() throws Exception {
        final BeamFile file = BeamFile.read(new BeamAssembler().imported("lists", "reverse", 1)
            .function("f", 1, "is_nil f11 x0", "move a:Ok x0", "return", "label u11", "call_ext_only u1 u0", "call_only u1 f2").bytes());
        final StringBuilder text = new StringBuilder();

        Disassembler.print(file, text);

        final String listing = text.toString();
        assertEquals("""
            f1:

            % m:f/1
                  1  func_info m, f, 1
            f2:
                  3  is_nil f11, x0
                  4  move 'Ok', x0
                  5  return
            f11:
                  7  call_ext_only 1, lists:reverse/1
                  8  call_only 1, f/1 f2
                  9  int_code_end
            """.stripLeading(), listing.substring(listing.indexOf('\n') + 1));
    }

    @Test
    void shouldWriteLiteralsAsErlangDoes() {
        // term_to_binary([1,{a,"b",<<"c">>,<<1:3>>,#{k => -5}},3.5|'T x'])
        assertEquals("[1,{a,\"b\",<<\"c\">>,<<1:3>>,#{k => -5}},3.5|'T x']", literal("836c00000003610168057701616b0001626d0000000163"
            + "4d000000010320740000000177016b62fffffffb46400c0000000000007703542078"));
        // term_to_binary([a,b]), term_to_binary(-(1 bsl 80)), term_to_binary(fun lists:map/2), term_to_binary([])
        assertEquals("[a,b]", literal("836c000000027701617701626a"));
        assertEquals("-1208925819614629174706176", literal("836e0b010000000000000000000001"));
        assertEquals("fun lists:map/2", literal("837177056c6973747377036d61706102"));
        assertEquals("[]", literal("836a"));
        assertEquals("#83ff", literal("83ff"));
    }

    @Test
    void shouldCutLongLiterals() {
        assertEquals("[1,1,1,1,1...", LiteralText.of(HexFormat.of().parseHex("836c00000008" + "6101".repeat(8) + "6a"), 10));
    }

    @Test
    void shouldListEveryFileOfStdlib() throws Exception {
        assumeTrue(InstalledOtp.root() != null);
        int listed = 0;
        for (final Path path : InstalledOtp.beams("stdlib")) {
            final StringBuilder text = new StringBuilder();
            Disassembler.print(BeamFile.read(Files.readAllBytes(path)), text);
            assertTrue(text.indexOf("func_info") > 0, path.toString());
            listed++;
        }
        assertTrue(listed > 0);
    }

    private static String literal(final String hex) {
        return LiteralText.of(HexFormat.of().parseHex(hex), 1000);
    }
}
