package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.OffHeapList;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

class FileOperationsTest {
    private static final int READ = FileOperations.MODE_READ;
    private static final int WRITE = FileOperations.MODE_WRITE;

    @TempDir
    private Path dir;
    private final LocalHeap heap = new LocalHeap();

    @BeforeEach
    void makeFiles() throws IOException {
        Files.writeString(dir.resolve("f"), "hello");
        Files.createDirectory(dir.resolve("d"));
        Files.writeString(dir.resolve("d/x"), "1");
        Files.createSymbolicLink(dir.resolve("l"), Path.of("f"));
        Files.createSymbolicLink(dir.resolve("loop"), Path.of("loop"));
    }

    @AfterEach
    void releaseHeap() {
        OffHeapList.releaseAll(heap.offHeapAddr);
        heap.close();
    }

    @Test
    void shouldFailToOpenAsTheCEmulatorDoes() {
        assertEquals("{error,enoent}", open("no", READ));
        assertEquals("{error,eisdir}", open("d", READ));
        assertEquals("{error,eisdir}", open("d", WRITE));
        assertEquals("ok", open("d", READ | FileOperations.MODE_DIRECTORY));
        assertEquals("{error,enotdir}", open("f", READ | FileOperations.MODE_DIRECTORY));
        assertEquals("{error,enotdir}", open("f/x", READ));
        assertEquals("{error,eexist}", open("f", WRITE | FileOperations.MODE_EXCLUSIVE));
        assertEquals("{error,eloop}", open("loop", READ));
        assertEquals("{error,enametoolong}", open("a".repeat(300), READ));
        assertEquals("{error,enoent}", show(() -> FileOperations.readFile(new byte[0])));
    }

    @Test
    void shouldFailOnPathsAsTheCEmulatorDoes() {
        assertEquals("{error,enoent}", show(() -> FileOperations.readFile(path("no"))));
        assertEquals("{error,eisdir}", show(() -> FileOperations.readFile(path("d"))));
        assertEquals("{error,enoent}", show(() -> PathOperations.readInfo(path("no"), true)));
        assertEquals("{error,enotdir}", show(() -> PathOperations.readInfo(path("f/no"), true)));
        assertEquals("{error,enoent}", show(() -> PathOperations.listDirectory(path("no"))));
        assertEquals("{error,enotdir}", show(() -> PathOperations.listDirectory(path("f"))));
        assertEquals("{error,eexist}", show(() -> PathOperations.makeDirectory(path("d"))));
        assertEquals("{error,enoent}", show(() -> PathOperations.makeDirectory(path("a/b"))));
        assertEquals("{error,eexist}", show(() -> PathOperations.deleteDirectory(path("d"))));
        assertEquals("{error,enotdir}", show(() -> PathOperations.deleteDirectory(path("f"))));
        assertEquals("{error,enoent}", show(() -> PathOperations.deleteDirectory(path("no"))));
        assertEquals("{error,eperm}", show(() -> PathOperations.deleteFile(path("d"))));
        assertEquals("{error,enoent}", show(() -> PathOperations.deleteFile(path("no"))));
        assertEquals("{error,enoent}", show(() -> PathOperations.rename(path("no"), path("y"))));
        assertEquals("{error,einval}", show(() -> PathOperations.rename(new byte[] {'/'}, path("y"))));
        assertEquals("{error,eisdir}", show(() -> PathOperations.rename(path("f"), path("d"))));
        assertEquals("{error,einval}", show(() -> PathOperations.rename(path("d"), path("d/z"))));
        assertEquals("{error,einval}", show(() -> PathOperations.readLink(path("f"))));
        assertEquals("{error,eexist}", show(() -> Blocking.okOrError(PosixFiles.link(path("f"), path("l")))));
    }

    @Test
    void shouldRefuseToRenameOverDirectoryThatIsNotEmpty() {
        assertEquals("ok", show(() -> PathOperations.makeDirectory(path("e"))));
        assertEquals("{error,eexist}", show(() -> PathOperations.rename(path("e"), path("d"))));
    }

    @Test
    void shouldReadWholeFilesOfKnownAndUnknownSize() throws IOException {
        final byte[] large = new byte[100_000];
        Arrays.fill(large, (byte)'x');
        Files.write(dir.resolve("large"), large);
        assertEquals("{ok,<<\"hello\">>}", show(() -> FileOperations.readFile(path("f"))));
        assertEquals("{ok,<<\"" + "x".repeat(large.length) + "\">>}", show(() -> FileOperations.readFile(path("large"))));
        assertTrue(show(() -> FileOperations.readFile(bytes("/proc/self/status"))).contains("VmPeak"));
        Files.createFile(dir.resolve("empty"));
        assertEquals("{ok,<<\"\">>}", show(() -> FileOperations.readFile(path("empty"))));
    }

