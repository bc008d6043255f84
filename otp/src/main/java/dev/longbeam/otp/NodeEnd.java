package dev.longbeam.otp;

/** The ways in which a node ends: a service of the emulator. None of them returns to Erlang code. */
public interface NodeEnd {
    /** Ends with a status, after open ports have been flushed if asked for. */
    void halt(int status, boolean flush);

    /** Ends at once, as after a signal. */
    void abort();

    /** Writes a crash dump with a slogan and ends with status 1. */
    void crash(String slogan);
}
