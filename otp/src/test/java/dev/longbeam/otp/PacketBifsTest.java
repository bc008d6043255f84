package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketBifsTest {
    private final GoldenCalls calls = new GoldenCalls(PacketBifs.class);

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void shouldDecodePacketsAsTheEmulatorDoes(final int bitOffset) {
        calls.bitOffset = bitOffset;
        assertEquals(List.of(), calls.differences("packets.txt"));
    }
}
