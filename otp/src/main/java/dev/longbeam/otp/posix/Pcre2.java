package dev.longbeam.otp.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * The library PCRE2 (8-bit code units): compiled patterns, matching, what a pattern says of itself. Pointers are words; compiled
 * patterns and match data belong to the caller, who frees them.
 *
 * <p>Any thread. A compiled pattern may be used by several threads at once, match data by one at a time. Nothing here blocks, but a
 * match can run as long as its limit allows.
 */
@SuppressWarnings("restricted")
public final class Pcre2 {
    /** Option bit of compilation and of matching. */
    public static final int ANCHORED = 0x8000_0000;
    /** Option bit of compilation and of matching: the text is known to be valid UTF-8. */
    public static final int NO_UTF_CHECK = 0x4000_0000;
    /** Option bit of compilation. */
    public static final int CASELESS = 0x8;
    /** Option bit of compilation. */
    public static final int DOLLAR_ENDONLY = 0x10;
    /** Option bit of compilation. */
    public static final int DOTALL = 0x20;
    /** Option bit of compilation. */
    public static final int DUPNAMES = 0x40;
    /** Option bit of compilation. */
    public static final int EXTENDED = 0x80;
    /** Option bit of compilation. */
    public static final int FIRSTLINE = 0x100;
    /** Option bit of compilation. */
    public static final int MULTILINE = 0x400;
    /** Option bit of compilation. */
    public static final int NEVER_UTF = 0x1000;
    /** Option bit of compilation. */
    public static final int NO_AUTO_CAPTURE = 0x2000;
    /** Option bit of compilation. */
    public static final int NO_START_OPTIMIZE = 0x1_0000;
    /** Option bit of compilation. */
    public static final int UCP = 0x2_0000;
    /** Option bit of compilation. */
    public static final int UNGREEDY = 0x4_0000;
    /** Option bit of compilation. */
    public static final int UTF = 0x8_0000;
    /** Option bit of matching. */
    public static final int NOTBOL = 0x1;
    /** Option bit of matching. */
    public static final int NOTEOL = 0x2;
    /** Option bit of matching. */
    public static final int NOTEMPTY = 0x4;
    /** Option bit of matching. */
    public static final int NOTEMPTY_ATSTART = 0x8;
    /** Extra option of compilation: {@code \K} may stand in an assertion. */
    public static final int EXTRA_ALLOW_LOOKAROUND_BSK = 0x40;

    /** Newline convention. */
    public static final int NEWLINE_CR = 1;
    /** Newline convention. */
    public static final int NEWLINE_LF = 2;
    /** Newline convention. */
    public static final int NEWLINE_CRLF = 3;
    /** Newline convention. */
    public static final int NEWLINE_ANY = 4;
    /** Newline convention. */
    public static final int NEWLINE_ANYCRLF = 5;
    /** Newline convention. */
    public static final int NEWLINE_NUL = 6;
    /** What {@code \R} matches: any Unicode line ending. */
    public static final int BSR_UNICODE = 1;
    /** What {@code \R} matches: CR, LF or CRLF. */
    public static final int BSR_ANYCRLF = 2;

    /** Kind of information on a pattern: its options, those set inside included. */
    public static final int INFO_ALL_OPTIONS = 0;
    /** Kind of information on a pattern. */
    public static final int INFO_BSR = 3;
    /** Kind of information on a pattern. */
    public static final int INFO_CAPTURE_COUNT = 4;
    /** Kind of information on a pattern. */
    public static final int INFO_NAME_COUNT = 17;
    /** Kind of information on a pattern. */
    public static final int INFO_NAME_ENTRY_BYTES = 18;
    /** Kind of information on a pattern. */
    public static final int INFO_NAME_TABLE = 19;
    /** Kind of information on a pattern. */
    public static final int INFO_NEWLINE = 20;

    /** Result of a match. */
    public static final int ERROR_NO_MATCH = -1;
    /** First of the results that mean invalid UTF-8 in the subject; {@link #ERROR_UTF8_LAST} is the last. */
    public static final int ERROR_UTF8_FIRST = -3;
    /** See {@link #ERROR_UTF8_FIRST}. */
    public static final int ERROR_UTF8_LAST = -23;
    /** Result of a match: the offset lies behind the end. */
    public static final int ERROR_BAD_OFFSET = -33;
    /** Result of a match: the offset lies inside a character. */
    public static final int ERROR_BAD_UTF_OFFSET = -36;
    /** Result of a match. */
    public static final int ERROR_MATCH_LIMIT = -47;
    /** Result of a match. */
    public static final int ERROR_RECURSION_LOOP = -52;
    /** Result of a match. */
    public static final int ERROR_DEPTH_LIMIT = -53;
    /** Result of a match. */
    public static final int ERROR_HEAP_LIMIT = -63;

