package dev.longbeam.otp;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.memory.PerThread;
import dev.longbeam.otp.posix.Pcre2;
import dev.longbeam.sched.BlockingCall;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.IoList;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.lang.ref.Reference;

/**
 * Runs matches. A match is tried on the scheduler with a limit of about a millisecond, and of so many bytes where it may begin; one
 * that reaches the limit, or must look at a long subject first, is made on a copy of the subject while the process waits.
 *
 * <p>One object belongs to one thread and is used again and again.
 */
final class ReRun {
    /** So far is looked for the beginning of a match on the scheduler. */
    private static final int INLINE_BYTES = 64 * 1024;
    private static final int INLINE_MATCH_LIMIT = 20_000;
    private static final int MATCH_LIMIT = 10_000_000;
    private static final int INLINE_HEAP_KIB = 32 * 1024;
    private static final int HEAP_KIB = 1024 * 1024;
    private static final int BYTES_PER_REDUCTION = 256;
    private static final long BINARY_SHARED_BYTES = Bitstring.MAX_HEAP_BYTES;

    private static final long AM_NOMATCH = Atom.of("nomatch");
    private static final long AM_MATCH_LIMIT = Atom.of("match_limit");
    private static final long AM_MATCH_LIMIT_RECURSION = Atom.of("match_limit_recursion");
    private static final PerThread<ReRun> OF_THREAD = new PerThread<>(ReRun::new);

    /** Options of the call. */
    final ReOptions options = new ReOptions();
    /** What to return. */
    final ReCapture capture = new ReCapture();
    /** Number and offset of the last error in a pattern. */
    final long[] errors = new long[2];

    /** Limits of matches on this thread; made with the first match. */
    private long inlineLimits;

    private ReRun() {
    }

    /** The object of this thread. */
    static ReRun ofThread() {
        return OF_THREAD.get();
    }

    /** Matches as {@link #options} and {@link #capture} say. */
    long run(final Process p, final RePattern pattern, final long subjectTerm, final boolean first) {
        final int bits = first ? options.runBits : options.runBits | Pcre2.NO_UTF_CHECK;
        if (Bitstring.isBinary(subjectTerm) && Bitstring.bitOffset(subjectTerm) == 0) {
            final long bytes = Bitstring.byteSize(subjectTerm);
            final boolean shared = Bitstring.byteSize(Bitstring.original(subjectTerm)) > BINARY_SHARED_BYTES && bytes > BINARY_SHARED_BYTES;
            return run(p, pattern, bits, Bitstring.dataAddr(subjectTerm), bytes, shared ? subjectTerm : Term.NON_VALUE);
        }
        final byte[] subject = IoList.toArray(subjectTerm);
        if (subject == null) {
            return p.badarg();
        }
        final long addr = Blocks.allocate(subject.length + 1L, MemoryKind.SYSTEM);
        try {
            Memory.copyFromArray(subject, 0, addr, subject.length);
            return run(p, pattern, bits, addr, subject.length, Term.NON_VALUE);
        } finally {
            Blocks.free(addr, subject.length + 1L, MemoryKind.SYSTEM);
        }
    }

    private long run(final Process p, final RePattern pattern, final int bits, final long addr, final long bytes,
        final long sharedTerm) {
        p.bumpReductions((int)Math.min(bytes - options.offset, INLINE_BYTES) / BYTES_PER_REDUCTION);
        final boolean ownLimits = options.matchLimit >= 0 || options.recursionLimit >= 0;
        final boolean isLong = bytes - options.offset > INLINE_BYTES;
        if (ownLimits || bytes > INLINE_BYTES && pattern.unicode && (bits & Pcre2.NO_UTF_CHECK) == 0) {
            return runAside(p, pattern, bits, addr, bytes);
        }
        final long matchData = pattern.takeMatchData();
        final int result = Pcre2.match(pattern.code, addr, bytes, options.offset, bits, matchData,
            inlineLimits(isLong ? options.offset + INLINE_BYTES : -1));
        if (isLimit(result) || isLong && result == Pcre2.ERROR_NO_MATCH) {
            pattern.returnMatchData(matchData);
            return runAside(p, pattern, bits, addr, bytes);
        }
        final long returned = result > 0
            ? new ReMatch(p, capture, Pcre2.offsets(matchData), result, addr, sharedTerm).build()
            : failed(p, result, options.reportErrors);
        pattern.returnMatchData(matchData);
        Reference.reachabilityFence(pattern);
        return returned;
    }

