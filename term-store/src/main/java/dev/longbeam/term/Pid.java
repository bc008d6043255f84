package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Pids and ports. Local ones are immediates; those of other nodes are boxed.
 *
 * <pre>
 *   local      (serial &lt;&lt; 28 | number) &lt;&lt; 4 | tag
 *   external   [header] [index in NodeTable] [0] [serial &lt;&lt; 32 | number]     (a port: one 64-bit number)
 * </pre>
 *
 * <p>Any thread that may see the term.
 */
public final class Pid {
    /** Bits of the number of a local pid. */
    public static final int NUMBER_BITS = 28;
    /** Words of an external pid or port. */
    public static final int EXTERNAL_WORDS = 4;

    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;
    private static final int NODE_WORD = 1;
    private static final int DATA_WORD = 3;

    private Pid() {
    }

    /** A local pid: the sequence number of the process, its low 28 bits shown as number and the rest as serial. */
    public static long makeLocal(final long sequence) {
        return sequence << 4 | Term.TAG_PID;
    }

    /** A local port. */
    public static long makeLocalPort(final long sequence) {
        return sequence << 4 | Term.TAG_PORT;
    }

    /** The sequence number of a local pid or port. */
    public static long sequence(final long localTerm) {
        return localTerm >>> 4;
    }

    /** The number of a pid: the second of the three in {@code <0.N.S>}. */
    public static long number(final long pidTerm) {
        return Term.isLocalPid(pidTerm) ? sequence(pidTerm) & NUMBER_MASK : Term.word(pidTerm, DATA_WORD) & 0xFFFF_FFFFL;
    }

    /** The serial of a pid: the third of the three in {@code <0.N.S>}. */
    public static long serial(final long pidTerm) {
        return Term.isLocalPid(pidTerm) ? sequence(pidTerm) >>> NUMBER_BITS : Term.word(pidTerm, DATA_WORD) >>> 32;
    }

    /** The local pid of number and serial. */
    public static long makeLocal(final long number, final long serial) {
        return makeLocal(serial << NUMBER_BITS | number & NUMBER_MASK);
    }

    /** The number of a port. */
    public static long portNumber(final long portTerm) {
        return Term.isLocalPort(portTerm) ? sequence(portTerm) : Term.word(portTerm, DATA_WORD);
    }

    /** A pid of another node. */
    public static long makeExternal(final TermHeap heap, final int nodeIndex, final long number, final long serial) {
        return makeExternal(heap, Term.SUBTAG_EXTERNAL_PID, nodeIndex, serial << 32 | number & 0xFFFF_FFFFL);
    }

    /** A port of another node. */
    public static long makeExternalPort(final TermHeap heap, final int nodeIndex, final long number) {
        return makeExternal(heap, Term.SUBTAG_EXTERNAL_PORT, nodeIndex, number);
    }

    /** Index in {@link NodeTable} of the node of an external pid, port or reference. */
    public static int nodeIndex(final long externalTerm) {
        return (int)Term.word(externalTerm, NODE_WORD);
    }

    private static long makeExternal(final TermHeap heap, final int subtag, final int nodeIndex, final long data) {
        final long addr = heap.allocate(EXTERNAL_WORDS);
        Memory.putLong(addr, Term.makeHeader(EXTERNAL_WORDS - 1, subtag));
        Memory.putLong(addr + NODE_WORD * 8, nodeIndex);
        Memory.putLong(addr + 16, 0);
        Memory.putLong(addr + DATA_WORD * 8, data);
        return Term.makeBoxed(addr);
    }
}
