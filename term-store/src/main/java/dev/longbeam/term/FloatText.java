package dev.longbeam.term;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Floats as text and back, in each of the formats of {@code float_to_list/2}.
 *
 * <p>Any thread. Cold: results are Java strings.
 */
public final class FloatText {
    /** Digits behind the point when no option says otherwise. */
    public static final int DEFAULT_DECIMALS = 20;

    private static final int MAX_CHARACTERS = 255;
    private static final int DEFAULT_C_DECIMALS = 6;
    private static final int FAST_DECIMALS = 18;
    private static final double FAST_LIMIT = 0x1p53;
    private static final long EXACT_LIMIT = 1L << 53;
    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18};

    private FloatText() {
    }

    /** As {@code {scientific, Decimals}}, or null when the text would be too long. A negative number of decimals means 6. */
    public static String scientific(final double value, final int decimals) {
        final int places = decimals < 0 ? DEFAULT_C_DECIMALS : decimals;
        if (places > MAX_CHARACTERS) {
            return null;
        }
        final StringBuilder text = new StringBuilder();
        if (isNegative(value)) {
            text.append('-');
        }
        String digits = "0".repeat(places + 1);
        int exponent = 0;
        if (value != 0) {
            final BigDecimal exact = new BigDecimal(Math.abs(value));
            final BigDecimal rounded = exact.round(new java.math.MathContext(places + 1, RoundingMode.HALF_EVEN));
            final String unscaled = rounded.unscaledValue().toString();
            exponent = unscaled.length() - 1 - rounded.scale();
            digits = unscaled + "0".repeat(Math.max(0, places + 1 - unscaled.length()));
        }
        text.append(digits.charAt(0));
        if (places > 0) {
            text.append('.').append(digits, 1, places + 1);
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        final int absolute = Math.abs(exponent);
        text.append(absolute < 10 ? "0" : "").append(absolute);
        return text.length() > MAX_CHARACTERS ? null : text.toString();
    }

    /** As {@code [{decimals, Decimals}]}, with or without {@code compact}; null when the text would be too long. */
    public static String fixed(final double value, final int decimals, final boolean compact) {
        if (decimals < 0) {
            return null;
        }
        final double absolute = Math.abs(value);
        if (absolute > FAST_LIMIT || decimals > FAST_DECIMALS) {
            return exactFixed(value, decimals, compact);
        }
        final StringBuilder text = new StringBuilder(isNegative(value) ? "-" : "");
        if (decimals == 0) {
            return text.append((long)roundHalfUp(absolute)).toString();
        }
        final double whole = Math.floor(absolute);
        final double fraction = roundHalfUp((absolute - whole) * POWERS[decimals]);
        final boolean carry = fraction >= POWERS[decimals];
        final String digits = carry ? "0" : Long.toString((long)fraction);
        text.append((long)whole + (carry ? 1 : 0)).append('.').repeat('0', decimals - digits.length()).append(digits);
        return compact ? withoutTrailingZeros(text) : text.toString();
    }

    private static String exactFixed(final double value, final int decimals, final boolean compact) {
        if (decimals > MAX_CHARACTERS) {
            return null;
        }
        final StringBuilder text = new StringBuilder(isNegative(value) ? "-" : "");
        text.append(new BigDecimal(Math.abs(value)).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString());
        if (text.length() > MAX_CHARACTERS) {
            return null;
        }
        return compact ? withoutTrailingZeros(text) : text.toString();
    }

    /** Keeps one zero behind a point. Without a point zeros of the integer are lost: so does the C emulator. */
    private static String withoutTrailingZeros(final StringBuilder text) {
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        if (text.charAt(end - 1) == '.') {
            end++;
        }
        return text.substring(0, end);
    }

    private static double roundHalfUp(final double value) {
        final double whole = Math.floor(value);
        return value - whole >= 0.5 ? whole + 1 : whole;
    }

    private static boolean isNegative(final double value) {
        return Double.doubleToRawLongBits(value) < 0;
    }

    /** As {@code [short]}: the shortest digits that read back as the same float; plain where that is not longer, else with an exponent. */
    public static String shortest(final double value) {
        final String sign = isNegative(value) ? "-" : "";
        if (value == 0) {
            return sign + "0.0";
        }
        final BigDecimal decimal = shortestDecimal(Math.abs(value));
        final String digits = decimal.unscaledValue().toString();
        final int exponent = -decimal.scale();
        return sign + (isPlain(digits.length(), decimal.unscaledValue().longValue(), exponent) ? plain(digits, exponent)
            : withExponent(digits, exponent));
    }

    /** The shortest decimal without trailing zeros; Java's own text has two digits at least, so one digit is tried besides. */
    private static BigDecimal shortestDecimal(final double value) {
        final BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            final BigDecimal single = decimal.round(new java.math.MathContext(1, RoundingMode.HALF_EVEN)).stripTrailingZeros();
            if (single.doubleValue() == value) {
                return single;
            }
        }
        return decimal;
    }

    private static boolean isPlain(final int length, final long digits, final int exponent) {
        final int lowest = length == 1 ? -4 : -(length + 2);
        final int highest = length == 1 || length + exponent - 1 >= 10 ? 2 : 1;
        if (exponent < lowest || exponent > highest) {
            return false;
        }
        return !(exponent == 0 && digits >= EXACT_LIMIT || exponent == 1 && digits > (EXACT_LIMIT >> 1) / 5
            || exponent == 2 && digits > (EXACT_LIMIT >> 2) / 25);
    }

    private static String plain(final String digits, final int exponent) {
        final int whole = digits.length() + exponent;
        if (exponent >= 0) {
            return digits + "0".repeat(exponent) + ".0";
        }
        return whole > 0 ? digits.substring(0, whole) + "." + digits.substring(whole) : "0." + "0".repeat(-whole) + digits;
    }

    private static String withExponent(final String digits, final int exponent) {
        final String fraction = digits.length() == 1 ? "0" : digits.substring(1);
        return digits.charAt(0) + "." + fraction + "e" + (exponent + digits.length() - 1);
    }

    /**
     * The length of the longest beginning that is a float: sign, digits, point or comma, digits, and an exponent if there is one whole;
     * 0 when there is none.
     */
    public static int scan(final byte[] text, final int length) {
        int at = length > 0 && isSign(text[0]) ? 1 : 0;
        final int whole = digits(text, at, length);
        if (whole == at || whole >= length || text[whole] != '.' && text[whole] != ',') {
            return 0;
        }
        at = digits(text, whole + 1, length);
        if (at == whole + 1) {
            return 0;
        }
        if (at < length && (text[at] | 0x20) == 'e') {
            final int exponent = at + 1 < length && isSign(text[at + 1]) ? at + 2 : at + 1;
            final int end = digits(text, exponent, length);
            return end == exponent ? at : end;
        }
        return at;
    }

    private static boolean isSign(final byte character) {
        return character == '+' || character == '-';
    }

    private static int digits(final byte[] text, final int from, final int length) {
        int at = from;
        while (at < length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    /** The float of a text that {@link #scan} accepted, or NaN when it is too large. */
    public static double parseScanned(final byte[] text, final int length) {
        final String string = new String(text, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1).replace(',', '.');
        final double value = Double.parseDouble(string);
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    /** The float of a text that must be one as a whole (up to a zero byte), or NaN. */
    public static double parse(final byte[] text) {
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return length > 0 && scan(text, length) == length ? parseScanned(text, length) : Double.NaN;
    }
}
