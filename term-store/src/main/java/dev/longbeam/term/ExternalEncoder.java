package dev.longbeam.term;

import dev.longbeam.memory.Memory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Writes terms in the external format, byte for byte as the C emulator.
 *
 * <p>Each thread has one. No Java recursion: what is still to be written waits on a stack, as a term or as a control word (which has
 * the primary tag of headers, so no term looks like one) above the words that it needs.
 */
final class ExternalEncoder {
    /** Write floats as 8 bytes, not as text. */
    static final int NEW_FLOATS = 1;
    /** Write all atoms in UTF-8, not in Latin-1 where that is possible. */
    static final int UTF8_ATOMS = 2;
    /** Write maps sorted by key. */
    static final int DETERMINISTIC = 4;
    /** Write names of this node in the form that only this node reads. */
    static final int LOCAL = 8;

    private static final int CONTROL_SHIFT = 8;
    private static final long REST_OF_LIST = 1 << 2;
    private static final long ARRAY = 2 << 2;
    private static final long PAIRS = 3 << 2;
    private static final long TREE = 4 << 2;
    private static final long FUN_SIZE = 5 << 2;
    private static final long CONTROL_MASK = 0xFF;
    private static final int FUN_NUMBER_BYTES = 10;

    private static final ThreadLocal<ExternalEncoder> OF_THREAD = ThreadLocal.withInitial(ExternalEncoder::new);

    /** What was written. */
    final ExternalBuffer out = new ExternalBuffer();
    private final WorkStack pending = WorkStack.get();
    private int flags;
    private long funSlackBytes;

    private ExternalEncoder() {
    }

    /** The encoder of this thread, its buffer empty. */
    static ExternalEncoder ofThread() {
        final ExternalEncoder encoder = OF_THREAD.get();
        encoder.out.clear();
        encoder.funSlackBytes = 0;
        return encoder;
    }

    /** Bytes that {@code external_size} counts more than are written: it takes numbers of funs for long. */
    long funSlackBytes() {
        return funSlackBytes;
    }

    /** Writes a term. */
    void encode(final long term, final int encoderFlags) {
        flags = encoderFlags;
        final int bottom = pending.top();
        one(term);
        while (pending.top() != bottom) {
            final long word = pending.pop();
            if ((word & Term.TAG_PRIMARY_MASK) == Term.TAG_HEADER) {
                control(word);
            } else {
                one(word);
            }
        }
        pending.reset(bottom);
    }

    private void control(final long word) {
        final long count = word >>> CONTROL_SHIFT;
        final long operand = pending.pop();
        switch ((int)(word & CONTROL_MASK)) {
            case (int)REST_OF_LIST -> restOfList(operand);
            case (int)ARRAY -> {
                push(ARRAY, operand + 8, count - 1);
                one(Memory.getLong(operand));
            }
            case (int)PAIRS -> {
                final long valueAddr = pending.pop();
                if (count > 1) {
                    pending.push(valueAddr + 8);
                    push(PAIRS, operand + 8, count - 1);
                }
                pending.push(Memory.getLong(valueAddr));
                one(Memory.getLong(operand));
            }
            case (int)TREE -> tree(operand);
            default -> out.patch32(operand, (int)(out.size() - operand));
        }
    }

    private void push(final long control, final long operand, final long count) {
        if (count > 0) {
            pending.push(operand);
            pending.push(count << CONTROL_SHIFT | control);
        }
    }

    private void one(final long term) {
        if (Term.isSmall(term)) {
            small(Term.smallValue(term));
        } else if (Term.isAtom(term)) {
            atom(term);
        } else if (term == Term.NIL) {
            out.put8(ExternalTags.NIL);
        } else if (Term.isCons(term)) {
            list(term);
        } else if (Term.isLocalPid(term)) {
            pid(term);
        } else if (Term.isLocalPort(term)) {
            port(term);
        } else {
            boxed(term);
        }
    }

