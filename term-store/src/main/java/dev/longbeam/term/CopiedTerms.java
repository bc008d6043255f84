package dev.longbeam.term;

/** Where the objects of a term have been copied to, for copies that keep what is shared. */
final class CopiedTerms {
    private static final int FIRST_SLOTS = 64;

    private long[] terms = new long[FIRST_SLOTS];
    private long[] copies = new long[FIRST_SLOTS];
    private int size;

    /** The copy of an object, or {@link Term#NON_VALUE}. */
    long get(final long term) {
        return copies[slot(term)];
    }

    /** Enters the copy of an object. */
    void put(final long term, final long copyTerm) {
        if (2 * size >= terms.length) {
            grow();
        }
        final int slot = slot(term);
        size += terms[slot] == Term.NON_VALUE ? 1 : 0;
        terms[slot] = term;
        copies[slot] = copyTerm;
    }

    private int slot(final long term) {
        final int mask = terms.length - 1;
        int slot = (int)(term * 0x9E37_79B9_7F4A_7C15L >>> 32) & mask;
        while (terms[slot] != Term.NON_VALUE && terms[slot] != term) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        final long[] oldTerms = terms;
        final long[] oldCopies = copies;
        terms = new long[oldTerms.length * 2];
        copies = new long[oldTerms.length * 2];
        for (int i = 0; i < oldTerms.length; i++) {
            if (oldTerms[i] != Term.NON_VALUE) {
                final int slot = slot(oldTerms[i]);
                terms[slot] = oldTerms[i];
                copies[slot] = oldCopies[i];
            }
        }
    }
}
