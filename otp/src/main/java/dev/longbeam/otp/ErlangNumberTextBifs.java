package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.FloatTerm;
import dev.longbeam.term.FloatText;
import dev.longbeam.term.IntegerText;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers as text and back, in modules {@code erlang} and {@code string}.
 *
 * <p>On the scheduler of the process. What cannot be converted fails with badarg, what would be too large an integer with system_limit.
 */
public final class ErlangNumberTextBifs {
    private static final long AM_COMPACT = Atom.of("compact");
    private static final long AM_SHORT = Atom.of("short");
    private static final long AM_DECIMALS = Atom.of("decimals");
    private static final long AM_SCIENTIFIC = Atom.of("scientific");
    private static final long AM_NO_INTEGER = Atom.of("no_integer");
    private static final long AM_NO_FLOAT = Atom.of("no_float");
    private static final long AM_NOT_A_LIST = Atom.of("not_a_list");
    private static final int DECIMAL = 10;

    private ErlangNumberTextBifs() {
    }

    /** {@code erlang:float_to_list/1}. */
    @Bif("erlang:float_to_list/1")
    public static long floatToList(final Process p, final long floatTerm) {
        return list(p, text(floatTerm, Term.NIL));
    }

    /** {@code erlang:float_to_list/2}. */
    @Bif("erlang:float_to_list/2")
    public static long floatToList(final Process p, final long floatTerm, final long optionsTerm) {
        return list(p, text(floatTerm, optionsTerm));
    }

    /** {@code erlang:float_to_binary/1}. */
    @Bif("erlang:float_to_binary/1")
    public static long floatToBinary(final Process p, final long floatTerm) {
        return binary(p, text(floatTerm, Term.NIL));
    }

    /** {@code erlang:float_to_binary/2}. */
    @Bif("erlang:float_to_binary/2")
    public static long floatToBinary(final Process p, final long floatTerm, final long optionsTerm) {
        return binary(p, text(floatTerm, optionsTerm));
    }

    private static long list(final Process p, final String text) {
        if (text == null) {
            return p.badarg();
        }
        long list = Term.NIL;
        for (int i = text.length() - 1; i >= 0; i--) {
            list = Cons.make(p, Term.makeSmall(text.charAt(i)), list);
        }
        return list;
    }