    private static final int CONFIG_VERSION = 11;
    private static final int USE_OFFSET_LIMIT = 0x80_0000;
    private static final int NEST_LIMIT = 1500;
    private static final int MAX_MESSAGE_BYTES = 256;
    private static final int TABLES_BYTES = 1088;
    private static final int UNKNOWN_OPTION = 117;
    private static final int CLASSES = 512;
    private static final int UPPER = CLASSES + 96;
    private static final int LOWER = CLASSES + 128;
    private static final int WORD_CLASS = CLASSES + 160;
    private static final int GRAPH = CLASSES + 192;
    private static final int PRINT = CLASSES + 224;
    private static final int PUNCT = CLASSES + 256;
    private static final int CNTRL = CLASSES + 288;
    private static final int TYPES = CLASSES + 320;
    private static final String[] NAMES = {"libpcre2-8.so.0", "libpcre2-8.so", "libpcre2-8.0.dylib", "libpcre2-8.dylib",
        "/opt/homebrew/lib/libpcre2-8.dylib", "/usr/local/lib/libpcre2-8.dylib"};

    private static final ValueLayout INT = ValueLayout.JAVA_INT;
    private static final ValueLayout WORD = ValueLayout.JAVA_LONG;
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final SymbolLookup LIBRARY = open();
    private static final boolean PRESENT = LIBRARY != null;
    private static final MethodHandle CONFIG = function("pcre2_config_8", INT, INT, WORD);
    private static final MethodHandle MAKE_TABLES = function("pcre2_maketables_8", WORD, WORD);
    private static final MethodHandle COMPILE_CONTEXT_CREATE = function("pcre2_compile_context_create_8", WORD, WORD);
    private static final MethodHandle COMPILE_CONTEXT_FREE = action("pcre2_compile_context_free_8", WORD);
    private static final MethodHandle SET_TABLES = function("pcre2_set_character_tables_8", INT, WORD, WORD);
    private static final MethodHandle SET_NEWLINE = function("pcre2_set_newline_8", INT, WORD, INT);
    private static final MethodHandle SET_BSR = function("pcre2_set_bsr_8", INT, WORD, INT);
    private static final MethodHandle SET_EXTRA = function("pcre2_set_compile_extra_options_8", INT, WORD, INT);
    private static final MethodHandle SET_OFFSET_LIMIT = function("pcre2_set_offset_limit_8", INT, WORD, WORD);
    private static final MethodHandle SET_NEST_LIMIT = function("pcre2_set_parens_nest_limit_8", INT, WORD, INT);
    private static final MethodHandle COMPILE = function("pcre2_compile_8", WORD, WORD, WORD, INT, WORD, WORD, WORD);
    private static final MethodHandle CODE_FREE = action("pcre2_code_free_8", WORD);
    private static final MethodHandle PATTERN_INFO = function("pcre2_pattern_info_8", INT, WORD, INT, WORD);
    private static final MethodHandle MATCH_DATA_CREATE = function("pcre2_match_data_create_from_pattern_8", WORD, WORD, WORD);
    private static final MethodHandle MATCH_DATA_FREE = action("pcre2_match_data_free_8", WORD);
    private static final MethodHandle MATCH_CONTEXT_CREATE = function("pcre2_match_context_create_8", WORD, WORD);
    private static final MethodHandle MATCH_CONTEXT_FREE = action("pcre2_match_context_free_8", WORD);
    private static final MethodHandle SET_MATCH_LIMIT = function("pcre2_set_match_limit_8", INT, WORD, INT);
    private static final MethodHandle SET_DEPTH_LIMIT = function("pcre2_set_depth_limit_8", INT, WORD, INT);
    private static final MethodHandle SET_HEAP_LIMIT = function("pcre2_set_heap_limit_8", INT, WORD, INT);
    private static final MethodHandle MATCH = function("pcre2_match_8", INT, WORD, WORD, WORD, WORD, INT, WORD, WORD);
    private static final MethodHandle OVECTOR = function("pcre2_get_ovector_pointer_8", WORD, WORD);
    private static final MethodHandle ERROR_MESSAGE = function("pcre2_get_error_message_8", INT, INT, WORD, WORD);

    private static final long TABLES_ADDR = PRESENT ? latin1Tables() : 0;

    private Pcre2() {
    }

    /** True when the library was found. */
    public static boolean isPresent() {
        return PRESENT;
    }

