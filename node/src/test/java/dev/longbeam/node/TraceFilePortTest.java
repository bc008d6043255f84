package dev.longbeam.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port that writes traces to files, which OTP's own programs need an application for that is not always installed. */
class TraceFilePortTest {
    @TempDir
    private Path directory;

    @Test
    void shouldWriteWhatItIsSentWithItsLength() throws IOException, InterruptedException {
        final NodePrograms.Result result = new NodePrograms(directory).ours("-noshell", "-eval",
            "P = open_port({spawn, \"trace_file_drv n written\"}, [eof]), port_command(P, \"abc\"), port_command(P, \"\"), "
                + "port_control(P, $f, \"\"), {ok, Flushed} = file:read_file(\"written\"), port_command(P, \"d\"), port_close(P), "
                + "{ok, Closed} = file:read_file(\"written\"), io:format(\"~w ~w\", [Flushed, Closed]), halt().");

        assertEquals("<<0,0,0,0,3,97,98,99>> <<0,0,0,0,3,97,98,99,0,0,0,0,1,100>>", result.out() + result.err());
    }
}
