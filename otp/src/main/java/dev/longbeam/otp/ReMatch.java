package dev.longbeam.otp;

import dev.longbeam.otp.posix.Pcre2;
import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/** Builds what a match returns from the offsets that the library found. */
final class ReMatch {
    private static final long AM_MATCH = Atom.of("match");
    private static final long EMPTY = -1;

    private final TermHeap heap;
    private final ReCapture capture;
    private final long offsetsAddr;
    private final int groupsSet;
    private final long subjectAddr;
    private final long subjectTerm;

    /**
     * A result to build.
     *
     * @param groupsSet   number of the highest group that was set, and one more
     * @param subjectTerm binary that results may share, or NON_VALUE
     */
    ReMatch(final TermHeap heap, final ReCapture capture, final long offsetsAddr, final int groupsSet, final long subjectAddr,
        final long subjectTerm) {
        this.heap = heap;
        this.capture = capture;
        this.offsetsAddr = offsetsAddr;
        this.groupsSet = groupsSet;
        this.subjectAddr = subjectAddr;
        this.subjectTerm = subjectTerm;
    }

    /** {@code match} or {@code {match, Captured}}. */
    long build() {
        if (capture.type == ReCapture.Type.NONE) {
            return AM_MATCH;
        }
        long list = Term.NIL;
        if (capture.firstOfAll >= 0) {
            for (int group = groupsSet - 1; group >= capture.firstOfAll; group--) {
                list = Cons.make(heap, value(group), list);
            }
        } else {
            list = chosen();
        }
        return Tuple.make(heap, AM_MATCH, list);
    }

    /** Results are found from the front, since a name's count stands before its groups, and then put in order. */
    private long chosen() {
        long reversed = Term.NIL;
        for (int i = 0; i < capture.count; i++) {
            int group = capture.groups[i];
            if (group < -1) {
                final int last = i - 1 - group;
                group = firstSet(i + 1, last);
                i = last;
            }
            reversed = Cons.make(heap, value(group < groupsSet ? group : (int)EMPTY), reversed);
        }
        long list = Term.NIL;
        for (long rest = reversed; Term.isCons(rest); rest = Cons.tail(rest)) {
            list = Cons.make(heap, Cons.head(rest), list);
        }
        return list;
    }

    private int firstSet(final int from, final int to) {
        for (int i = from; i <= to; i++) {
            if (Pcre2.offset(offsetsAddr, capture.groups[i] * 2) >= 0) {
                return capture.groups[i];
            }
        }
        return (int)EMPTY;
    }

    private long value(final int group) {
        final long start = group < 0 ? EMPTY : Pcre2.offset(offsetsAddr, group * 2);
        final long length = start < 0 ? 0 : Pcre2.offset(offsetsAddr, group * 2 + 1) - start;
        return switch (capture.type) {
            case INDEX -> Tuple.make(heap, Term.makeSmall(start), Term.makeSmall(length));
            case LIST -> bytes(subjectAddr + Math.max(start, 0), length);
            default -> binary(Math.max(start, 0), Math.max(length, 0));
        };
    }

    private long bytes(final long addr, final long length) {
        long list = Term.NIL;
        for (long i = length - 1; i >= 0; i--) {
            list = Cons.make(heap, Term.makeSmall(Memory.getUnsignedByte(addr + i)), list);
        }
        return list;
    }

    private long binary(final long start, final long length) {
        if (subjectTerm != Term.NON_VALUE) {
            return Bitstring.makeSub(heap, subjectTerm, start * 8, length * 8);
        }
        final long binaryTerm = Bitstring.allocate(heap, length);
        Memory.copy(subjectAddr + start, Bitstring.dataAddr(binaryTerm), length);
        return binaryTerm;
    }
}
