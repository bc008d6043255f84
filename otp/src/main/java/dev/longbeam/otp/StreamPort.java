package dev.longbeam.otp;

import dev.longbeam.otp.posix.Errno;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/**
 * A port whose driver moves bytes from a descriptor to the owner, and from writers to a descriptor: programs, files and descriptors
 * of the node itself.
 *
 * <p>Input is handled by one thread at a time, see {@link PortInput}; output by any.
 */
final class StreamPort extends Port implements PortInput.Listener, PortOutput.Listener {
    private static final long AM_DATA = Atom.of("data");
    private static final long AM_EOF = Atom.of("eof");
    private static final long AM_EOL = Atom.of("eol");
    private static final long AM_NOEOL = Atom.of("noeol");
    private static final long AM_EXIT_STATUS = Atom.of("exit_status");
    private static final int RUNNING = -1;

    private final PortOptions options;
    private final PortFraming framing;
    private PortInput input;
    private PortOutput output;
    private boolean ended;
    private boolean statusAwaited;
    private int status = RUNNING;

    StreamPort(final Ports ports, final String name, final PortOptions options) {
        super(ports, name);
        this.options = options;
        statusAwaited = options.exitStatus;
        framing = new PortFraming(options.packetBytes, options.lineBytes, this::deliver);
    }

    /** Gives the port what it reads from and writes to, either of which may be null; before it is entered. */
    void connect(final PortInput newInput, final PortOutput newOutput) {
        input = newInput;
        output = newOutput;
    }

    /** Begins to read, if the port reads. */
    void start(final boolean nonBlocking) {
        if (input != null) {
            input.start(nonBlocking, ports::execute);
        }
    }

    @Override
    public void received(final byte[] data) {
        inputBytes += data.length;
        ports.countInput(this, data.length);
        framing.read(data);
    }

    private void deliver(final PortFraming.Piece piece, final byte[] data) {
        final long words = (options.binary ? (data.length + 7L >>> 3) + Bitstring.REFC_WORDS + 8 : data.length * 2L + 4) + 3;
        tellOwner(words, heap -> {
            final long dataTerm = options.binary ? Bitstring.make(heap, data) : bytes(heap, data, Term.NIL);
            return Tuple.make(heap, AM_DATA, options.lineBytes == 0 ? dataTerm
                : Tuple.make(heap, piece == PortFraming.Piece.LINE ? AM_EOL : AM_NOEOL, dataTerm));
        });
    }

    @Override
    public void inputEnded() {
        synchronized (framing) {
            ended = true;
            if (statusAwaited && status == RUNNING) {
                return;
            }
        }
        finish();
    }

    /** The port's program has ended. */
    void exited(final int newStatus) {
        synchronized (framing) {
            status = newStatus;
            if (!statusAwaited || !ended) {
                return;
            }
        }
        finish();
    }

    /** Both the end of the input and, where it is asked for, the program's status are there. */
    private void finish() {
        if (isClosed()) {
            return;
        }
        if (statusAwaited) {
            statusAwaited = false;
            tellOwner(3, heap -> Tuple.make(heap, AM_EXIT_STATUS, Term.makeSmall(status)));
        }
        framing.end();
        if (options.eof) {
            tellOwner(0, heap -> AM_EOF);
        } else {
            close(Atoms.NORMAL);
        }
    }

    @Override
    void output(final byte[] data) {
        final int header = options.packetBytes;
        if (output == null || header > 0 && header < 4 && data.length >>> 8 * header != 0) {
            close(Atoms.EINVAL);
            return;
        }
        outputBytes += data.length;
        ports.countOutput(this, data.length);
        if (header == 0) {
            output.write(data);
            return;
        }
        final byte[] packet = new byte[header + data.length];
        for (int i = 0; i < header; i++) {
            packet[i] = (byte)(data.length >>> 8 * (header - 1 - i));
        }
        System.arraycopy(data, 0, packet, header, data.length);
        output.write(packet);
    }

    @Override
    public void queued(final long bytes) {
        if (bytes >= options.highBytes) {
            busy(true);
        } else if (bytes < options.lowBytes) {
            busy(false);
        }
    }

    @Override
    public void outputFailed(final int errno) {
        close(Errno.atom(errno));
    }

    @Override
    byte[] control(final int operation, final byte[] data) {
        return null;
    }

    @Override
    long queuedBytes() {
        return output == null ? 0 : output.queuedBytes();
    }

    @Override
    boolean isParallel() {
        return options.parallelism;
    }

    @Override
    void flush(final long timeoutMs) {
        if (output != null) {
            output.flush(timeoutMs);
        }
    }

    @Override
    void release() {
        if (input != null) {
            input.close();
        }
        if (output != null) {
            output.close();
        }
    }
}
