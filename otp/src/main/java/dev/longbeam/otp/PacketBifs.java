package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bits;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

/** The BIF {@code erlang:decode_packet/3}. */
public final class PacketBifs {
    private static final long AM_BADOPT = Atom.of("badopt");
    private static final long AM_PACKET_SIZE = Atom.of("packet_size");
    private static final long AM_LINE_LENGTH = Atom.of("line_length");
    private static final long AM_LINE_DELIMITER = Atom.of("line_delimiter");
    private static final long AM_MORE = Atom.of("more");
    private static final long AM_INVALID = Atom.of("invalid");
    private static final long AM_SSL_TLS = Atom.of("ssl_tls");
    private static final long MAX_OPTION = 0xFFFF_FFFFL;

    private PacketBifs() {
    }

    /** The first packet in a binary and the rest; {@code {more, Length}}, or {@code {error, invalid}}. */
    @Bif("erlang:decode_packet/3")
    public static long decodePacket(final Process p, final long typeTerm, final long bitstringTerm, final long optionsTerm) {
        final PacketFraming.Type type = type(typeTerm);
        if (type == null) {
            return p.fail(Atoms.BADARG, AM_BADOPT);
        }
        if (!ErlangBinaryBifs.isBinaryOrLenient(bitstringTerm) || !Term.isList(optionsTerm)) {
            return p.badarg();
        }
        long maxBytes = 0;
        long lineBytes = 0;
        int delimiter = '\n';
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if (!Term.isTuple(option) || Tuple.arity(option) != 2 || !Term.isSmall(Tuple.element(option, 2))) {
                return p.badarg();
            }
            final long key = Tuple.element(option, 1);
            final long value = Term.smallValue(Tuple.element(option, 2));
            if (value < 0 || value > MAX_OPTION) {
                return p.badarg();
            }
            if (key == AM_PACKET_SIZE) {
                maxBytes = value;
            } else if (key == AM_LINE_LENGTH) {
                lineBytes = value;
            } else if (key == AM_LINE_DELIMITER && type == PacketFraming.Type.LINE && value <= 0xFF) {
                delimiter = (int)value;
            } else {
                return p.badarg();
            }
        }
        if (!Term.isNil(rest)) {
            return p.badarg();
        }
        return decode(p, type, bitstringTerm, maxBytes, lineBytes, delimiter);
    }

    private static PacketFraming.Type type(final long typeTerm) {
        if (Term.isSmall(typeTerm)) {
            return switch ((int)Term.smallValue(typeTerm)) {
                case 0 -> PacketFraming.Type.RAW;
                case 1 -> PacketFraming.Type.ONE;
                case 2 -> PacketFraming.Type.TWO;
                case 4 -> PacketFraming.Type.FOUR;
                default -> null;
            };
        }
        if (!Term.isAtom(typeTerm)) {
            return null;
        }
        return switch (Atom.name(typeTerm)) {
            case "raw" -> PacketFraming.Type.RAW;
            case "asn1" -> PacketFraming.Type.ASN1;
            case "sunrm" -> PacketFraming.Type.SUNRM;
            case "cdr" -> PacketFraming.Type.CDR;
            case "fcgi" -> PacketFraming.Type.FCGI;
            case "line" -> PacketFraming.Type.LINE;
            case "tpkt" -> PacketFraming.Type.TPKT;
            case "http" -> PacketFraming.Type.HTTP;
            case "httph" -> PacketFraming.Type.HTTPH;
            case "http_bin" -> PacketFraming.Type.HTTP_BIN;
            case "httph_bin" -> PacketFraming.Type.HTTPH_BIN;
            case "ssl_tls" -> PacketFraming.Type.SSL_TLS;
            default -> null;
        };
    }

    private static long decode(final Process p, final PacketFraming.Type type, final long bitstringTerm, final long maxBytes,
        final long lineBytes, final int delimiter) {
        final long bytes = Bitstring.byteSize(bitstringTerm);
        if (Bitstring.bitOffset(bitstringTerm) == 0) {
            return decode(p, type, bitstringTerm, Bitstring.dataAddr(bitstringTerm), maxBytes, lineBytes, delimiter);
        }
        final long blockBytes = bytes + Memory.WORD_BYTES;
        final long addr = Blocks.allocate(blockBytes, MemoryKind.SYSTEM);
        Bits.copy(Bitstring.dataAddr(bitstringTerm), Bitstring.bitOffset(bitstringTerm), addr, 0, bytes << 3);
        final long result = decode(p, type, bitstringTerm, addr, maxBytes, lineBytes, delimiter);
        Blocks.free(addr, blockBytes, MemoryKind.SYSTEM);
        return result;
    }

    private static long decode(final Process p, final PacketFraming.Type type, final long bitstringTerm, final long addr,
        final long maxBytes, final long lineBytes, final int delimiter) {
        final long bytes = Bitstring.byteSize(bitstringTerm);
        final long length = PacketFraming.length(type, addr, bytes, maxBytes, lineBytes, delimiter);
        if (length == PacketFraming.INVALID) {
            return Tuple.make(p, Atoms.ERROR, AM_INVALID);
        }
        if (length == PacketFraming.MORE || length > bytes) {
            return Tuple.make(p, AM_MORE, length == PacketFraming.MORE ? Atoms.UNDEFINED : Term.makeSmall(length));
        }
        final long packetTerm = packet(p, type, bitstringTerm, addr, length);
        final long restTerm = Bitstring.makeSub(p, bitstringTerm, length << 3, Bitstring.bitSize(bitstringTerm) - (length << 3));
        return Tuple.make(p, Atoms.OK, packetTerm, restTerm);
    }

    private static long packet(final Process p, final PacketFraming.Type type, final long bitstringTerm, final long addr, final long length) {
        return switch (type) {
            case ONE -> body(p, bitstringTerm, 1, length - 1);
            case TWO -> body(p, bitstringTerm, 2, length - 2);
            case FOUR -> body(p, bitstringTerm, 4, length - 4);
            case FCGI -> body(p, bitstringTerm, 0, length - PacketFraming.fcgiPadding(addr));
            case HTTP -> http(p, addr, length, false, false);
            case HTTPH -> http(p, addr, length, true, false);
            case HTTP_BIN -> http(p, addr, length, false, true);
            case HTTPH_BIN -> http(p, addr, length, true, true);
            case SSL_TLS -> ssl(p, addr, length);
            default -> body(p, bitstringTerm, 0, length);
        };
    }

    private static long body(final Process p, final long bitstringTerm, final long from, final long bytes) {
        return Bitstring.makeSub(p, bitstringTerm, from << 3, bytes << 3);
    }

    private static long http(final Process p, final long addr, final long length, final boolean header, final boolean binaries) {
        final byte[] line = new byte[Math.toIntExact(length)];
        Memory.copyToArray(addr, line, 0, line.length);
        return new HttpPacket(p, line, binaries).parse(header);
    }

    private static long ssl(final Process p, final long addr, final long length) {
        final boolean hello = PacketFraming.isSslV2Hello(addr);
        final int skip = hello ? 3 : 5;
        final int type = hello ? 22 : Memory.getUnsignedByte(addr);
        final long versionAddr = hello ? addr + 3 : addr + 1;
        final int prefix = hello ? 4 : 0;
        final long dataTerm = Bitstring.allocate(p, prefix + length - skip);
        final long dataAddr = Bitstring.dataAddr(dataTerm);
        if (hello) {
            Memory.putInt(dataAddr, Integer.reverseBytes(1 << 24 | (int)(length - skip) & 0xFF_FFFF));
        }
        Memory.copy(addr + skip, dataAddr + prefix, length - skip);
        final long versionTerm = Tuple.make(p, Term.makeSmall(Memory.getUnsignedByte(versionAddr)),
            Term.makeSmall(Memory.getUnsignedByte(versionAddr + 1)));
        return Tuple.make(p, new long[] {AM_SSL_TLS, Term.NIL, Term.makeSmall(type), versionTerm, dataTerm});
    }
}
