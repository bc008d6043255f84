package dev.longbeam.otp;

import dev.longbeam.otp.posix.Pcre2;
import java.util.HashMap;
import java.util.Map;

/**
 * What is wrong with a pattern, as PCRE 8 says it. Errors carry PCRE2's numbers; here are the texts and the offsets that differ, found
 * by giving wrong patterns to both.
 *
 * <p>Any thread. Only for patterns that are wrong.
 */
final class ReErrors {
    /** Two newline conventions that do not go together; PCRE2 has no such error. */
    static final int INCONSISTENT_NEWLINE = 1056;
    /** Something that no group begins with stands behind {@code (?<}. */
    static final int AFTER_ANGLE = 1024;
    /** A condition that is the number 0. */
    static final int CONDITION_ZERO = 1035;
    /** An argument of a verb that takes none. */
    static final int VERB_ARGUMENT = 1059;
    /** Groups are nested too deep; PCRE2 has another limit. */
    static final int TOO_COMPLICATED = 1086;
    /** A character is wrong behind {@code (?} or {@code (?-}. */
    static final int OPTION = 111;
    /** A closing parenthesis is missing. */
    static final int MISSING_PARENTHESIS = 114;
    /** A condition is malformed. */
    static final int CONDITION = 124;
    /** A reference is 0. */
    static final int ZERO_REFERENCE = 126;
    /** A condition is no assertion. */
    static final int ASSERTION_EXPECTED = 128;
    /** An escape that is not supported. */
    static final int UNSUPPORTED_ESCAPE = 137;
    /** A callout is not closed. */
    static final int CALLOUT = 139;
    /** A character is wrong behind {@code (?P}. */
    static final int AFTER_P = 141;
    /** A name does not end. */
    static final int NAME = 142;
    /** A reference is malformed. */
    static final int REFERENCE_SYNTAX = 157;
    /** A recursive call is not closed. */
    static final int RECURSION = 158;
    /** A verb is not known. */
    static final int VERB = 160;
    /** A name is missing. */
    static final int NAME_EXPECTED = 162;

    private static final int DIGIT_EXPECTED = 129;
    private static final int MISSING_GROUP = 115;
    private static final int LOOKBEHIND = 125;
    private static final int LOOKBEHIND_BYTE = 136;
    private static final int TWO_BRANCHES = 127;
    private static final int SAME_NAME = 143;
    private static final int PROPERTY = 147;
    private static final int RANGE = 150;
    private static final int OCTAL_VALUE = 151;
    private static final int DEFINE_BRANCHES = 154;
    private static final int NUMBER_TOO_BIG = 161;
    private static final int NOT_OCTAL = 164;
    private static final int NOT_HEXADECIMAL = 167;
    private static final int NAME_REFERENCE = 169;
    private static final int NOT_IN_CLASS = 171;
    private static final int UTF_DISABLED = 174;
    private static final int DIGITS_MISSING = 178;

    private static final Map<Integer, String> TEXTS = texts();

    private ReErrors() {
    }

