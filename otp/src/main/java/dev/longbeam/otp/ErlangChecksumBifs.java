package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.ExportTable;
import dev.longbeam.term.IoList;
import dev.longbeam.term.Term;

/** BIFs of {@code erlang} that compute checksums and digests of iodata. */
public final class ErlangChecksumBifs {
    private static final long MAX_CHECKSUM = 0xFFFF_FFFFL;
    private static final int CRC32_CONTINUE = ExportTable.index(Atoms.ERLANG, Atom.of("crc32"), 2);
    private static final int ADLER32_CONTINUE = ExportTable.index(Atoms.ERLANG, Atom.of("adler32"), 2);
    private static final int MD5_CONTINUE = ExportTable.index(Atoms.ERTS_INTERNAL, Atom.of("md5_continue"), 2);
    private static final int MD5_UPDATE = ExportTable.index(Atoms.ERLANG, Atom.of("md5_update"), 2);
    private static final int MD5 = 0;
    private static final int CRC32 = 1;
    private static final int ADLER32 = 2;

    private ErlangChecksumBifs() {
    }

    /** CRC-32. */
    @Bif("erlang:crc32/1")
    public static long crc32(final Process p, final long dataTerm) {
        return checksum(p, CRC32, 0, dataTerm);
    }

    /** CRC-32 behind another. */
    @Bif("erlang:crc32/2")
    public static long crc32(final Process p, final long beforeTerm, final long dataTerm) {
        return isChecksum(beforeTerm) ? checksum(p, CRC32, Term.smallValue(beforeTerm), dataTerm) : p.badarg();
    }

    /** CRC-32 of two parts. */
    @Bif("erlang:crc32_combine/3")
    public static long crc32Combine(final Process p, final long firstTerm, final long secondTerm, final long bytesTerm) {
        if (!isChecksum(firstTerm) || !isChecksum(secondTerm) || !isChecksum(bytesTerm)) {
            return p.badarg();
        }
        return Term.makeSmall(Checksums.crc32Combine(Term.smallValue(firstTerm), Term.smallValue(secondTerm), Term.smallValue(bytesTerm)));
    }

    /** Adler-32. */
    @Bif("erlang:adler32/1")
    public static long adler32(final Process p, final long dataTerm) {
        return checksum(p, ADLER32, 1, dataTerm);
    }

    /** Adler-32 behind another. */
    @Bif("erlang:adler32/2")
    public static long adler32(final Process p, final long beforeTerm, final long dataTerm) {
        return isChecksum(beforeTerm) ? checksum(p, ADLER32, Term.smallValue(beforeTerm), dataTerm) : p.badarg();
    }

    /** Adler-32 of two parts. */
    @Bif("erlang:adler32_combine/3")
    public static long adler32Combine(final Process p, final long firstTerm, final long secondTerm, final long bytesTerm) {
        if (!isChecksum(firstTerm) || !isChecksum(secondTerm) || !isChecksum(bytesTerm)) {
            return p.badarg();
        }
        return Term.makeSmall(Checksums.adler32Combine(Term.smallValue(firstTerm), Term.smallValue(secondTerm), Term.smallValue(bytesTerm)));
    }

    private static boolean isChecksum(final long term) {
        return Term.isSmall(term) && term >= 0 && Term.smallValue(term) <= MAX_CHECKSUM;
    }

    private static long checksum(final Process p, final int kind, final long before, final long dataTerm) {
        if (IoList.byteSize(dataTerm) <= ErlangBinaryBifs.SLICE_BYTES) {
            final long sum = sum(p, kind, before, dataTerm);
            return sum < 0 ? p.badarg() : Term.makeSmall(sum);
        }
        final long binaryTerm = binary(p, dataTerm);
        final long sum = sum(p, kind, before, slice(p, binaryTerm));
        return p.trap(kind == CRC32 ? CRC32_CONTINUE : ADLER32_CONTINUE, Term.makeSmall(sum), rest(p, binaryTerm));
    }

    private static long binary(final Process p, final long dataTerm) {
        return Term.isBitstring(dataTerm) ? dataTerm : IoList.toBinary(p, dataTerm);
    }

    private static long slice(final Process p, final long binaryTerm) {
        return Bitstring.makeSub(p, binaryTerm, 0, ErlangBinaryBifs.SLICE_BYTES << 3);
    }

