package dev.longbeam.otp;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.otp.posix.Epoll;
import dev.longbeam.otp.posix.PosixFiles;
import java.util.concurrent.Executor;

/**
 * Where a port reads from.
 *
 * <p>Descriptors that can be waited for are read by the thread of {@link PortPoller}, others (files, and what the node shares with
 * other programs and so must not make non-blocking) by a thread of their own.
 */
final class PortInput {
    private static final int READ_BYTES = 64 * 1024;

    /** Told what was read; one call at a time. */
    interface Listener {
        /** Some bytes. */
        void received(byte[] data);

        /** There will be no more. */
        void inputEnded();
    }

    private final int fd;
    private final boolean closes;
    private final Listener listener;
    private volatile boolean closed;
    private long key = -1;
    private boolean threadReads;

    /** Input from a descriptor, which {@link #close} closes if {@code closes}. */
    PortInput(final int fd, final boolean closes, final Listener listener) {
        this.fd = fd;
        this.closes = closes;
        this.listener = listener;
    }

    /** Begins to read: when the descriptor is ready, if it does not block and can be waited for, else on a thread of {@code starter}. */
    synchronized void start(final boolean nonBlocking, final Executor starter) {
        if (nonBlocking) {
            key = PortPoller.shared().watch(fd, Epoll.IN, events -> ready());
        }
        if (key < 0) {
            threadReads = true;
            starter.execute(this::readAll);
        }
    }

    private synchronized void ready() {
        if (closed || key < 0) {
            return;
        }
        final byte[] data = read();
        if (data == null) {
            return;
        }
        if (data.length > 0) {
            listener.received(data);
        } else {
            forget();
            listener.inputEnded();
        }
    }

    private void forget() {
        if (key >= 0) {
            PortPoller.shared().forget(fd, key);
            key = -1;
        }
    }

    private void readAll() {
        byte[] data = read();
        while (data != null && data.length > 0 && !closed) {
            listener.received(data);
            data = read();
        }
        if (data != null && !closed) {
            listener.inputEnded();
        }
        synchronized (this) {
            threadReads = false;
            if (closed && closes) {
                PosixFiles.close(fd);
            }
        }
    }

    /** Ends reading. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        forget();
        if (closes && !threadReads) {
            PosixFiles.close(fd);
        }
    }

    /** The bytes that a read gives; empty at the end, null when there are none now, or never as after an error. */
    private byte[] read() {
        final long buffer = Blocks.allocate(READ_BYTES, MemoryKind.SYSTEM);
        final int count = (int)PosixFiles.read(fd, buffer, READ_BYTES);
        final byte[] data = count < 0 ? null : new byte[count];
        if (count > 0) {
            Memory.copyToArray(buffer, data, 0, count);
        }
        Blocks.free(buffer, READ_BYTES, MemoryKind.SYSTEM);
        return data;
    }
}
