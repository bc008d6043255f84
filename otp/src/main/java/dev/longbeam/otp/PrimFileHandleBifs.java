package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.otp.posix.PosixProcess;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Integers;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Natives of {@code prim_file} that take open files. A file that is closed gives {@code {error, einval}}, before any other argument
 * is looked at.
 */
public final class PrimFileHandleBifs {
    private static final long AM_READ = Atom.of("read");
    private static final long AM_WRITE = Atom.of("write");
    private static final long AM_EXCLUSIVE = Atom.of("exclusive");
    private static final long AM_APPEND = Atom.of("append");
    private static final long AM_SYNC = Atom.of("sync");
    private static final long AM_SKIP_TYPE_CHECK = Atom.of("skip_type_check");
    private static final long AM_DIRECTORY = Atom.of("directory");
    private static final long AM_BOF = Atom.of("bof");
    private static final long AM_CUR = Atom.of("cur");
    private static final long AM_EOF = Atom.of("eof");
    /** Atoms of advice, in the order of the numbers of {@code posix_fadvise}. */
    private static final long[] ADVICE = {Atom.of("normal"), Atom.of("random"), Atom.of("sequential"), Atom.of("will_need"),
        Atom.of("dont_need"), Atom.of("no_reuse")};
    private static final long MAX_POINTED_BYTES = 1L << 31;

    private PrimFileHandleBifs() {
    }

    /** {@code open_nif(Path, Modes)}. */
    @Bif(value = "prim_file:open_nif/2", kind = Bif.Kind.NATIVE)
    public static long open(final Process p, final long pathTerm, final long modesTerm) {
        if (!Term.isList(modesTerm)) {
            return p.badarg();
        }
        final int modes = modes(modesTerm);
        final byte[] path = NativePaths.read(pathTerm);
        if (path == null) {
            return Blocking.error(p, Errno.EINVAL);
        }
        final OwnerDeaths deaths = OwnerDeaths.of(p);
        final long ownerTerm = p.self;
        return Blocking.await(p, () -> opened(FileOperations.open(path, modes), deaths, ownerTerm));
    }

    /** {@code file_desc_to_ref_nif(Fd)}: takes over a descriptor that is open already. */
    @Bif(value = "prim_file:file_desc_to_ref_nif/1", kind = Bif.Kind.NATIVE)
    public static long fileDescToRef(final Process p, final long fdTerm) {
        if (!Integers.fitsInt(fdTerm)) {
            return p.badarg();
        }
        final int fd = Integers.intValue(fdTerm);
        if (PosixProcess.fcntl(fd, PosixProcess.F_GETFL, 0) == -Errno.EBADF) {
            return Blocking.error(p, Errno.EBADF);
        }
        return opened(fd, OwnerDeaths.of(p), p.self).build(p);
    }

