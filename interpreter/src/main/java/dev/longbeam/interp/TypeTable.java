package dev.longbeam.interp;

/**
 * What the compiler has found out about the terms in registers; {@link Operand#typeIndex} refers to it. Entry 0 is any term. The sets of all
 * versions of the chunk are given with the bits of this class.
 *
 * <p>The table is a promise of the file, not a proof: whoever leaves out a test because of it must still not read memory that is not there
 * when the promise is broken. Before version 4 a set says nothing about native records.
 *
 * <p>Any thread; immutable.
 */
public final class TypeTable {
    /** Atoms. */
    public static final int ATOM = 1;
    /** Bitstrings. */
    public static final int BITSTRING = 1 << 1;
    /** Cons cells. */
    public static final int CONS = 1 << 2;
    /** Floats. */
    public static final int FLOAT = 1 << 3;
    /** Funs. */
    public static final int FUN = 1 << 4;
    /** Integers. */
    public static final int INTEGER = 1 << 5;
    /** Maps. */
    public static final int MAP = 1 << 6;
    /** The empty list. */
    public static final int NIL = 1 << 7;
    /** Pids. */
    public static final int PID = 1 << 8;
    /** Ports. */
    public static final int PORT = 1 << 9;
    /** References. */
    public static final int REFERENCE = 1 << 10;
    /** Tuples. */
    public static final int TUPLE = 1 << 11;
    /** Native records. */
    public static final int RECORD = 1 << 12;
    /** Match contexts (version 1 and 2 only). */
    public static final int MATCH_CONTEXT = 1 << 13;
    /** Any term. */
    public static final int ANY = RECORD * 2 - 1;

    static final String REASON = "corrupt type table";
    private static final int LAST_VERSION = 4;
    private static final int FIXED_ENTRY_BYTES = 18;

    private final int version;
    private final int[] sets;
    private final long[] minimums;
    private final long[] maximums;
    private final int[] units;

    private TypeTable(final int version, final int count) {
        this.version = version;
        sets = new int[count];
        minimums = new long[count];
        maximums = new long[count];
        units = new int[count];
        java.util.Arrays.fill(minimums, Long.MIN_VALUE);
        java.util.Arrays.fill(maximums, Long.MAX_VALUE);
        java.util.Arrays.fill(units, 1);
        sets[0] = ANY;
    }

    /** Version of the chunk; 0 when there is none that we understand. */
    public int version() {
        return version;
    }

    /** Number of entries, at least 1. */
    public int count() {
        return sets.length;
    }

    /** Set of types of an entry; any when the table has no such entry. */
    public int set(final int i) {
        return i < sets.length ? sets[i] : ANY;
    }

    /** Smallest value when it is a number; {@link Long#MIN_VALUE} when there is no bound. */
    public long minimum(final int i) {
        return i < sets.length ? minimums[i] : Long.MIN_VALUE;
    }

    /** Largest value when it is a number; {@link Long#MAX_VALUE} when there is no bound. */
    public long maximum(final int i) {
        return i < sets.length ? maximums[i] : Long.MAX_VALUE;
    }

    /** Number of bits that the size of a bitstring is a multiple of. */
    public int unit(final int i) {
        return i < sets.length ? units[i] : 1;
    }

    static TypeTable none() {
        return new TypeTable(0, 1);
    }

    static TypeTable read(final ChunkReader in) throws BadBeamException {
        final int version = in.i32();
        if (version < 1 || version > LAST_VERSION) {
            return none();
        }
        final int count = in.count(1, version == 1 ? FIXED_ENTRY_BYTES : Short.BYTES);
        final TypeTable table = new TypeTable(version, count);
        for (int i = 0; i < count; i++) {
            final int bits = in.u16();
            table.sets[i] = normal(bits, version);
            if (version == 1) {
                final long minimum = in.i64();
                final long maximum = in.i64();
                if (minimum <= maximum) {
                    table.minimums[i] = minimum;
                    table.maximums[i] = maximum;
                }
            } else {
                table.readExtra(in, i, bits >> firstExtraBit(version));
            }
        }
        in.require(table.sets[0] == ANY);
        return table;
    }

    private void readExtra(final ChunkReader in, final int i, final int extras) throws BadBeamException {
        if ((extras & 1) != 0) {
            minimums[i] = in.i64();
        }
        if ((extras & 2) != 0) {
            maximums[i] = in.i64();
        }
        if ((extras & 4) != 0) {
            units[i] = in.u8() + 1;
        }
    }

    private static int firstExtraBit(final int version) {
        return version == 3 ? 12 : 13;
    }

    private static int normal(final int bits, final int version) {
        if (version >= 3) {
            final int set = bits & (1 << firstExtraBit(version)) - 1;
            return version == 3 && set == ANY - RECORD ? ANY : set;
        }
        final int contextBit = 1 << 2;
        final int low = bits & contextBit - 1;
        final int high = bits >> 3 & (1 << 10) - 1;
        final int set = high << 2 | low;
        final boolean context = (bits & contextBit) != 0;
        return set == ANY - RECORD && context ? ANY : context ? set | MATCH_CONTEXT : set;
    }
}
