package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the parts of the external term format that hold no other terms. Never reads outside its range; what is wrong comes back as
 * NON_VALUE or -1.
 *
 * <p>Owned by one thread.
 */
class ExternalReader {
    private static final int MAX_TINY_CREATION = 3;
    private static final int MAX_REF_NUMBERS = 5;
    private static final int MAX_REF_FIRST = 1 << 18;
    private static final long MAX_PID_NUMBER = (1L << 28) - 1;
    private static final int MAX_ATOM_UTF8_BYTES = 4 * Atom.MAX_CHARACTERS;

    private static final int RECENT_ATOMS = 1 << 10;
    /** Atoms that were read, by hash: most atoms come again and again, and a hit makes no Java object. */
    private final long[] recentAtoms = new long[RECENT_ATOMS];

    /** Address of the next byte. */
    protected long at;
    /** Address behind the last byte. */
    protected long end;
    /** Refuse atoms and functions that do not exist yet. */
    protected boolean isSafe;
    /** Inside the form that only this node reads. */
    protected boolean isLocal;

    protected final boolean has(final long bytes) {
        return end - at >= bytes;
    }

    protected final int read8() {
        return Memory.getUnsignedByte(at++);
    }

    protected final int read16() {
        final int value = Memory.getUnsignedByte(at) << 8 | Memory.getUnsignedByte(at + 1);
        at += 2;
        return value;
    }

    protected final int read32() {
        final int value = Integer.reverseBytes(Memory.getInt(at));
        at += 4;
        return value;
    }

    protected final long readUnsigned32() {
        return read32() & 0xFFFF_FFFFL;
    }

    /** An atom with its tag. */
    protected final long atom() {
        return has(1) ? atom(read8()) : Term.NON_VALUE;
    }

    /** An atom whose tag was read. */
    protected final long atom(final int tag) {
        switch (tag) {
            case ExternalTags.ATOM, ExternalTags.ATOM_UTF8 -> {
                return has(2) ? atom(read16(), tag == ExternalTags.ATOM_UTF8) : Term.NON_VALUE;
            }
            case ExternalTags.SMALL_ATOM, ExternalTags.SMALL_ATOM_UTF8 -> {
                return has(1) ? atom(read8(), tag == ExternalTags.SMALL_ATOM_UTF8) : Term.NON_VALUE;
            }
            default -> {
                return Term.NON_VALUE;
            }
        }
    }

    private long atom(final int bytes, final boolean isUtf8) {
        if (!has(bytes) || bytes > (isUtf8 ? MAX_ATOM_UTF8_BYTES : Atom.MAX_CHARACTERS)) {
            return Term.NON_VALUE;
        }
        final long first = at;
        at += bytes;
        final int hash = asciiHash(first, bytes);
        if (hash < 0) {
            return newAtom(first, bytes, isUtf8);
        }
        // Plain ASCII from here on, which takes no decoder.
        final int slot = hash & RECENT_ATOMS - 1;
        if (!isName(recentAtoms[slot], first, bytes)) {
            final long atom = newAtom(first, bytes, false);
            if (atom == Term.NON_VALUE) {
                return atom;
            }
            recentAtoms[slot] = atom;
        }
        return recentAtoms[slot];
    }

    /** A hash of a name of ASCII characters, not negative; -1 for other names. */
    private static int asciiHash(final long addr, final int bytes) {
        int hash = bytes;
        int all = 0;
        for (int i = 0; i < bytes; i++) {
            final int character = Memory.getByte(addr + i);
            all |= character;
            hash = hash * 31 + character;
        }
        return all < 0 ? -1 : (hash ^ hash >>> 15) & Integer.MAX_VALUE;
    }

    private static boolean isName(final long atomTerm, final long addr, final int bytes) {
        if (atomTerm == Term.NON_VALUE) {
            return false;
        }
        final String name = Atom.name(atomTerm);
        if (name.length() != bytes) {
            return false;
        }
        for (int i = 0; i < bytes; i++) {
            if (name.charAt(i) != Memory.getByte(addr + i)) {
                return false;
            }
        }
        return true;
    }