    /** Version and date of the library. */
    public static String version() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment text = arena.allocate(MAX_MESSAGE_BYTES);
            final int ignored = (int)CONFIG.invokeExact(CONFIG_VERSION, text.address());
            return text.getString(0, StandardCharsets.US_ASCII);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /**
     * Compiles a pattern.
     *
     * @param latin1 characters of one byte are those of Latin-1, else only ASCII has letters
     * @param extra  extra options; those that the library is too old for are left out
     * @param errors receives the error's number and the offset when the result is 0
     * @return the compiled pattern, or 0
     */
    public static long compile(final byte[] pattern, final int options, final int extra, final int newline, final int bsr,
        final boolean latin1, final long[] errors) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment text = arena.allocate(pattern.length + 1L);
            MemorySegment.copy(pattern, 0, text, ValueLayout.JAVA_BYTE, 0, pattern.length);
            final MemorySegment error = arena.allocate(16, 8);
            final long context = compileContext(newline, bsr, latin1);
            long code = 0;
            for (final int tried : extra == 0 ? new int[] {0} : new int[] {extra, 0}) {
                final int ignored = (int)SET_EXTRA.invokeExact(context, tried);
                code = (long)COMPILE.invokeExact(text.address(), (long)pattern.length, options | USE_OFFSET_LIMIT, error.address(),
                    error.address() + 8, context);
                errors[0] = error.get(ValueLayout.JAVA_INT, 0);
                errors[1] = error.get(ValueLayout.JAVA_LONG, 8);
                if (code != 0 || errors[0] != UNKNOWN_OPTION) {
                    break;
                }
            }
            COMPILE_CONTEXT_FREE.invokeExact(context);
            return code;
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    private static long compileContext(final int newline, final int bsr, final boolean latin1) throws Throwable {
        final long context = (long)COMPILE_CONTEXT_CREATE.invokeExact(0L);
        int ignored = (int)SET_TABLES.invokeExact(context, latin1 ? TABLES_ADDR : 0L);
        ignored = (int)SET_NEWLINE.invokeExact(context, newline);
        ignored = (int)SET_BSR.invokeExact(context, bsr);
        ignored = (int)SET_NEST_LIMIT.invokeExact(context, NEST_LIMIT);
        return context;
    }

    /** Frees a compiled pattern. */
    public static void freeCode(final long code) {
        invoke(CODE_FREE, code);
    }

