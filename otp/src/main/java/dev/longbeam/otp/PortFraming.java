package dev.longbeam.otp;

import java.io.ByteArrayOutputStream;

/**
 * Cuts what a port reads into what its owner gets: as it comes, packets behind a length, or lines.
 *
 * <p>One thread at a time.
 */
final class PortFraming {
    /** What kind of piece a message carries. */
    enum Piece {
        /** Bytes as they came, or one packet. */
        DATA,
        /** A line without its end. */
        LINE,
        /** The beginning of a line that is too long, or has no end. */
        LINE_BEGIN
    }

    /** Takes the pieces. */
    @FunctionalInterface
    interface Receiver {
        /** One message. */
        void receive(Piece piece, byte[] data);
    }

    private final int packetBytes;
    private final int lineBytes;
    private final Receiver receiver;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private int headerBytes;
    private long missing;
    private long header;
    private boolean returnSeen;

    /** Either {@code packetBytes} (1, 2, 4) or {@code lineBytes} (longest line) may be given; 0 is none. */
    PortFraming(final int packetBytes, final int lineBytes, final Receiver receiver) {
        this.packetBytes = packetBytes;
        this.lineBytes = lineBytes;
        this.receiver = receiver;
    }

    /** Takes what was read. */
    void read(final byte[] data) {
        if (packetBytes > 0) {
            readPackets(data);
        } else if (lineBytes > 0) {
            readLines(data);
        } else {
            receiver.receive(Piece.DATA, data);
        }
    }

    /** Nothing more will be read: a line without an end is a piece of its own, a packet without an end is lost. */
    void end() {
        if (lineBytes == 0) {
            return;
        }
        keepReturn();
        if (part.size() > 0) {
            emit(Piece.LINE_BEGIN);
        }
    }

    private void readPackets(final byte[] data) {
        int at = 0;
        while (at < data.length) {
            if (headerBytes < packetBytes) {
                header = header << 8 | data[at++] & 0xFF;
                headerBytes++;
                if (headerBytes < packetBytes) {
                    continue;
                }
                missing = header;
            }
            final int count = (int)Math.min(missing, data.length - at);
            part.write(data, at, count);
            at += count;
            missing -= count;
            if (missing == 0) {
                headerBytes = 0;
                header = 0;
                emit(Piece.DATA);
            }
        }
    }

    private void readLines(final byte[] data) {
        for (final byte b : data) {
            if (b == '\n') {
                returnSeen = false;
                emit(Piece.LINE);
            } else {
                keepReturn();
                if (b == '\r') {
                    returnSeen = true;
                } else {
                    putInLine(b);
                }
            }
        }
    }

    /** A carriage return that no line feed follows belongs to the line. */
    private void keepReturn() {
        if (returnSeen) {
            returnSeen = false;
            putInLine('\r');
        }
    }

    private void putInLine(final int b) {
        if (part.size() == lineBytes) {
            emit(Piece.LINE_BEGIN);
        }
        part.write(b);
    }

    private void emit(final Piece piece) {
        final byte[] data = part.toByteArray();
        part.reset();
        receiver.receive(piece, data);
    }
}
