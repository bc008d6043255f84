package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.otp.posix.PosixProcess;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** Natives of {@code prim_file} that take paths. A path that cannot be one gives {@code {error, einval}}. */
public final class PrimFilePathBifs {
    private PrimFilePathBifs() {
    }

    /** {@code read_info_nif(Path, FollowLinks)}. */
    @Bif(value = "prim_file:read_info_nif/2", kind = Bif.Kind.NATIVE)
    public static long readInfo(final Process p, final long pathTerm, final long followLinksTerm) {
        if (!Integers.fitsInt(followLinksTerm)) {
            return p.badarg();
        }
        final boolean followLinks = Integers.intValue(followLinksTerm) != 0;
        return onPathShort(p, pathTerm, path -> PathOperations.readInfo(path, followLinks));
    }

    /** {@code set_permissions_nif(Path, Permissions)}. */
    @Bif(value = "prim_file:set_permissions_nif/2", kind = Bif.Kind.NATIVE)
    public static long setPermissions(final Process p, final long pathTerm, final long permissionsTerm) {
        if (!isUnsignedInt(permissionsTerm)) {
            return p.badarg();
        }
        final int permissions = (int)Term.smallValue(permissionsTerm);
        return onPath(p, pathTerm, path -> PathOperations.setPermissions(path, permissions));
    }

    /** {@code set_owner_nif(Path, Uid, Gid)}. */
    @Bif(value = "prim_file:set_owner_nif/3", kind = Bif.Kind.NATIVE)
    public static long setOwner(final Process p, final long pathTerm, final long uidTerm, final long gidTerm) {
        if (!Integers.fitsInt(uidTerm) || !Integers.fitsInt(gidTerm)) {
            return p.badarg();
        }
        final int uid = Integers.intValue(uidTerm);
        final int gid = Integers.intValue(gidTerm);
        return onPath(p, pathTerm, path -> Blocking.okOrError(PosixFiles.chown(path, uid, gid)));
    }

    /** {@code set_time_nif(Path, Accessed, Modified, Created)}, in seconds. */
    @Bif(value = "prim_file:set_time_nif/4", kind = Bif.Kind.NATIVE)
    public static long setTime(final Process p, final long pathTerm, final long accessedTerm, final long modifiedTerm,
        final long createdTerm) {
        if (!Integers.fitsLong(accessedTerm) || !Integers.fitsLong(modifiedTerm) || !Integers.fitsLong(createdTerm)) {
            return p.badarg();
        }
        final long accessedS = Integers.longValue(accessedTerm);
        final long modifiedS = Integers.longValue(modifiedTerm);
        return onPath(p, pathTerm, path -> Blocking.okOrError(PosixFiles.setTimes(path, accessedS, modifiedS)));
    }

    /** {@code read_link_nif(Path)}. */
    @Bif(value = "prim_file:read_link_nif/1", kind = Bif.Kind.NATIVE)
    public static long readLink(final Process p, final long pathTerm) {
        return onPathShort(p, pathTerm, PathOperations::readLink);
    }

    /** {@code list_dir_nif(Path)}. */
    @Bif(value = "prim_file:list_dir_nif/1", kind = Bif.Kind.NATIVE)
    public static long listDir(final Process p, final long pathTerm) {
        return onPathShort(p, pathTerm, PathOperations::listDirectory);
    }

    /** {@code rename_nif(From, To)}. */
    @Bif(value = "prim_file:rename_nif/2", kind = Bif.Kind.NATIVE)
    public static long rename(final Process p, final long fromTerm, final long toTerm) {
        return onPaths(p, fromTerm, toTerm, PathOperations::rename);
    }

    /** {@code make_hard_link_nif(Existing, New)}. */
    @Bif(value = "prim_file:make_hard_link_nif/2", kind = Bif.Kind.NATIVE)
    public static long makeHardLink(final Process p, final long existingTerm, final long newTerm) {
        return onPaths(p, existingTerm, newTerm, (from, to) -> Blocking.okOrError(PosixFiles.link(from, to)));
    }

    /** {@code make_soft_link_nif(Target, New)}. */
    @Bif(value = "prim_file:make_soft_link_nif/2", kind = Bif.Kind.NATIVE)
    public static long makeSoftLink(final Process p, final long targetTerm, final long newTerm) {
        return onPaths(p, targetTerm, newTerm, (target, to) -> Blocking.okOrError(PosixFiles.symlink(target, to)));
    }

