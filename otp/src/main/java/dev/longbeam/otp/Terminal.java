package dev.longbeam.otp;

import dev.longbeam.otp.posix.Errno;
import dev.longbeam.otp.posix.PosixException;
import dev.longbeam.otp.posix.PosixProcess;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.MagicResource;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/** Input and output of {@code prim_tty}: standard input, and standard output or standard error. Any thread. */
record Terminal(int inputFd, int outputFd) implements MagicResource {
    private static final long AM_CLOSED = Atom.of("closed");
    private static final long AM_READ = Atom.of("read");

    @Override
    public void dispose() {
        assert inputFd >= 0;
    }

    /** Writes everything; may block. */
    Answer write(final IoVector vector) {
        try (vector) {
            while (true) {
                try {
                    vector.writeTo(outputFd, -1);
                    return heap -> Atoms.OK;
                } catch (final PosixException e) {
                    if (e.errno() != Errno.EAGAIN) {
                        return heap -> Blocking.error(heap, e.errno());
                    }
                    PosixProcess.poll(outputFd, PosixProcess.POLLOUT, -1);
                }
            }
        }
    }

    /** Reads what is there: {@code {ok, Binary}}, an empty one when nothing is; arms the selection unless the input has ended. */
    Answer read(final long bytes, final InputReadiness.Selection selection) {
        final FileBytes data;
        try {
            data = FileBytes.readOnce(inputFd, bytes);
        } catch (final PosixException e) {
            if (e.errno() != Errno.EAGAIN && e.errno() != Errno.EINTR) {
                selection.discard();
                return heap -> Tuple.make(heap, Atoms.ERROR, Tuple.make(heap, AM_READ, Errno.atom(e.errno())));
            }
            selection.arm();
            return heap -> Tuple.make(heap, Atoms.OK, Bitstring.allocate(heap, 0));
        }
        if (data.lengthBytes() == 0) {
            data.release();
            selection.discard();
            return heap -> Tuple.make(heap, Atoms.ERROR, AM_CLOSED);
        }
        selection.arm();
        return new Answer() {
            @Override
            public long build(final TermHeap heap) {
                return Tuple.make(heap, Atoms.OK, data.toBinary(heap));
            }

            @Override
            public void abandon() {
                data.release();
            }
        };
    }
}
