package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawWordsTest {
    @Test
    void shouldKeepTheBytesOfWordsInAnyLocale() throws IOException, InterruptedException {
        for (final String locale : List.of("C", "C.UTF-8")) {
            final String script = "exec env LC_ALL=" + locale + " NAME=\"$(printf '\\303\\251=')\" \"$0\" -XX:TieredStopAtLevel=1 -cp \"$1\" \"$2\" one"
                + " \"$(printf 'w\\303\\251 \\351')\" ''";
            final Process process = new ProcessBuilder("sh", "-c", script, System.getProperty("java.home") + "/bin/java",
                System.getProperty("java.class.path"), Echo.class.getName()).redirectErrorStream(true).start();
            assertEquals("3|one|w\u00C3\u00A9 \u00E9||\u00C3\u00A9=|\n",
                new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
            assertEquals(0, process.waitFor());
        }
    }

    @Test
    void shouldTurnTextIntoRawWordsAndBack() {
        assertEquals("\u00C3\u00A9", RawWords.of("\u00E9"));
        assertEquals("\u00E9", RawWords.text("\u00C3\u00A9"));
        assertArrayEquals(new byte[] {(byte)0xC3, 'a'}, RawWords.bytes("\u00C3a"));
    }

    /** Prints its raw words. */
    static final class Echo {
        private Echo() {
        }

        public static void main(final String[] args) throws IOException {
            final List<String> words = RawWords.commandLine(args);
            System.out.write(RawWords.bytes(words.size() + "|" + String.join("|", words) + "|" + RawWords.environment().get("NAME") + "|\n"));
            System.out.flush();
        }
    }
}