    private static Map<Integer, String> texts() {
        final Map<Integer, String> texts = new HashMap<>();
        texts.put(INCONSISTENT_NEWLINE, "inconsistent NEWLINE options");
        texts.put(AFTER_ANGLE, "unrecognized character after (?<");
        texts.put(CONDITION_ZERO, "invalid condition (?(0)");
        texts.put(VERB_ARGUMENT, "an argument is not allowed for (*ACCEPT), (*FAIL), or (*COMMIT)");
        texts.put(TOO_COMPLICATED, "regular expression is too complicated");
        texts.put(107, "invalid escape sequence in character class");
        texts.put(109, "nothing to repeat");
        texts.put(MISSING_PARENTHESIS, "missing )");
        texts.put(118, "missing ) after comment");
        texts.put(121, "failed to get memory");
        texts.put(122, "unmatched parentheses");
        texts.put(CONDITION, "malformed number or name after (?(");
        texts.put(ZERO_REFERENCE, "a numbered reference must not be zero");
        texts.put(TWO_BRANCHES, "conditional group contains more than two branches");
        texts.put(DIGIT_EXPECTED, "digit expected after (?+");
        texts.put(134, "character value in \\x{} or \\o{} is too large");
        texts.put(LOOKBEHIND_BYTE, "\\C not allowed in lookbehind assertion");
        texts.put(UNSUPPORTED_ESCAPE, "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u");
        texts.put(138, "number after (?C is > 255");
        texts.put(CALLOUT, "closing ) for (?C expected");
        texts.put(NAME, "syntax error in subpattern name (missing terminator)");
        texts.put(SAME_NAME, "two named subpatterns have the same name");
        texts.put(144, "group name must start with a non-digit");
        texts.put(PROPERTY, "unknown property name after \\P or \\p");
        texts.put(148, "subpattern name is too long (maximum 32 characters)");
        texts.put(149, "too many named subpatterns (maximum 10000)");
        texts.put(DEFINE_BRANCHES, "DEFINE group contains more than one branch");
        texts.put(RECURSION, "(?R or (?[+-]digits must be followed by )");
        texts.put(NUMBER_TOO_BIG, "number is too big");
        texts.put(168, "\\c must be followed by an ASCII character");
        texts.put(UTF_DISABLED, "setting UTF is disabled by the application");
        texts.put(DIGITS_MISSING, "digits missing in \\x{} or \\o{}");
        return texts;
    }

    /** Text of an error. */
    static String text(final int error) {
        if (error < 0) {
            return "invalid UTF-8 string";
        }
        final String text = TEXTS.get(error);
        return text != null ? text : Pcre2.message(error);
    }

    /** Brings PCRE2's number and offset, in {@code errors}, to those of PCRE 8. The offset is one of the original pattern. */
    static void bringToPcre8(final long[] errors, final byte[] pattern) {
        final int error = (int)errors[0];
        final int offset = (int)errors[1];
        errors[0] = number(error, offset, pattern);
        errors[1] = Math.max(0, offset(error, offset, pattern));
    }

    private static int number(final int error, final int offset, final byte[] pattern) {
        if (error == NAME_EXPECTED && endsWith(pattern, offset, "(?<")) {
            return AFTER_ANGLE;
        }
        if (error == NAME && conditionStart(pattern, offset) >= 0) {
            return CONDITION;
        }
        if ((error == MISSING_GROUP || error == ZERO_REFERENCE) && isZeroCondition(pattern, offset)) {
            return CONDITION_ZERO;
        }
        if (error == DIGITS_MISSING && offset >= pattern.length) {
            return endsWith(pattern, offset, "\\o{") ? NOT_OCTAL : NOT_HEXADECIMAL;
        }
        return error;
    }

    private static int offset(final int error, final int offset, final byte[] pattern) {
        return switch (error) {
            case RANGE, SAME_NAME, OCTAL_VALUE, UNSUPPORTED_ESCAPE, PROPERTY, NOT_IN_CLASS -> offset - 1;
            case ASSERTION_EXPECTED, DIGIT_EXPECTED -> offset + 1;
            case NAME_REFERENCE -> endsWith(pattern, offset, "\\k") ? offset - 1 : offset;
            case DIGITS_MISSING -> endsWith(pattern, offset, "\\o{") && offset < pattern.length ? offset - 2 : offset;
            case LOOKBEHIND, LOOKBEHIND_BYTE, TWO_BRANCHES -> closing(pattern, offset);
            case DEFINE_BRANCHES -> closing(pattern, offset - 3);
            case UTF_DISABLED -> 0;
            case VERB -> verbEnd(pattern, offset);
            case MISSING_GROUP, ZERO_REFERENCE -> referenceEnd(pattern, offset);
            case NUMBER_TOO_BIG -> digitsEnd(pattern, offset) - 1;
            default -> offset;
        };
    }