    private void boxed(final long term) {
        switch (Term.subtag(Term.header(term))) {
            case Term.SUBTAG_TUPLE -> tuple(term);
            case Term.SUBTAG_POS_BIG, Term.SUBTAG_NEG_BIG -> big(term);
            case Term.SUBTAG_FLOAT -> number(FloatTerm.value(term));
            case Term.SUBTAG_REF, Term.SUBTAG_EXTERNAL_REF -> reference(term);
            case Term.SUBTAG_EXTERNAL_PID -> pid(term);
            case Term.SUBTAG_EXTERNAL_PORT -> port(term);
            case Term.SUBTAG_FUN -> fun(term);
            case Term.SUBTAG_EXPORT -> export(term);
            case Term.SUBTAG_MAP -> map(term);
            case Term.SUBTAG_RECORD -> record(term);
            default -> bitstring(term);
        }
    }

    // Numbers

    private void small(final long value) {
        if ((value & ~0xFFL) == 0) {
            out.put16(ExternalTags.SMALL_INTEGER << 8 | (int)value);
        } else if (value == (int)value) {
            out.put8(ExternalTags.INTEGER);
            out.put32((int)value);
        } else {
            final long magnitude = Math.abs(value);
            final int bytes = 8 - Long.numberOfLeadingZeros(magnitude) / 8;
            out.put8(ExternalTags.SMALL_BIG);
            out.put8(bytes);
            out.put8(value < 0 ? 1 : 0);
            littleEndian(magnitude, bytes);
        }
    }

    private void littleEndian(final long value, final int bytes) {
        final long at = out.reserve(bytes);
        for (int i = 0; i < bytes; i++) {
            Memory.putByte(at + i, (int)(value >>> 8 * i));
        }
    }

    private void big(final long term) {
        final long header = Term.header(term);
        final long words = Term.headerWords(header);
        final long bytes = words * 8 - Long.numberOfLeadingZeros(Term.word(term, (int)words)) / 8;
        if (bytes < 256) {
            out.put16(ExternalTags.SMALL_BIG << 8 | (int)bytes);
        } else {
            out.put8(ExternalTags.LARGE_BIG);
            out.put32((int)bytes);
        }
        out.put8(Term.subtag(header) == Term.SUBTAG_NEG_BIG ? 1 : 0);
        Memory.copy(Term.addr(term) + 8, out.reserve(bytes), bytes);
    }

    private void number(final double value) {
        if ((flags & NEW_FLOATS) != 0) {
            out.put8(ExternalTags.NEW_FLOAT);
            out.put64(Double.doubleToRawLongBits(value));
            return;
        }
        out.put8(ExternalTags.FLOAT);
        final byte[] text = floatText(value).getBytes(StandardCharsets.US_ASCII);
        final long at = out.reserve(ExternalTags.FLOAT_TEXT_BYTES);
        Memory.fill(at, ExternalTags.FLOAT_TEXT_BYTES, 0);
        Memory.copyFromArray(text, 0, at, text.length);
    }

