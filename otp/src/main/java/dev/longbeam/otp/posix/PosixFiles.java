package dev.longbeam.otp.posix;

import dev.longbeam.memory.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * File calls of POSIX and Linux.
 *
 * <p>Any thread that may block. Results below zero are negated error numbers ({@link Errno}). Buffers are raw addresses.
 */
public final class PosixFiles {
    /** Open for reading. */
    public static final int O_RDONLY = 0;
    /** Open for writing. */
    public static final int O_WRONLY = 1;
    /** Open for both. */
    public static final int O_RDWR = 2;
    /** Create the file if there is none. */
    public static final int O_CREAT = 0x40;
    /** Fail if the file exists. */
    public static final int O_EXCL = 0x80;
    /** Cut the file to nothing. */
    public static final int O_TRUNC = 0x200;
    /** Write at the end always. */
    public static final int O_APPEND = 0x400;
    /** Do not wait. */
    public static final int O_NONBLOCK = 0x800;
    /** Fail if it is not a directory. */
    public static final int O_DIRECTORY = System.getProperty("os.arch").equals("aarch64") ? 0x4000 : 0x10000;
    /** Each write waits until it is stored. */
    public static final int O_SYNC = 0x101000;
    /** Closed by {@code exec}. */
    public static final int O_CLOEXEC = 0x80000;

    /** Seek from the beginning. */
    public static final int SEEK_SET = 0;
    /** Seek from the position. */
    public static final int SEEK_CUR = 1;
    /** Seek from the end. */
    public static final int SEEK_END = 2;

    /** Ask {@link #access} for reading. */
    public static final int R_OK = 4;
    /** Ask {@link #access} for executing, or for searching a directory. */
    public static final int X_OK = 1;
    /** Ask {@link #access} for writing. */
    public static final int W_OK = 2;

    /** Bytes of one element of the vectors of {@link #writev}: {@code [address] [length in bytes]}. */
    public static final int IOVEC_BYTES = 16;
    /** Most elements of one vector. */
    public static final int IOV_MAX = 1024;

    private static final NativeFunction OPEN = NativeFunction.ofInt("open");
    private static final NativeFunction CLOSE = NativeFunction.ofInt("close");
    private static final NativeFunction READ = NativeFunction.ofWord("read");
    private static final NativeFunction WRITE = NativeFunction.ofWord("write");
    private static final NativeFunction PREAD = NativeFunction.ofWord("pread");
    private static final NativeFunction PWRITE = NativeFunction.ofWord("pwrite");
    private static final NativeFunction WRITEV = NativeFunction.ofWord("writev");
    private static final NativeFunction PWRITEV = NativeFunction.ofWord("pwritev");
    private static final NativeFunction LSEEK = NativeFunction.ofWord("lseek");
    private static final NativeFunction STAT = NativeFunction.ofInt("stat");
    private static final NativeFunction LSTAT = NativeFunction.ofInt("lstat");
    private static final NativeFunction FSTAT = NativeFunction.ofInt("fstat");
    private static final NativeFunction OPENDIR = NativeFunction.ofWord("opendir");
    private static final NativeFunction READDIR = NativeFunction.ofWord("readdir");
    private static final NativeFunction CLOSEDIR = NativeFunction.ofInt("closedir");
    private static final NativeFunction MKDIR = NativeFunction.ofInt("mkdir");
    private static final NativeFunction RMDIR = NativeFunction.ofInt("rmdir");
    private static final NativeFunction UNLINK = NativeFunction.ofInt("unlink");
    private static final NativeFunction RENAME = NativeFunction.ofInt("rename");
    private static final NativeFunction LINK = NativeFunction.ofInt("link");
    private static final NativeFunction SYMLINK = NativeFunction.ofInt("symlink");
    private static final NativeFunction READLINK = NativeFunction.ofWord("readlink");
    private static final NativeFunction CHMOD = NativeFunction.ofInt("chmod");
    private static final NativeFunction CHOWN = NativeFunction.ofInt("chown");
    private static final NativeFunction UTIMENSAT = NativeFunction.ofInt("utimensat");
    private static final NativeFunction FTRUNCATE = NativeFunction.ofInt("ftruncate");
    private static final NativeFunction FSYNC = NativeFunction.ofInt("fsync");
    private static final NativeFunction FDATASYNC = NativeFunction.ofInt("fdatasync");
    private static final NativeFunction FADVISE = NativeFunction.ofInt("posix_fadvise");
    private static final NativeFunction FALLOCATE = NativeFunction.ofInt("fallocate");
    private static final NativeFunction POSIX_FALLOCATE = NativeFunction.ofInt("posix_fallocate");
    private static final NativeFunction ACCESS = NativeFunction.ofInt("access");