    private static boolean endsWith(final byte[] pattern, final int end, final String text) {
        final int from = end - text.length();
        for (int i = 0; i < text.length(); i++) {
            if (from < 0 || from + i >= pattern.length || pattern[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where the condition begins that an offset lies in: its {@code (?(}; -1 when it lies in none. */
    private static int conditionStart(final byte[] pattern, final int offset) {
        for (int i = Math.min(offset, pattern.length); i >= 3; i--) {
            if (endsWith(pattern, i, "(?(")) {
                return i - 3;
            }
            if (i < offset && pattern[i] == ')') {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isZeroCondition(final byte[] pattern, final int offset) {
        final int start = conditionStart(pattern, offset);
        int i = start + 3;
        if (start < 0) {
            return false;
        }
        if (i < pattern.length && (pattern[i] == '+' || pattern[i] == '-')) {
            i++;
        }
        return i + 1 < pattern.length && pattern[i] == '0' && pattern[i + 1] == ')';
    }

    /** PCRE 8 notices a missing group behind a condition, behind a name, or, for a number, at the end of the pattern. */
    private static int referenceEnd(final byte[] pattern, final int offset) {
        if (conditionStart(pattern, offset) >= 0 || endsWith(pattern, offset + 1, "(?(")) {
            int end = offset;
            while (end < pattern.length && pattern[end] != ')') {
                end++;
            }
            return Math.min(end + 1, pattern.length);
        }
        int start = Math.min(offset, pattern.length - 1);
        while (start > 0 && pattern[start] != '(' && pattern[start] != '\\') {
            start--;
        }
        final String token = new String(pattern, start, pattern.length - start, java.nio.charset.StandardCharsets.ISO_8859_1);
        if (token.matches("(?s)\\\\g\\{?-.*")) {
            return digitsEnd(pattern, start + (token.charAt(2) == '{' ? 4 : 3)) - (token.charAt(2) == '{' ? 0 : 1);
        }
        if (token.matches("(?s)\\\\(\\d|g\\d|g\\{\\d).*")) {
            return pattern.length;
        }
        int end = offset;
        if (token.matches("(?s)(\\\\[gk].[A-Za-z_]|\\(\\?&|\\(\\?P[>=]).*")) {
            while (end < pattern.length && (Character.isLetterOrDigit(pattern[end]) || pattern[end] == '_')) {
                end++;
            }
        }
        return end;
    }

    private static int digitsEnd(final byte[] pattern, final int offset) {
        int end = offset;
        while (end < pattern.length && Character.isDigit(pattern[end])) {
            end++;
        }
        return end;
    }

    private static int verbEnd(final byte[] pattern, final int offset) {
        int i = Math.min(offset, pattern.length);
        while (i > 0 && !endsWith(pattern, i, "(*")) {
            i--;
        }
        while (i < pattern.length && Character.isLetter(pattern[i])) {
            i++;
        }
        if (i < pattern.length && pattern[i] == ':') {
            while (i < pattern.length && pattern[i] != ')') {
                i++;
            }
        }
        return i;
    }

    /** Where the group closes that begins at an offset; the end of the pattern when a recursive call inside decides. */
    private static int closing(final byte[] pattern, final int offset) {
        int depth = 0;
        for (int i = offset; i < pattern.length; i++) {
            if (pattern[i] == '\\') {
                i++;
            } else if (pattern[i] == '[') {
                i = classEnd(pattern, i);
            } else if (pattern[i] == '(') {
                if (i + 2 < pattern.length && pattern[i + 1] == '?' && Character.isDigit(pattern[i + 2])) {
                    return pattern.length;
                }
                depth++;
            } else if (pattern[i] == ')' && --depth == 0) {
                return i;
            }
        }
        return pattern.length;
    }

    private static int classEnd(final byte[] pattern, final int start) {
        for (int i = start + 2; i < pattern.length; i++) {
            if (pattern[i] == '\\') {
                i++;
            } else if (pattern[i] == ']') {
                return i;
            }
        }
        return pattern.length;
    }
}
