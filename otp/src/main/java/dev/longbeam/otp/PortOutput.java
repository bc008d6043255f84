package dev.longbeam.otp;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.otp.posix.Epoll;
import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.otp.posix.PosixProcess;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Where a port writes to: what cannot be written at once waits in a queue, in order.
 *
 * <p>Any thread writes; nothing here blocks the caller. See {@link PortInput} for the two kinds.
 */
abstract class PortOutput {
    /** Told how writing goes; called without locks. */
    interface Listener {
        /** So many bytes wait. */
        void queued(long bytes);

        /** Writing has failed with this error number; the rest is dropped. */
        void outputFailed(int errno);
    }

    private static final int WRITE_BYTES = 128 * 1024;

    final int fd;
    private final boolean closes;
    private final Listener listener;
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    /** Whoever writes has it. */
    private final Object turn = new Object();
    /** Bytes of the first element that are written already. */
    private int firstDone;
    private long queuedBytes;
    private boolean closing;
    private boolean closed;
    private boolean failed;

    private PortOutput(final int fd, final boolean closes, final Listener listener) {
        this.fd = fd;
        this.closes = closes;
        this.listener = listener;
    }

    /** Output whose descriptor does not block. */
    static PortOutput polled(final int fd, final Listener listener) {
        return new Polled(fd, listener);
    }

    /** Output that threads of {@code starter} write. */
    static PortOutput threaded(final int fd, final boolean closes, final Executor starter, final Listener listener) {
        return new Threaded(fd, closes, starter, listener);
    }

    /** Writes, now or later. */
    final void write(final byte[] data) {
        final long before;
        synchronized (this) {
            if (closing || failed || data.length == 0) {
                return;
            }
            before = queuedBytes;
            queue.add(data);
            queuedBytes += data.length;
        }
        listener.queued(queuedBytes());
        if (before == 0) {
            begin();
        }
    }

    /** There is something to write after there was nothing. */
    abstract void begin();

    /** Nothing waits any longer; called with the lock. */
    abstract void rest();

    /** Bytes that wait. */
    final synchronized long queuedBytes() {
        return queuedBytes;
    }

    /** Closes the descriptor, if it belongs to the port, when all that waits is written. */
    final synchronized void close() {
        closing = true;
        if (queue.isEmpty()) {
            closeNow();
        }
    }

    private void closeNow() {
        if (!closed) {
            closed = true;
            rest();
            if (closes) {
                PosixFiles.close(fd);
            }
        }
    }

    /** Waits until nothing waits, or a time in milliseconds has passed. */
    final synchronized void flush(final long timeoutMs) {
        final long deadline = System.currentTimeMillis() + timeoutMs;
        while (!queue.isEmpty()) {
            final long left = deadline - System.currentTimeMillis();
            if (left <= 0) {
                return;
            }
            try {
                wait(left);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Writes what waits until there is nothing or it would block; false when there may be more. */
    final boolean drain() {
        synchronized (turn) {
            while (true) {
                final byte[] data;
                synchronized (this) {
                    data = queue.peek();
                }
                if (data == null) {
                    return true;
                }
                final long count = write(data, firstDone);
                if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
                    return false;
                }
                written(count);
                if (count < 0) {
                    listener.outputFailed((int)-count);
                    return true;
                }
                listener.queued(queuedBytes());
            }
        }
    }

    private synchronized void written(final long count) {
        if (count < 0) {
            failed = true;
            queue.clear();
            queuedBytes = 0;
        } else {
            queuedBytes -= count;
            firstDone += (int)count;
            if (firstDone == queue.element().length) {
                queue.remove();
                firstDone = 0;
            }
        }
        if (queue.isEmpty()) {
            rest();
            notifyAll();
            if (closing) {
                closeNow();
            }
        }
    }

    private long write(final byte[] data, final int from) {
        final int length = Math.min(data.length - from, WRITE_BYTES);
        final long buffer = Blocks.allocate(length, MemoryKind.SYSTEM);
        Memory.copyFromArray(data, from, buffer, length);
        final long count = PosixFiles.write(fd, buffer, length);
        Blocks.free(buffer, length, MemoryKind.SYSTEM);
        return count;
    }

    private static final class Polled extends PortOutput {
        private long key = -1;
        Polled(final int fd, final Listener listener) {
            super(fd, true, listener);
        }

        @Override
        void begin() {
            if (!drain()) {
                watch();
            }
        }

        private synchronized void watch() {
            if (key < 0 && queuedBytes() > 0) {
                key = PortPoller.shared().watch(fd, Epoll.OUT, events -> drain());
            }
        }

        @Override
        synchronized void rest() {
            if (key >= 0) {
                PortPoller.shared().forget(fd, key);
                key = -1;
            }
        }
    }

    private static final class Threaded extends PortOutput {
        private final Executor starter;

        Threaded(final int fd, final boolean closes, final Executor starter, final Listener listener) {
            super(fd, closes, listener);
            this.starter = starter;
        }

        @Override
        void begin() {
            starter.execute(this::writeAll);
        }

        private void writeAll() {
            boolean done = drain();
            while (!done) {
                PosixProcess.poll(fd, PosixProcess.POLLOUT, -1);
                done = drain();
            }
        }

        @Override
        void rest() {
            // The thread ends by itself.
        }
    }
}
