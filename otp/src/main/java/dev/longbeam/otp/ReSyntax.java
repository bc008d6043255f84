package dev.longbeam.otp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Brings a pattern of PCRE 8 to PCRE2, where they read the same text differently:
 * <ul>
 * <li>an unknown escape is the character itself: {@code \y}, and in a class {@code [\R]};
 * <li>in UTF-8 without properties {@code \w} once is {@code [\w]}: PCRE2 10.42 looks for its first byte with the wrong table;
 * <li>{@code \8} and {@code \9} are digits when there is no such group yet;
 * <li>a hyphen behind a type or a POSIX class is itself: {@code [\w-.]};
 * <li>recursion is atomic: {@code (?R)} becomes {@code (?>(?R))};
 * <li>{@code (*UTF8)} is {@code (*UTF)}, and {@code (?xx)} is {@code (?x)};
 * <li>what only PCRE2 knows is wrong: {@code (?n)}, {@code (?^)}, {@code (*pla:..)}, {@code (?*..)}, named characters.
 * </ul>
 * A pattern that is wrong in PCRE2 is left wrong, so that the library says what is wrong with it.
 *
 * <p>Used once, by one thread.
 */
final class ReSyntax {
    private static final String UNKNOWN_ESCAPES = "FIJMOTYijmqy";
    private static final String UNKNOWN_ESCAPES_IN_CLASS = UNKNOWN_ESCAPES + "ABCGKRXZkz";
    private static final String TYPES = "dDsSwWhHvVpPN";
    private static final Pattern LEADING_VERBS = Pattern.compile("\\(\\*(UTF|UCP|CR|LF|CRLF|ANY|ANYCRLF|BSR_.*|NO_.*|LIMIT_.*)");
    private static final String FLAGS = "imsxJUX-";
    private static final int DELETE = 127;
    private static final int CONTROL_BIT = 0x40;
    /** PCRE 8 compiles into a workspace first, where each open group takes these bytes, one that captures two more. */
    private static final int BRANCH_BYTES = 3;
    private static final int CAPTURE_BYTES = 2;
    private static final int WORKSPACE_BYTES = 3996;

    private final byte[] pattern;
    private byte[] out;
    private int[] origins;
    private int length;
    private int at;
    private final boolean byteTypes;
    private boolean extended;
    private boolean[] extendedOutside = new boolean[16];
    private int[] workspaceOutside = new int[16];
    private int workspace = BRANCH_BYTES;
    private int depth;
    private int groups;
    private int error;
    private int errorOffset;

    /**
     * Ready to translate.
     *
     * @param extended white space and comments do not count
     * @param byteTypes the pattern is UTF-8, and types of characters are those of Latin-1
     */
    ReSyntax(final byte[] pattern, final boolean extended, final boolean byteTypes) {
        this.pattern = pattern;
        this.extended = extended;
        this.byteTypes = byteTypes;
        out = new byte[pattern.length + 16];
        origins = new int[pattern.length + 17];
    }

    /** The pattern for PCRE2; only the part in front of the error when {@link #error()} is not 0. */
    byte[] translate() {
        leadingVerbs();
        while (at < pattern.length && error == 0) {
            element();
        }
        origins[length] = pattern.length;
        return Arrays.copyOf(out, length);
    }

    /** Number of the error, as {@link ReErrors} knows it; 0 for none. */
    int error() {
        return error;
    }

    /** Where the error is. */
    int errorOffset() {
        return errorOffset;
    }

    /** Where in the original pattern the byte at an offset of the translated one comes from. */
    int originalOffset(final int offset) {
        return origins[Math.min(offset, length)];
    }

    private void leadingVerbs() {
        while (follows("(*")) {
            final int end = indexOf(')', at);
            if (follows("(*UTF8)")) {
                emit("(*UTF)");
                at = end + 1;
            } else if (end > 0 && LEADING_VERBS.matcher(text(end)).matches()) {
                copyTo(end + 1);
            } else {
                return;
            }
        }
    }

    private String text(final int end) {
        return new String(pattern, at, end - at, StandardCharsets.ISO_8859_1);
    }

