package dev.longbeam.term;

/** The atom table has reached its limit: the node ends with this as its slogan, as the C emulator does. */
public final class AtomTableFull extends Error {
    private static final long serialVersionUID = 1L;

    AtomTableFull(final int limit) {
        super("no more index entries in atom_tab (max=" + limit + ")");
    }
}
