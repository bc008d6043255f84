package dev.longbeam.node;

import dev.longbeam.memory.MemoryExhausted;
import dev.longbeam.otp.NodeEnd;
import dev.longbeam.otp.Ports;
import dev.longbeam.term.AtomTableFull;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends the operating system's process when the node ends. Any thread. */
final class ProcessEnd implements NodeEnd {
    /** Java heap that is given up when none is left, so that there is some for the report. */
    private static final int RESERVE_BYTES = 2 << 20;

    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile NodeRuntime node;
    private volatile byte[] reserve = new byte[RESERVE_BYTES];

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
                node.emulator().end(status);
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
                node.emulator().end(1);
                Runtime.getRuntime().halt(1);
            }, "crash").start();
        }
    }

    /** What the C emulator says when its allocator of such blocks gets no memory. */
    private static String slogan(final MemoryExhausted exhausted) {
        final String allocatorAndType = switch (exhausted.kind()) {
            case PROCESS -> "eheap_alloc heap";
            case SIGNAL -> "eheap_alloc heap_frag";
            case BINARY -> "binary_alloc binary";
            case ETS -> "ets_alloc db_term";
            case LITERAL -> "literal_alloc literal";
            case ATOM -> "ll_alloc atom_entry";
            case CODE -> "ll_alloc code";
            case SYSTEM -> "sys_alloc system";
        };
        final int blank = allocatorAndType.indexOf(' ');
        return allocatorAndType.substring(0, blank) + ": Cannot allocate " + exhausted.bytes() + " bytes of memory (of type \""
            + allocatorAndType.substring(blank + 1) + "\").";
    }

    /** The node cannot go on, for a reason that programs can bring about, or for a fault of ours: a short report, a crash dump, the end. */
    void fault(final String message, final Throwable cause) {
        if (ending.compareAndSet(false, true)) {
            reserve = null;
            try {
                report(message, cause);
            } finally {
                Runtime.getRuntime().halt(1);
            }
        }
    }

    private void report(final String message, final Throwable cause) {
        final String slogan = switch (cause) {
            case null -> message;
            case AtomTableFull full -> full.getMessage();
            case MemoryExhausted exhausted -> slogan(exhausted);
            case OutOfMemoryError error -> "eheap_alloc: Cannot allocate memory (of type \"heap\"): " + error.getMessage();
            default -> "Longbeam internal fault: " + message + ": " + cause;
        };
        System.err.print(slogan + "\r\n");
        if (cause != null && Boolean.getBoolean("longbeam.debug")) {
            cause.printStackTrace();
        }
        if (node != null) {
            CrashDump.write(node.emulator(), slogan);
        }
    }
}
