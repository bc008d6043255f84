package dev.longbeam.otp;

import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.term.MagicResource;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file of {@code prim_file}.
 *
 * <pre>
 *   IDLE -> BUSY           an operation begins
 *   IDLE -> CLOSED         close, or the owner has died
 *   BUSY -> IDLE           the operation has ended
 *   BUSY -> CLOSE_PENDING  the owner has died meanwhile
 *   CLOSE_PENDING -> CLOSED  the operation has ended
 * </pre>
 *
 * <p>So a descriptor is never closed under a call that uses it, and its number is never reused under one. Any thread.
 */
final class FileHandle implements MagicResource {
    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int CLOSE_PENDING = 2;
    private static final int CLOSED = 3;
    private static final int NO_FD = -1;

    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final AtomicInteger fd;
    private final Runnable onOwnerDeath = this::ownerDied;
    private volatile OwnerDeaths deaths;
    private volatile long ownerTerm;

    /** Takes over an open descriptor. */
    FileHandle(final int fd) {
        this.fd = new AtomicInteger(fd);
    }

    /** Binds the file to the life of a process; called on its scheduler. */
    void own(final OwnerDeaths newDeaths, final long newOwnerTerm) {
        deaths = newDeaths;
        ownerTerm = newOwnerTerm;
        newDeaths.watch(newOwnerTerm, onOwnerDeath);
    }

    /** Begins an operation; false when the file is closed. */
    boolean begin() {
        return state.compareAndSet(IDLE, BUSY);
    }

    /** Ends an operation. */
    void end() {
        if (!state.compareAndSet(BUSY, IDLE)) {
            state.set(CLOSED);
            closeLater();
        }
    }

    /** Makes this the close of the file; false when it is closed already. The caller then calls {@link #closeNow}. */
    boolean beginClose() {
        if (!state.compareAndSet(IDLE, CLOSED)) {
            return false;
        }
        if (deaths != null) {
            deaths.unwatch(ownerTerm, onOwnerDeath);
        }
        return true;
    }

    /** Closes the descriptor of a file in state CLOSED; may block. 0, or a negated error number. */
    int closeNow() {
        final int open = fd.getAndSet(NO_FD);
        return open == NO_FD ? -Errno.EINVAL : PosixFiles.close(open);
    }

    /** The descriptor; valid between {@link #begin} and {@link #end}. */
    int fd() {
        return fd.get();
    }

    /** Closes the file, or asks the running operation to do so when it ends. */
    void ownerDied() {
        while (true) {
            if (state.compareAndSet(IDLE, CLOSED)) {
                closeLater();
                return;
            }
            if (state.compareAndSet(BUSY, CLOSE_PENDING) || state.get() >= CLOSE_PENDING) {
                return;
            }
        }
    }

    /** Nothing: a file whose reference is gone stays open until its owner dies, as its owner may still rely on its locks. */
    @Override
    public void dispose() {
        assert state.get() >= IDLE;
    }

    private void closeLater() {
        Thread.startVirtualThread(this::closeNow);
    }
}