    private static long rest(final Process p, final long binaryTerm) {
        final long done = ErlangBinaryBifs.SLICE_BYTES << 3;
        return Bitstring.makeSub(p, binaryTerm, done, Bitstring.bitSize(binaryTerm) - done);
    }

    /** MD5 digest. */
    @Bif("erlang:md5/1")
    public static long md5(final Process p, final long dataTerm) {
        return md5Continue(p, md5Init(p), dataTerm);
    }

    /** The next slice of {@link #md5}; changes the context that it is given. */
    @Bif("erts_internal:md5_continue/2")
    public static long md5Continue(final Process p, final long contextTerm, final long dataTerm) {
        final long contextAddr = Bitstring.dataAddr(contextTerm);
        if (IoList.byteSize(dataTerm) > ErlangBinaryBifs.SLICE_BYTES) {
            final long binaryTerm = binary(p, dataTerm);
            sum(p, MD5, contextAddr, slice(p, binaryTerm));
            return p.trap(MD5_CONTINUE, contextTerm, rest(p, binaryTerm));
        }
        return sum(p, MD5, contextAddr, dataTerm) < 0 ? p.badarg() : digest(p, contextAddr);
    }

    /** A new MD5 context. */
    @Bif("erlang:md5_init/0")
    public static long md5Init(final Process p) {
        final long contextTerm = context(p);
        Md5.init(Bitstring.dataAddr(contextTerm));
        return contextTerm;
    }

    /** An MD5 context with more data. */
    @Bif("erlang:md5_update/2")
    public static long md5Update(final Process p, final long contextTerm, final long dataTerm) {
        if (!isContext(contextTerm)) {
            return p.badarg();
        }
        final long newTerm = copy(p, contextTerm);
        if (IoList.byteSize(dataTerm) > ErlangBinaryBifs.SLICE_BYTES) {
            final long binaryTerm = binary(p, dataTerm);
            sum(p, MD5, Bitstring.dataAddr(newTerm), slice(p, binaryTerm));
            return p.trap(MD5_UPDATE, newTerm, rest(p, binaryTerm));
        }
        return sum(p, MD5, Bitstring.dataAddr(newTerm), dataTerm) < 0 ? p.badarg() : newTerm;
    }

    /** The digest of an MD5 context. */
    @Bif("erlang:md5_final/1")
    public static long md5Final(final Process p, final long contextTerm) {
        return isContext(contextTerm) ? digest(p, Bitstring.dataAddr(copy(p, contextTerm))) : p.badarg();
    }

    private static boolean isContext(final long term) {
        return Bitstring.isBinary(term) && Bitstring.byteSize(term) == Md5.CONTEXT_BYTES;
    }

    private static long context(final Process p) {
        return Bitstring.allocate(p, Md5.CONTEXT_BYTES);
    }

    private static long copy(final Process p, final long contextTerm) {
        final long newTerm = context(p);
        IoList.copy(contextTerm, Bitstring.dataAddr(newTerm));
        return newTerm;
    }

    private static long digest(final Process p, final long contextAddr) {
        final long digestTerm = Bitstring.allocate(p, Md5.DIGEST_BYTES);
        Md5.finish(contextAddr, Bitstring.dataAddr(digestTerm));
        return digestTerm;
    }

    /** Sums up iodata; -1 when it is none. For MD5 the state is the address of the context and the result 0. */
    private static long sum(final Process p, final int kind, final long state, final long dataTerm) {
        final long bytes = IoList.byteSize(dataTerm);
        if (bytes < 0) {
            return -1;
        }
        ErlangBinaryBifs.bump(p, bytes);
        if (Term.isBitstring(dataTerm) && Bitstring.bitOffset(dataTerm) == 0) {
            return sum(kind, state, Bitstring.dataAddr(dataTerm), bytes);
        }
        final long blockBytes = Math.max(bytes, Memory.WORD_BYTES);
        final long addr = Blocks.allocate(blockBytes, MemoryKind.SYSTEM);
        IoList.copy(dataTerm, addr);
        final long sum = sum(kind, state, addr, bytes);
        Blocks.free(addr, blockBytes, MemoryKind.SYSTEM);
        return sum;
    }

    private static long sum(final int kind, final long state, final long addr, final long bytes) {
        if (kind == CRC32) {
            return Checksums.crc32(state, addr, bytes);
        }
        if (kind == ADLER32) {
            return Checksums.adler32(state, addr, bytes);
        }
        Md5.update(state, addr, bytes);
        return 0;
    }
}
