package dev.longbeam.otp;

import dev.longbeam.otp.posix.Epoll;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.otp.posix.PosixSpawn;
import java.util.function.IntConsumer;

/** A program that a port has started: its end is awaited whatever becomes of the port, so that none stays a zombie. */
final class ChildProcess {
    private final int pid;
    private final IntConsumer onExit;
    private int pidFd;
    private long key;

    private ChildProcess(final int pid, final IntConsumer onExit) {
        this.pid = pid;
        this.onExit = onExit;
    }

    /** Waits for the end of a program; {@code onExit} hears its status on the poller's thread. */
    static void await(final int pid, final IntConsumer onExit) {
        new ChildProcess(pid, onExit).watch();
    }

    private synchronized void watch() {
        pidFd = PosixSpawn.openPid(pid);
        key = PortPoller.shared().watch(pidFd, Epoll.IN, events -> ended());
    }

    private void ended() {
        final int status;
        synchronized (this) {
            status = PosixSpawn.reap(pid);
            if (status == -1 || pidFd < 0) {
                return;
            }
            PortPoller.shared().forget(pidFd, key);
            PosixFiles.close(pidFd);
            pidFd = -1;
        }
        onExit.accept(Math.max(status, 0));
    }
}
