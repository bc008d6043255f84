package dev.longbeam.otp;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixFiles;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The driver {@code trace_file_drv}, for modules {@code dbg}, {@code ttb} and {@code fprof}: writes what it is told to a file, each piece
 * with a zero byte and its length in front; or to some files in turn, numbered between the name and its tail, of which the oldest goes when
 * there would be too many.
 *
 * <p>Any thread; one piece at a time. Writers fill a buffer off-heap, which belongs to the port from opening to {@link #release}; who fills it
 * up writes it to the file, as in the C emulator: a trace must not run ahead of its file.
 */
final class TraceFilePort extends Port {
    private static final Pattern COMMAND =
        Pattern.compile("trace_file_drv +(?:w (\\d{1,18}) (\\d{1,9}) (\\d{1,9}) (\\d{1,9}) )?n (.+)", Pattern.DOTALL);
    private static final int WRAP_BYTES = 1;
    private static final int WRAP_COUNT = 2;
    private static final int WRAP_MS = 3;
    private static final int HEAD_CHARS = 4;
    private static final int NAME = 5;

    private static final int CONTROL_FLUSH = 'f';
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int HEADER_BYTES = 5;
    private static final int MODE = 0777;
    private static final int CLOSED = -1;

    private final String head;
    private final String tail;
    /** Files at a time; 0 when there is one file only, which has no number. */
    private final int fileCount;
    /** A file with as many bytes has its successor; 0 when files may have any size. */
    private final long maxFileBytes;
    /** A file of that age has its successor; 0 when files may have any age. */
    private final long maxFileNs;

    private int number;
    private int fd = CLOSED;
    private long fileBytes;
    private long openedNs;
    private long bufferAddr;
    private int bufferedBytes;

    private TraceFilePort(final Ports ports, final String command, final Matcher parts) {
        super(ports, command);
        final String file = parts.group(NAME);
        if (parts.group(WRAP_BYTES) == null) {
            head = file;
            tail = "";
            fileCount = 0;
            maxFileBytes = 0;
            maxFileNs = 0;
        } else {
            final int headChars = Math.min(Integer.parseInt(parts.group(HEAD_CHARS)), file.length());
            head = file.substring(0, headChars);
            tail = file.substring(headChars);
            fileCount = Integer.parseInt(parts.group(WRAP_COUNT));
            maxFileBytes = Long.parseLong(parts.group(WRAP_BYTES));
            maxFileNs = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(parts.group(WRAP_MS)));
        }
    }

    /** A port with its first file, which is emptied; an {@link IllegalArgumentException} when the command does not say which. */
    static TraceFilePort open(final Ports ports, final String command) throws PosixException {
        final Matcher parts = COMMAND.matcher(command);
        if (!parts.matches()) {
            throw new IllegalArgumentException(command);
        }
        final TraceFilePort port = new TraceFilePort(ports, command, parts);
        final int result = port.openFile();
        if (result < 0) {
            throw new PosixException(-result);
        }
        port.bufferAddr = Blocks.allocate(BUFFER_BYTES, MemoryKind.SYSTEM);
        return port;
    }

    @Override
    void output(final byte[] data) {
        final int result = put(data);
        if (result < 0) {
            close(Errno.atom(-result));
        }
    }

    /** Takes a piece; 0 or a negated error number. */
    private synchronized int put(final byte[] data) {
        if (fd == CLOSED || data.length == 0) {
            return 0;
        }
        outputBytes += data.length;
        int result = maxFileNs > 0 && System.nanoTime() - openedNs >= maxFileNs ? nextFile() : 0;
        if (result == 0) {
            result = buffer(header(data.length));
        }
        if (result == 0) {
            result = buffer(data);
        }
        fileBytes += HEADER_BYTES + data.length;
        return result == 0 && maxFileBytes > 0 && fileBytes >= maxFileBytes ? nextFile() : result;
    }

    private static byte[] header(final int bytes) {
        return new byte[] {0, (byte)(bytes >>> 24), (byte)(bytes >>> 16), (byte)(bytes >>> 8), (byte)bytes};
    }

    private int buffer(final byte[] data) {
        int from = 0;
        while (from < data.length) {
            final int count = Math.min(data.length - from, BUFFER_BYTES - bufferedBytes);
            Memory.copyFromArray(data, from, bufferAddr + bufferedBytes, count);
            bufferedBytes += count;
            from += count;
            final int result = bufferedBytes == BUFFER_BYTES ? writeBuffer() : 0;
            if (result < 0) {
                return result;
            }
        }
        return 0;
    }

    /** Empties the buffer; 0 or a negated error number. */
    private int writeBuffer() {
        int done = 0;
        while (done < bufferedBytes) {
            final long count = PosixFiles.write(fd, bufferAddr + done, bufferedBytes - done);
            if (count < 0 && count != -Errno.EINTR) {
                bufferedBytes = 0;
                return (int)count;
            }
            done += (int)Math.max(0, count);
        }
        bufferedBytes = 0;
        return 0;
    }

    private int nextFile() {
        final int result = writeBuffer();
        PosixFiles.close(fd);
        fd = CLOSED;
        if (result < 0) {
            return result;
        }
        final int names = fileCount + 1;
        number = (number + 1) % names;
        PosixFiles.unlink(path((number + 1) % names));
        return openFile();
    }

    /** 0 or a negated error number. */
    private int openFile() {
        fileBytes = 0;
        openedNs = System.nanoTime();
        fd = PosixFiles.open(path(number), PosixFiles.O_WRONLY | PosixFiles.O_CREAT | PosixFiles.O_TRUNC | PosixFiles.O_CLOEXEC, MODE);
        final int result = Math.min(0, fd);
        fd = Math.max(CLOSED, fd);
        return result;
    }

    private byte[] path(final int ofNumber) {
        return (fileCount == 0 ? head : head + ofNumber + tail).getBytes(NativeNames.charset());
    }

    @Override
    byte[] control(final int operation, final byte[] data) {
        if (operation != CONTROL_FLUSH) {
            return null;
        }
        flush(0);
        return new byte[] {0};
    }

    @Override
    synchronized void flush(final long timeoutMs) {
        if (fd != CLOSED) {
            writeBuffer();
        }
    }

    @Override
    synchronized void release() {
        if (fd != CLOSED) {
            writeBuffer();
            PosixFiles.close(fd);
            fd = CLOSED;
        }
        Blocks.free(bufferAddr, BUFFER_BYTES, MemoryKind.SYSTEM);
        bufferAddr = 0;
    }
}