    private long inlineLimits(final long lastOffset) {
        if (inlineLimits == 0) {
            inlineLimits = Pcre2.createLimits(INLINE_MATCH_LIMIT, INLINE_MATCH_LIMIT, INLINE_HEAP_KIB);
        }
        Pcre2.limitOffset(inlineLimits, lastOffset);
        return inlineLimits;
    }

    private static boolean isLimit(final int result) {
        return result == Pcre2.ERROR_MATCH_LIMIT || result == Pcre2.ERROR_DEPTH_LIMIT || result == Pcre2.ERROR_HEAP_LIMIT;
    }

    private long runAside(final Process p, final RePattern pattern, final int bits, final long addr, final long bytes) {
        final byte[] subject = new byte[Math.toIntExact(bytes)];
        Memory.copyToArray(addr, subject, 0, subject.length);
        final ReCapture wanted = capture.copy();
        final int offset = options.offset;
        final int matchLimit = options.matchLimit >= 0 ? options.matchLimit : MATCH_LIMIT;
        final int recursionLimit = options.recursionLimit >= 0 ? options.recursionLimit + 1 : MATCH_LIMIT;
        final boolean reportErrors = options.reportErrors;
        return p.await(() -> aside(pattern, subject, offset, bits, matchLimit, recursionLimit, wanted, reportErrors));
    }

    /** The match on a copy. What the answer needs is an array too, so that nothing is lost when the process dies meanwhile. */
    private static BlockingCall.Completion aside(final RePattern pattern, final byte[] subject, final int offset, final int bits,
        final int matchLimit, final int recursionLimit, final ReCapture wanted, final boolean reportErrors) {
        final long bytes = subject.length + 1L;
        final long addr = Blocks.allocate(bytes, MemoryKind.SYSTEM);
        final long limits = Pcre2.createLimits(matchLimit, recursionLimit, HEAP_KIB);
        final long matchData = Pcre2.createMatchData(pattern.code);
        try {
            Memory.copyFromArray(subject, 0, addr, subject.length);
            final int result = Pcre2.match(pattern.code, addr, subject.length, offset, bits, matchData, limits);
            final long[] offsets = new long[result > 0 ? 2 * (pattern.captureCount + 1) : 0];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = Pcre2.offset(Pcre2.offsets(matchData), i);
            }
            return q -> result > 0 ? answer(q, wanted, offsets, result, subject) : failed(q, result, reportErrors);
        } finally {
            Pcre2.freeMatchData(matchData);
            Pcre2.freeLimits(limits);
            Blocks.free(addr, bytes, MemoryKind.SYSTEM);
            Reference.reachabilityFence(pattern);
        }
    }

    private static long answer(final Process q, final ReCapture wanted, final long[] offsets, final int groupsSet,
        final byte[] subject) {
        final long offsetBytes = offsets.length * 8L;
        final long bytes = offsetBytes + subject.length + 1;
        final long addr = Blocks.allocate(bytes, MemoryKind.SYSTEM);
        try {
            for (int i = 0; i < offsets.length; i++) {
                Memory.putLong(addr + i * 8L, offsets[i]);
            }
            Memory.copyFromArray(subject, 0, addr + offsetBytes, subject.length);
            return new ReMatch(q, wanted, addr, groupsSet, addr + offsetBytes, Term.NON_VALUE).build();
        } finally {
            Blocks.free(addr, bytes, MemoryKind.SYSTEM);
        }
    }

    /** What a match that found nothing returns; a subject that is no UTF-8 is a wrong argument. */
    private static long failed(final Process p, final int result, final boolean reportErrors) {
        if (result <= Pcre2.ERROR_UTF8_FIRST && result >= Pcre2.ERROR_UTF8_LAST || result == Pcre2.ERROR_BAD_UTF_OFFSET) {
            return p.badarg();
        }
        if (result == Pcre2.ERROR_NO_MATCH || result == Pcre2.ERROR_RECURSION_LOOP || isLimit(result)) {
            if (!reportErrors || !isLimit(result)) {
                return AM_NOMATCH;
            }
            return Tuple.make(p, Atoms.ERROR, result == Pcre2.ERROR_DEPTH_LIMIT ? AM_MATCH_LIMIT_RECURSION : AM_MATCH_LIMIT);
        }
        return p.fail(result == Pcre2.ERROR_BAD_OFFSET && ReDialect.of(p) == ReDialect.PCRE2 ? Atoms.BADARG : Atoms.INTERNAL_ERROR);
    }
}