    private static long binary(final Process p, final String text) {
        return text == null ? p.badarg() : Bitstring.make(p, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The text of a float with these options, or null for bad arguments; the last format in the list counts. */
    private static String text(final long floatTerm, final long optionsTerm) {
        long format = AM_SCIENTIFIC;
        int decimals = FloatText.DEFAULT_DECIMALS;
        boolean compact = false;
        long rest = optionsTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            final long option = Cons.head(rest);
            if (option == AM_COMPACT) {
                compact = true;
            } else if (option == AM_SHORT) {
                format = AM_SHORT;
            } else if (Tuple.isTagged(option, 2, AM_DECIMALS) || Tuple.isTagged(option, 2, AM_SCIENTIFIC)) {
                if (!Term.isSmall(Tuple.element(option, 2))) {
                    return null;
                }
                format = Tuple.element(option, 1);
                decimals = (int)Term.smallValue(Tuple.element(option, 2));
            } else {
                return null;
            }
        }
        if (rest != Term.NIL || !Term.isFloat(floatTerm)) {
            return null;
        }
        final double value = FloatTerm.value(floatTerm);
        if (format == AM_SHORT) {
            return FloatText.shortest(value);
        }
        return format == AM_DECIMALS ? FloatText.fixed(value, decimals, compact) : FloatText.scientific(value, decimals);
    }

    /** {@code erlang:list_to_float/1}. */
    @Bif("erlang:list_to_float/1")
    public static long listToFloat(final Process p, final long listTerm) {
        return makeFloat(p, IntegerText.bytes(listTerm));
    }

    /** {@code erlang:binary_to_float/1}. */
    @Bif("erlang:binary_to_float/1")
    public static long binaryToFloat(final Process p, final long binaryTerm) {
        return makeFloat(p, Bitstring.isBinary(binaryTerm) ? Bitstring.toArray(binaryTerm) : null);
    }

    private static long makeFloat(final Process p, final byte[] text) {
        final double value = text == null ? Double.NaN : FloatText.parse(text);
        return Double.isNaN(value) ? p.badarg() : FloatTerm.make(p, value);
    }

    /** {@code erlang:integer_to_list/1}. */
    @Bif("erlang:integer_to_list/1")
    public static long integerToList(final Process p, final long integerTerm) {
        return Term.isInteger(integerTerm) ? IntegerText.toList(p, integerTerm, DECIMAL) : p.badarg();
    }

    /** {@code erlang:integer_to_list/2}. */
    @Bif("erlang:integer_to_list/2")
    public static long integerToList(final Process p, final long integerTerm, final long baseTerm) {
        return Term.isInteger(integerTerm) && IntegerText.isBase(baseTerm)
            ? IntegerText.toList(p, integerTerm, (int)Term.smallValue(baseTerm)) : p.badarg();
    }

    /** {@code erlang:integer_to_binary/1}. */
    @Bif("erlang:integer_to_binary/1")
    public static long integerToBinary(final Process p, final long integerTerm) {
        return Term.isInteger(integerTerm) ? IntegerText.toBinary(p, integerTerm, DECIMAL) : p.badarg();
    }

    /** {@code erlang:integer_to_binary/2}. */
    @Bif("erlang:integer_to_binary/2")
    public static long integerToBinary(final Process p, final long integerTerm, final long baseTerm) {
        return Term.isInteger(integerTerm) && IntegerText.isBase(baseTerm)
            ? IntegerText.toBinary(p, integerTerm, (int)Term.smallValue(baseTerm)) : p.badarg();
    }

    /** {@code erlang:list_to_integer/1}. */
    @Bif("erlang:list_to_integer/1")
    public static long listToInteger(final Process p, final long listTerm) {
        return listToInteger(p, listTerm, Term.makeSmall(DECIMAL));
    }

    /** {@code erlang:list_to_integer/2}. */
    @Bif("erlang:list_to_integer/2")
    public static long listToInteger(final Process p, final long listTerm, final long baseTerm) {
        if (!IntegerText.isBase(baseTerm) || !Term.isCons(listTerm)) {
            return p.badarg();
        }
        final int base = (int)Term.smallValue(baseTerm);
        final byte[] text = leadingNumber(listTerm, base);
        return Cons.length(listTerm) == text.length ? IntegerText.parse(p, text, base) : p.badarg();
    }

    /** {@code erlang:binary_to_integer/1}. */
    @Bif("erlang:binary_to_integer/1")
    public static long binaryToInteger(final Process p, final long binaryTerm) {
        return binaryToInteger(p, binaryTerm, Term.makeSmall(DECIMAL));
    }

    /** {@code erlang:binary_to_integer/2}. */
    @Bif("erlang:binary_to_integer/2")
    public static long binaryToInteger(final Process p, final long binaryTerm, final long baseTerm) {
        if (!IntegerText.isBase(baseTerm) || !Bitstring.isBinary(binaryTerm)) {
            return p.badarg();
        }
        return IntegerText.parse(p, Bitstring.toArray(binaryTerm), (int)Term.smallValue(baseTerm));
    }

    /** {@code erts_internal:binary_to_integer/2}: the integer, {@code badarg}, or {@code big} when the caller must do it in pieces. */
    @Bif("erts_internal:binary_to_integer/2")
    public static long internalBinaryToInteger(final Process p, final long binaryTerm, final long baseTerm) {
        final long result = binaryToInteger(p, binaryTerm, baseTerm);
        return result != Term.NON_VALUE ? result : p.failReasonTerm == Atoms.BADARG ? Atoms.BADARG : Atoms.BIG;
    }

    /**
     * {@code erts_internal:list_to_integer/2}: {@code {Integer, Rest}}, {@code no_integer}, {@code not_a_list}, {@code badarg}, or {@code
     * big} when the caller must do it in pieces.
     */
    @Bif("erts_internal:list_to_integer/2")
    public static long internalListToInteger(final Process p, final long listTerm, final long baseTerm) {
        if (!Term.isCons(listTerm)) {
            return listTerm == Term.NIL ? AM_NO_INTEGER : AM_NOT_A_LIST;
        }
        if (!IntegerText.isBase(baseTerm)) {
            return Atoms.BADARG;
        }
        final int base = (int)Term.smallValue(baseTerm);
        final byte[] text = leadingNumber(listTerm, base);
        final long integer = IntegerText.parse(p, text, base);
        if (integer == Term.NON_VALUE) {
            return p.failReasonTerm == Atoms.BADARG ? AM_NO_INTEGER : Atoms.BIG;
        }
        return Tuple.make(p, integer, skip(listTerm, text.length));
    }

    /** {@code string:list_to_integer/1}. */
    @Bif("string:list_to_integer/1")
    public static long stringListToInteger(final Process p, final long listTerm) {
        final long result = internalListToInteger(p, listTerm, Term.makeSmall(DECIMAL));
        if (result == Atoms.BIG) {
            return p.systemLimit();
        }
        return Term.isAtom(result) ? Tuple.make(p, Atoms.ERROR, result) : result;
    }

    /** {@code string:list_to_float/1}. */
    @Bif("string:list_to_float/1")
    public static long stringListToFloat(final Process p, final long listTerm) {
        if (!Term.isCons(listTerm)) {
            return Tuple.make(p, Atoms.ERROR, listTerm == Term.NIL ? AM_NO_FLOAT : AM_NOT_A_LIST);
        }
        final byte[] text = leading(listTerm, "+-.,eE", DECIMAL);
        final int length = FloatText.scan(text, text.length);
        final double value = length == 0 ? Double.NaN : FloatText.parseScanned(text, length);
        if (Double.isNaN(value)) {
            return Tuple.make(p, Atoms.ERROR, AM_NO_FLOAT);
        }
        return Tuple.make(p, FloatTerm.make(p, value), skip(listTerm, length));
    }

    /** A sign, if there is one, and the digits behind it. */
    private static byte[] leadingNumber(final long listTerm, final int base) {
        final long first = Cons.head(listTerm);
        if (first != Term.makeSmall('-') && first != Term.makeSmall('+')) {
            return leading(listTerm, "", base);
        }
        final byte[] digits = leading(Cons.tail(listTerm), "", base);
        final byte[] text = new byte[digits.length + 1];
        text[0] = (byte)Term.smallValue(first);
        System.arraycopy(digits, 0, text, 1, digits.length);
        return text;
    }

    /** The elements of a list up to the first that is neither digit nor one of the others; only the low 8 bits of a character count. */
    private static byte[] leading(final long listTerm, final String others, final int base) {
        byte[] text = new byte[32];
        int length = 0;
        for (long rest = listTerm; Term.isCons(rest) && Term.isSmall(Cons.head(rest)); rest = Cons.tail(rest)) {
            final int character = (int)Term.smallValue(Cons.head(rest)) & 0xFF;
            if (IntegerText.digitValue(character) >= base && others.indexOf(character) < 0) {
                break;
            }
            if (length == text.length) {
                text = Arrays.copyOf(text, length * 2);
            }
            text[length++] = (byte)character;
        }
        return Arrays.copyOf(text, length);
    }

    private static long skip(final long listTerm, final int count) {
        long rest = listTerm;
        for (int i = 0; i < count; i++) {
            rest = Cons.tail(rest);
        }
        return rest;
    }
}
