package dev.longbeam.interp;

import dev.longbeam.term.Term;

/**
 * An operand of a loaded instruction, packed into a long.
 *
 * <pre>
 *   63                    32 31                  8 7     0
 *   +-----------------------+---------------------+------+
 *   | type index            | register            | kind |   x and y registers
 *   +-----------------------+---------------------+------+
 *   | value, signed                               | kind |   all others
 *   +---------------------------------------------+------+
 *   | funs (16)  | floats (16) | words (24)       | kind |   allocation lists
 *   +---------------------------------------------+------+
 * </pre>
 *
 * <p>Any thread; plain functions of their arguments.
 */
public final class Operand {
    /** Unsigned number. */
    public static final int U = 0;
    /** Integer term of at most 56 bits. */
    public static final int I = 1;
    /** Atom; the value is its index in the node's atom table. */
    public static final int ATOM = 2;
    /** X register. */
    public static final int X = 3;
    /** Y register. */
    public static final int Y = 4;
    /** Label; 0 = none. */
    public static final int LABEL = 5;
    /** The empty list. */
    public static final int NIL = 6;
    /** Float register. */
    public static final int FLOAT_REG = 7;
    /** Index into the literals of the file. */
    public static final int LITERAL = 8;
    /** List; the value is the number of elements, which follow as operands. */
    public static final int LIST = 9;
    /** Allocation list. */
    public static final int ALLOC = 10;
    /** Index into the big integers of the stream: an integer (term or number) of more than 56 bits. */
    public static final int BIG_INT = 11;

    private static final String[] NAMES = {"u", "i", "a", "x", "y", "f", "[]", "fr", "q", "list", "alloc", "big"};
    private static final int VALUE_SHIFT = 8;
    private static final int TYPE_SHIFT = 32;
    private static final int KIND_MASK = 0xFF;
    private static final int REGISTER_MASK = 0xFFFFFF;
    private static final int WORDS_MASK = 0xFFFFFF;
    private static final int FLOATS_SHIFT = 32;
    private static final int FUNS_SHIFT = 48;
    private static final int COUNT_MASK = 0xFFFF;
    private static final int FLOAT_TERM_WORDS = 2;

    private Operand() {
    }

    /** An operand of a kind and a value that fits 56 bits. */
    public static long make(final int kind, final long value) {
        return value << VALUE_SHIFT | kind;
    }

    /** A register of kind {@link #X} or {@link #Y} with the index of its type; 0 = not known. */
    public static long makeRegister(final int kind, final int register, final int typeIndex) {
        return (long)typeIndex << TYPE_SHIFT | (long)register << VALUE_SHIFT | kind;
    }

    /** True when a value fits an operand. */
    public static boolean fits(final long value) {
        return value << VALUE_SHIFT >> VALUE_SHIFT == value;
    }

    /** The kind: one of the constants of this class. */
    public static int kind(final long operand) {
        return (int)operand & KIND_MASK;
    }

    /** The value; of a register its number, without the type. */
    public static long value(final long operand) {
        return isRegister(operand) ? register(operand) : operand >> VALUE_SHIFT;
    }

    /** The number of a register (x, y or float), label or table entry. */
    public static int register(final long operand) {
        return (int)(operand >>> VALUE_SHIFT) & REGISTER_MASK;
    }

    /** The index of the type of a register in the file's type table; 0 = any. */
    public static int typeIndex(final long operand) {
        return (int)(operand >>> TYPE_SHIFT);
    }

    /** True for an x or a y register. */
    public static boolean isRegister(final long operand) {
        final int kind = kind(operand);
        return kind == X || kind == Y;
    }

    /** True when the operand is a term by itself: an atom, the empty list or an integer (of at most 56 bits, so a small one). */
    public static boolean isImmediate(final long operand) {
        final int kind = kind(operand);
        return kind == ATOM || kind == NIL || kind == I;
    }

    /** The term of an operand for which {@link #isImmediate} holds. */
    public static long term(final long operand) {
        return switch (kind(operand)) {
            case ATOM -> operand >>> VALUE_SHIFT << 6 | Term.TAG_ATOM;
            case NIL -> Term.NIL;
            case I -> Term.makeSmall(operand >> VALUE_SHIFT);
            default -> throw new IllegalArgumentException("operand=" + name(operand));
        };
    }

    /** An allocation list. */
    static long makeAlloc(final int words, final int floats, final int funs) {
        return (long)funs << FUNS_SHIFT | (long)floats << FLOATS_SHIFT | (long)words << VALUE_SHIFT | ALLOC;
    }

    /** The heap words that a heap operand ({@link #U} or {@link #ALLOC}) asks for, without the environments of funs. */
    public static long heapWords(final long operand, final int funWords) {
        if (kind(operand) != ALLOC) {
            return operand >>> VALUE_SHIFT;
        }
        final long words = operand >>> VALUE_SHIFT & WORDS_MASK;
        final long floats = operand >>> FLOATS_SHIFT & COUNT_MASK;
        return words + floats * FLOAT_TERM_WORDS + (operand >>> FUNS_SHIFT) * funWords;
    }

    /** Short text such as {@code x3} or {@code f12}; of tables only the index. */
    public static String name(final long operand) {
        final int kind = kind(operand);
        final String prefix = kind < NAMES.length ? NAMES[kind] : "kind" + kind + ":";
        return kind == NIL ? prefix : prefix + value(operand);
    }
}