    private void element() {
        switch (peek(0)) {
            case '\\' -> escape();
            case '[' -> startClass();
            case '(' -> open();
            case ')' -> {
                close();
                copy();
            }
            case '#' -> {
                if (extended) {
                    copyComment();
                } else {
                    copy();
                }
            }
            default -> copy();
        }
    }

    private void copyComment() {
        while (at < pattern.length && peek(0) != '\n') {
            copy();
        }
    }

    private void escape() {
        final char c = peek(1);
        if (c == 'Q') {
            copyQuoted();
        } else if (UNKNOWN_ESCAPES.indexOf(c) >= 0 && c != 0) {
            at++;
            copy();
        } else if (c == 'w' && byteTypes && !isRepeated(2)) {
            emit("[");
            copyTo(at + 2);
            emit("]");
        } else if (c == '8' || c == '9') {
            digits();
        } else if (c == 'g' && (peek(2) == '<' || peek(2) == '\'')) {
            final int end = indexOf(peek(2) == '<' ? '>' : '\'', at + 3);
            callOrCopy(end);
        } else if (c == 'g') {
            reference();
        } else if (c == 'N' && follows("\\N{U+")) {
            fail(ReErrors.UNSUPPORTED_ESCAPE, at + 1);
        } else if (c == 'c' && isControl(2)) {
            controlled();
        } else {
            copyTo(Math.min(pattern.length, at + (c == 'c' ? 3 : 2)));
        }
    }

    /** True when a control character, which PCRE2 refuses behind {@code \c}, stands so far ahead. */
    private boolean isControl(final int ahead) {
        return at + ahead < pattern.length && (peek(ahead) < ' ' || peek(ahead) == DELETE);
    }

    /** Brings {@code \c} and a control character to the number of the character that it makes. */
    private void controlled() {
        emit(String.format("\\x%02x", peek(2) ^ CONTROL_BIT));
        at += 3;
    }

    /** True when a quantifier stands so far ahead. */
    private boolean isRepeated(final int ahead) {
        final char c = peek(ahead);
        return c == '*' || c == '+' || c == '?' || c == '{' && Character.isDigit(peek(ahead + 1));
    }

    private void reference() {
        if (peek(2) == 0 || "{+-0123456789".indexOf(peek(2)) < 0) {
            fail(ReErrors.ZERO_REFERENCE, at + 1);
        } else if (peek(2) == '0') {
            fail(ReErrors.ZERO_REFERENCE, at + 2);
        } else if (follows("\\g{}")) {
            fail(ReErrors.ZERO_REFERENCE, at + 3);
        } else if (follows("\\g{0}")) {
            fail(ReErrors.ZERO_REFERENCE, at + 4);
        } else if (follows("\\g{+")) {
            fail(ReErrors.NAME_EXPECTED, at + 3);
        } else if (follows("\\g{") && at + 3 == pattern.length) {
            fail(ReErrors.REFERENCE_SYNTAX, at + 3);
        } else {
            copyTo(at + 2);
        }
    }

    private void digits() {
        int number = 0;
        for (int i = at + 1; i < pattern.length && Character.isDigit((char)pattern[i]) && number <= groups; i++) {
            number = number * 10 + pattern[i] - '0';
        }
        if (number > groups) {
            at++;
            copy();
        } else {
            copyTo(at + 2);
        }
    }

    private void copyQuoted() {
        for (int i = at + 2; i + 1 < pattern.length; i++) {
            if (pattern[i] == '\\' && pattern[i + 1] == 'E') {
                copyTo(i + 2);
                return;
            }
        }
        copyTo(pattern.length);
    }

    private void startClass() {
        if (follows("[[:<:]]") || follows("[[:>:]]")) {
            copyTo(at + 7);
            return;
        }
        copy();
        if (peek(0) == '^') {
            copy();
        }
        if (peek(0) == ']') {
            copy();
        }
        boolean afterType = false;
        while (at < pattern.length && peek(0) != ']') {
            afterType = classElement(afterType);
        }
        if (at < pattern.length) {
            copy();
        }
    }

