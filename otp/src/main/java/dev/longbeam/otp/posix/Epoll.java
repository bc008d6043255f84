package dev.longbeam.otp.posix;

import dev.longbeam.memory.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A set of descriptors whose events one thread waits for.
 *
 * <p>Any thread adds, changes and removes; one thread waits. Results below zero are negated error numbers ({@link Errno}).
 */
public final class Epoll implements AutoCloseable {
    /** There is something to read. */
    public static final int IN = 1;
    /** Writing does not block. */
    public static final int OUT = 4;

    /** Told of one descriptor's events by {@link #await}. */
    @FunctionalInterface
    public interface Events {
        /** The descriptor that was added with {@code key} has events. */
        void ready(long key, int events);
    }

    private static final NativeFunction CREATE = NativeFunction.ofInt("epoll_create1");
    private static final NativeFunction CONTROL = NativeFunction.ofInt("epoll_ctl");
    private static final NativeFunction WAIT = NativeFunction.ofInt("epoll_wait");

    private static final int ADD = 1;
    private static final int REMOVE = 2;
    private static final int CHANGE = 3;
    private static final int MAX_EVENTS = 64;
    /** {@code struct epoll_event} is packed on x86 only. */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final long DATA_OFFSET = PACKED ? 4 : 8;
    private static final long EVENT_BYTES = MemoryLayout.structLayout(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG_UNALIGNED).byteSize()
        + (PACKED ? 0 : 4);

    private final int fd;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment events = arena.allocate(MAX_EVENTS * EVENT_BYTES, Long.BYTES);

    /** An empty set. */
    public Epoll() throws PosixException {
        fd = (int)PosixFiles.check(Libc.call(CREATE, PosixFiles.O_CLOEXEC, 0, 0, 0));
    }

    /** Adds a descriptor; -{@code EPERM} when it is one that never blocks, such as a file. */
    public int add(final int watched, final int interest, final long key) {
        return control(ADD, watched, interest, key);
    }

    /** Changes which events of a descriptor count; with 0 only its hanging up does. */
    public int change(final int watched, final int interest, final long key) {
        return control(CHANGE, watched, interest, key);
    }

    /** Removes a descriptor. */
    public int remove(final int watched) {
        return control(REMOVE, watched, 0, 0);
    }

    private int control(final int operation, final int watched, final int interest, final long key) {
        try (Arena local = Arena.ofConfined()) {
            final MemorySegment event = local.allocate(EVENT_BYTES, Long.BYTES);
            event.set(ValueLayout.JAVA_INT, 0, interest);
            event.set(ValueLayout.JAVA_LONG_UNALIGNED, DATA_OFFSET, key);
            return (int)Libc.call(CONTROL, -1, fd, operation, watched, event.address());
        }
    }

    /** Waits for events and tells them; returns how many there were, or a negated error number. */
    public int await(final Events listener) {
        final int count = (int)Libc.call(WAIT, fd, events.address(), MAX_EVENTS, -1);
        for (int i = 0; i < count; i++) {
            final long at = i * EVENT_BYTES;
            listener.ready(events.get(ValueLayout.JAVA_LONG_UNALIGNED, at + DATA_OFFSET), events.get(ValueLayout.JAVA_INT, at));
        }
        return count;
    }

    @Override
    public void close() {
        PosixFiles.close(fd);
        arena.close();
    }
}
