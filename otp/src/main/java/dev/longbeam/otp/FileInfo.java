package dev.longbeam.otp;

import dev.longbeam.otp.posix.FileStatus;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/** The record {@code #file_info{}} of {@code file.hrl}, times in seconds. */
final class FileInfo {
    /** Earliest time that is shown: 1902-01-01. */
    private static final long MIN_TIME_S = -2145916800L;
    /** Latest time that is shown: 9999-12-31 23:59:59. */
    private static final long MAX_TIME_S = 253402300799L;

    private static final long AM_FILE_INFO = Atom.of("file_info");
    private static final long AM_DEVICE = Atom.of("device");
    private static final long AM_DIRECTORY = Atom.of("directory");
    private static final long AM_REGULAR = Atom.of("regular");
    private static final long AM_SYMLINK = Atom.of("symlink");
    private static final long AM_OTHER = Atom.of("other");
    private static final long AM_READ = Atom.of("read");
    private static final long AM_WRITE = Atom.of("write");
    private static final long AM_READ_WRITE = Atom.of("read_write");
    private static final long AM_NONE = Atom.of("none");

    private FileInfo() {
    }

    /** The record of a file. */
    static Answer answer(final FileStatus status, final boolean readable, final boolean writable) {
        return heap -> build(heap, status, readable, writable);
    }

    private static long build(final TermHeap heap, final FileStatus status, final boolean readable, final boolean writable) {
        return Tuple.make(heap, AM_FILE_INFO, Integers.make(heap, status.sizeBytes()), type(status), access(readable, writable),
            time(status.accessTimeS()), time(status.modifyTimeS()), time(status.changeTimeS()), unsigned(status.mode()),
            unsigned(status.links()), unsigned(status.device()), unsigned(status.rdev()), unsigned(status.inode()),
            unsigned(status.uid()), unsigned(status.gid()));
    }

    private static long type(final FileStatus status) {
        return switch (status.type()) {
            case FileStatus.S_IFCHR, FileStatus.S_IFBLK -> AM_DEVICE;
            case FileStatus.S_IFDIR -> AM_DIRECTORY;
            case FileStatus.S_IFREG -> AM_REGULAR;
            case FileStatus.S_IFLNK -> AM_SYMLINK;
            default -> AM_OTHER;
        };
    }

    private static long access(final boolean readable, final boolean writable) {
        if (readable) {
            return writable ? AM_READ_WRITE : AM_READ;
        }
        return writable ? AM_WRITE : AM_NONE;
    }

    private static long time(final long seconds) {
        return Term.makeSmall(Math.clamp(seconds, MIN_TIME_S, MAX_TIME_S));
    }

    /** The C emulator keeps these fields in 32 bits, so programs see inode numbers modulo 2^32. */
    private static long unsigned(final long value) {
        return Term.makeSmall(value & 0xFFFF_FFFFL);
    }
}