    /** {@code make_dir_nif(Path)}. */
    @Bif(value = "prim_file:make_dir_nif/1", kind = Bif.Kind.NATIVE)
    public static long makeDir(final Process p, final long pathTerm) {
        return onPath(p, pathTerm, PathOperations::makeDirectory);
    }

    /** {@code del_file_nif(Path)}. */
    @Bif(value = "prim_file:del_file_nif/1", kind = Bif.Kind.NATIVE)
    public static long delFile(final Process p, final long pathTerm) {
        return onPath(p, pathTerm, PathOperations::deleteFile);
    }

    /** {@code del_dir_nif(Path)}. */
    @Bif(value = "prim_file:del_dir_nif/1", kind = Bif.Kind.NATIVE)
    public static long delDir(final Process p, final long pathTerm) {
        return onPath(p, pathTerm, PathOperations::deleteDirectory);
    }

    /** {@code get_device_cwd_nif(Device)}: only Windows has current directories of devices. */
    @Bif(value = "prim_file:get_device_cwd_nif/1", kind = Bif.Kind.NATIVE)
    public static long getDeviceCwd(final Process p, final long deviceTerm) {
        return Integers.fitsInt(deviceTerm) ? Blocking.error(p, Errno.ENOTSUP) : p.badarg();
    }

    /** {@code get_cwd_nif()}: {@code {ok, Path}}; cheap enough for a scheduler. */
    @Bif(value = "prim_file:get_cwd_nif/0", kind = Bif.Kind.NATIVE)
    public static long getCwd(final Process p) {
        try {
            return Tuple.make(p, Atoms.OK, Bitstring.make(p, PosixProcess.getcwd()));
        } catch (final PosixException e) {
            return Blocking.error(p, e.errno());
        }
    }

    /** {@code set_cwd_nif(Path)}: changes the current directory of the whole program. */
    @Bif(value = "prim_file:set_cwd_nif/1", kind = Bif.Kind.NATIVE)
    public static long setCwd(final Process p, final long pathTerm) {
        return onPath(p, pathTerm, path -> Blocking.okOrError(PosixProcess.chdir(path)));
    }

    /** {@code read_file_nif(Path)}. */
    @Bif(value = "prim_file:read_file_nif/1", kind = Bif.Kind.NATIVE)
    public static long readFile(final Process p, final long pathTerm) {
        final byte[] path = NativePaths.read(pathTerm);
        if (path == null) {
            return Blocking.error(p, Errno.EINVAL);
        }
        final Blocking.Work work = () -> FileOperations.readFile(path);
        final boolean atOnce = NodeState.of(p).earlyFileCalls.isOpen() && EarlyFileCalls.isShort(path);
        return atOnce ? Blocking.awaitShort(p, work) : Blocking.await(p, work);
    }

    /** {@code altname_nif(Path)}: only Windows has other names of files. */
    @Bif(value = "prim_file:altname_nif/1", kind = Bif.Kind.NATIVE)
    public static long altname(final Process p, final long pathTerm) {
        return Blocking.error(p, NativePaths.read(pathTerm) == null ? Errno.EINVAL : Errno.ENOTSUP);
    }

    @FunctionalInterface
    private interface PathWork {
        Answer run(byte[] path) throws PosixException;
    }

    @FunctionalInterface
    private interface PathsWork {
        Answer run(byte[] path, byte[] otherPath) throws PosixException;
    }

    private static boolean isUnsignedInt(final long term) {
        return Term.isSmall(term) && Term.smallValue(term) >>> Integer.SIZE == 0;
    }

    private static long onPath(final Process p, final long pathTerm, final PathWork work) {
        final byte[] path = NativePaths.read(pathTerm);
        return path == null ? Blocking.error(p, Errno.EINVAL) : Blocking.await(p, () -> work.run(path));
    }

    private static long onPathShort(final Process p, final long pathTerm, final PathWork work) {
        final byte[] path = NativePaths.read(pathTerm);
        return path == null ? Blocking.error(p, Errno.EINVAL) : Blocking.awaitShort(p, () -> work.run(path));
    }

    private static long onPaths(final Process p, final long pathTerm, final long otherTerm, final PathsWork work) {
        final byte[] path = NativePaths.read(pathTerm);
        final byte[] otherPath = NativePaths.read(otherTerm);
        if (path == null || otherPath == null) {
            return Blocking.error(p, Errno.EINVAL);
        }
        return Blocking.await(p, () -> work.run(path, otherPath));
    }
}
