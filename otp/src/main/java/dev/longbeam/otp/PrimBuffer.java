package dev.longbeam.otp;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.MagicResource;
import dev.longbeam.term.OffHeapBinary;
import dev.longbeam.term.TermHeap;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A buffer of {@code prim_buffer}: a queue, before whose end small writes are collected so that they do not become many small parts.
 *
 * <p>Its users see to it that one process at a time works with it; {@link #tryLock} helps them.
 */
final class PrimBuffer implements MagicResource {
    private static final long COLLECT_BYTES = 2 << 10;

    private final IoQueue queue = new IoQueue();
    private final AtomicBoolean locked = new AtomicBoolean();
    private long collectAddr;
    private long collectedBytes;

    /** Bytes in the buffer. */
    long sizeBytes() {
        return queue.sizeBytes() + collectedBytes;
    }

    /** Adds a list of binaries of {@code bytes} in all. */
    void write(final long listTerm, final long bytes) {
        if (collectedBytes + bytes >= COLLECT_BYTES) {
            flush();
            if (bytes >= COLLECT_BYTES / 2) {
                queue.add(listTerm);
                return;
            }
        }
        if (collectAddr == 0) {
            collectAddr = OffHeapBinary.allocate(COLLECT_BYTES);
        }
        IoQueue.copy(listTerm, OffHeapBinary.dataAddr(collectAddr) + collectedBytes);
        collectedBytes += bytes;
    }

    /** Takes the first bytes away as a new binary; there are so many. */
    long read(final TermHeap heap, final long bytes) {
        flush();
        final long binaryTerm = Bitstring.allocate(heap, bytes);
        queue.copyHead(Bitstring.dataAddr(binaryTerm), bytes);
        queue.drop(bytes);
        return binaryTerm;
    }

    /** Drops the first bytes; there are so many. */
    void drop(final long bytes) {
        flush();
        queue.drop(bytes);
    }

    /** The first part of the buffer; it is not empty. */
    long headBinary(final TermHeap heap) {
        flush();
        return queue.headBinary(heap);
    }

    /** Where a byte stands for the first time, or -1. */
    long indexOf(final int needle) {
        flush();
        return queue.indexOf(needle);
    }

    /** Takes the lock of the users; false when it is taken. */
    boolean tryLock() {
        return locked.compareAndSet(false, true);
    }

    /** Gives the lock of the users back; false when it was not taken. */
    boolean unlock() {
        return locked.compareAndSet(true, false);
    }

    @Override
    public void dispose() {
        queue.clear();
        if (collectAddr != 0) {
            OffHeapBinary.release(collectAddr);
        }
    }

    private void flush() {
        if (collectedBytes == 0) {
            return;
        }
        final long exactAddr = OffHeapBinary.allocate(collectedBytes);
        final long dataAddr = OffHeapBinary.dataAddr(exactAddr);
        Memory.copy(OffHeapBinary.dataAddr(collectAddr), dataAddr, collectedBytes);
        queue.add(exactAddr, dataAddr, collectedBytes);
        collectedBytes = 0;
    }
}