    private static final int AT_FDCWD = -100;
    private static final int DIRENT_NAME = 19;
    private static final int NAME_BYTES = 256;

    private PosixFiles() {
    }

    /** Opens a file; the descriptor or a negated error number. */
    public static int open(final byte[] path, final int flags, final int mode) {
        return (int)Libc.callPath(OPEN, path, flags, mode, 0);
    }

    /** Closes a descriptor; never to be retried, Linux closes it whatever the result. */
    public static int close(final int fd) {
        return (int)Libc.call(CLOSE, fd, 0, 0, 0);
    }

    /** Reads up to {@code bytes}; the number read, 0 at the end. */
    public static long read(final int fd, final long addr, final long bytes) {
        return Libc.call(READ, fd, addr, bytes, 0);
    }

    /** Writes up to {@code bytes}; the number written. */
    public static long write(final int fd, final long addr, final long bytes) {
        return Libc.call(WRITE, fd, addr, bytes, 0);
    }

    /** Reads at an offset. */
    public static long pread(final int fd, final long addr, final long bytes, final long offset) {
        return Libc.call(PREAD, fd, addr, bytes, offset);
    }

    /** Writes at an offset. */
    public static long pwrite(final int fd, final long addr, final long bytes, final long offset) {
        return Libc.call(PWRITE, fd, addr, bytes, offset);
    }

    /** Writes a vector of {@code count} elements of {@link #IOVEC_BYTES}. */
    public static long writev(final int fd, final long vectorAddr, final int count) {
        return Libc.call(WRITEV, fd, vectorAddr, count, 0);
    }

    /** Writes a vector at an offset. */
    public static long pwritev(final int fd, final long vectorAddr, final int count, final long offset) {
        return Libc.call(PWRITEV, fd, vectorAddr, count, offset);
    }

    /** Moves the position; the new one. */
    public static long lseek(final int fd, final long offset, final int whence) {
        return Libc.call(LSEEK, fd, offset, whence, 0);
    }

    /** Status of a file, links followed. */
    public static FileStatus stat(final byte[] path) throws PosixException {
        return statPath(STAT, path);
    }

    /** Status of a file or of a link itself. */
    public static FileStatus lstat(final byte[] path) throws PosixException {
        return statPath(LSTAT, path);
    }

