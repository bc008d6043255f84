package dev.longbeam.otp;

import dev.longbeam.memory.Memory;
import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.FileStatus;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.otp.posix.PosixProcess;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * What the natives of {@code prim_file} do with open files.
 *
 * <p>Every method may block. Errors are those of the C emulator, which differ from the system's here and there.
 */
final class FileOperations {
    /** Mode bit: for reading. */
    static final int MODE_READ = 1;
    /** Mode bit: for writing. */
    static final int MODE_WRITE = 2;
    /** Mode bit: at the end. */
    static final int MODE_APPEND = 4;
    /** Mode bit: must not exist. */
    static final int MODE_EXCLUSIVE = 8;
    /** Mode bit: store each write. */
    static final int MODE_SYNC = 16;
    /** Mode bit: do not look at the type. */
    static final int MODE_SKIP_TYPE_CHECK = 32;
    /** Mode bit: a directory. */
    static final int MODE_DIRECTORY = 64;

    private static final int NEW_FILE_PERMISSIONS = 0666;
    private static final int NEW_DIRECTORY_PERMISSIONS = 0777;
    private static final int POINTER_BYTES = 8;
    private static final long AM_EOF = Atom.of("eof");

    private FileOperations() {
    }

    /** Opens a file for the modes; the descriptor. */
    static int open(final byte[] path, final int modes) throws PosixException {
        final boolean directory = (modes & MODE_DIRECTORY) != 0;
        final int flags = openFlags(modes) | (directory ? PosixFiles.O_DIRECTORY : 0) | PosixFiles.O_CLOEXEC;
        final int permissions = directory ? NEW_DIRECTORY_PERMISSIONS : NEW_FILE_PERMISSIONS;
        int fd;
        do {
            fd = PosixFiles.open(path, flags, permissions);
        } while (fd == -Errno.EINTR);
        if (fd < 0) {
            throw new PosixException(-fd);
        }
        if (!directory && (modes & MODE_SKIP_TYPE_CHECK) == 0 && isDirectory(fd)) {
            PosixFiles.close(fd);
            throw new PosixException(Errno.EISDIR);
        }
        return fd;
    }

    /** Reads up to {@code bytes}: {@code {ok, Binary}} or {@code eof}. */
    static Answer read(final int fd, final long offset, final long bytes) throws PosixException {
        final FileBytes data = FileBytes.read(fd, offset, bytes);
        return new Answer() {
            @Override
            public long build(final TermHeap heap) {
                if (data.lengthBytes() == 0) {
                    data.release();
                    return AM_EOF;
                }
                return Tuple.make(heap, Atoms.OK, data.toBinary(heap));
            }

            @Override
            public void abandon() {
                data.release();
            }
        };
    }

    /** Reads a pointer block {@code <<Size:32, Offset:32>>} and then the bytes that it points to. */
    static Answer readIndirect(final int fd, final long offset, final long maxBytes) throws PosixException {
        final long sizeBytes;
        final long dataOffset;
        final FileBytes pointer = FileBytes.read(fd, offset, POINTER_BYTES);
        try {
            if (pointer.lengthBytes() < POINTER_BYTES) {
                return heap -> AM_EOF;
            }
            final long word = Memory.getLongBE(pointer.addr());
            sizeBytes = word >>> 32;
            dataOffset = word & 0xFFFF_FFFFL;
        } finally {
            pointer.release();
        }
        if (sizeBytes > maxBytes) {
            return heap -> AM_EOF;
        }
        final FileBytes data = FileBytes.read(fd, dataOffset, sizeBytes);
        return new Answer() {
            @Override
            public long build(final TermHeap heap) {
                final long dataTerm;
                if (data.lengthBytes() == 0) {
                    data.release();
                    dataTerm = AM_EOF;
                } else {
                    dataTerm = data.toBinary(heap);
                }
                return Tuple.make(heap, Atoms.OK,
                    Tuple.make(heap, Term.makeSmall(sizeBytes), Term.makeSmall(dataOffset), dataTerm));
            }

            @Override
            public void abandon() {
                data.release();
            }
        };
    }

    /** Reads a whole file: {@code {ok, Binary}}. */
    static Answer readFile(final byte[] path) throws PosixException {
        final int fd = open(path, MODE_READ);
        final FileBytes data;
        try {
            data = FileBytes.readAll(fd, PosixFiles.fstat(fd).sizeBytes());
        } finally {
            PosixFiles.close(fd);
        }
        return new Answer() {
            @Override
            public long build(final TermHeap heap) {
                return Tuple.make(heap, Atoms.OK, data.toBinary(heap));
            }

            @Override
            public void abandon() {
                data.release();
            }
        };
    }

    /** Moves the position: {@code {ok, Position}}. */
    static Answer seek(final int fd, final long offset, final int whence) throws PosixException {
        final long position = PosixFiles.lseek(fd, offset, whence);
        if (position < 0) {
            throw new PosixException((int)-position);
        }
        return heap -> Tuple.make(heap, Atoms.OK, Integers.make(heap, position));
    }

    /** Cuts a file at its position. */
    static Answer truncate(final int fd) throws PosixException {
        final long position = PosixFiles.lseek(fd, 0, PosixFiles.SEEK_CUR);
        if (position < 0) {
            throw new PosixException((int)-position);
        }
        return Blocking.okOrError(PosixFiles.ftruncate(fd, position));
    }

    /** Reserves room. */
    static Answer allocate(final int fd, final long offset, final long bytes) {
        int result;
        do {
            result = PosixFiles.fallocate(fd, offset, bytes);
        } while (result == -Errno.EINTR);
        while (result < 0) {
            result = PosixFiles.posixFallocate(fd, offset, bytes);
            if (result != -Errno.EINTR) {
                break;
            }
        }
        return Blocking.okOrError(result);
    }

    /** What is known of an open file. Access follows from the permissions, as there is no path to ask for. */
    static Answer handleInfo(final int fd) throws PosixException {
        final FileStatus status = PosixFiles.fstat(fd);
        final int shift = status.uid() == PosixProcess.geteuid() ? 6 : status.gid() == PosixProcess.getegid() ? 3 : 0;
        final int access = status.mode() >> shift;
        return FileInfo.answer(status, (access & PosixFiles.R_OK) != 0, (access & PosixFiles.W_OK) != 0);
    }

    /** The number of the descriptor as a binary, in the layout of this machine. */
    static long handleBinary(final TermHeap heap, final int fd) {
        final long term = Bitstring.allocate(heap, Integer.BYTES);
        Memory.putInt(Bitstring.dataAddr(term), fd);
        return term;
    }

    private static int openFlags(final int modes) {
        int flags = switch (modes & (MODE_READ | MODE_WRITE)) {
            case MODE_READ -> PosixFiles.O_RDONLY;
            case MODE_WRITE -> PosixFiles.O_TRUNC | PosixFiles.O_WRONLY | PosixFiles.O_CREAT;
            default -> PosixFiles.O_RDWR | PosixFiles.O_CREAT;
        };
        if ((modes & MODE_APPEND) != 0) {
            flags = flags & ~PosixFiles.O_TRUNC | PosixFiles.O_APPEND;
        }
        if ((modes & MODE_EXCLUSIVE) != 0) {
            flags |= PosixFiles.O_EXCL;
        }
        if ((modes & MODE_SYNC) != 0) {
            flags |= PosixFiles.O_SYNC;
        }
        return flags;
    }

    private static boolean isDirectory(final int fd) {
        try {
            return PosixFiles.fstat(fd).isDirectory();
        } catch (final PosixException e) {
            return false;
        }
    }
}
