package dev.longbeam.term;

/**
 * The term word: tags, immediates and headers, in the C emulator's layout.
 *
 * <pre>
 *   ..........................................................00  header (first word of a boxed object), or a code pointer; 0 is NON_VALUE
 *   ..........................................................01  cons: address of two words
 *   ..........................................................10  boxed: address of a header word
 *   ........................................................0011  local pid: data &lt;&lt; 4
 *   ........................................................0111  local port: data &lt;&lt; 4
 *   ........................................................1111  small integer: value &lt;&lt; 4 (60 bits, signed)
 *   ......................................................001011  atom: index &lt;&lt; 6
 *   ......................................................011011  catch tag: code position &lt;&lt; 6
 *   ......................................................111011  nil
 * </pre>
 *
 * <p>A header is {@code words behind it << 6 | subtag << 2}; maps keep their type, arity and bitmap there (see {@code MapLayout}).
 *
 * <p>Any thread; plain functions of their arguments, or plain reads of memory that the caller may see.
 */
public final class Term {
    /** No term: the result of a function that failed, an empty slot. */
    public static final long NON_VALUE = 0;

    /** Mask of the primary tag. */
    public static final long TAG_PRIMARY_MASK = 3;
    /** Primary tag of headers and code pointers. */
    public static final long TAG_HEADER = 0;
    /** Primary tag of cons cells. */
    public static final long TAG_LIST = 1;
    /** Primary tag of boxed objects. */
    public static final long TAG_BOXED = 2;
    /** Primary tag of immediates. */
    public static final long TAG_IMMEDIATE = 3;

    /** Low four bits of a local pid. */
    public static final long TAG_PID = 0x3;
    /** Low four bits of a local port. */
    public static final long TAG_PORT = 0x7;
    /** Low four bits of a small integer. */
    public static final long TAG_SMALL = 0xF;
    /** Low six bits of an atom. */
    public static final long TAG_ATOM = 0x0B;
    /** Low six bits of a catch tag. */
    public static final long TAG_CATCH = 0x1B;
    /** The empty list. */
    public static final long NIL = 0x3B;

    /** Bits of a small integer. */
    public static final int SMALL_BITS = 60;
    /** Largest small integer. */
    public static final long MAX_SMALL = (1L << SMALL_BITS - 1) - 1;
    /** Smallest small integer. */
    public static final long MIN_SMALL = -(1L << SMALL_BITS - 1);

    /** Subtag of tuples. */
    public static final int SUBTAG_TUPLE = 0x0;
    /** Subtag of match contexts. */
    public static final int SUBTAG_MATCH_CONTEXT = 0x1;
    /** Subtag of bignums that are not negative. */
    public static final int SUBTAG_POS_BIG = 0x2;
    /** Subtag of negative bignums. */
    public static final int SUBTAG_NEG_BIG = 0x3;
    /** Subtag of local references. */
    public static final int SUBTAG_REF = 0x4;
    /** Subtag of local funs (closures). */
    public static final int SUBTAG_FUN = 0x5;
    /** Subtag of floats. */
    public static final int SUBTAG_FLOAT = 0x6;
    /** Subtag of external funs ({@code fun M:F/A}). */
    public static final int SUBTAG_EXPORT = 0x7;
    /** Subtag of references to off-heap binaries. */
    public static final int SUBTAG_REFC_BINARY = 0x8;
    /** Subtag of binaries whose bytes stand on the heap. */
    public static final int SUBTAG_HEAP_BINARY = 0x9;
    /** Subtag of parts of binaries. */
    public static final int SUBTAG_SUB_BINARY = 0xA;
    /** Subtag of native records (OTP 29). */
    public static final int SUBTAG_RECORD = 0xB;
    /** Subtag of pids of other nodes. */
    public static final int SUBTAG_EXTERNAL_PID = 0xC;
    /** Subtag of ports of other nodes. */
    public static final int SUBTAG_EXTERNAL_PORT = 0xD;
    /** Subtag of references of other nodes. */
    public static final int SUBTAG_EXTERNAL_REF = 0xE;
    /** Subtag of maps. */
    public static final int SUBTAG_MAP = 0xF;

    private static final int HEADER_ARITY_SHIFT = 6;
    private static final int SUBTAG_SHIFT = 2;
    private static final int SUBTAG_MASK = 0xF;

    private Term() {
    }

    // Immediates

    /** The small integer of a value; requires {@link #fitsSmall}. */
    public static long makeSmall(final long value) {
        assert fitsSmall(value) : "value=" + value;
        return value << 4 | TAG_SMALL;
    }

    /** True when a value fits a small integer. */
    public static boolean fitsSmall(final long value) {
        return value << 4 >> 4 == value;
    }

    /** The value of a small integer. */
    public static long smallValue(final long term) {
        return term >> 4;
    }

    /** True for a small integer. */
    public static boolean isSmall(final long term) {
        return (term & 0xF) == TAG_SMALL;
    }

    /** True when both words are small integers. */
    public static boolean areSmall(final long termA, final long termB) {
        return (termA & termB & 0xF) == TAG_SMALL;
    }

