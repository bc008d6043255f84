package dev.longbeam.term;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pids, ports and references as text and back: {@code <0.1.0>}, {@code #Port<0.1>}, {@code #Ref<0.3.2.1>}. The first number is 0 for
 * this node, else the index of the atom that names the node.
 *
 * <p>Any thread that may see the terms. Reading builds on the heap given and returns NON_VALUE when the text is none, or names a node
 * that is not known, without recording an exception.
 */
public final class IdentifierText {
    /** Longest text that is looked at. */
    public static final int MAX_CHARACTERS = 71;

    private static final Pattern PID = Pattern.compile("<(\\d+)\\.(\\d+)\\.(\\d+)>");
    private static final Pattern PORT = Pattern.compile("#Port<(\\d+)\\.(\\d+)>");
    private static final Pattern REF = Pattern.compile("#Ref<(\\d+)((?:\\.\\d+){1,5})>");
    private static final int MAX_PID_CHARACTERS = 64;
    private static final int MAX_PORT_CHARACTERS = 38;
    private static final int MAX_REF_CHARACTERS = 71;
    private static final long MAX_PORT_NUMBER = (1L << 60) - 1;
    private static final int MAX_N0 = (1 << 18) - 1;
    private static final int LOCAL_REF_NUMBERS = 3;

    private IdentifierText() {
    }

    /** Text of a pid. */
    public static String pid(final long pidTerm) {
        return "<" + channel(pidTerm, Term.isLocalPid(pidTerm)) + "." + Pid.number(pidTerm) + "." + Pid.serial(pidTerm) + ">";
    }

    /** Text of a port. */
    public static String port(final long portTerm) {
        return "#Port<" + channel(portTerm, Term.isLocalPort(portTerm)) + "." + Long.toUnsignedString(Pid.portNumber(portTerm)) + ">";
    }

    /** Text of a reference. */
    public static String ref(final long refTerm) {
        final StringBuilder text = new StringBuilder("#Ref<").append(channel(refTerm, Term.isBoxed(refTerm, Term.SUBTAG_REF)));
        final int[] numbers = Ref.numbers(refTerm);
        for (int i = numbers.length - 1; i >= 0; i--) {
            text.append('.').append(Integer.toUnsignedString(numbers[i]));
        }
        return text.append('>').toString();
    }

    /** The pid of a text. */
    public static long parsePid(final TermHeap heap, final String text) {
        final Matcher matcher = PID.matcher(text);
        if (text.length() > MAX_PID_CHARACTERS || !matcher.matches()) {
            return Term.NON_VALUE;
        }
        final long number = number(matcher.group(2), 0xFFFF_FFFFL);
        final long serial = number(matcher.group(3), 0xFFFF_FFFFL);
        final int nodeIndex = nodeIndex(matcher.group(1));
        if (number < 0 || serial < 0 || nodeIndex < 0) {
            return Term.NON_VALUE;
        }
        if (nodeIndex > 0) {
            return Pid.makeExternal(heap, nodeIndex, number, serial);
        }
        return number >>> Pid.NUMBER_BITS == 0 ? Pid.makeLocal(number, serial) : Term.NON_VALUE;
    }

    /** The port of a text. */
    public static long parsePort(final TermHeap heap, final String text) {
        final Matcher matcher = PORT.matcher(text);
        if (text.length() > MAX_PORT_CHARACTERS || !matcher.matches()) {
            return Term.NON_VALUE;
        }
        final long number = number(matcher.group(2), MAX_PORT_NUMBER);
        final int nodeIndex = nodeIndex(matcher.group(1));
        if (number < 0 || nodeIndex < 0) {
            return Term.NON_VALUE;
        }
        return nodeIndex > 0 ? Pid.makeExternalPort(heap, nodeIndex, number) : Pid.makeLocalPort(number);
    }

    /** The reference of a text; a reference of this node is an ordinary one, never an alias or a magic one. */
    public static long parseRef(final TermHeap heap, final String text) {
        final Matcher matcher = REF.matcher(text);
        if (text.length() > MAX_REF_CHARACTERS || !matcher.matches()) {
            return Term.NON_VALUE;
        }
        final String[] parts = matcher.group(2).substring(1).split("\\.");
        final int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            final long number = number(parts[parts.length - 1 - i], 0xFFFF_FFFFL);
            if (number < 0) {
                return Term.NON_VALUE;
            }
            numbers[i] = (int)number;
        }
        final int nodeIndex = nodeIndex(matcher.group(1));
        if (nodeIndex > 0) {
            return Ref.makeExternal(heap, nodeIndex, numbers);
        }
        if (nodeIndex < 0 || numbers.length != LOCAL_REF_NUMBERS || Integer.compareUnsigned(numbers[0], MAX_N0) > 0) {
            return Term.NON_VALUE;
        }
        final long high = (long)numbers[2] << 18 + 32;
        return Ref.make(heap, high | (numbers[1] & 0xFFFF_FFFFL) << 18 | numbers[0]);
    }

    private static String channel(final long term, final boolean local) {
        return local ? "0" : Integer.toString(Atom.index(NodeTable.nameTerm(Pid.nodeIndex(term))));
    }

    /** Index in {@link NodeTable} of a channel: 0 for this node, -1 when unknown. */
    private static int nodeIndex(final String channel) {
        final long number = number(channel, Atom.count() - 1L);
        return number <= 0 ? (int)number : NodeTable.latest(Atom.term((int)number));
    }

    private static long number(final String digits, final long max) {
        if (digits.length() > 19) {
            return -1;
        }
        final long value = Long.parseUnsignedLong(digits);
        return value >= 0 && value <= max ? value : -1;
    }
}
