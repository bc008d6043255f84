package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.IoList;
import dev.longbeam.term.Term;

/** BIFs of {@code erlang} that compute checksums and digests of iodata. */
public final class ErlangChecksumBifs {
    private static final long MAX_CHECKSUM = 0xFFFF_FFFFL;
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
        final long sum = sum(p, kind, before, dataTerm);
        return sum < 0 ? p.badarg() : Term.makeSmall(sum);
    }

    /** MD5 digest. */
    @Bif("erlang:md5/1")
    public static long md5(final Process p, final long dataTerm) {
        final long contextTerm = md5Init(p);
        final long contextAddr = Bitstring.dataAddr(contextTerm);
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
