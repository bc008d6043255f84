package dev.longbeam.memory;

/** A block could not be had: the node's limit or its address range is used up. */
public final class MemoryExhausted extends OutOfMemoryError {
    private static final long serialVersionUID = 1;

    private final MemoryKind kind;
    private final long bytes;

    MemoryExhausted(final MemoryKind kind, final long bytes, final OutOfMemoryError cause) {
        super(cause.getMessage());
        this.kind = kind;
        this.bytes = bytes;
        initCause(cause);
    }

    /** What the block was for. */
    public MemoryKind kind() {
        return kind;
    }

    /** How large it should have been. */
    public long bytes() {
        return bytes;
    }
}
