package dev.longbeam.interp;

import java.util.Locale;

/** What an operand of an instruction is for; the words of {@code opcodes.tab}, where each is explained. */
public enum OperandKind {
    /** Number of arguments in x0 and up. */
    ARITY,
    /** Number of x registers that hold terms which are still needed. */
    LIVE,
    /** Heap words wanted: a number or an allocation list. */
    HEAP,
    /** Number of y registers. */
    FRAME,
    /** Another number. */
    UINT,
    /** A number of bits, which may be one that takes more than 32 bits. */
    BITS,
    /** Flags of a binary segment. */
    FLAGS,
    /** An atom. */
    ATOM,
    /** A label, or an atom that says how to do without one. */
    DEST,
    /** A label of the same function; 0 means to raise instead, or that the test cannot fail. */
    LABEL,
    /** The entry label of a function of this module. */
    ENTRY,
    /** A label of the same function, never 0. */
    TARGET,
    /** Index into the import table. */
    IMPORT,
    /** Index into the fun table. */
    FUN,
    /** Index into the fun table, or an atom. */
    TAG,
    /** Index into the line table. */
    LINE,
    /** Offset into the string table. */
    STR,
    /** Any source of a term. */
    SRC,
    /** An x or y register that is read. */
    REG,
    /** An x or y register that is written. */
    DST,
    /** An x register. */
    XREG,
    /** A y register that is written. */
    YDST,
    /** A y register with a catch tag. */
    CATCH,
    /** A float register that is read. */
    FREG,
    /** A float register that is written. */
    FDST,
    /** A float register or any source. */
    FSRC,
    /** A float register or an x or y register, written. */
    FMOVE,
    /** A register with a match context. */
    CTX,
    /** Name of a native record: an atom or a literal {Module,Name}. */
    ID,
    /** Size of a segment: a source or the atom all. */
    SIZE,
    /** The number that a label or a function head defines. */
    NUMBER,
    /** Sources. */
    LIST_SRC,
    /** Y registers that are written. */
    LIST_YDST,
    /** Pairs of value and label. */
    LIST_SELECT,
    /** Pairs of number and label. */
    LIST_ARITY,
    /** Pairs of key and value. */
    LIST_ASSOC,
    /** Pairs of key and destination. */
    LIST_GET,
    /** Pairs of index and value. */
    LIST_UPDATE,
    /** Segments of {@code bs_create_bin}, six operands each. */
    LIST_SEGMENT,
    /** Commands of {@code bs_match}. */
    LIST_MATCH;

    /** True when the operand is a list. */
    public boolean isList() {
        return ordinal() >= LIST_SRC.ordinal();
    }

    static OperandKind of(final String word) {
        return valueOf(word.replace('.', '_').toUpperCase(Locale.ROOT));
    }
}
