package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryBifsGoldenTest {
    private final GoldenCalls calls = new GoldenCalls(ErlangBinaryBifs.class, ErlangAtomBifs.class, ErlangChecksumBifs.class);

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 8})
    void shouldAgreeWithEmulatorOnBinariesAndIodata(final int bitOffset) {
        calls.bitOffset = bitOffset;
        assertEquals(List.of(), calls.differences("binaries.txt"));
    }

    @Test
    void shouldGoOnWithMd5Context() {
        assertEquals("<<144,1,80,152,60,210,79,176,214,150,63,125,40,225,127,114>>", TermText.write(calls.bif("erlang:md5_final/1",
            calls.bif("erlang:md5_update/2", calls.bif("erlang:md5_init/0"), TermText.read(calls.process, "[\"a\",<<98,99>>]")))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void shouldAgreeWithEmulatorOnAtoms(final int bitOffset) {
        calls.bitOffset = bitOffset;
        assertEquals(List.of(), calls.differences("atoms.txt"));
    }
}
