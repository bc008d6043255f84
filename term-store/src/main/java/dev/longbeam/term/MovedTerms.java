package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Terms that were copied to another place word by word: their pointers to each other still lead to where they were.
 *
 * <p>Any thread that owns the words.
 */
public final class MovedTerms {
    private MovedTerms() {
    }

    /**
     * Lets pointers within a block of terms lead to where the block is now. The block has no off-heap list.
     *
     * @param addr     where it is now
     * @param words    its length; objects stand one behind the other
     * @param fromAddr where it was
     */
    public static void relocate(final long addr, final long words, final long fromAddr) {
        final long bytes = words * Memory.WORD_BYTES;
        final long end = addr + bytes;
        long at = addr;
        while (at < end) {
            final long word = Memory.getLong(at);
            if ((word & Term.TAG_PRIMARY_MASK) != Term.TAG_HEADER) {
                Memory.putLong(at, relocated(word, addr, bytes, fromAddr));
                at += Memory.WORD_BYTES;
            } else if (TermCopy.firstTermWord(word) != 0) {
                at += TermCopy.firstTermWord(word) * (long)Memory.WORD_BYTES;
            } else {
                originalOf(at, word, bytes, addr, fromAddr);
                at += TermCopy.objectWords(at, word) * Memory.WORD_BYTES;
            }
        }
    }

    /** A term of a block that was moved: a pointer into it leads to where the block is now, others stay. */
    public static long relocated(final long term, final long addr, final long bytes, final long fromAddr) {
        final boolean inside = !Term.isImmediate(term) && Long.compareUnsigned(term - fromAddr, bytes) < 0;
        return inside ? term - fromAddr + addr : term;
    }

    private static void originalOf(final long objectAddr, final long header, final long bytes, final long addr, final long fromAddr) {
        final int word = switch (Term.subtag(header)) {
            case Term.SUBTAG_SUB_BINARY -> Bitstring.SUB_ORIGINAL_WORD;
            case Term.SUBTAG_MATCH_CONTEXT -> MatchContext.ORIGINAL_WORD;
            default -> 0;
        };
        if (word != 0) {
            final long termAddr = objectAddr + word * (long)Memory.WORD_BYTES;
            Memory.putLong(termAddr, relocated(Memory.getLong(termAddr), addr, bytes, fromAddr));
        }
    }
}
