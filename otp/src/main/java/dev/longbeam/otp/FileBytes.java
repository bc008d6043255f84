package dev.longbeam.otp;

import dev.longbeam.memory.Memory;
import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.OffHeapBinary;
import dev.longbeam.term.TermHeap;

/**
 * Bytes read from a file straight into an off-heap binary.
 *
 * <p>Filled by one thread that may block, then handed to the scheduler of the process, which calls {@link #toBinary} or
 * {@link #release}.
 */
final class FileBytes {
    private static final long WHOLE_FILE_FIRST_BYTES = 16 << 10;

    private long objectAddr;
    private long lengthBytes;

    private FileBytes(final long capacityBytes) {
        objectAddr = OffHeapBinary.allocate(capacityBytes);
    }

    /**
     * Reads until {@code bytes} are there or the file ends.
     *
     * @param offset where to read, -1 for the position of the file
     */
    static FileBytes read(final int fd, final long offset, final long bytes) throws PosixException {
        final FileBytes result = new FileBytes(bytes);
        try {
            result.fill(fd, offset);
        } catch (final PosixException e) {
            result.release();
            throw e;
        }
        return result;
    }

    /** Reads a whole file whose size is said to be {@code sizeBytes}; 0 means unknown. */
    static FileBytes readAll(final int fd, final long sizeBytes) throws PosixException {
        final FileBytes result = new FileBytes(sizeBytes == 0 ? WHOLE_FILE_FIRST_BYTES : sizeBytes);
        try {
            while (result.fill(fd, -1) && result.lengthBytes != sizeBytes) {
                result.resize(result.lengthBytes * 2);
            }
        } catch (final PosixException e) {
            result.release();
            throw e;
        }
        return result;
    }

    /** Reads up to {@code bytes} with one call. */
    static FileBytes readOnce(final int fd, final long bytes) throws PosixException {
        final FileBytes result = new FileBytes(bytes);
        final long read = PosixFiles.read(fd, result.addr(), bytes);
        if (read < 0) {
            result.release();
            throw new PosixException((int)-read);
        }
        result.lengthBytes = read;
        return result;
    }

    /** Bytes read. */
    long lengthBytes() {
        return lengthBytes;
    }

    /** Address of the first byte. */
    long addr() {
        return OffHeapBinary.dataAddr(objectAddr);
    }

    /** The binary; this object is used up. */
    long toBinary(final TermHeap heap) {
        if (lengthBytes <= Bitstring.MAX_HEAP_BYTES) {
            final long term = Bitstring.allocate(heap, lengthBytes);
            Memory.copy(addr(), Bitstring.dataAddr(term), lengthBytes);
            release();
            return term;
        }
        if (lengthBytes < OffHeapBinary.capacityBytes(objectAddr) - (OffHeapBinary.capacityBytes(objectAddr) >>> 2)) {
            resize(lengthBytes);
        }
        OffHeapBinary.sizeBytes(objectAddr, lengthBytes);
        return Bitstring.makeRefc(heap, objectAddr);
    }

    /** Frees the bytes. */
    void release() {
        OffHeapBinary.release(objectAddr);
    }

    private boolean fill(final int fd, final long offset) throws PosixException {
        final long capacityBytes = OffHeapBinary.capacityBytes(objectAddr);
        long read;
        do {
            final long toAddr = addr() + lengthBytes;
            final long bytes = capacityBytes - lengthBytes;
            read = offset < 0 ? PosixFiles.read(fd, toAddr, bytes) : PosixFiles.pread(fd, toAddr, bytes, offset + lengthBytes);
            if (read > 0) {
                lengthBytes += read;
            } else if (read < 0 && read != -Errno.EINTR) {
                throw new PosixException((int)-read);
            }
        } while (read != 0 && lengthBytes < capacityBytes);
        return read != 0;
    }

    private void resize(final long capacityBytes) {
        final long newAddr = OffHeapBinary.allocate(capacityBytes);
        Memory.copy(addr(), OffHeapBinary.dataAddr(newAddr), lengthBytes);
        release();
        objectAddr = newAddr;
    }
}