    private long newAtom(final long addr, final int bytes, final boolean isUtf8) {
        final byte[] text = new byte[bytes];
        Memory.copyToArray(addr, text, 0, bytes);
        final String name = isUtf8 ? decodeUtf8(text) : new String(text, StandardCharsets.ISO_8859_1);
        if (name == null || name.codePointCount(0, name.length()) > Atom.MAX_CHARACTERS) {
            return Term.NON_VALUE;
        }
        return isSafe ? Atom.existing(name) : Atom.of(name);
    }

    private static String decodeUtf8(final byte[] text) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (final CharacterCodingException e) {
            return null;
        }
    }

    // Numbers

    /** A number in one of the short forms, which must not be negative; -1 when it is wrong. */
    final long smallInteger() {
        if (!has(1)) {
            return -1;
        }
        final long term = switch (read8()) {
            case ExternalTags.SMALL_INTEGER -> has(1) ? Term.makeSmall(read8()) : Term.NON_VALUE;
            case ExternalTags.INTEGER -> has(4) ? Term.makeSmall(read32()) : Term.NON_VALUE;
            default -> Term.NON_VALUE;
        };
        return term == Term.NON_VALUE ? -1 : Term.smallValue(term);
    }

    /** A bignum of a number of bytes, as an integer of the size that it needs. */
    protected final long big(final TermHeap heap, final long bytes) {
        if (!has(bytes + 1)) {
            return Term.NON_VALUE;
        }
        final boolean isNegative = read8() != 0;
        final long first = at;
        at += bytes;
        long significant = bytes;
        while (significant > 0 && Memory.getByte(first + significant - 1) == 0) {
            significant--;
        }
        if (significant <= 8) {
            final long magnitude = littleEndian(first, (int)significant);
            final long value = isNegative ? -magnitude : magnitude;
            if (magnitude >= 0 && Term.fitsSmall(value)) {
                return Term.makeSmall(value);
            }
        }
        final long words = significant + 7 >>> 3;
        final long addr = heap.allocate(1 + words);
        Memory.putLong(addr, Term.makeHeader(words, isNegative ? Term.SUBTAG_NEG_BIG : Term.SUBTAG_POS_BIG));
        Memory.putLong(addr + words * 8, 0);
        Memory.copy(first, addr + 8, significant);
        return Term.makeBoxed(addr);
    }

    private static long littleEndian(final long addr, final int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | Memory.getUnsignedByte(addr + i);
        }
        return value;
    }

    /** A float of 8 bytes. */
    protected final long newFloat(final TermHeap heap) {
        if (!has(8)) {
            return Term.NON_VALUE;
        }
        final double value = Double.longBitsToDouble(Memory.getLongBE(at));
        at += 8;
        return Double.isFinite(value) ? FloatTerm.make(heap, value) : Term.NON_VALUE;
    }

    /** A float in text. */
    protected final long textFloat(final TermHeap heap) {
        if (!has(ExternalTags.FLOAT_TEXT_BYTES)) {
            return Term.NON_VALUE;
        }
        final byte[] text = new byte[ExternalTags.FLOAT_TEXT_BYTES];
        Memory.copyToArray(at, text, 0, text.length);
        at += text.length;
        final int length = floatLength(text);
        if (length < 0) {
            return Term.NON_VALUE;
        }
        final double value = Double.parseDouble(new String(text, 0, length, StandardCharsets.US_ASCII));
        return Double.isFinite(value) ? FloatTerm.make(heap, value) : Term.NON_VALUE;
    }

    /** Length of the float that the text begins with, -1 when it begins with none. */
    private static int floatLength(final byte[] text) {
        int i = skipSign(text, 0);
        final int whole = i;
        i = skipDigits(text, i);
        if (i == whole || i >= text.length || text[i] != '.') {
            return -1;
        }
        final int fraction = i + 1;
        i = skipDigits(text, fraction);
        if (i == fraction) {
            return -1;
        }
        if (i < text.length && (text[i] | 0x20) == 'e') {
            final int exponent = skipSign(text, i + 1);
            i = skipDigits(text, exponent);
            return i == exponent ? -1 : i;
        }
        return i;
    }

    private static int skipSign(final byte[] text, final int from) {
        return from < text.length && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
    }

    private static int skipDigits(final byte[] text, final int from) {
        int i = from;
        while (i < text.length && text[i] >= '0' && text[i] <= '9') {
            i++;
        }
        return i;
    }

    // Identifiers

    /** Name of a node; NIL for this node in the local form. */
    private long nodeName() {
        if (isLocal && has(1) && Memory.getUnsignedByte(at) == ExternalTags.NIL) {
            at++;
            return Term.NIL;
        }
        return atom();
    }

    private static boolean isThisNode(final long nameTerm, final long creation) {
        return nameTerm == Term.NIL || NodeTable.isThisNode(nameTerm, creation);
    }

    /** A creation of 8 or 32 bits; -1 when it is wrong. */
    private long creation(final boolean isTiny) {
        if (!isTiny) {
            return has(4) ? readUnsigned32() : -1;
        }
        final int creation = has(1) ? read8() : -1;
        return creation > MAX_TINY_CREATION ? -1 : creation;
    }

    protected final long pid(final TermHeap heap, final int tag) {
        final long name = nodeName();
        if (name == Term.NON_VALUE || !has(8)) {
            return Term.NON_VALUE;
        }
        final long number = readUnsigned32();
        final long serial = readUnsigned32();
        final long creation = creation(tag == ExternalTags.PID);
        if (creation < 0) {
            return Term.NON_VALUE;
        }
        if (isThisNode(name, creation)) {
            return number > MAX_PID_NUMBER ? Term.NON_VALUE : Pid.makeLocal(number, serial);
        }
        return Pid.makeExternal(heap, NodeTable.index(name, creation), number, serial);
    }

    protected final long port(final TermHeap heap, final int tag) {
        final long name = nodeName();
        final boolean isLong = tag == ExternalTags.V4_PORT;
        if (name == Term.NON_VALUE || !has(isLong ? 8 : 4)) {
            return Term.NON_VALUE;
        }
        final long high = isLong ? readUnsigned32() : 0;
        final long number = high << 32 | readUnsigned32();
        final long creation = creation(tag == ExternalTags.PORT);
        if (creation < 0) {
            return Term.NON_VALUE;
        }
        if (isThisNode(name, creation)) {
            return number >>> 60 != 0 ? Term.NON_VALUE : Pid.makeLocalPort(number);
        }
        return Pid.makeExternalPort(heap, NodeTable.index(name, creation), number);
    }

    protected final long reference(final TermHeap heap, final int tag) {
        int count = 1;
        if (tag != ExternalTags.REFERENCE) {
            count = has(2) ? read16() : 0;
        }
        if (count == 0 || count > MAX_REF_NUMBERS) {
            return Term.NON_VALUE;
        }
        final long name = nodeName();
        final int[] numbers = new int[count];
        if (name == Term.NON_VALUE || tag == ExternalTags.REFERENCE && !readNumbers(numbers)) {
            return Term.NON_VALUE;
        }
        final long creation = creation(tag != ExternalTags.NEWER_REFERENCE);
        if (creation < 0 || tag != ExternalTags.REFERENCE && !readNumbers(numbers)) {
            return Term.NON_VALUE;
        }
        final boolean isFirstSmall = Integer.compareUnsigned(numbers[0], MAX_REF_FIRST) < 0;
        if (tag != ExternalTags.NEWER_REFERENCE && !isFirstSmall) {
            return Term.NON_VALUE;
        }
        return isThisNode(name, creation) ? localReference(heap, numbers, isFirstSmall)
            : Ref.makeExternal(heap, NodeTable.index(name, creation), numbers);
    }

    private boolean readNumbers(final int[] numbers) {
        if (!has(4L * numbers.length)) {
            return false;
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = read32();
        }
        return true;
    }

    private static long localReference(final TermHeap heap, final int[] numbers, final boolean isFirstSmall) {
        if (!isFirstSmall || numbers.length > 3) {
            return Term.NON_VALUE;
        }
        final long middle = numbers.length > 1 ? numbers[1] & 0xFFFF_FFFFL : 0;
        final long high = numbers.length > 2 ? numbers[2] & 0xFFFF_FFFFL : 0;
        return Ref.make(heap, numbers[0] | middle << 18 | high << 50);
    }
}
