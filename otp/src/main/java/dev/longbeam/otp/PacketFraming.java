package dev.longbeam.otp;

import dev.longbeam.memory.Memory;

/**
 * Where a packet ends, for each packet type of {@code decode_packet} and of sockets.
 *
 * <p>Any thread; reads the memory that it is given and nothing else.
 */
final class PacketFraming {
    /** Packet types. */
    enum Type { RAW, ONE, TWO, FOUR, ASN1, SUNRM, CDR, FCGI, LINE, TPKT, HTTP, HTTPH, HTTP_BIN, HTTPH_BIN, SSL_TLS }

    /** Not enough bytes to say how long the packet is. */
    static final long MORE = 0;
    /** No packet of this type. */
    static final long INVALID = -1;

    private static final int CDR_HEADER_BYTES = 12;
    private static final int FCGI_HEADER_BYTES = 8;
    private static final int TPKT_HEADER_BYTES = 4;
    private static final int SSL_HEADER_BYTES = 5;
    private static final int GIOP = 0x4749_4F50;

    private PacketFraming() {
    }

    /**
     * Bytes of the packet at an address with its header, which may be more than there are; {@link #MORE} or {@link #INVALID}.
     *
     * @param bytes     how many there are
     * @param maxBytes  longest packet, 0 for any
     * @param lineBytes where longer lines are cut, 0 for never
     * @param delimiter last byte of a line
     */
    static long length(final Type type, final long addr, final long bytes, final long maxBytes, final long lineBytes, final int delimiter) {
        return switch (type) {
            case RAW -> bytes == 0 ? MORE : bytes;
            case ONE -> bytes < 1 ? MORE : whole(1, Memory.getUnsignedByte(addr), maxBytes);
            case TWO -> bytes < 2 ? MORE : whole(2, unsigned(addr, 2), maxBytes);
            case FOUR -> bytes < 4 ? MORE : whole(4, unsigned(addr, 4), maxBytes);
            case SUNRM -> bytes < 4 ? MORE : whole(4, unsigned(addr, 4) & 0x7FFF_FFFF, maxBytes);
            case ASN1 -> asn1(addr, bytes, maxBytes);
            case CDR -> cdr(addr, bytes, maxBytes);
            case FCGI -> fcgi(addr, bytes, maxBytes);
            case TPKT -> tpkt(addr, bytes, maxBytes);
            case SSL_TLS -> ssl(addr, bytes, maxBytes);
            case LINE -> line(addr, bytes, maxBytes, lineBytes, delimiter);
            case HTTP, HTTP_BIN -> http(addr, bytes, maxBytes != 0 ? maxBytes : lineBytes, false);
            case HTTPH, HTTPH_BIN -> http(addr, bytes, maxBytes != 0 ? maxBytes : lineBytes, true);
        };
    }

    private static long whole(final long headerBytes, final long bodyBytes, final long maxBytes) {
        if (maxBytes != 0 && (bodyBytes & 0xFFFF_FFFFL) > maxBytes) {
            return INVALID;
        }
        // Lengths are ints of 32 bits in the C emulator: what does not fit is refused.
        final long total = (int)(headerBytes + bodyBytes);
        return total < headerBytes ? INVALID : total;
    }

