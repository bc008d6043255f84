package dev.longbeam.otp;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Memory;
import dev.longbeam.memory.MemoryKind;
import dev.longbeam.term.Bits;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.BytePatterns;
import dev.longbeam.term.ByteSearch;
import dev.longbeam.term.MagicResource;

/**
 * A search of {@code binary:match}, {@code matches} or {@code split}, which goes on in slices: how far it came and what it found.
 *
 * <p>Owned by one process. Bytes that do not begin at a byte border are copied first; {@link #dispose} frees the copy.
 */
final class BinarySearch implements MagicResource {
    static final int SPLIT = 1;
    static final int GLOBAL = 2;
    static final int TRIM = 4;
    static final int TRIM_ALL = 8;

    /** To find a match takes as long as to look through so many bytes. */
    private static final int BYTES_PER_MATCH = 64;

    /** What to do with the matches. */
    final int flags;
    private final ByteSearch search;
    private final long end;
    private long position;
    private long copyAddr;
    private long copyBytes;
    private final Matches found = new Matches();
    private boolean collecting;
    /** The match that was taken last, from the end; -1 for what lies before the first one. */
    private int taken;
    private long partBegin;
    private long partEnd;
    private boolean trims;

    BinarySearch(final BytePatterns patterns, final int flags, final long position, final long end) {
        this.search = new ByteSearch(patterns);
        this.flags = flags;
        this.position = position;
        this.end = end;
    }

    /** Searches on over some bytes, or fewer when there are many matches; true when the search has come to its end. */
    boolean run(final long subjectTerm, final long budgetBytes) {
        final long baseAddr = baseAddr(subjectTerm);
        long sliceEnd = Math.min(end, position + budgetBytes);
        while (search.find(baseAddr, position, sliceEnd, end)) {
            found.add(search.foundAt, search.foundBytes);
            position = search.foundAt + search.foundBytes;
            sliceEnd = Math.max(position, sliceEnd - BYTES_PER_MATCH);
            if ((flags & GLOBAL) == 0) {
                return true;
            }
        }
        position = Math.max(position, sliceEnd);
        return position >= end;
    }

    private long baseAddr(final long subjectTerm) {
        if (Bitstring.bitOffset(subjectTerm) == 0) {
            return Bitstring.dataAddr(subjectTerm);
        }
        if (copyAddr == 0) {
            copyBytes = Bitstring.byteSize(subjectTerm) + Memory.WORD_BYTES;
            copyAddr = Blocks.allocate(copyBytes, MemoryKind.SYSTEM);
            Bits.copy(Bitstring.dataAddr(subjectTerm), Bitstring.bitOffset(subjectTerm), copyAddr, 0, Bitstring.bitSize(subjectTerm));
        }
        return copyAddr;
    }

    /** Number of matches. */
    int count() {
        return found.count();
    }

    /** Where a match begins. */
    long at(final int match) {
        return found.at(match);
    }

    /** How long a match is. */
    long bytes(final int match) {
        return found.bytes(match);
    }

    /**
     * Takes the matches from the last to the first, and for a split what lies before the first as well; false when there are no more.
     *
     * @param sizeBytes size of the subject
     */
    boolean takeLast(final long sizeBytes) {
        if (!collecting) {
            collecting = true;
            taken = found.count();
            trims = (flags & (TRIM | TRIM_ALL)) != 0;
        }
        partEnd = taken == found.count() ? sizeBytes : taken < 0 ? 0 : at(taken);
        taken--;
        partBegin = taken < 0 ? 0 : at(taken) + bytes(taken);
        return taken >= ((flags & SPLIT) != 0 ? -1 : 0);
    }

    /** The match that was taken. */
    int taken() {
        return taken;
    }

    /** True when the part behind it belongs to the result: trim drops empty ones up to the first that is not empty, trim_all all of them. */
    boolean keepsPart() {
        final boolean keeps = partBegin < partEnd || !trims;
        trims &= !keeps || (flags & TRIM_ALL) != 0;
        return keeps;
    }

    /** Where the part behind it begins. */
    long partBegin() {
        return partBegin;
    }

    /** Where the part behind it ends. */
    long partEnd() {
        return partEnd;
    }

    @Override
    public void dispose() {
        if (copyAddr != 0) {
            Blocks.free(copyAddr, copyBytes, MemoryKind.SYSTEM);
            copyAddr = 0;
        }
    }
}
