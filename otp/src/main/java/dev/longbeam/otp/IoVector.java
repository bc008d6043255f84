package dev.longbeam.otp;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.OffHeapBinary;
import dev.longbeam.term.Term;

import java.util.Arrays;

/**
 * The bytes of a list of binaries, held for a write: off-heap binaries by reference, small ones by copy.
 *
 * <pre>
 *   block    [address, length] ..  [copied bytes ..]
 * </pre>
 *
 * <p>Gathered on the scheduler, then used by one other thread, which must {@link #close} it.
 */
final class IoVector implements AutoCloseable {
    private final long[] heldAddrs;
    private final long blockAddr;
    private final long blockBytes;
    private final long sizeBytes;
    private int first;
    private final int count;

    private IoVector(final long[] heldAddrs, final long blockAddr, final long blockBytes, final int count, final long sizeBytes) {
        this.heldAddrs = heldAddrs;
        this.blockAddr = blockAddr;
        this.blockBytes = blockBytes;
        this.count = count;
        this.sizeBytes = sizeBytes;
    }

    /** Gathers a list of binaries; null when it is something else. */
    static IoVector gather(final long listTerm) {
        int elements = 0;
        int held = 0;
        long copiedBytes = 0;
        long totalBytes = 0;
        long at = listTerm;
        for (; Term.isCons(at); at = Cons.tail(at)) {
            final long binaryTerm = Cons.head(at);
            if (!Term.isBitstring(binaryTerm)) {
                return null;
            }
            final long bytes = Bitstring.byteSize(binaryTerm);
            if (bytes > 0) {
                if (!Bitstring.isBinary(binaryTerm)) {
                    return null;
                }
                elements++;
                totalBytes += bytes;
                if (isHeld(binaryTerm)) {
                    held++;
                } else {
                    copiedBytes += bytes;
                }
            }
        }
        return at != Term.NIL ? null : fill(listTerm, elements, held, copiedBytes, totalBytes);
    }

    /** All bytes. */
    long sizeBytes() {
        return sizeBytes;
    }

    /**
     * Writes everything at the position of a file, or at an offset.
     *
     * @param offset where to write, -1 for the position of the file
     * @throws PosixException when a call fails; what it wrote before stays written
     */
    void writeTo(final int fd, final long offset) throws PosixException {
        long at = offset;
        while (first < count) {
            final long vectorAddr = blockAddr + (long)first * PosixFiles.IOVEC_BYTES;
            final int elements = Math.min(PosixFiles.IOV_MAX, count - first);
            final long written = offset < 0 ? PosixFiles.writev(fd, vectorAddr, elements)
                : PosixFiles.pwritev(fd, vectorAddr, elements, at);
            if (written == 0) {
                return;
            }
            if (written > 0) {
                at += written;
                skip(written);
            } else if (written != -Errno.EINTR) {
                throw new PosixException((int)-written);
            }
        }
    }

    @Override
    public void close() {
        for (final long addr : heldAddrs) {
            OffHeapBinary.release(addr);
        }
        Blocks.free(blockAddr, blockBytes, MemoryKind.SYSTEM);
    }

    private static IoVector fill(final long listTerm, final int elements, final int held, final long copiedBytes, final long totalBytes) {
        final long[] heldAddrs = new long[held];
        final long vectorBytes = (long)elements * PosixFiles.IOVEC_BYTES;
        final long blockBytes = Math.max(Long.BYTES, vectorBytes + copiedBytes);
        final long blockAddr = Blocks.allocate(blockBytes, MemoryKind.SYSTEM);
        long vectorAddr = blockAddr;
        long copyAddr = blockAddr + vectorBytes;
        int heldCount = 0;
        for (long at = listTerm; Term.isCons(at); at = Cons.tail(at)) {
            final long binaryTerm = Cons.head(at);
            final long bytes = Bitstring.byteSize(binaryTerm);
            if (bytes > 0) {
                if (isHeld(binaryTerm)) {
                    final long objectAddr = Term.word(Bitstring.original(binaryTerm), Bitstring.REFC_OBJECT_WORD);
                    OffHeapBinary.retain(objectAddr);
                    heldAddrs[heldCount++] = objectAddr;
                    Memory.putLong(vectorAddr, Bitstring.dataAddr(binaryTerm));
                } else {
                    copy(binaryTerm, copyAddr, bytes);
                    Memory.putLong(vectorAddr, copyAddr);
                    copyAddr += bytes;
                }
                Memory.putLong(vectorAddr + Long.BYTES, bytes);
                vectorAddr += PosixFiles.IOVEC_BYTES;
            }
        }
        return new IoVector(Arrays.copyOf(heldAddrs, heldCount), blockAddr, blockBytes, elements, totalBytes);
    }

    private static boolean isHeld(final long binaryTerm) {
        return Bitstring.bitOffset(binaryTerm) == 0
            && Term.subtag(Term.header(Bitstring.original(binaryTerm))) == Term.SUBTAG_REFC_BINARY;
    }

    private static void copy(final long binaryTerm, final long toAddr, final long bytes) {
        if (Bitstring.bitOffset(binaryTerm) == 0) {
            Memory.copy(Bitstring.dataAddr(binaryTerm), toAddr, bytes);
        } else {
            for (long i = 0; i < bytes; i++) {
                Memory.putByte(toAddr + i, Bitstring.byteAt(binaryTerm, i));
            }
        }
    }

    private void skip(final long bytes) {
        long rest = bytes;
        while (rest > 0) {
            final long vectorAddr = blockAddr + (long)first * PosixFiles.IOVEC_BYTES;
            final long length = Memory.getLong(vectorAddr + Long.BYTES);
            if (rest < length) {
                Memory.putLong(vectorAddr, Memory.getLong(vectorAddr) + rest);
                Memory.putLong(vectorAddr + Long.BYTES, length - rest);
                return;
            }
            rest -= length;
            first++;
        }
    }
}