    @Test
    void shouldReadSeekAndWriteAnOpenFile() throws PosixException, IOException {
        final int fd = FileOperations.open(path("f"), READ | WRITE);
        assertEquals("{ok,<<\"hel\">>}", show(() -> FileOperations.read(fd, -1, 3)));
        assertEquals("{error,einval}", show(() -> FileOperations.seek(fd, -10, PosixFiles.SEEK_CUR)));
        assertEquals("{ok,5}", show(() -> FileOperations.seek(fd, 0, PosixFiles.SEEK_END)));
        assertEquals("{ok,<<\"el\">>}", show(() -> FileOperations.read(fd, 1, 2)));
        assertEquals("eof", show(() -> FileOperations.read(fd, 9, 2)));
        assertEquals("eof", show(() -> FileOperations.read(fd, -1, 2)));
        write(fd, -1, "abc", "", "def");
        write(fd, 0, "J");
        assertEquals("{ok,6}", show(() -> FileOperations.seek(fd, 6, PosixFiles.SEEK_SET)));
        assertEquals("ok", show(() -> FileOperations.truncate(fd)));
        assertEquals("Jelloa", Files.readString(dir.resolve("f")));
        assertEquals("ok", show(() -> FileOperations.allocate(fd, 0, 100)));
        assertEquals(100, Files.size(dir.resolve("f")));
        assertEquals(0, PosixFiles.close(fd));
        assertEquals("{error,ebadf}", show(() -> FileOperations.read(fd, -1, 2)));
    }

    @Test
    void shouldWriteLargeAndSmallAndUnalignedBinariesInOrder() throws PosixException, IOException {
        final int fd = FileOperations.open(path("w"), WRITE);
        final String large = "y".repeat(5000);
        final long largeTerm = Bitstring.make(heap, bytes(large));
        final long subTerm = Bitstring.makeSub(heap, largeTerm, 8, 80);
        final long shiftedTerm = Bitstring.makeSub(heap, Bitstring.make(heap, new byte[] {0x06, 0x16, 0x20}), 4, 16);
        final long listTerm = Cons.list(heap, Bitstring.make(heap, bytes("a")), largeTerm, subTerm, shiftedTerm);
        final IoVector vector = IoVector.gather(listTerm);
        assertNotNull(vector);
        try (vector) {
            assertEquals(1 + 5000 + 10 + 2, vector.sizeBytes());
            vector.writeTo(fd, -1);
        }
        PosixFiles.close(fd);
        assertEquals("a" + large + "y".repeat(10) + "ab", Files.readString(dir.resolve("w")));
    }

    @Test
    void shouldWriteMoreBinariesThanOneCallTakes() throws PosixException, IOException {
        final int fd = FileOperations.open(path("w"), WRITE);
        final String[] parts = new String[3000];
        Arrays.setAll(parts, i -> Integer.toString(i));
        write(fd, -1, parts);
        PosixFiles.close(fd);
        assertEquals(String.join("", parts), Files.readString(dir.resolve("w")));
    }

    @Test
    void shouldGatherOnlyProperListsOfBinaries() {
        final long binaryTerm = Bitstring.make(heap, bytes("abc"));
        assertNull(IoVector.gather(Term.makeSmall(1)));
        assertNull(IoVector.gather(Cons.make(heap, binaryTerm, binaryTerm)));
        assertNull(IoVector.gather(Cons.list(heap, Term.makeSmall(1))));
        assertNull(IoVector.gather(Cons.list(heap, Bitstring.makeSub(heap, binaryTerm, 0, 12))));
    }

    @Test
    void shouldReportErrorsOfWrites() throws PosixException {
        final int full = FileOperations.open(bytes("/dev/full"), WRITE);
        assertEquals(Errno.ENOSPC, failureOf(full));
        PosixFiles.close(full);
        final int readOnly = FileOperations.open(path("f"), READ);
        assertEquals(Errno.EBADF, failureOf(readOnly));
        assertEquals("{error,einval}", show(() -> FileOperations.truncate(readOnly)));
        PosixFiles.close(readOnly);
    }