    /** Copies an element of a class; true when it was a type or a POSIX class. */
    private boolean classElement(final boolean afterType) {
        final char c = peek(0);
        if (c == '-' && afterType && peek(1) != ']') {
            emit("\\");
            copy();
            return false;
        }
        if (c == '[' && (peek(1) == ':' || peek(1) == '.' || peek(1) == '=')) {
            return posixClass();
        }
        if (c != '\\') {
            copy();
            return false;
        }
        final char escaped = peek(1);
        if (escaped == 'Q') {
            copyQuoted();
        } else if (UNKNOWN_ESCAPES_IN_CLASS.indexOf(escaped) >= 0 && escaped != 0) {
            at++;
            copy();
        } else if (escaped == 'c' && isControl(2)) {
            controlled();
        } else if ((escaped == 'p' || escaped == 'P') && peek(2) == '{' && indexOf('}', at) > 0) {
            copyTo(indexOf('}', at) + 1);
        } else {
            copyTo(Math.min(pattern.length, at + (escaped == 'c' || escaped == 'p' || escaped == 'P' ? 3 : 2)));
        }
        return TYPES.indexOf(escaped) >= 0;
    }

    private boolean posixClass() {
        for (int i = at + 2; i + 1 < pattern.length && pattern[i] != ']' && pattern[i] != '\\'; i++) {
            if (pattern[i] == pattern[at + 1] && pattern[i + 1] == ']') {
                copyTo(i + 2);
                return true;
            }
        }
        copy();
        return false;
    }

    private void open() {
        final char kind = peek(2);
        if (peek(1) == '*') {
            verb();
        } else if (peek(1) != '?') {
            groups++;
            push(1, CAPTURE_BYTES);
        } else if (kind == 0 && at + 2 == pattern.length) {
            fail(ReErrors.OPTION, at + 2);
        } else if (kind == 'P' && at + 3 == pattern.length) {
            fail(ReErrors.AFTER_P, at + 3);
        } else if (kind == '#') {
            copyToEnd();
        } else if (kind == 'C') {
            callout();
        } else if (kind == 'R' || kind == '&' || Character.isDigit(kind) || (kind == '+' || kind == '-') && Character.isDigit(peek(3))
            || kind == 'P' && peek(3) == '>') {
            callOrCopy(indexOf(')', at));
        } else if (kind == '(') {
            condition();
        } else if (kind == '*') {
            fail(ReErrors.OPTION, at + 2);
        } else if (kind == '<' && peek(3) == '*') {
            fail(ReErrors.AFTER_ANGLE, at + 3);
        } else if (kind == '<' && peek(3) != '=' && peek(3) != '!' || kind == '\'' || kind == 'P' && peek(3) == '<') {
            named(kind == 'P' ? 4 : 3);
        } else if (FLAGS.indexOf(kind) >= 0 || kind == 'n' || kind == '^') {
            flags();
        } else {
            push(Math.min(3, pattern.length - at));
        }
    }

    /** Names are made of the letters of Latin-1, byte by byte, even when the pattern is UTF-8. */
    private void named(final int bytesBefore) {
        for (int i = at + bytesBefore; i < pattern.length && (pattern[i] < 0 || Character.isLetterOrDigit(pattern[i])); i++) {
            if (pattern[i] < 0 && !Character.isLetter((char)(pattern[i] & 0xFF))) {
                fail(ReErrors.NAME, i);
                return;
            }
        }
        groups++;
        push(bytesBefore, CAPTURE_BYTES);
    }

    private void verb() {
        int end = 2;
        while (Character.isLetter(peek(end))) {
            end++;
        }
        final int close = indexOf(')', at);
        if (peek(end) == ':' && close > at + end + 1 && (follows("(*ACCEPT:") || follows("(*COMMIT:") || follows("(*F"))) {
            fail(ReErrors.VERB_ARGUMENT, close);
        } else if (Character.isLowerCase(peek(2))) {
            fail(ReErrors.VERB, peek(end) == ':' && close > 0 ? close : at + end);
        } else {
            copyToEnd();
        }
    }

