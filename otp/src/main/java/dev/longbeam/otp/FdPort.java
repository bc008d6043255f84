package dev.longbeam.otp;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.otp.posix.PosixFiles;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.util.ArrayDeque;

/**
 * The fd driver: file descriptors of the node itself, standard input and output above all.
 *
 * <p>A virtual thread reads, another writes what is queued; schedulers only put data into the queue.
 */
final class FdPort extends Port {
    private static final long AM_DATA = Atom.of("data");
    private static final long AM_EOF = Atom.of("eof");
    private static final int READ_BYTES = 64 * 1024;

    private final Ports ports;
    private final int in;
    private final int out;
    private final boolean binary;
    private final boolean eof;
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private boolean writing;

    FdPort(final Ports ports, final int in, final int out, final boolean reads, final boolean binary, final boolean eof) {
        super(ports, in + "/" + out);
        this.ports = ports;
        this.in = reads ? in : -1;
        this.out = out;
        this.binary = binary;
        this.eof = eof;
    }

    /** Begins to read. */
    void start() {
        if (in >= 0) {
            ports.emulator().blockingPool.execute(this::readAll);
        }
    }

    private void readAll() {
        final long buffer = Blocks.allocate(READ_BYTES, MemoryKind.SYSTEM);
        while (!isClosed()) {
            final int count = (int)PosixFiles.read(in, buffer, READ_BYTES);
            if (count <= 0) {
                Blocks.free(buffer, READ_BYTES, MemoryKind.SYSTEM);
                endOfFile();
                return;
            }
            inputBytes += count;
            final byte[] data = new byte[count];
            Memory.copyToArray(buffer, data, 0, count);
            final long words = binary ? (count + 7L >>> 3) + Bitstring.REFC_WORDS + 8 : count * 2L + 4;
            tellOwner(words, heap -> {
                long term = Term.NIL;
                if (binary) {
                    term = Bitstring.make(heap, data);
                } else {
                    for (int i = data.length - 1; i >= 0; i--) {
                        term = Cons.make(heap, Term.makeSmall(data[i] & 0xFF), term);
                    }
                }
                return Tuple.make(heap, AM_DATA, term);
            });
        }
    }

    private void endOfFile() {
        if (eof) {
            tellOwner(0, heap -> AM_EOF);
        } else {
            close(Atoms.NORMAL);
        }
    }

    @Override
    void output(final byte[] data) {
        synchronized (queue) {
            outputBytes += data.length;
            queue.add(data);
            if (writing) {
                return;
            }
            writing = true;
        }
        ports.emulator().blockingPool.execute(this::writeAll);
    }

    private void writeAll() {
        while (true) {
            final byte[] data;
            synchronized (queue) {
                data = queue.peek();
                if (data == null) {
                    writing = false;
                    queue.notifyAll();
                    return;
                }
            }
            write(data);
            synchronized (queue) {
                queue.poll();
            }
        }
    }

    private void write(final byte[] data) {
        if (data.length == 0) {
            return;
        }
        final long buffer = Blocks.allocate(data.length, MemoryKind.SYSTEM);
        Memory.copyFromArray(data, 0, buffer, data.length);
        long done = 0;
        while (done < data.length) {
            final long count = PosixFiles.write(out, buffer + done, data.length - done);
            if (count < 0) {
                break;
            }
            done += count;
        }
        Blocks.free(buffer, data.length, MemoryKind.SYSTEM);
    }

    /** Waits until everything queued has been written; called at the end of the node, not by a scheduler. */
    void flush(final long timeoutMs) {
        final long deadline = System.currentTimeMillis() + timeoutMs;
        synchronized (queue) {
            while (writing) {
                final long left = deadline - System.currentTimeMillis();
                if (left <= 0) {
                    return;
                }
                try {
                    queue.wait(left);
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    @Override
    byte[] control(final int operation, final byte[] data) {
        return null;
    }

    @Override
    void release() {
        flush(1000);
    }
}
