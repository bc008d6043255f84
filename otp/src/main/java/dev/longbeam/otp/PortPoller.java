package dev.longbeam.otp;

import dev.longbeam.memory.CpuAffinity;
import dev.longbeam.otp.posix.Epoll;
import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One thread of this JVM that waits for the descriptors of ports and for the ends of their programs.
 *
 * <p>Any thread adds and removes; handlers run on the poller's thread and must not block. A handler may be called once more while it is
 * being removed.
 */
final class PortPoller {
    /** Told when a descriptor is ready. */
    @FunctionalInterface
    interface Handler {
        /** Called on the poller's thread, again and again as long as the event lasts. */
        void ready(int events);
    }

    /** Started with the first port that needs it. */
    private static final class Shared {
        private static final PortPoller POLLER = new PortPoller();
    }

    private static final ConcurrentHashMap<Long, Handler> HANDLERS = new ConcurrentHashMap<>();

    private final Epoll epoll;
    private final AtomicLong nextKey = new AtomicLong();

    private PortPoller() {
        try {
            epoll = new Epoll();
        } catch (final PosixException e) {
            throw new IllegalStateException("no epoll", e);
        }
        Thread.ofPlatform().daemon().name("ports").start(this::run);
    }

    /** How many descriptors are watched. */
    static int watched() {
        return HANDLERS.size();
    }

    /** The poller. */
    static PortPoller shared() {
        return Shared.POLLER;
    }

    private void run() {
        CpuAffinity.unpinCurrentThread();
        int result = 0;
        while (result >= 0 || result == -Errno.EINTR) {
            result = epoll.await((key, events) -> {
                final Handler handler = HANDLERS.get(key);
                if (handler != null) {
                    handler.ready(events);
                }
            });
        }
    }

    /** Watches a descriptor: a key for the other methods, or a negated error number. */
    long watch(final int fd, final int interest, final Handler handler) {
        final long key = nextKey.incrementAndGet();
        HANDLERS.put(key, handler);
        final int result = epoll.add(fd, interest, key);
        if (result < 0) {
            HANDLERS.remove(key);
            return result;
        }
        return key;
    }

    /** Forgets a descriptor; before it is closed. */
    void forget(final int fd, final long key) {
        epoll.remove(fd);
        HANDLERS.remove(key);
    }
}
