package dev.longbeam.embed;

import dev.longbeam.term.Atom;

/**
 * Atoms: names as numbers. An atom is the same number in all nodes of a JVM and is never forgotten, so that atoms must not be made of
 * data without end.
 *
 * <p>Any thread. Keep the atoms that a program uses in static final fields.
 */
public final class AtomTable {
    private AtomTable() {
    }

    /**
     * The atom of a name, made when new.
     *
     * @param name up to 255 characters
     * @throws IllegalArgumentException when the name is too long
     */
    public static int of(final String name) {
        if (name.codePointCount(0, name.length()) > Atom.MAX_CHARACTERS) {
            throw new IllegalArgumentException("an atom has up to " + Atom.MAX_CHARACTERS + " characters: " + name);
        }
        return Atom.index(Atom.of(name));
    }

    /** The name of an atom. */
    public static String name(final int atom) {
        return Atom.name(Atom.term(atom));
    }
}
