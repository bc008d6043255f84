package dev.longbeam.term;

/** Something that lives as long as a magic reference to it does: a file handle, an atomics array, an ETS table's identifier. */
public interface MagicResource {
    /** The last reference is gone; called once, on whatever thread found it. Must not block and must not throw. */
    void dispose();
}
