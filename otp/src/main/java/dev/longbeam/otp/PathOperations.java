package dev.longbeam.otp;

import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.FileStatus;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

import java.util.Arrays;
import java.util.List;

/**
 * What the natives of {@code prim_file} do with paths.
 *
 * <p>Every method may block. Errors are those of the C emulator, which differ from the system's here and there.
 */
final class PathOperations {
    private static final int NEW_DIRECTORY_PERMISSIONS = 0777;
    private static final int PERMISSIONS = 07777;
    private static final int PERMISSIONS_WITHOUT_SET_ID = 01777;
    private static final byte[] ROOT = {'/'};
    private static final byte[] HERE = {'.'};

    private PathOperations() {
    }

    /** What is known of a file. */
    static Answer readInfo(final byte[] path, final boolean followLinks) throws PosixException {
        final FileStatus status = followLinks ? PosixFiles.stat(path) : PosixFiles.lstat(path);
        final boolean readable = PosixFiles.access(path, PosixFiles.R_OK) == 0;
        final boolean writable = PosixFiles.access(path, PosixFiles.W_OK) == 0;
        return FileInfo.answer(status, readable, writable);
    }

    /** Sets permissions; without the set-id bits if the system does not want them. */
    static Answer setPermissions(final byte[] path, final int permissions) {
        final int result = PosixFiles.chmod(path, permissions & PERMISSIONS);
        return Blocking.okOrError(result < 0 ? PosixFiles.chmod(path, permissions & PERMISSIONS_WITHOUT_SET_ID) : result);
    }

    /** {@code {ok, Target}} of a symbolic link. */
    static Answer readLink(final byte[] path) throws PosixException {
        final byte[] target = PosixFiles.readlink(path);
        return heap -> Tuple.make(heap, Atoms.OK, Bitstring.make(heap, target));
    }

    /** {@code {ok, Names}}, last name of the directory first. */
    static Answer listDirectory(final byte[] path) throws PosixException {
        final List<byte[]> names = PosixFiles.list(path);
        return heap -> {
            long list = Term.NIL;
            for (final byte[] name : names) {
                list = Cons.make(heap, Bitstring.make(heap, name), list);
            }
            return Tuple.make(heap, Atoms.OK, list);
        };
    }

    /** Renames a file. */
    static Answer rename(final byte[] fromPath, final byte[] toPath) {
        final int result = PosixFiles.rename(fromPath, toPath);
        if (result == -Errno.ENOTEMPTY) {
            return Blocking.okOrError(-Errno.EEXIST);
        }
        return Blocking.okOrError(result < 0 && Arrays.equals(fromPath, ROOT) ? -Errno.EINVAL : result);
    }

    /** Makes a directory. */
    static Answer makeDirectory(final byte[] path) {
        return Blocking.okOrError(PosixFiles.mkdir(path, NEW_DIRECTORY_PERMISSIONS));
    }

    /** Removes a file; {@code eperm} for a directory, as POSIX has it. */
    static Answer deleteFile(final byte[] path) {
        final int result = PosixFiles.unlink(path);
        return Blocking.okOrError(result == -Errno.EISDIR ? -Errno.EPERM : result);
    }

    /** Removes a directory; {@code einval} for the current one if it is not empty. */
    static Answer deleteDirectory(final byte[] path) {
        int result = PosixFiles.rmdir(path);
        if (result == -Errno.ENOTEMPTY) {
            result = -Errno.EEXIST;
        }
        return Blocking.okOrError(result == -Errno.EEXIST && isCurrentDirectory(path) ? -Errno.EINVAL : result);
    }

    private static boolean isCurrentDirectory(final byte[] path) {
        try {
            final FileStatus there = PosixFiles.stat(path);
            final FileStatus here = PosixFiles.stat(HERE);
            return there.inode() == here.inode() && there.device() == here.device();
        } catch (final PosixException e) {
            return false;
        }
    }
}
