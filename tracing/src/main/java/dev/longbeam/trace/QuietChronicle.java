package dev.longbeam.trace;

import net.openhft.chronicle.core.Jvm;

/** Keeps Chronicle's own messages off the node's output: an Erlang user has no use for them. Any thread. */
final class QuietChronicle {
    private QuietChronicle() {
    }

    /** Call before the first use of a queue. */
    static void prepare() {
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        Jvm.setExceptionHandlers((clazz, message, thrown) -> { }, (clazz, message, thrown) -> { }, (clazz, message, thrown) -> { });
    }
}
