package dev.longbeam.otp;

import dev.longbeam.otp.posix.Errno;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The driver {@code ram_file_drv}: a file that is an array of bytes, for module {@code ram_file}. Commands are bytes, the first of which
 * names the operation; each is answered with {@code {Port, {data, [Code | Rest]}}}.
 *
 * <p>Any thread; one command at a time.
 */
final class RamFilePort extends Port {
    private static final long AM_DATA = Atom.of("data");

    private static final int OPEN = 1;
    private static final int READ = 2;
    private static final int SEEK = 3;
    private static final int WRITE = 4;
    private static final int SYNC = 9;
    private static final int TRUNCATE = 14;
    private static final int READ_AT = 17;
    private static final int WRITE_AT = 18;
    private static final int DATA_SYNC = 19;
    private static final int GET = 30;
    private static final int SIZE = 37;
    private static final int ADVISE = 38;
    private static final int ALLOCATE = 39;

    private static final int MODE_READ = 1;
    private static final int MODE_WRITE = 2;
    private static final int FROM_POSITION = 1;
    private static final int FROM_END = 2;
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private static final byte ANSWER_OK = 0;
    private static final byte ANSWER_ERROR = 1;
    private static final byte ANSWER_DATA = 2;
    private static final byte ANSWER_NUMBER = 3;
    private static final int HEADER_BYTES = 5;

    private final boolean binary;
    private int mode;
    private byte[] contents = new byte[0];
    private int end;
    private int position;

    RamFilePort(final Ports ports, final String name, final boolean binary) {
        super(ports, name);
        this.binary = binary;
    }

    @Override
    synchronized void output(final byte[] data) {
        outputBytes += data.length;
        final ByteBuffer command = ByteBuffer.wrap(data);
        try {
            run(command);
        } catch (final BufferUnderflowException e) {
            answerError(Errno.EINVAL);
        }
    }

    private void run(final ByteBuffer command) {
        switch (command.get()) {
            case OPEN -> open(command);
            case READ -> read(position, command.getInt(), true);
            case READ_AT -> read(command.getInt(), command.getInt(), false);
            case WRITE -> write(position, command, true);
            case WRITE_AT -> write(command.getInt(), command, false);
            case SEEK -> seek(command.getInt(), command.getInt());
            case TRUNCATE -> truncate();
            case GET -> answerData(Arrays.copyOf(contents, end));
            case SIZE -> answerNumber(end);
            case SYNC, DATA_SYNC, ADVISE, ALLOCATE -> {
                if (mode == 0) {
                    answerError(Errno.EBADF);
                } else {
                    answer(new byte[] {ANSWER_OK}, null);
                }
            }
            default -> {
                // As in the C emulator, an operation that does not exist has no answer.
            }
        }
    }

    private void open(final ByteBuffer command) {
        mode = command.getInt();
        contents = new byte[command.remaining()];
        command.get(contents);
        end = contents.length;
        position = 0;
        answerNumber(0);
    }

    private void read(final int from, final int bytes, final boolean moves) {
        if (from < 0) {
            answerError(Errno.EINVAL);
        } else if ((mode & MODE_READ) == 0) {
            answerError(Errno.EBADF);
        } else if (bytes < 0) {
            answerError(Errno.EINVAL);
        } else {
            final int count = Math.max(0, Math.min(bytes, end - from));
            final byte[] data = count == 0 ? new byte[0] : Arrays.copyOfRange(contents, from, from + count);
            if (moves) {
                position = from + count;
            }
            answerData(data);
        }
    }

    private void write(final int at, final ByteBuffer command, final boolean moves) {
        final int bytes = command.remaining();
        if (at < 0) {
            answerError(Errno.EINVAL);
        } else if ((mode & MODE_WRITE) == 0) {
            answerError(Errno.EBADF);
        } else if (bytes > MAX_BYTES - at) {
            answerError(Errno.ENOMEM);
        } else {
            if (at + bytes > contents.length) {
                contents = Arrays.copyOf(contents, (int)Math.min(MAX_BYTES, (at + bytes) * 3L / 2));
            }
            command.get(contents, at, bytes);
            end = Math.max(end, at + bytes);
            if (moves) {
                position = at + bytes;
            }
            answerNumber(bytes);
        }
    }

    private void seek(final int offset, final int whence) {
        final long target = offset + (whence == FROM_POSITION ? (long)position : whence == FROM_END ? end : 0);
        if (mode == 0) {
            answerError(Errno.EBADF);
        } else if (target < 0 || target > MAX_BYTES || whence < 0 || whence > FROM_END) {
            answerError(Errno.EINVAL);
        } else {
            position = (int)target;
            answerNumber(position);
        }
    }

    private void truncate() {
        if ((mode & MODE_WRITE) == 0) {
            answerError(Errno.EACCES);
            return;
        }
        if (end > position) {
            Arrays.fill(contents, position, end, (byte)0);
        } else if (position > contents.length) {
            contents = Arrays.copyOf(contents, position);
        }
        end = position;
        answer(new byte[] {ANSWER_OK}, null);
    }

    private void answerError(final int errno) {
        final byte[] name = Errno.name(errno).getBytes(StandardCharsets.US_ASCII);
        answer(ByteBuffer.allocate(1 + name.length).put(ANSWER_ERROR).put(name).array(), null);
    }

    private void answerNumber(final int number) {
        answer(ByteBuffer.allocate(HEADER_BYTES).put(ANSWER_NUMBER).putInt(number).array(), null);
    }

    private void answerData(final byte[] data) {
        answer(ByteBuffer.allocate(HEADER_BYTES).put(ANSWER_DATA).putInt(data.length).array(), data);
    }

    private void answer(final byte[] header, final byte[] data) {
        final int bytes = data == null ? 0 : data.length;
        inputBytes += header.length + bytes;
        final long words = header.length * 2L + (binary ? (bytes + 7L >>> 3) + Bitstring.REFC_WORDS + 8 : bytes * 2L) + 3;
        tellOwner(words, heap -> {
            final long rest = data == null ? Term.NIL : binary ? Bitstring.make(heap, data) : bytes(heap, data, Term.NIL);
            return Tuple.make(heap, AM_DATA, bytes(heap, header, rest));
        });
    }

    @Override
    byte[] control(final int operation, final byte[] data) {
        return null;
    }

    @Override
    void release() {
        // The contents go with the port.
    }
}
