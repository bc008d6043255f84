package dev.longbeam.memory;

/** Check mode found an access outside a live block, or a block freed twice or with a wrong size: a defect of the VM. */
public final class IllegalMemoryAccess extends Error {
    private static final long serialVersionUID = 1L;

    /** An access that is wrong, described by {@code name=value} pairs. */
    public IllegalMemoryAccess(final String message) {
        super(message);
    }
}
