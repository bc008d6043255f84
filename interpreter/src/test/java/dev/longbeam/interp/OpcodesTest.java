package dev.longbeam.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OpcodesTest {
    @Test
    void shouldHaveOneRowPerOpcode() {
        for (int opcode = 1; opcode <= Opcodes.MAX; opcode++) {
            assertEquals(opcode, OpInfo.of(opcode).opcode);
        }
        assertNull(OpInfo.of(0));
        assertNull(OpInfo.of(Opcodes.MAX + 1));
    }

    @Test
    void shouldNameConstantsAsTheTableDoes() throws IllegalAccessException {
        final Map<Integer, String> constants = new HashMap<>();
        for (final Field field : Opcodes.class.getFields()) {
            if (!field.getName().equals("MAX")) {
                constants.put(field.getInt(null), field.getName());
            }
        }
        assertEquals(Opcodes.MAX, constants.size());
        for (int opcode = 1; opcode <= Opcodes.MAX; opcode++) {
            assertEquals(OpInfo.of(opcode).name.toUpperCase(Locale.ROOT), constants.get(opcode));
        }
    }

    @Test
    void shouldKnowWhereTheLiveOperandOfKillersIs() {
        for (int opcode = 1; opcode <= Opcodes.MAX; opcode++) {
            final OpInfo info = OpInfo.of(opcode);
            if (info.is(OpInfo.KILLS_X)) {
                assertTrue(info.liveOperand >= 0, info.toString());
            }
        }
        assertEquals(1, OpInfo.of(Opcodes.GC_BIF2).liveOperand);
        assertEquals(OperandKind.LIST_SEGMENT, OpInfo.of(Opcodes.BS_CREATE_BIN).kind(5));
    }

    @Test
    void shouldAgreeWithInstalledOtp() throws Exception {
        assumeTrue(InstalledOtp.root() != null);
        final Path erl = InstalledOtp.root().resolve("bin/erl");
        assumeTrue(Files.isExecutable(erl));
        final String program = "[io:format(\"~w ~s ~w~n\",[N,element(1,beam_opcodes:opname(N)),element(2,beam_opcodes:opname(N))])"
            + " || N <- lists:seq(1,255), (catch is_tuple(beam_opcodes:opname(N))) =:= true], halt().";

        final Process process = new ProcessBuilder(erl.toString(), "-noshell", "-boot", "no_dot_erlang", "-eval", program)
            .redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        int compared = 0;
        for (final String line : output.split("\n")) {
            final String[] words = line.trim().split(" ");
            final OpInfo info = OpInfo.of(Integer.parseInt(words[0]));
            assertNotNull(info, line);
            assertEquals(words[1] + "/" + words[2], info.toString());
            compared++;
        }
        assertTrue(compared > 170, "compared=" + compared);
    }
}