    private static long unsigned(final long addr, final int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | Memory.getUnsignedByte(addr + i);
        }
        return value;
    }

    private static long asn1(final long addr, final long bytes, final long maxBytes) {
        if (bytes < 2) {
            return MORE;
        }
        long at = 1;
        if ((Memory.getByte(addr) & 0x1F) == 0x1F) {
            while (at < bytes && Memory.getByte(addr + at) < 0) {
                at++;
            }
            if (bytes - at < 2) {
                return MORE;
            }
            at++;
        }
        final int first = Memory.getUnsignedByte(addr + at);
        at++;
        if (first < 0x80) {
            return whole(at, first, maxBytes);
        }
        final int lengthBytes = first & 0x7F;
        if (bytes - at < lengthBytes) {
            return MORE;
        }
        return lengthBytes > 4 ? INVALID : whole(at + lengthBytes, unsigned(addr + at, lengthBytes), maxBytes);
    }

    private static long cdr(final long addr, final long bytes, final long maxBytes) {
        if (bytes < CDR_HEADER_BYTES) {
            return MORE;
        }
        if (unsigned(addr, 4) != GIOP) {
            return INVALID;
        }
        final long size = unsigned(addr + 8, 4);
        final boolean little = (Memory.getByte(addr + 6) & 1) != 0;
        return whole(CDR_HEADER_BYTES, little ? Integer.reverseBytes((int)size) & 0xFFFF_FFFFL : size, maxBytes);
    }

    private static long fcgi(final long addr, final long bytes, final long maxBytes) {
        if (bytes < FCGI_HEADER_BYTES) {
            return MORE;
        }
        return Memory.getByte(addr) != 1 ? INVALID : whole(FCGI_HEADER_BYTES, unsigned(addr + 4, 2) + fcgiPadding(addr), maxBytes);
    }

    /** Bytes of padding behind an FCGI packet. */
    static int fcgiPadding(final long addr) {
        return Memory.getUnsignedByte(addr + 6);
    }

    private static long tpkt(final long addr, final long bytes, final long maxBytes) {
        if (bytes < TPKT_HEADER_BYTES) {
            return MORE;
        }
        return Memory.getByte(addr) != 3 ? INVALID : whole(TPKT_HEADER_BYTES, unsigned(addr + 2, 2) - TPKT_HEADER_BYTES, maxBytes);
    }

    private static long ssl(final long addr, final long bytes, final long maxBytes) {
        if (bytes < SSL_HEADER_BYTES) {
            return MORE;
        }
        final long body = isSslV2Hello(addr) ? (unsigned(addr, 2) & 0x7FFF) - 3 : unsigned(addr + 3, 2);
        return whole(SSL_HEADER_BYTES, body, maxBytes);
    }

    /** True for the hello of an SSL 2 client, whose header is of another kind. */
    static boolean isSslV2Hello(final long addr) {
        return Memory.getByte(addr) < 0 && Memory.getByte(addr + 2) == 1;
    }

    private static long find(final long addr, final long from, final long to, final int value) {
        for (long at = from; at < to; at++) {
            if (Memory.getUnsignedByte(addr + at) == value) {
                return at;
            }
        }
        return -1;
    }

    private static long line(final long addr, final long bytes, final long maxBytes, final long lineBytes, final int delimiter) {
        final long end = find(addr, 0, bytes, delimiter);
        final long length = end < 0 ? bytes : end + 1;
        if (maxBytes != 0 && length > maxBytes) {
            return INVALID;
        }
        if (lineBytes != 0 && (end < 0 ? length >= lineBytes : length > lineBytes)) {
            return lineBytes;
        }
        return end < 0 ? MORE : length;
    }

    private static long http(final long addr, final long bytes, final long maxBytes, final boolean header) {
        if (bytes == 1 && Memory.getByte(addr) == '\n'
            || bytes == 2 && Memory.getByte(addr) == '\r' && Memory.getByte(addr + 1) == '\n') {
            return bytes;
        }
        long from = 0;
        while (true) {
            final long end = find(addr, from, bytes, '\n');
            if (end < 0) {
                return maxBytes != 0 && bytes >= maxBytes ? INVALID : MORE;
            }
            final long length = end + 1;
            // A header line goes on when the next line begins with a space, and that must have been seen.
            if (header && length > 2 && length < bytes && isSpace(Memory.getByte(addr + length))) {
                from = length;
                continue;
            }
            if (maxBytes != 0 && length > maxBytes) {
                return INVALID;
            }
            return header && length == bytes ? MORE : length;
        }
    }

    private static boolean isSpace(final int c) {
        return c == ' ' || c == '\t';
    }
}
