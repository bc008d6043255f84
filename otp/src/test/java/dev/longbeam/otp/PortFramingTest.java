package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortFramingTest {
    private final List<String> pieces = new ArrayList<>();

    private void read(final PortFraming framing, final String... reads) {
        for (final String read : reads) {
            framing.read(read.getBytes(StandardCharsets.ISO_8859_1));
        }
        framing.end();
    }

    private PortFraming framing(final int packetBytes, final int lineBytes) {
        return new PortFraming(packetBytes, lineBytes, (piece, data) -> pieces.add(piece + " " + new String(data, StandardCharsets.ISO_8859_1)));
    }

    @Test
    void shouldPassStreamsOnAsTheyCome() {
        read(framing(0, 0), "ab", "c\n");

        assertEquals(List.of("DATA ab", "DATA c\n"), pieces);
    }

    @Test
    void shouldJoinPacketsThatWereReadInParts() {
        read(framing(2, 0), "\0", "\3a", "bc\0\0\0", "\1x\0\5ab");

        assertEquals(List.of("DATA abc", "DATA ", "DATA x"), pieces);
    }

    @Test
    void shouldCutLinesAndTellTheOneWithoutEnd() {
        read(framing(0, 5), "ab", "c\ndefghijklm\n\nxyz");

        assertEquals(List.of("LINE abc", "LINE_BEGIN defgh", "LINE ijklm", "LINE ", "LINE_BEGIN xyz"), pieces);
    }

    @Test
    void shouldNotSplitLineOfExactlyTheLongestLength() {
        read(framing(0, 5), "12345\n123456\n");

        assertEquals(List.of("LINE 12345", "LINE_BEGIN 12345", "LINE 6"), pieces);
    }

    @Test
    void shouldDropCarriageReturnBeforeLineFeedOnly() {
        read(framing(0, 5), "abc\r", "\nd\re\r\r\nfghij\r\nklmno\rp\r");

        assertEquals(List.of("LINE abc", "LINE d\re\r", "LINE fghij", "LINE_BEGIN klmno", "LINE_BEGIN \rp\r"), pieces);
    }
}
