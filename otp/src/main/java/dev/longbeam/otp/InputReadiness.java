package dev.longbeam.otp;

import dev.longbeam.otp.posix.PosixProcess;
import dev.longbeam.sched.Process;

/**
 * How natives have a message sent when a descriptor can be read.
 *
 * <p>Usage: {@link #prepare} on the scheduler, where the message stands on the heap of the process; then, on any thread,
 * {@link Selection#arm} once or {@link Selection#discard}.
 */
@FunctionalInterface
public interface InputReadiness {
    /** A message that waits for its descriptor. */
    interface Selection {
        /** Sends the message as soon as the descriptor can be read. Does not block. */
        void arm();

        /** Gives the message up. */
        void discard();
    }

    /**
     * Takes a copy of a message to a process.
     *
     * @param p           the process that calls and that is to get the message
     * @param fd          the descriptor
     * @param messageTerm the message, on the heap of {@code p}
     */
    Selection prepare(Process p, int fd, long messageTerm);

    /**
     * Calls back when a descriptor can be read (or is at its end, or broken). Uses a thread of its own, since waiting for a
     * descriptor keeps the thread in the kernel.
     */
    static void watch(final int fd, final Runnable onReadable) {
        Thread.ofPlatform().daemon().name("longbeam-input-" + fd).start(() -> {
            int events;
            do {
                events = PosixProcess.poll(fd, PosixProcess.POLLIN, -1);
            } while (events == -dev.longbeam.otp.posix.Errno.EINTR);
            onReadable.run();
        });
    }
}
