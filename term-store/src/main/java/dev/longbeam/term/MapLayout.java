package dev.longbeam.term;

/**
 * Maps, in the C emulator's layout.
 *
 * <pre>
 *   header     bits 0..5 tag and subtag | 6..7 type | 8..15 arity (children behind the fixed words) | 16..31 bitmap
 *   flat       [header type 0] [size] [tuple of keys, sorted] [value 1] .. [value size]              (size &lt;= 32)
 *   head       [header type 2 (array) or 3 (bitmap)] [size] [child] ..                               (size &gt; 32)
 *   node       [header type 1 (bitmap)] [child] ..
 * </pre>
 *
 * <p>A child of a head or node is a node (boxed) or a leaf: a cons cell {@code [Key | Value]}. Any thread that may see the term.
 */
public final class MapLayout {
    /** Largest size of a flat map. */
    public static final int MAX_FLAT_SIZE = 32;
    /** Type of a flat map. */
    public static final int TYPE_FLAT = 0;
    /** Type of an inner node. */
    public static final int TYPE_NODE = 1;
    /** Type of a root with 16 children. */
    public static final int TYPE_HEAD_ARRAY = 2;
    /** Type of a root with a bitmap. */
    public static final int TYPE_HEAD_BITMAP = 3;
    /** Word of the size, in flat maps and roots. */
    public static final int SIZE_WORD = 1;
    /** Word of the tuple of keys, in flat maps. */
    public static final int KEYS_WORD = 2;
    /** First word of values in flat maps. */
    public static final int FLAT_VALUES_WORD = 3;

    private static final int TYPE_SHIFT = 6;
    private static final int BITMAP_SHIFT = 16;

    private MapLayout() {
    }

    /** Header of a flat map. */
    public static final long FLAT_HEADER = header(TYPE_FLAT, 1, 0);

    /** Header of a map object. */
    public static long header(final int type, final int arity, final int bitmap) {
        return (long)bitmap << BITMAP_SHIFT | (long)arity << 8 | (long)type << TYPE_SHIFT | (long)Term.SUBTAG_MAP << 2;
    }

    /** Type in a header. */
    public static int type(final long header) {
        return (int)(header >>> TYPE_SHIFT) & 3;
    }

    /** Bitmap in a header. */
    public static int bitmap(final long header) {
        return (int)(header >>> BITMAP_SHIFT) & 0xFFFF;
    }

    /** True for a flat map. */
    public static boolean isFlat(final long mapTerm) {
        return type(Term.header(mapTerm)) == TYPE_FLAT;
    }

    /** Words behind the header of a map object, given its address. */
    public static long wordsBehindHeader(final long addr) {
        final long header = dev.longbeam.memory.Memory.getLong(addr);
        return switch (type(header)) {
            case TYPE_FLAT -> 2 + dev.longbeam.memory.Memory.getLong(addr + SIZE_WORD * 8);
            case TYPE_NODE -> Integer.bitCount(bitmap(header));
            case TYPE_HEAD_ARRAY -> 1 + 16;
            default -> 1 + Integer.bitCount(bitmap(header));
        };
    }

    /** Words before the first term, header included: the size of a flat map or root stands there raw. */
    public static int firstTermWord(final long header) {
        return type(header) == TYPE_NODE ? 1 : 2;
    }
}