    private void callout() {
        final int end = indexOf(')', at);
        if (end < 0 && at + 3 == pattern.length) {
            fail(ReErrors.CALLOUT, at + 3);
        }
        for (int i = at + 3; i < end && error == 0; i++) {
            if (!Character.isDigit((char)pattern[i])) {
                fail(ReErrors.CALLOUT, i);
            }
        }
        if (error == 0) {
            copyToEnd();
        }
    }

    /** A recursive call that ends at an index, if it is one. */
    private void callOrCopy(final int end) {
        if (end < 0 && Character.isDigit(peek(2))) {
            fail(ReErrors.RECURSION, pattern.length);
            return;
        }
        if (end < 0) {
            copyTo(pattern.length);
            return;
        }
        emit("(?>");
        copyTo(end + 1);
        emit(")");
    }

    private void condition() {
        if (peek(3) == '?') {
            push(2);
            return;
        }
        if (at + 3 == pattern.length) {
            fail(ReErrors.ASSERTION_EXPECTED, at + 3);
            return;
        }
        if (follows("(?(VERSION>") || follows("(?(VERSION=")) {
            fail(ReErrors.CONDITION, at + 10);
            return;
        }
        final int end = indexOf(')', at);
        push(end < 0 ? pattern.length - at : end + 1 - at);
    }

    private void flags() {
        int i = at + 2;
        boolean on = true;
        boolean newExtended = extended;
        while (i < pattern.length && FLAGS.indexOf(pattern[i]) >= 0) {
            on &= pattern[i] != '-';
            newExtended = pattern[i] == 'x' ? on : newExtended;
            i++;
        }
        final char end = i < pattern.length ? (char)pattern[i] : 0;
        if (end != ')' && end != ':') {
            fail(ReErrors.OPTION, i);
            return;
        }
        if (end == ':') {
            pushOnly();
        }
        extended = newExtended;
        char last = 0;
        while (at < i) {
            if (peek(0) == 'x' && last == 'x') {
                at++;
            } else {
                last = peek(0);
                copy();
            }
        }
        if (at < pattern.length) {
            copy();
        }
    }

    private void push(final int bytes) {
        push(bytes, 0);
    }

    private void push(final int bytes, final int captureBytes) {
        pushOnly();
        workspace += captureBytes;
        copyTo(at + bytes);
        if (workspace > WORKSPACE_BYTES) {
            fail(ReErrors.TOO_COMPLICATED, at);
        }
    }

    private void pushOnly() {
        if (depth == extendedOutside.length) {
            extendedOutside = Arrays.copyOf(extendedOutside, depth * 2);
            workspaceOutside = Arrays.copyOf(workspaceOutside, depth * 2);
        }
        workspaceOutside[depth] = workspace;
        extendedOutside[depth++] = extended;
        workspace += BRANCH_BYTES;
    }

    private void close() {
        if (depth > 0) {
            extended = extendedOutside[--depth];
            workspace = workspaceOutside[depth];
        }
    }

    private void fail(final int number, final int offset) {
        error = number;
        errorOffset = offset;
    }

    private void copyToEnd() {
        final int end = indexOf(')', at);
        copyTo(end < 0 ? pattern.length : end + 1);
    }

    private void copyTo(final int end) {
        while (at < end) {
            copy();
        }
    }

    private void copy() {
        put(pattern[at], at);
        at++;
    }

    private void emit(final String text) {
        for (int i = 0; i < text.length(); i++) {
            put((byte)text.charAt(i), at);
        }
    }

    private void put(final byte value, final int origin) {
        if (length == out.length) {
            out = Arrays.copyOf(out, length * 2);
            origins = Arrays.copyOf(origins, length * 2 + 1);
        }
        origins[length] = origin;
        out[length++] = value;
    }

    private boolean follows(final String text) {
        for (int i = 0; i < text.length(); i++) {
            if (peek(i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private char peek(final int ahead) {
        return at + ahead < pattern.length ? (char)(pattern[at + ahead] & 0xFF) : 0;
    }

    private int indexOf(final char c, final int from) {
        for (int i = from; i < pattern.length; i++) {
            if (pattern[i] == c) {
                return i;
            }
        }
        return -1;
    }
}
