package dev.longbeam.node;

import dev.longbeam.otp.NodeEnd;
import dev.longbeam.otp.Ports;
import dev.longbeam.term.AtomTableFull;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends the operating system's process when the node ends. Any thread. */
final class ProcessEnd implements NodeEnd {
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile NodeRuntime node;

    void node(final NodeRuntime newNode) {
        node = newNode;
    }

    @Override
    public void halt(final int status, final boolean flush) {
        if (ending.compareAndSet(false, true)) {
            new Thread(() -> {
                if (flush) {
                    node.emulator().service(Ports.class).flush();
                }
                node.emulator().endTrace(status);
                Runtime.getRuntime().halt(status);
            }, "halt").start();
        }
    }

    @Override
    public void abort() {
        Runtime.getRuntime().halt(134);
    }

    @Override
    public void crash(final String slogan) {
        if (ending.compareAndSet(false, true)) {
            node.emulator().stop();
            new Thread(() -> {
                node.emulator().service(Ports.class).flush();
                System.err.print(slogan + "\r\n");
                CrashDump.write(node.emulator(), slogan);
                node.emulator().endTrace(1);
                Runtime.getRuntime().halt(1);
            }, "crash").start();
        }
    }

    /** The node cannot go on, for a reason that programs can bring about, or for a fault of ours: a short report, a crash dump, the end. */
    void fault(final String message, final Throwable cause) {
        if (ending.compareAndSet(false, true)) {
            final String slogan = cause == null ? message : cause instanceof AtomTableFull ? cause.getMessage()
                : cause instanceof OutOfMemoryError ? "eheap_alloc: Cannot allocate memory (of type \"heap\"): " + cause.getMessage()
                : "Longbeam internal fault: " + message + ": " + cause;
            System.err.print(slogan + "\r\n");
            if (cause != null && Boolean.getBoolean("longbeam.debug")) {
                cause.printStackTrace();
            }
            CrashDump.write(node.emulator(), slogan);
            Runtime.getRuntime().halt(1);
        }
    }
}