    /** True for an atom. */
    public static boolean isAtom(final long term) {
        return (term & 0x3F) == TAG_ATOM;
    }

    /** True for the empty list. */
    public static boolean isNil(final long term) {
        return term == NIL;
    }

    /** True for a local pid. */
    public static boolean isLocalPid(final long term) {
        return (term & 0xF) == TAG_PID;
    }

    /** True for a local port. */
    public static boolean isLocalPort(final long term) {
        return (term & 0xF) == TAG_PORT;
    }

    /** True for a catch tag. */
    public static boolean isCatch(final long term) {
        return (term & 0x3F) == TAG_CATCH;
    }

    /** True when the word is a term in itself and points nowhere. */
    public static boolean isImmediate(final long term) {
        return (term & TAG_PRIMARY_MASK) == TAG_IMMEDIATE;
    }

    // Pointers

    /** True for a cons cell. */
    public static boolean isCons(final long term) {
        return (term & TAG_PRIMARY_MASK) == TAG_LIST;
    }

    /** True for a boxed object. */
    public static boolean isBoxed(final long term) {
        return (term & TAG_PRIMARY_MASK) == TAG_BOXED;
    }

    /** True for a cons cell or the empty list. */
    public static boolean isList(final long term) {
        return isCons(term) || term == NIL;
    }

    /** The cons term of an address. */
    public static long makeCons(final long addr) {
        return addr | TAG_LIST;
    }

    /** The boxed term of an address. */
    public static long makeBoxed(final long addr) {
        return addr | TAG_BOXED;
    }

    /** The address in a cons or boxed term. */
    public static long addr(final long term) {
        return term & ~TAG_PRIMARY_MASK;
    }

    // Headers

    /** The header word of an object of {@code words} words behind the header. */
    public static long makeHeader(final long words, final int subtag) {
        return words << HEADER_ARITY_SHIFT | (long)subtag << SUBTAG_SHIFT;
    }

    /** True for a header (or a code pointer, or {@link #NON_VALUE}). */
    public static boolean isHeader(final long word) {
        return (word & TAG_PRIMARY_MASK) == TAG_HEADER;
    }

    /** The subtag in a header. */
    public static int subtag(final long header) {
        return (int)(header >>> SUBTAG_SHIFT) & SUBTAG_MASK;
    }

    /** The words behind a header; not for maps, whose header keeps other things there. */
    public static long headerWords(final long header) {
        return header >>> HEADER_ARITY_SHIFT;
    }

    /** The header of a boxed term. */
    public static long header(final long boxedTerm) {
        return dev.longbeam.memory.Memory.getLong(boxedTerm - TAG_BOXED);
    }

    /** True for a boxed term with this subtag. */
    public static boolean isBoxed(final long term, final int subtag) {
        return isBoxed(term) && subtag(header(term)) == subtag;
    }

    /** The {@code i}-th word of a boxed object; word 0 is the header. */
    public static long word(final long boxedTerm, final int i) {
        return dev.longbeam.memory.Memory.getLong(boxedTerm - TAG_BOXED + i * 8L);
    }

    // Kinds

    /** True for a tuple. */
    public static boolean isTuple(final long term) {
        return isBoxed(term) && (header(term) & 0x3F) == 0;
    }

    /** True for a float. */
    public static boolean isFloat(final long term) {
        return isBoxed(term, SUBTAG_FLOAT);
    }

    /** True for a bignum. */
    public static boolean isBig(final long term) {
        return isBoxed(term) && (subtag(header(term)) & ~1) == SUBTAG_POS_BIG;
    }

    /** True for an integer of any size. */
    public static boolean isInteger(final long term) {
        return isSmall(term) || isBig(term);
    }

    /** True for an integer or a float. */
    public static boolean isNumber(final long term) {
        return isInteger(term) || isFloat(term);
    }

    /** True for a map. */
    public static boolean isMap(final long term) {
        return isBoxed(term, SUBTAG_MAP);
    }

    /** True for a bitstring of any kind (not a match context). */
    public static boolean isBitstring(final long term) {
        if (!isBoxed(term)) {
            return false;
        }
        final int subtag = subtag(header(term));
        return subtag >= SUBTAG_REFC_BINARY && subtag <= SUBTAG_SUB_BINARY;
    }

    /** True for a local fun or an external fun. */
    public static boolean isFun(final long term) {
        if (!isBoxed(term)) {
            return false;
        }
        final int subtag = subtag(header(term));
        return subtag == SUBTAG_FUN || subtag == SUBTAG_EXPORT;
    }

    /** True for a pid of any node. */
    public static boolean isPid(final long term) {
        return isLocalPid(term) || isBoxed(term, SUBTAG_EXTERNAL_PID);
    }

    /** True for a port of any node. */
    public static boolean isPort(final long term) {
        return isLocalPort(term) || isBoxed(term, SUBTAG_EXTERNAL_PORT);
    }

    /** True for a reference of any node. */
    public static boolean isReference(final long term) {
        return isBoxed(term, SUBTAG_REF) || isBoxed(term, SUBTAG_EXTERNAL_REF);
    }
}
