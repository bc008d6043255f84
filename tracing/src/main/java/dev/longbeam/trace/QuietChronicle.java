package dev.longbeam.trace;

import net.openhft.chronicle.core.Jvm;
import net.openhft.posix.PosixAPI;

/**
 * Prepares Chronicle: keeps its own messages off the node's output, where an Erlang user has no use for them, and lets it do without the libraries
 * that it calls the system's with, which a queue of ours never does: they took most of the time that its start takes. Any thread.
 */
final class QuietChronicle {
    private QuietChronicle() {
    }

    /** Call before the first use of a queue. */
    static void prepare() {
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        PosixAPI.useNoOpPosixApi();
        Jvm.setExceptionHandlers((clazz, message, thrown) -> { }, (clazz, message, thrown) -> { }, (clazz, message, thrown) -> { });
    }
}