    /** Status of an open file. */
    public static FileStatus fstat(final int fd) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment struct = arena.allocate(FileStatus.STRUCT_BYTES, Long.BYTES);
            check(Libc.call(FSTAT, -1, fd, struct.address(), 0, 0));
            return FileStatus.read(struct);
        }
    }

    /** Names in a directory without {@code .} and {@code ..}, in the order of the file system. */
    public static List<byte[]> list(final byte[] path) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            final long stream = check(Libc.call(OPENDIR, 0, Libc.string(arena, path).address(), 0, 0, 0));
            final List<byte[]> names = new ArrayList<>();
            try {
                for (long entry = readdir(stream); entry != 0; entry = readdir(stream)) {
                    final byte[] name = Libc.bytes(entry + DIRENT_NAME);
                    if (!isDots(name)) {
                        names.add(name);
                    }
                }
            } finally {
                Libc.call(CLOSEDIR, stream, 0, 0, 0);
            }
            return names;
        }
    }

    /** Makes a directory. */
    public static int mkdir(final byte[] path, final int mode) {
        return (int)Libc.callPath(MKDIR, path, mode, 0, 0);
    }

    /** Removes an empty directory. */
    public static int rmdir(final byte[] path) {
        return (int)Libc.callPath(RMDIR, path, 0, 0, 0);
    }

    /** Removes a name. */
    public static int unlink(final byte[] path) {
        return (int)Libc.callPath(UNLINK, path, 0, 0, 0);
    }

    /** Renames a file. */
    public static int rename(final byte[] fromPath, final byte[] toPath) {
        return (int)Libc.callPaths(RENAME, fromPath, toPath);
    }

    /** Makes a hard link. */
    public static int link(final byte[] existingPath, final byte[] newPath) {
        return (int)Libc.callPaths(LINK, existingPath, newPath);
    }

    /** Makes a symbolic link. */
    public static int symlink(final byte[] target, final byte[] newPath) {
        return (int)Libc.callPaths(SYMLINK, target, newPath);
    }

    /** What a symbolic link points to. */
    public static byte[] readlink(final byte[] path) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            final long pathAddr = Libc.string(arena, path).address();
            for (long bytes = NAME_BYTES;; bytes *= 2) {
                final MemorySegment buffer = arena.allocate(bytes);
                final long length = check(Libc.call(READLINK, -1, pathAddr, buffer.address(), bytes, 0));
                if (length < bytes) {
                    return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
                }
            }
        }
    }

    /** Sets the permissions. */
    public static int chmod(final byte[] path, final int mode) {
        return (int)Libc.callPath(CHMOD, path, mode, 0, 0);
    }

    /** Sets owner and group; -1 leaves one as it is. */
    public static int chown(final byte[] path, final int uid, final int gid) {
        return (int)Libc.callPath(CHOWN, path, uid, gid, 0);
    }

    /** Sets the times of last access and change, in seconds since 1970; follows links. */
    public static int setTimes(final byte[] path, final long accessTimeS, final long modifyTimeS) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment times = arena.allocateFrom(ValueLayout.JAVA_LONG, accessTimeS, 0, modifyTimeS, 0);
            return (int)Libc.call(UTIMENSAT, -1, AT_FDCWD, Libc.string(arena, path).address(), times.address(), 0);
        }
    }

    /** Cuts or extends an open file. */
    public static int ftruncate(final int fd, final long bytes) {
        return (int)Libc.call(FTRUNCATE, fd, bytes, 0, 0);
    }

    /** Waits until the file is stored. */
    public static int fsync(final int fd) {
        return (int)Libc.call(FSYNC, fd, 0, 0, 0);
    }

    /** Waits until the content of the file is stored. */
    public static int fdatasync(final int fd) {
        return (int)Libc.call(FDATASYNC, fd, 0, 0, 0);
    }

    /** Tells how a range will be used, {@code POSIX_FADV_..}; the call itself reports its error as a positive result. */
    public static int fadvise(final int fd, final long offset, final long bytes, final int advice) {
        return -(int)Libc.call(FADVISE, fd, offset, bytes, advice);
    }

    /** Reserves room with the call of Linux; not all file systems have it. */
    public static int fallocate(final int fd, final long offset, final long bytes) {
        return (int)Libc.call(FALLOCATE, fd, 0, offset, bytes);
    }

    /** Reserves room with the call of POSIX. */
    public static int posixFallocate(final int fd, final long offset, final long bytes) {
        return -(int)Libc.call(POSIX_FALLOCATE, fd, offset, bytes, 0);
    }

    /** Asks whether this program may {@link #R_OK} or {@link #W_OK} a file: 0 for yes. */
    public static int access(final byte[] path, final int what) {
        return (int)Libc.callPath(ACCESS, path, what, 0, 0);
    }

    private static FileStatus statPath(final NativeFunction function, final byte[] path) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment struct = arena.allocate(FileStatus.STRUCT_BYTES, Long.BYTES);
            check(Libc.call(function, -1, Libc.string(arena, path).address(), struct.address(), 0, 0));
            return FileStatus.read(struct);
        }
    }

    private static long readdir(final long stream) {
        return Libc.call(READDIR, -1, stream, 0, 0, 0);
    }

    private static boolean isDots(final byte[] name) {
        return name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
    }

    /** The result of a call when it is not an error. */
    static long check(final long result) throws PosixException {
        if (result < 0) {
            throw new PosixException((int)-result);
        }
        return result;
    }
}
