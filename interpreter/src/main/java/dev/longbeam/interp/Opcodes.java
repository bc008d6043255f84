package dev.longbeam.interp;

/**
 * The numbers of the generic instructions, for {@code switch}; everything else about them stands in {@link OpInfo}. A test compares this
 * class with {@code opcodes.tab} and with the installed OTP.
 */
public final class Opcodes {
    /** The largest number that a file may use. */
    public static final int MAX = 191;

    /** {@code label/1}: the place that labels refer to. */
    public static final int LABEL = 1;
    /** {@code func_info/3}: stands before the entry of a function; to come here raises function_clause. */
    public static final int FUNC_INFO = 2;
    /** {@code int_code_end/0}: end of the code. */
    public static final int INT_CODE_END = 3;
    /** {@code call/2}: call a function of this module. */
    public static final int CALL = 4;
    /** {@code call_last/3}: drop the frame and go on in a function of this module. */
    public static final int CALL_LAST = 5;
    /** {@code call_only/2}: go on in a function of this module; there is no frame. */
    public static final int CALL_ONLY = 6;
    /** {@code call_ext/2}: call an exported function or a BIF. */
    public static final int CALL_EXT = 7;
    /** {@code call_ext_last/3}: drop the frame and go on in an exported function or a BIF. */
    public static final int CALL_EXT_LAST = 8;
    /** {@code bif0/2}: result of a BIF without arguments that always works. */
    public static final int BIF0 = 9;
    /** {@code bif1/4}: guard BIF that builds nothing. */
    public static final int BIF1 = 10;
    /** {@code bif2/5}: guard BIF that builds nothing. */
    public static final int BIF2 = 11;
    /** {@code allocate/2}: make a stack frame. */
    public static final int ALLOCATE = 12;
    /** {@code allocate_heap/3}: make a stack frame and make sure of heap room. */
    public static final int ALLOCATE_HEAP = 13;
    /** {@code allocate_zero/2}: make a stack frame whose y registers are []. */
    public static final int ALLOCATE_ZERO = 14;
    /** {@code allocate_heap_zero/3}: make a stack frame whose y registers are [], and make sure of heap room. */
    public static final int ALLOCATE_HEAP_ZERO = 15;
    /** {@code test_heap/2}: make sure of heap room. */
    public static final int TEST_HEAP = 16;
    /** {@code init/1}: y register becomes []. */
    public static final int INIT = 17;
    /** {@code deallocate/1}: drop the stack frame. */
    public static final int DEALLOCATE = 18;
    /** {@code return/0}: return x0 to the caller. */
    public static final int RETURN = 19;
    /** {@code send/0}: send x1 to x0; the result is the message. */
    public static final int SEND = 20;
    /** {@code remove_message/0}: take the current message out of the queue. */
    public static final int REMOVE_MESSAGE = 21;
    /** {@code timeout/0}: the receive has timed out: next time look from the first message again. */
    public static final int TIMEOUT = 22;
    /** {@code loop_rec/2}: put the next message into x0; when there is none go to the label. */
    public static final int LOOP_REC = 23;
    /** {@code loop_rec_end/1}: the message does not match: step over it and go to the label. */
    public static final int LOOP_REC_END = 24;
    /** {@code wait/1}: sleep until a message comes, then go to the label. */
    public static final int WAIT = 25;
    /** {@code wait_timeout/2}: sleep; a message: go to the label; time is over: go on. */
    public static final int WAIT_TIMEOUT = 26;
    /** {@code m_plus/4}: arithmetic of the first releases. */
    public static final int M_PLUS = 27;
    /** {@code m_minus/4}: arithmetic of the first releases. */
    public static final int M_MINUS = 28;
    /** {@code m_times/4}: arithmetic of the first releases. */
    public static final int M_TIMES = 29;
    /** {@code m_div/4}: arithmetic of the first releases. */
    public static final int M_DIV = 30;
    /** {@code int_div/4}: arithmetic of the first releases. */
    public static final int INT_DIV = 31;
    /** {@code int_rem/4}: arithmetic of the first releases. */
    public static final int INT_REM = 32;
    /** {@code int_band/4}: arithmetic of the first releases. */
    public static final int INT_BAND = 33;
    /** {@code int_bor/4}: arithmetic of the first releases. */
    public static final int INT_BOR = 34;
    /** {@code int_bxor/4}: arithmetic of the first releases. */
    public static final int INT_BXOR = 35;
    /** {@code int_bsl/4}: arithmetic of the first releases. */
    public static final int INT_BSL = 36;
    /** {@code int_bsr/4}: arithmetic of the first releases. */
    public static final int INT_BSR = 37;
    /** {@code int_bnot/3}: arithmetic of the first releases. */
    public static final int INT_BNOT = 38;
    /** {@code is_lt/3}: first less than second, else branch. */
    public static final int IS_LT = 39;
    /** {@code is_ge/3}: first not less than second, else branch. */
    public static final int IS_GE = 40;
    /** {@code is_eq/3}: equal (==), else branch. */
    public static final int IS_EQ = 41;
    /** {@code is_ne/3}: not equal (/=), else branch. */
    public static final int IS_NE = 42;
    /** {@code is_eq_exact/3}: the same (=:=), else branch. */
    public static final int IS_EQ_EXACT = 43;
    /** {@code is_ne_exact/3}: not the same (=/=), else branch. */
    public static final int IS_NE_EXACT = 44;
    /** {@code is_integer/2}: an integer, else branch. */
    public static final int IS_INTEGER = 45;
    /** {@code is_float/2}: a float, else branch. */
    public static final int IS_FLOAT = 46;
    /** {@code is_number/2}: an integer or a float, else branch. */
    public static final int IS_NUMBER = 47;
    /** {@code is_atom/2}: an atom, else branch. */
    public static final int IS_ATOM = 48;
    /** {@code is_pid/2}: a pid, else branch. */
    public static final int IS_PID = 49;
    /** {@code is_reference/2}: a reference, else branch. */
    public static final int IS_REFERENCE = 50;
    /** {@code is_port/2}: a port, else branch. */
    public static final int IS_PORT = 51;
    /** {@code is_nil/2}: the empty list, else branch. */
    public static final int IS_NIL = 52;
    /** {@code is_binary/2}: a bitstring of whole bytes, else branch. */
    public static final int IS_BINARY = 53;
    /** {@code is_constant/2}: neither list nor tuple. */
    public static final int IS_CONSTANT = 54;
    /** {@code is_list/2}: a cons cell or [], else branch. */
    public static final int IS_LIST = 55;
    /** {@code is_nonempty_list/2}: a cons cell, else branch. */
    public static final int IS_NONEMPTY_LIST = 56;
    /** {@code is_tuple/2}: a tuple, else branch. */
    public static final int IS_TUPLE = 57;
    /** {@code test_arity/3}: the tuple has this size, else branch. */
    public static final int TEST_ARITY = 58;
    /** {@code select_val/3}: go to the label of the same value, else to the first label. */
    public static final int SELECT_VAL = 59;
    /** {@code select_tuple_arity/3}: go to the label of the size of the tuple; other size or no tuple: to the first label. */
    public static final int SELECT_TUPLE_ARITY = 60;
    /** {@code jump/1}: go to the label. */
    public static final int JUMP = 61;
    /** {@code catch/2}: exceptions from here on go to the label. */
    public static final int CATCH = 62;
    /** {@code catch_end/1}: end of a catch; after an exception x0 becomes what catch gives for it. */
    public static final int CATCH_END = 63;
    /** {@code move/2}: copy the term. */
    public static final int MOVE = 64;
    /** {@code get_list/3}: head and tail of a cons cell. */
    public static final int GET_LIST = 65;
    /** {@code get_tuple_element/3}: element of a tuple, counted from 0. */
    public static final int GET_TUPLE_ELEMENT = 66;
    /** {@code set_tuple_element/3}: overwrite an element of a fresh tuple, counted from 0. */
    public static final int SET_TUPLE_ELEMENT = 67;
    /** {@code put_string/3}: list of the bytes of a string. */
    public static final int PUT_STRING = 68;
    /** {@code put_list/3}: cons cell. */
    public static final int PUT_LIST = 69;
    /** {@code put_tuple/2}: tuple whose elements follow as put instructions. */
    public static final int PUT_TUPLE = 70;
    /** {@code put/1}: an element for put_tuple. */
    public static final int PUT = 71;
    /** {@code badmatch/1}: error {badmatch,V}. */
    public static final int BADMATCH = 72;
    /** {@code if_end/0}: error if_clause. */
    public static final int IF_END = 73;
    /** {@code case_end/1}: error {case_clause,V}. */
    public static final int CASE_END = 74;
    /** {@code call_fun/1}: call the fun in the x register after the arguments. */
    public static final int CALL_FUN = 75;
    /** {@code make_fun/3}: make a fun, first form. */
    public static final int MAKE_FUN = 76;
    /** {@code is_function/2}: a fun, else branch. */
    public static final int IS_FUNCTION = 77;
    /** {@code call_ext_only/2}: go on in an exported function or a BIF; there is no frame. */
    public static final int CALL_EXT_ONLY = 78;
    /** {@code bs_start_match/2}: binary matching of R7. */
    public static final int BS_START_MATCH = 79;
    /** {@code bs_get_integer/5}: binary matching of R7. */
    public static final int BS_GET_INTEGER = 80;
    /** {@code bs_get_float/5}: binary matching of R7. */
    public static final int BS_GET_FLOAT = 81;
    /** {@code bs_get_binary/5}: binary matching of R7. */
    public static final int BS_GET_BINARY = 82;
    /** {@code bs_skip_bits/4}: binary matching of R7. */
    public static final int BS_SKIP_BITS = 83;
    /** {@code bs_test_tail/2}: binary matching of R7. */
    public static final int BS_TEST_TAIL = 84;
    /** {@code bs_save/1}: binary matching of R7. */
    public static final int BS_SAVE = 85;
    /** {@code bs_restore/1}: binary matching of R7. */
    public static final int BS_RESTORE = 86;
    /** {@code bs_init/2}: binary construction of R7. */
    public static final int BS_INIT = 87;
    /** {@code bs_final/2}: binary construction of R7. */
    public static final int BS_FINAL = 88;
    /** {@code bs_put_integer/5}: next segment of the current binary: an integer. */
    public static final int BS_PUT_INTEGER = 89;
    /** {@code bs_put_binary/5}: next segment of the current binary: a bitstring. */
    public static final int BS_PUT_BINARY = 90;
    /** {@code bs_put_float/5}: next segment of the current binary: a float. */
    public static final int BS_PUT_FLOAT = 91;
    /** {@code bs_put_string/2}: next segment of the current binary: bytes of the string table. */
    public static final int BS_PUT_STRING = 92;
    /** {@code bs_need_buf/1}: binary construction of R7. */
    public static final int BS_NEED_BUF = 93;
    /** {@code fclearerror/0}: nothing (float operations check for themselves). */
    public static final int FCLEARERROR = 94;
    /** {@code fcheckerror/1}: nothing (float operations check for themselves). */
    public static final int FCHECKERROR = 95;
    /** {@code fmove/2}: float term into float register or the other way. */
    public static final int FMOVE = 96;
    /** {@code fconv/2}: number into float register. */
    public static final int FCONV = 97;
    /** {@code fadd/4}: sum of float registers. */
    public static final int FADD = 98;
    /** {@code fsub/4}: difference of float registers. */
    public static final int FSUB = 99;
    /** {@code fmul/4}: product of float registers. */
    public static final int FMUL = 100;
    /** {@code fdiv/4}: quotient of float registers. */
    public static final int FDIV = 101;
    /** {@code fnegate/3}: float register with the other sign. */
    public static final int FNEGATE = 102;
    /** {@code make_fun2/1}: make a fun; the environment stands in x0, x1 ..; the result goes to x0. */
    public static final int MAKE_FUN2 = 103;
    /** {@code try/2}: exceptions from here on go to the label. */
    public static final int TRY = 104;
    /** {@code try_end/1}: end of the protected part, reached without an exception. */
    public static final int TRY_END = 105;
    /** {@code try_case/1}: start of a handler: x0 class, x1 value, x2 raw stack trace. */
    public static final int TRY_CASE = 106;
    /** {@code try_case_end/1}: error {try_clause,V}. */
    public static final int TRY_CASE_END = 107;
    /** {@code raise/2}: raise again, with the class that the raw stack trace keeps. */
    public static final int RAISE = 108;
    /** {@code bs_init2/6}: new current binary of a size in bytes. */
    public static final int BS_INIT2 = 109;
    /** {@code bs_bits_to_bytes/3}: size conversion of R10. */
    public static final int BS_BITS_TO_BYTES = 110;
    /** {@code bs_add/5}: first plus second times unit, for sizes. */
    public static final int BS_ADD = 111;
    /** {@code apply/1}: call function x(n+1) of module x(n). */
    public static final int APPLY = 112;
    /** {@code apply_last/2}: drop the frame and go on in function x(n+1) of module x(n). */
    public static final int APPLY_LAST = 113;
    /** {@code is_boolean/2}: true or false, else branch. */
    public static final int IS_BOOLEAN = 114;
    /** {@code is_function2/3}: a fun of this arity, else branch. */
    public static final int IS_FUNCTION2 = 115;
    /** {@code bs_start_match2/5}: binary matching of R11. */
    public static final int BS_START_MATCH2 = 116;
    /** {@code bs_get_integer2/7}: next segment: an integer. */
    public static final int BS_GET_INTEGER2 = 117;
    /** {@code bs_get_float2/7}: next segment: a float. */
    public static final int BS_GET_FLOAT2 = 118;
    /** {@code bs_get_binary2/7}: next segment: a bitstring. */
    public static final int BS_GET_BINARY2 = 119;
    /** {@code bs_skip_bits2/5}: step over a segment. */
    public static final int BS_SKIP_BITS2 = 120;
    /** {@code bs_test_tail2/3}: exactly so many bits are left, else branch. */
    public static final int BS_TEST_TAIL2 = 121;
    /** {@code bs_save2/2}: position slots of R11. */
    public static final int BS_SAVE2 = 122;
    /** {@code bs_restore2/2}: position slots of R11. */
    public static final int BS_RESTORE2 = 123;
    /** {@code gc_bif1/5}: guard BIF that may build a term. */
    public static final int GC_BIF1 = 124;
    /** {@code gc_bif2/6}: guard BIF that may build a term. */
    public static final int GC_BIF2 = 125;
    /** {@code bs_final2/2}: binary construction of R11. */
    public static final int BS_FINAL2 = 126;
    /** {@code bs_bits_to_bytes2/2}: size conversion of R11. */
    public static final int BS_BITS_TO_BYTES2 = 127;
    /** {@code put_literal/2}: literal of R11. */
    public static final int PUT_LITERAL = 128;
    /** {@code is_bitstr/2}: a bitstring, else branch. */
    public static final int IS_BITSTR = 129;
    /** {@code bs_context_to_binary/1}: match context back to its bitstring. */
    public static final int BS_CONTEXT_TO_BINARY = 130;
    /** {@code bs_test_unit/3}: the bits that are left can be divided by the unit, else branch. */
    public static final int BS_TEST_UNIT = 131;
    /** {@code bs_match_string/4}: the next bits are those of the string, else branch. */
    public static final int BS_MATCH_STRING = 132;
    /** {@code bs_init_writable/0}: x0: from a size hint to a new empty writable binary. */
    public static final int BS_INIT_WRITABLE = 133;
    /** {@code bs_append/8}: new current binary: a bitstring with room behind it. */
    public static final int BS_APPEND = 134;
    /** {@code bs_private_append/6}: as bs_append, of a bitstring that nobody else has. */
    public static final int BS_PRIVATE_APPEND = 135;
    /** {@code trim/2}: drop the lowest y registers and keep the rest. */
    public static final int TRIM = 136;
    /** {@code bs_init_bits/6}: new current binary of a size in bits. */
    public static final int BS_INIT_BITS = 137;
    /** {@code bs_get_utf8/5}: next character in UTF-8. */
    public static final int BS_GET_UTF8 = 138;
    /** {@code bs_skip_utf8/4}: step over a character in UTF-8. */
    public static final int BS_SKIP_UTF8 = 139;
    /** {@code bs_get_utf16/5}: next character in UTF-16. */
    public static final int BS_GET_UTF16 = 140;
    /** {@code bs_skip_utf16/4}: step over a character in UTF-16. */
    public static final int BS_SKIP_UTF16 = 141;
    /** {@code bs_get_utf32/5}: next character in UTF-32. */
    public static final int BS_GET_UTF32 = 142;
    /** {@code bs_skip_utf32/4}: step over a character in UTF-32. */
    public static final int BS_SKIP_UTF32 = 143;
    /** {@code bs_utf8_size/3}: bytes of a character in UTF-8. */
    public static final int BS_UTF8_SIZE = 144;
    /** {@code bs_put_utf8/3}: next segment of the current binary: a character in UTF-8. */
    public static final int BS_PUT_UTF8 = 145;
    /** {@code bs_utf16_size/3}: bytes of a character in UTF-16. */
    public static final int BS_UTF16_SIZE = 146;
    /** {@code bs_put_utf16/3}: next segment of the current binary: a character in UTF-16. */
    public static final int BS_PUT_UTF16 = 147;
    /** {@code bs_put_utf32/3}: next segment of the current binary: a character in UTF-32. */
    public static final int BS_PUT_UTF32 = 148;
    /** {@code on_load/0}: this function runs when the module is loaded. */
    public static final int ON_LOAD = 149;
    /** {@code recv_mark/1}: receive marker of R14. */
    public static final int RECV_MARK = 150;
    /** {@code recv_set/1}: receive marker of R14. */
    public static final int RECV_SET = 151;
    /** {@code gc_bif3/7}: guard BIF that may build a term. */
    public static final int GC_BIF3 = 152;
    /** {@code line/1}: the place in the source of what follows. */
    public static final int LINE = 153;
    /** {@code put_map_assoc/5}: map with these associations. */
    public static final int PUT_MAP_ASSOC = 154;
    /** {@code put_map_exact/5}: map with new values for keys that it has. */
    public static final int PUT_MAP_EXACT = 155;
    /** {@code is_map/2}: a map, else branch. */
    public static final int IS_MAP = 156;
    /** {@code has_map_fields/3}: the map has all keys, else branch. */
    public static final int HAS_MAP_FIELDS = 157;
    /** {@code get_map_elements/3}: values of keys; one is missing: branch. */
    public static final int GET_MAP_ELEMENTS = 158;
    /** {@code is_tagged_tuple/4}: a tuple of this size with this first element, else branch. */
    public static final int IS_TAGGED_TUPLE = 159;
    /** {@code build_stacktrace/0}: x0: from raw stack trace to list. */
    public static final int BUILD_STACKTRACE = 160;
    /** {@code raw_raise/0}: raise x0:x1 with raw stack trace x2; when x0 is no class x0 becomes badarg. */
    public static final int RAW_RAISE = 161;
    /** {@code get_hd/2}: head of a cons cell. */
    public static final int GET_HD = 162;
    /** {@code get_tl/2}: tail of a cons cell. */
    public static final int GET_TL = 163;
    /** {@code put_tuple2/2}: tuple. */
    public static final int PUT_TUPLE2 = 164;
    /** {@code bs_get_tail/3}: what is left, as a bitstring. */
    public static final int BS_GET_TAIL = 165;
    /** {@code bs_start_match3/4}: match context for a bitstring (or another for a match context); no bitstring: branch. */
    public static final int BS_START_MATCH3 = 166;
    /** {@code bs_get_position/3}: position of a match context. */
    public static final int BS_GET_POSITION = 167;
    /** {@code bs_set_position/2}: back to a position. */
    public static final int BS_SET_POSITION = 168;
    /** {@code swap/2}: exchange two registers. */
    public static final int SWAP = 169;
    /** {@code bs_start_match4/4}: as bs_start_match3; no_fail: it is a bitstring; resume: it is a match context. */
    public static final int BS_START_MATCH4 = 170;
    /** {@code make_fun3/3}: make a fun with this environment. */
    public static final int MAKE_FUN3 = 171;
    /** {@code init_yregs/1}: y registers become []. */
    public static final int INIT_YREGS = 172;
    /** {@code recv_marker_bind/2}: the marker belongs to this reference. */
    public static final int RECV_MARKER_BIND = 173;
    /** {@code recv_marker_clear/1}: forget the marker of a reference. */
    public static final int RECV_MARKER_CLEAR = 174;
    /** {@code recv_marker_reserve/1}: remember the end of the message queue. */
    public static final int RECV_MARKER_RESERVE = 175;
    /** {@code recv_marker_use/1}: the next receive may start at the marker of the reference. */
    public static final int RECV_MARKER_USE = 176;
    /** {@code bs_create_bin/6}: bitstring of segments. */
    public static final int BS_CREATE_BIN = 177;
    /** {@code call_fun2/3}: call a fun; the first operand says what is known about it. */
    public static final int CALL_FUN2 = 178;
    /** {@code nif_start/0}: this function may be replaced by a native. */
    public static final int NIF_START = 179;
    /** {@code badrecord/1}: error {badrecord,V}. */
    public static final int BADRECORD = 180;
    /** {@code update_record/5}: copy of a tuple with some other elements. */
    public static final int UPDATE_RECORD = 181;
    /** {@code bs_match/3}: several matching steps at once. */
    public static final int BS_MATCH = 182;
    /** {@code executable_line/2}: a line that coverage may count. */
    public static final int EXECUTABLE_LINE = 183;
    /** {@code debug_line/4}: a place where a debugger may stop. */
    public static final int DEBUG_LINE = 184;
    /** {@code bif3/6}: guard BIF that builds nothing. */
    public static final int BIF3 = 185;
    /** {@code is_any_native_record/2}: a native record, else branch. */
    public static final int IS_ANY_NATIVE_RECORD = 186;
    /** {@code is_native_record/4}: a native record of this module and name, else branch. */
    public static final int IS_NATIVE_RECORD = 187;
    /** {@code get_record_elements/3}: values of fields; one is missing: branch. */
    public static final int GET_RECORD_ELEMENTS = 188;
    /** {@code put_record/6}: native record, new or from another one. */
    public static final int PUT_RECORD = 189;
    /** {@code is_record_accessible/3}: the native record may be read from here, else branch. */
    public static final int IS_RECORD_ACCESSIBLE = 190;
    /** {@code get_record_field/5}: field of a native record. */
    public static final int GET_RECORD_FIELD = 191;

    private Opcodes() {
    }
}