    /** As C prints with {@code %.20e}. */
    private static String floatText(final double value) {
        final BigDecimal rounded = new BigDecimal(Math.abs(value)).round(new MathContext(21, RoundingMode.HALF_EVEN));
        final String digits = rounded.unscaledValue().toString();
        final int exponent = rounded.signum() == 0 ? 0 : digits.length() - 1 - rounded.scale();
        final String padded = digits + "0".repeat(Math.max(0, 21 - digits.length()));
        return (Double.doubleToRawLongBits(value) < 0 ? "-" : "") + padded.charAt(0) + '.' + padded.substring(1, 21)
            + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    // Atoms and identifiers

    private void atom(final long atomTerm) {
        final String name = Atom.name(atomTerm);
        int widest = 0;
        for (int i = 0; i < name.length(); i++) {
            widest |= name.charAt(i);
        }
        final boolean isAscii = widest < 0x80;
        if ((flags & UTF8_ATOMS) == 0 && widest <= 0xFF) {
            out.put8(ExternalTags.ATOM);
            out.put16(name.length());
            characters(name);
        } else if (isAscii) {
            out.put16(ExternalTags.SMALL_ATOM_UTF8 << 8 | name.length());
            characters(name);
        } else {
            utf8(name.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void characters(final String name) {
        final long at = out.reserve(name.length());
        for (int i = 0; i < name.length(); i++) {
            Memory.putByte(at + i, name.charAt(i));
        }
    }

    private void utf8(final byte[] bytes) {
        if (bytes.length > 255) {
            out.put8(ExternalTags.ATOM_UTF8);
            out.put16(bytes.length);
        } else {
            out.put16(ExternalTags.SMALL_ATOM_UTF8 << 8 | bytes.length);
        }
        Memory.copyFromArray(bytes, 0, out.reserve(bytes.length), bytes.length);
    }

    /** Writes the name of the node of an identifier and gives its creation. */
    private int node(final long term) {
        final boolean isLocal = Term.isImmediate(term) || Term.subtag(Term.header(term)) == Term.SUBTAG_REF;
        if (isLocal && (flags & LOCAL) != 0) {
            out.put8(ExternalTags.NIL);
            return 0;
        }
        final int index = isLocal ? 0 : Pid.nodeIndex(term);
        atom(NodeTable.nameTerm(index));
        return (int)NodeTable.creation(index);
    }

    private void pid(final long term) {
        out.put8(ExternalTags.NEW_PID);
        final int creation = node(term);
        out.put32((int)Pid.number(term));
        out.put32((int)Pid.serial(term));
        out.put32(creation);
    }

    private void port(final long term) {
        final long number = Pid.portNumber(term);
        final boolean isLong = Long.compareUnsigned(number, ExternalTags.MAX_SHORT_PORT) > 0;
        out.put8(isLong ? ExternalTags.V4_PORT : ExternalTags.NEW_PORT);
        final int creation = node(term);
        if (isLong) {
            out.put64(number);
        } else {
            out.put32((int)number);
        }
        out.put32(creation);
    }

    private void reference(final long term) {
        final int[] numbers = Ref.numbers(term);
        out.put8(ExternalTags.NEWER_REFERENCE);
        out.put16(numbers.length);
        out.put32(node(term));
        for (final int number : numbers) {
            out.put32(number);
        }
    }

    private void fun(final long term) {
        final FunEntry entry = Fun.entry(term);
        out.put8(ExternalTags.NEW_FUN);
        final int free = Fun.freeCount(term);
        pending.push(out.size());
        pending.push(FUN_SIZE);
        push(ARRAY, Term.addr(term) + (Fun.FIRST_TERM_WORD + 1) * 8L, free);
        out.put32(0);
        out.put8(entry.arity);
        Memory.copyFromArray(entry.moduleMd5, 0, out.reserve(16), 16);
        out.put32(entry.index);
        out.put32(free);
        atom(entry.moduleTerm);
        final long numbersAt = out.size();
        small(entry.index);
        small(entry.uniq);
        funSlackBytes += FUN_NUMBER_BYTES - (out.size() - numbersAt);
        one(Fun.creator(term));
    }

    private void export(final long term) {
        final ExportTable.Mfa mfa = ExportTable.get(Fun.exportIndex(term));
        out.put8(ExternalTags.EXPORT);
        atom(mfa.moduleTerm());
        atom(mfa.functionTerm());
        small(mfa.arity());
    }

    // Structures

    private void list(final long listTerm) {
        long count = 0;
        boolean isString = true;
        long rest = listTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            count++;
            isString &= isByte(Cons.head(rest));
        }
        if (isString && rest == Term.NIL && count <= ExternalTags.MAX_STRING) {
            out.put8(ExternalTags.STRING);
            out.put16((int)count);
            long at = out.reserve(count);
            for (long cell = listTerm; Term.isCons(cell); cell = Cons.tail(cell)) {
                Memory.putByte(at++, (int)Term.smallValue(Cons.head(cell)));
            }
        } else {
            out.put8(ExternalTags.LIST);
            out.put32((int)count);
            restOfList(listTerm);
        }
    }

    private static boolean isByte(final long term) {
        return (term & ~0xFF0L) == Term.TAG_SMALL;
    }

    private void restOfList(final long cellTerm) {
        long cell = cellTerm;
        for (;;) {
            final long head = Cons.head(cell);
            final long tail = Cons.tail(cell);
            final boolean isLast = !Term.isCons(tail);
            if (!Term.isImmediate(head)) {
                pending.push(tail);
                if (!isLast) {
                    pending.push(REST_OF_LIST);
                }
                one(head);
                return;
            }
            one(head);
            if (isLast) {
                pending.push(tail);
                return;
            }
            cell = tail;
        }
    }

    private void tuple(final long term) {
        final int arity = Tuple.arity(term);
        if (arity <= 0xFF) {
            out.put16(ExternalTags.SMALL_TUPLE << 8 | arity);
        } else {
            out.put8(ExternalTags.LARGE_TUPLE);
            out.put32(arity);
        }
        push(ARRAY, Tuple.elementAddr(term, 1), arity);
    }

    private void map(final long term) {
        final long size = Maps.size(term);
        out.put8(ExternalTags.MAP);
        out.put32((int)size);
        if ((flags & DETERMINISTIC) != 0) {
            sorted(term);
        } else if (!MapLayout.isFlat(term)) {
            tree(term);
        } else if (size > 0) {
            pending.push(FlatMap.valueAddr(term, 0));
            push(PAIRS, FlatMap.keyAddr(FlatMap.keys(term), 0), size);
        }
    }

    /** The children of a node are written from the last to the first. */
    private void tree(final long nodeTerm) {
        if (Term.isCons(nodeTerm)) {
            pending.push(Cons.tail(nodeTerm));
            pending.push(Cons.head(nodeTerm));
            return;
        }
        final long first = Hamt.firstChildAddr(nodeTerm);
        final int children = Hamt.children(nodeTerm);
        for (int i = 0; i < children; i++) {
            pending.push(Memory.getLong(first + i * 8L));
            pending.push(TREE);
        }
    }

    private void sorted(final long mapTerm) {
        final MapEntries entries = new MapEntries(mapTerm);
        entries.sort();
        for (int i = entries.size() - 1; i >= 0; i--) {
            pending.push(entries.value(i));
            pending.push(entries.key(i));
        }
    }

    private void record(final long term) {
        final long definition = NativeRecord.definition(term);
        final int count = NativeRecord.count(term);
        out.put8(ExternalTags.RECORD);
        out.put32(count);
        out.put8(NativeRecord.isExported(definition) ? 1 : 0);
        atom(NativeRecord.module(definition));
        atom(NativeRecord.name(definition));
        for (int i = 1; i <= count; i++) {
            atom(Tuple.element(NativeRecord.fields(definition), i));
        }
        push(ARRAY, NativeRecord.valueAddr(term, 0), count);
    }

    private void bitstring(final long term) {
        final long bytes = Bitstring.byteSize(term);
        final int restBits = (int)(Bitstring.bitSize(term) - bytes * 8);
        out.put8(restBits == 0 ? ExternalTags.BINARY : ExternalTags.BIT_BINARY);
        out.put32((int)bytes + (restBits == 0 ? 0 : 1));
        if (restBits != 0) {
            out.put8(restBits);
        }
        final long at = out.reserve(bytes);
        if (Bitstring.bitOffset(term) == 0) {
            Memory.copy(Bitstring.dataAddr(term), at, bytes);
        } else {
            for (long i = 0; i < bytes; i++) {
                Memory.putByte(at + i, Bitstring.byteAt(term, i));
            }
        }
        if (restBits != 0) {
            out.put8(lastBits(Bitstring.dataAddr(term) + bytes, Bitstring.bitOffset(term), restBits));
        }
    }

    private static int lastBits(final long addr, final int offset, final int bits) {
        int window = Memory.getUnsignedByte(addr) << 8;
        if (offset + bits > 8) {
            window |= Memory.getUnsignedByte(addr + 1);
        }
        return (window << offset & 0xFFFF) >>> 8 & 0xFF00 >>> bits;
    }
}