    /** {@code close_nif(File)}. */
    @Bif(value = "prim_file:close_nif/1", kind = Bif.Kind.NATIVE)
    public static long close(final Process p, final long fileTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null) {
            return p.badarg();
        }
        if (!file.beginClose()) {
            return Blocking.error(p, Errno.EINVAL);
        }
        return Blocking.await(p, () -> Blocking.okOrError(file.closeNow()));
    }

    /** {@code delayed_close_nif(File)}: closes a file whose owner has died. */
    @Bif(value = "prim_file:delayed_close_nif/1", kind = Bif.Kind.NATIVE)
    public static long delayedClose(final Process p, final long fileTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null) {
            return p.badarg();
        }
        return Blocking.await(p, () -> {
            file.closeNow();
            return heap -> Atoms.OK;
        });
    }

    /** {@code read_nif(File, Bytes)}. */
    @Bif(value = "prim_file:read_nif/2", kind = Bif.Kind.NATIVE)
    public static long read(final Process p, final long fileTerm, final long bytesTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null || !file.begin()) {
            return closed(p, file);
        }
        if (!Term.isNumber(bytesTerm)) {
            return badarg(p, file);
        }
        if (!isOffset(bytesTerm)) {
            return invalid(p, file);
        }
        final long bytes = Integers.longValue(bytesTerm);
        return await(p, file, fd -> FileOperations.read(fd, -1, bytes));
    }

    /** {@code pread_nif(File, Offset, Bytes)}. */
    @Bif(value = "prim_file:pread_nif/3", kind = Bif.Kind.NATIVE)
    public static long pread(final Process p, final long fileTerm, final long offsetTerm, final long bytesTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null || !file.begin()) {
            return closed(p, file);
        }
        if (!Term.isNumber(offsetTerm) || !Term.isNumber(bytesTerm)) {
            return badarg(p, file);
        }
        if (!isOffset(offsetTerm) || !isOffset(bytesTerm)) {
            return invalid(p, file);
        }
        final long offset = Integers.longValue(offsetTerm);
        final long bytes = Integers.longValue(bytesTerm);
        return await(p, file, fd -> FileOperations.read(fd, offset, bytes));
    }

    /** {@code write_nif(File, Binaries)}: writes everything, so it never answers {@code {continue, Rest}}. */
    @Bif(value = "prim_file:write_nif/2", kind = Bif.Kind.NATIVE)
    public static long write(final Process p, final long fileTerm, final long binariesTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null || !file.begin()) {
            return closed(p, file);
        }
        final IoVector vector = IoVector.gather(binariesTerm);
        return vector == null ? badarg(p, file) : await(p, file, fd -> write(vector, fd, -1));
    }

    /** {@code pwrite_nif(File, Offset, Binaries)}: writes everything, so it never answers {@code {continue, Written, Rest}}. */
    @Bif(value = "prim_file:pwrite_nif/3", kind = Bif.Kind.NATIVE)
    public static long pwrite(final Process p, final long fileTerm, final long offsetTerm, final long binariesTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null || !file.begin()) {
            return closed(p, file);
        }
        final IoVector vector = Term.isNumber(offsetTerm) ? IoVector.gather(binariesTerm) : null;
        if (vector == null) {
            return badarg(p, file);
        }
        if (!isOffset(offsetTerm)) {
            vector.close();
            return invalid(p, file);
        }
        final long offset = Integers.longValue(offsetTerm);
        return await(p, file, fd -> write(vector, fd, offset));
    }

    /** {@code seek_nif(File, bof | cur | eof, Offset)}. */
    @Bif(value = "prim_file:seek_nif/3", kind = Bif.Kind.NATIVE)
    public static long seek(final Process p, final long fileTerm, final long markTerm, final long offsetTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null || !file.begin()) {
            return closed(p, file);
        }
        if (!Integers.fitsLong(offsetTerm) || markTerm != AM_BOF && markTerm != AM_CUR && markTerm != AM_EOF) {
            return badarg(p, file);
        }
        final int whence = markTerm == AM_BOF ? PosixFiles.SEEK_SET : markTerm == AM_CUR ? PosixFiles.SEEK_CUR : PosixFiles.SEEK_END;
        final long offset = Integers.longValue(offsetTerm);
        return await(p, file, fd -> FileOperations.seek(fd, offset, whence));
    }

    /** {@code sync_nif(File, DataOnly)}. */
    @Bif(value = "prim_file:sync_nif/2", kind = Bif.Kind.NATIVE)
    public static long sync(final Process p, final long fileTerm, final long dataOnlyTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null || !file.begin()) {
            return closed(p, file);
        }
        if (!Integers.fitsInt(dataOnlyTerm)) {
            return badarg(p, file);
        }
        final boolean dataOnly = Integers.intValue(dataOnlyTerm) != 0;
        return await(p, file, fd -> Blocking.okOrError(dataOnly ? PosixFiles.fdatasync(fd) : PosixFiles.fsync(fd)));
    }

    /** {@code truncate_nif(File)}. */
    @Bif(value = "prim_file:truncate_nif/1", kind = Bif.Kind.NATIVE)
    public static long truncate(final Process p, final long fileTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null || !file.begin()) {
            return closed(p, file);
        }
        return await(p, file, FileOperations::truncate);
    }

    /** {@code allocate_nif(File, Offset, Bytes)}. */
    @Bif(value = "prim_file:allocate_nif/3", kind = Bif.Kind.NATIVE)
    public static long allocate(final Process p, final long fileTerm, final long offsetTerm, final long bytesTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null || !file.begin()) {
            return closed(p, file);
        }
        if (!Term.isNumber(offsetTerm) || !Term.isNumber(bytesTerm)) {
            return badarg(p, file);
        }
        if (!isOffset(offsetTerm) || !isOffset(bytesTerm)) {
            return invalid(p, file);
        }
        final long offset = Integers.longValue(offsetTerm);
        final long bytes = Integers.longValue(bytesTerm);
        return await(p, file, fd -> FileOperations.allocate(fd, offset, bytes));
    }

    /** {@code advise_nif(File, Offset, Bytes, Advice)}: {@code ok} whatever the system thinks of it. */
    @Bif(value = "prim_file:advise_nif/4", kind = Bif.Kind.NATIVE)
    public static long advise(final Process p, final long fileTerm, final long offsetTerm, final long bytesTerm, final long adviceTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null || !file.begin()) {
            return closed(p, file);
        }
        if (!Term.isNumber(offsetTerm) || !Term.isNumber(bytesTerm)) {
            return badarg(p, file);
        }
        final int advice = indexOf(ADVICE, adviceTerm);
        if (!isOffset(offsetTerm) || !isOffset(bytesTerm) || advice < 0) {
            return invalid(p, file);
        }
        final long offset = Integers.longValue(offsetTerm);
        final long bytes = Integers.longValue(bytesTerm);
        return await(p, file, fd -> {
            PosixFiles.fadvise(fd, offset, bytes, advice);
            return heap -> Atoms.OK;
        });
    }

    /** {@code ipread_s32bu_p32bu_nif(File, Offset, MaxBytes)}. */
    @Bif(value = "prim_file:ipread_s32bu_p32bu_nif/3", kind = Bif.Kind.NATIVE)
    public static long ipread(final Process p, final long fileTerm, final long offsetTerm, final long maxBytesTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null || !file.begin()) {
            return closed(p, file);
        }
        if (!Term.isNumber(offsetTerm) || !Term.isNumber(maxBytesTerm)) {
            return badarg(p, file);
        }
        if (!isOffset(offsetTerm) || !Integers.fitsLong(maxBytesTerm) || Integers.longValue(maxBytesTerm) >= MAX_POINTED_BYTES) {
            return invalid(p, file);
        }
        final long offset = Integers.longValue(offsetTerm);
        final long maxBytes = Integers.longValue(maxBytesTerm);
        return await(p, file, fd -> FileOperations.readIndirect(fd, offset, maxBytes));
    }

    /** {@code read_handle_info_nif(File)}. */
    @Bif(value = "prim_file:read_handle_info_nif/1", kind = Bif.Kind.NATIVE)
    public static long readHandleInfo(final Process p, final long fileTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null || !file.begin()) {
            return closed(p, file);
        }
        return await(p, file, FileOperations::handleInfo);
    }

    /** {@code get_handle_nif(File)}. */
    @Bif(value = "prim_file:get_handle_nif/1", kind = Bif.Kind.NATIVE)
    public static long getHandle(final Process p, final long fileTerm) {
        final FileHandle file = Ref.resource(fileTerm, FileHandle.class);
        if (file == null || !file.begin()) {
            return closed(p, file);
        }
        final long binaryTerm = FileOperations.handleBinary(p, file.fd());
        file.end();
        return binaryTerm;
    }

    /** Bits of {@link FileOperations} for a list of modes; modes that this layer does not know are left to those above. */
    static int modes(final long modesTerm) {
        int modes = 0;
        for (long at = modesTerm; Term.isCons(at); at = Cons.tail(at)) {
            modes |= mode(Cons.head(at));
        }
        if ((modes & (FileOperations.MODE_APPEND | FileOperations.MODE_EXCLUSIVE)) != 0) {
            return modes | FileOperations.MODE_WRITE;
        }
        return (modes & (FileOperations.MODE_READ | FileOperations.MODE_WRITE)) == 0 ? modes | FileOperations.MODE_READ : modes;
    }

    private static int mode(final long modeTerm) {
        if (modeTerm == AM_READ) {
            return FileOperations.MODE_READ;
        } else if (modeTerm == AM_WRITE) {
            return FileOperations.MODE_WRITE;
        } else if (modeTerm == AM_EXCLUSIVE) {
            return FileOperations.MODE_EXCLUSIVE;
        } else if (modeTerm == AM_APPEND) {
            return FileOperations.MODE_APPEND;
        } else if (modeTerm == AM_SYNC) {
            return FileOperations.MODE_SYNC;
        } else if (modeTerm == AM_SKIP_TYPE_CHECK) {
            return FileOperations.MODE_SKIP_TYPE_CHECK;
        }
        return modeTerm == AM_DIRECTORY ? FileOperations.MODE_DIRECTORY : 0;
    }

    @FunctionalInterface
    private interface FdWork {
        Answer run(int fd) throws PosixException;
    }

    private static long await(final Process p, final FileHandle file, final FdWork work) {
        return Blocking.await(p, () -> {
            try {
                return work.run(file.fd());
            } finally {
                file.end();
            }
        });
    }

    private static Answer write(final IoVector vector, final int fd, final long offset) throws PosixException {
        try (vector) {
            vector.writeTo(fd, offset);
            return heap -> Atoms.OK;
        }
    }

    private static Answer opened(final int fd, final OwnerDeaths deaths, final long ownerTerm) {
        return new Answer() {
            @Override
            public long build(final TermHeap heap) {
                final FileHandle file = new FileHandle(fd);
                file.own(deaths, ownerTerm);
                return Tuple.make(heap, Atoms.OK, Ref.makeMagic(heap, file));
            }

            @Override
            public void abandon() {
                new FileHandle(fd).ownerDied();
            }
        };
    }

    private static long closed(final Process p, final FileHandle file) {
        return file == null ? p.badarg() : Blocking.error(p, Errno.EINVAL);
    }

    private static long badarg(final Process p, final FileHandle file) {
        file.end();
        return p.badarg();
    }

    private static long invalid(final Process p, final FileHandle file) {
        file.end();
        return Blocking.error(p, Errno.EINVAL);
    }

    private static boolean isOffset(final long term) {
        return Integers.fitsLong(term) && Integers.longValue(term) >= 0;
    }

    private static int indexOf(final long[] terms, final long term) {
        for (int i = 0; i < terms.length; i++) {
            if (terms[i] == term) {
                return i;
            }
        }
        return -1;
    }
}
