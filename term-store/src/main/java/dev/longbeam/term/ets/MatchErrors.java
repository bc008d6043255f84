package dev.longbeam.term.ets;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a match specification, in the C emulator's words.
 *
 * <p>Owned by one thread.
 */
public final class MatchErrors {
    private static final int MAX_TEXT = 512;
    private final List<String> texts = new ArrayList<>();

    void add(final String text) {
        texts.add(text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
    }

    /** True when nothing is wrong. */
    public boolean isEmpty() {
        return texts.isEmpty();
    }

    /** {@code [{error, Text}]}. */
    public long toTerm(final TermHeap heap) {
        long list = Term.NIL;
        for (int i = texts.size() - 1; i >= 0; i--) {
            final String text = texts.get(i);
            long characters = Term.NIL;
            for (int c = text.length() - 1; c >= 0; c--) {
                characters = Cons.make(heap, Term.makeSmall(text.charAt(c)), characters);
            }
            list = Cons.make(heap, Tuple.make(heap, Atoms.ERROR, characters), list);
        }
        return list;
    }

    @Override
    public String toString() {
        return Atom.name(Atoms.ERROR) + texts;
    }
}