    @Test
    void shouldTellWhatIsKnownOfFilesAndLinks() {
        final long infoTerm = run(() -> PathOperations.readInfo(path("l"), true));
        assertEquals(14, Tuple.arity(infoTerm));
        assertEquals("file_info", Shown.show(Tuple.element(infoTerm, 1)));
        assertEquals("5", Shown.show(Tuple.element(infoTerm, 2)));
        assertEquals("regular", Shown.show(Tuple.element(infoTerm, 3)));
        assertEquals("read_write", Shown.show(Tuple.element(infoTerm, 4)));
        assertEquals("1", Shown.show(Tuple.element(infoTerm, 9)));
        final long linkTerm = run(() -> PathOperations.readInfo(path("l"), false));
        assertEquals("symlink", Shown.show(Tuple.element(linkTerm, 3)));
        final long nullTerm = run(() -> PathOperations.readInfo(bytes("/dev/null"), true));
        assertEquals("device", Shown.show(Tuple.element(nullTerm, 3)));
        assertEquals("8630", Shown.show(Tuple.element(nullTerm, 8)));
        assertEquals("259", Shown.show(Tuple.element(nullTerm, 11)));
    }

    @Test
    void shouldListNamesWithoutDots() {
        final long resultTerm = run(() -> PathOperations.listDirectory(bytes(dir.toString())));
        final Set<String> names = new TreeSet<>();
        for (long at = Tuple.element(resultTerm, 2); Term.isCons(at); at = Cons.tail(at)) {
            names.add(Shown.show(Cons.head(at)));
        }
        assertEquals("[<<\"d\">>, <<\"f\">>, <<\"l\">>, <<\"loop\">>]", names.toString());
        assertEquals("{ok,<<\"f\">>}", show(() -> PathOperations.readLink(path("l"))));
    }

    @Test
    void shouldFollowPointerToData() throws IOException, PosixException {
        Files.write(dir.resolve("p"), new byte[] {0, 0, 0, 3, 0, 0, 0, 10, 9, 9, 'a', 'b', 'c', 'd'});
        final int fd = FileOperations.open(path("p"), READ);
        assertEquals("{ok,{3,10,<<\"abc\">>}}", show(() -> FileOperations.readIndirect(fd, 0, 100)));
        assertEquals("eof", show(() -> FileOperations.readIndirect(fd, 0, 2)));
        assertEquals("eof", show(() -> FileOperations.readIndirect(fd, 8, 100)));
        PosixFiles.close(fd);
    }

    @Test
    void shouldCloseOnlyAfterTheRunningOperationWhenTheOwnerDies() throws PosixException {
        final FileHandle file = new FileHandle(FileOperations.open(path("f"), READ));
        assertTrue(file.begin());
        file.ownerDied();
        assertEquals("{ok,<<\"hello\">>}", show(() -> FileOperations.read(file.fd(), -1, 10)));
        file.end();
        assertEquals(false, file.begin());
        assertEquals(false, file.beginClose());
    }

    @Test
    void shouldAcceptOnlyPathsWithZeroAtTheEnd() {
        assertEquals("ab", new String(NativePaths.read(Bitstring.make(heap, bytes("ab\0"))), StandardCharsets.ISO_8859_1));
        assertEquals("ab", new String(NativePaths.read(Bitstring.make(heap, bytes("ab\0\0\0"))), StandardCharsets.ISO_8859_1));
        assertEquals("", new String(NativePaths.read(Bitstring.make(heap, bytes("\0"))), StandardCharsets.ISO_8859_1));
        assertNull(NativePaths.read(Bitstring.make(heap, bytes("ab"))));
        assertNull(NativePaths.read(Bitstring.make(heap, bytes("a\0bc\0"))));
        assertNull(NativePaths.read(Bitstring.make(heap, bytes(""))));
        assertNull(NativePaths.read(Term.NIL));
    }

    private void write(final int fd, final long offset, final String... parts) throws PosixException {
        final long[] terms = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            terms[i] = Bitstring.make(heap, bytes(parts[i]));
        }
        try (IoVector vector = IoVector.gather(Cons.list(heap, terms))) {
            vector.writeTo(fd, offset);
        }
    }

    private int failureOf(final int fd) {
        try {
            write(fd, -1, "x");
            return 0;
        } catch (final PosixException e) {
            return e.errno();
        }
    }

    private String open(final String name, final int modes) {
        return show(() -> {
            PosixFiles.close(FileOperations.open(path(name), modes));
            return h -> dev.longbeam.term.Atoms.OK;
        });
    }

    private long run(final Blocking.Work work) {
        return Blocking.run(work).build(heap);
    }

    private String show(final Blocking.Work work) {
        return Shown.show(run(work));
    }

    private byte[] path(final String name) {
        return bytes(dir.resolve(name).toString());
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
