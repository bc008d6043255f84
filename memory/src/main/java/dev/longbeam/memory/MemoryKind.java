package dev.longbeam.memory;

/** What a block is used for; memory figures are kept by kind ({@code erlang:memory/0} shows them). */
public enum MemoryKind {
    /** Heaps and stacks of processes, heap fragments, saved registers. */
    PROCESS,
    /** Signals on their way or in a mailbox. */
    SIGNAL,
    /** Reference-counted binaries. */
    BINARY,
    /** ETS tables and what they hold. */
    ETS,
    /** Literal areas of loaded code and persistent terms. */
    LITERAL,
    /** Names of atoms. */
    ATOM,
    /** Loaded code. */
    CODE,
    /** Everything else. */
    SYSTEM;

    private static final MemoryKind[] VALUES = values();

    /** Number of kinds. */
    public static final int COUNT = VALUES.length;

    /** All kinds, without a new array each time; not to be changed. */
    static MemoryKind[] all() {
        return VALUES;
    }
}
