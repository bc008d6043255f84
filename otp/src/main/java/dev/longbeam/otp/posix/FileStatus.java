package dev.longbeam.otp.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What {@code stat} says of a file.
 *
 * <pre>
 *   struct stat    x86-64: dev 0, ino 8, nlink 16 (8 bytes), mode 24, uid 28, gid 32, rdev 40, size 48, atime 72, mtime 88, ctime 104
 *                  aarch64: dev 0, ino 8, mode 16, nlink 20 (4 bytes), uid 24, gid 28, rdev 32, size 48, atime 72, mtime 88, ctime 104
 * </pre>
 *
 * @param device device that the file lives on
 * @param inode  number of the inode
 * @param mode   type and permissions, see the constants
 * @param links  number of hard links
 * @param uid    owner
 * @param gid    group
 * @param rdev   device that the file stands for
 * @param sizeBytes size
 * @param accessTimeS last access, seconds since 1970
 * @param modifyTimeS last change of the content, seconds since 1970
 * @param changeTimeS last change of the inode, seconds since 1970
 */
public record FileStatus(long device, long inode, int mode, long links, int uid, int gid, long rdev, long sizeBytes, long accessTimeS,
                         long modifyTimeS, long changeTimeS) {
    /** Mask of the file type in the mode. */
    public static final int S_IFMT = 0xF000;
    /** Type: character device. */
    public static final int S_IFCHR = 0x2000;
    /** Type: directory. */
    public static final int S_IFDIR = 0x4000;
    /** Type: block device. */
    public static final int S_IFBLK = 0x6000;
    /** Type: regular file. */
    public static final int S_IFREG = 0x8000;
    /** Type: symbolic link. */
    public static final int S_IFLNK = 0xA000;

    /** Bytes of a {@code struct stat}, the larger of both layouts. */
    static final long STRUCT_BYTES = 144;

    private static final boolean X86_64 = System.getProperty("os.arch").equals("amd64");
    private static final int NLINK = X86_64 ? 16 : 20;
    private static final int MODE = X86_64 ? 24 : 16;
    private static final int UID = X86_64 ? 28 : 24;
    private static final int GID = X86_64 ? 32 : 28;
    private static final int RDEV = X86_64 ? 40 : 32;
    private static final int INODE = 8;
    private static final int SIZE = 48;
    private static final int ATIME = 72;
    private static final int MTIME = 88;
    private static final int CTIME = 104;

    /** Reads a {@code struct stat}. */
    static FileStatus read(final MemorySegment struct) {
        return new FileStatus(word(struct, 0), word(struct, INODE), half(struct, MODE),
            X86_64 ? word(struct, NLINK) : half(struct, NLINK), half(struct, UID), half(struct, GID), word(struct, RDEV),
            word(struct, SIZE), word(struct, ATIME), word(struct, MTIME), word(struct, CTIME));
    }

    /** Type bits of the mode. */
    public int type() {
        return mode & S_IFMT;
    }

    /** True for a directory. */
    public boolean isDirectory() {
        return type() == S_IFDIR;
    }

    private static long word(final MemorySegment struct, final int offset) {
        return struct.get(ValueLayout.JAVA_LONG, offset);
    }

    private static int half(final MemorySegment struct, final int offset) {
        return struct.get(ValueLayout.JAVA_INT, offset);
    }
}