    /** A number that a pattern says of itself, by an {@code INFO_} constant of 32 bits. */
    public static int info(final long code, final int kind) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment value = arena.allocate(8, 8);
            final int ignored = (int)PATTERN_INFO.invokeExact(code, kind, value.address());
            return value.get(ValueLayout.JAVA_INT, 0);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /** The names of a pattern's groups, sorted by name; entry {@code i} has the number {@code numbers[i]}. */
    public static String[] names(final long code, final int[] numbers) {
        final int entryBytes = info(code, INFO_NAME_ENTRY_BYTES);
        final String[] names = new String[numbers.length];
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment value = arena.allocate(8, 8);
            final int ignored = (int)PATTERN_INFO.invokeExact(code, INFO_NAME_TABLE, value.address());
            final long tableAddr = value.get(ValueLayout.JAVA_LONG, 0);
            for (int i = 0; i < names.length; i++) {
                final MemorySegment entry = ALL.asSlice(tableAddr + (long)i * entryBytes, entryBytes);
                numbers[i] = (entry.get(ValueLayout.JAVA_BYTE, 0) & 0xFF) << 8 | entry.get(ValueLayout.JAVA_BYTE, 1) & 0xFF;
                names[i] = entry.getString(2, StandardCharsets.UTF_8);
            }
            return names;
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /** The text of an error's number. */
    public static String message(final int error) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment text = arena.allocate(MAX_MESSAGE_BYTES);
            final int ignored = (int)ERROR_MESSAGE.invokeExact(error, text.address(), (long)MAX_MESSAGE_BYTES);
            return text.getString(0, StandardCharsets.US_ASCII);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /** Match data large enough for all groups of a pattern. */
    public static long createMatchData(final long code) {
        try {
            return (long)MATCH_DATA_CREATE.invokeExact(code, 0L);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /** Frees match data. */
    public static void freeMatchData(final long matchData) {
        invoke(MATCH_DATA_FREE, matchData);
    }

    /** Limits for matches; may be shared by threads. */
    public static long createLimits(final int matchLimit, final int depthLimit, final int heapLimitKib) {
        try {
            final long context = (long)MATCH_CONTEXT_CREATE.invokeExact(0L);
            int ignored = (int)SET_MATCH_LIMIT.invokeExact(context, matchLimit);
            ignored = (int)SET_DEPTH_LIMIT.invokeExact(context, depthLimit);
            ignored = (int)SET_HEAP_LIMIT.invokeExact(context, heapLimitKib);
            return context;
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /** Sets the last offset where a match may begin, -1 for none; no other thread may use the limits. */
    public static void limitOffset(final long limits, final long offset) {
        try {
            final int ignored = (int)SET_OFFSET_LIMIT.invokeExact(limits, offset);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /** Frees limits. */
    public static void freeLimits(final long limits) {
        invoke(MATCH_CONTEXT_FREE, limits);
    }

    /** Matches; the number of the highest group that was set and one more, or an {@code ERROR_} constant. */
    public static int match(final long code, final long subjectAddr, final long subjectBytes, final long startOffset, final int options,
        final long matchData, final long limits) {
        try {
            return (int)MATCH.invokeExact(code, subjectAddr, subjectBytes, startOffset, options, matchData, limits);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /** Address of the offsets after a match; see {@link #offset}. */
    public static long offsets(final long matchData) {
        try {
            return (long)OVECTOR.invokeExact(matchData);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    /** An offset after a match: {@code 2 * group} is where a group begins, the next one where it ends; -1 when the group is not set. */
    public static long offset(final long offsets, final int index) {
        return ALL.get(ValueLayout.JAVA_LONG, offsets + index * 8L);
    }

    /**
     * The library's tables for ASCII, extended to Latin-1. The library decides about the bits in its table of character types, so
     * the bits of a letter are taken from a letter that is no hexadecimal digit.
     */
    private static long latin1Tables() {
        final MemorySegment tables;
        try {
            tables = MemorySegment.ofAddress((long)MAKE_TABLES.invokeExact(0L)).reinterpret(TABLES_BYTES);
        } catch (final Throwable t) {
            throw failed(t);
        }
        for (int c = 128; c < 256; c++) {
            final boolean upper = c >= 192 && c <= 222 && c != 215;
            final boolean lower = c >= 223 && c != 247 || c == 170 || c == 181 || c == 186;
            final boolean paired = upper || c >= 224 && c != 247 && c != 255;
            tables.set(ValueLayout.JAVA_BYTE, c, (byte)(upper ? c + 32 : c));
            tables.set(ValueLayout.JAVA_BYTE, 256 + c, (byte)(upper ? c + 32 : paired ? c - 32 : c));
            classBit(tables, UPPER, c, upper);
            classBit(tables, LOWER, c, lower);
            classBit(tables, WORD_CLASS, c, upper || lower);
            classBit(tables, GRAPH, c, c >= 160);
            classBit(tables, PRINT, c, c >= 160);
            classBit(tables, PUNCT, c, c >= 160 && !upper && !lower);
            classBit(tables, CNTRL, c, c < 160);
            final byte type = upper || lower ? tables.get(ValueLayout.JAVA_BYTE, TYPES + (lower ? 'g' : 'G')) : 0;
            tables.set(ValueLayout.JAVA_BYTE, TYPES + c, type);
        }
        return tables.address();
    }

    private static void classBit(final MemorySegment tables, final int at, final int c, final boolean set) {
        final int bit = 1 << (c & 7);
        final byte old = tables.get(ValueLayout.JAVA_BYTE, at + (c >>> 3));
        tables.set(ValueLayout.JAVA_BYTE, at + (c >>> 3), (byte)(set ? old | bit : old & ~bit));
    }

    private static SymbolLookup open() {
        for (final String name : NAMES) {
            try {
                return SymbolLookup.libraryLookup(name, Arena.global());
            } catch (final IllegalArgumentException notHere) {
                continue;
            }
        }
        return null;
    }

    private static MethodHandle function(final String name, final MemoryLayout result, final MemoryLayout... parameters) {
        return handle(name, FunctionDescriptor.of(result, parameters));
    }

    private static MethodHandle action(final String name, final MemoryLayout... parameters) {
        return handle(name, FunctionDescriptor.ofVoid(parameters));
    }

    private static MethodHandle handle(final String name, final FunctionDescriptor descriptor) {
        if (!PRESENT) {
            return null;
        }
        return Linker.nativeLinker().downcallHandle(LIBRARY.find(name).orElseThrow(() -> new UnsatisfiedLinkError(name)), descriptor);
    }

    private static void invoke(final MethodHandle action, final long pointer) {
        try {
            action.invokeExact(pointer);
        } catch (final Throwable t) {
            throw failed(t);
        }
    }

    private static IllegalStateException failed(final Throwable cause) {
        return new IllegalStateException("call into PCRE2 failed to run", cause);
    }
}
