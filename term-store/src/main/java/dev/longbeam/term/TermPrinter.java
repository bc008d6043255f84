package dev.longbeam.term;

import dev.longbeam.memory.Memory;

/**
 * Terms as the C emulator prints them: {@code erlang:display/1}, crash reports.
 *
 * <p>Any thread that may see the term. A limit bounds the work: about one for each term, character of a string and byte of a binary;
 * what is beyond it is left out without a sign, closing brackets too. The Java stack stays flat.
 */
public final class TermPrinter {
    private static final long COMMA = 1 << 2;
    private static final long BAR = 2 << 2;
    private static final long CLOSE_LIST = 3 << 2;
    private static final long CLOSE_TUPLE = 4 << 2;
    private static final long ASSOCIATION = 5 << 2;
    private static final long REST_OF_LIST = 6 << 2;
    private static final long ELEMENTS = 7 << 2;
    private static final long FIELD = 8 << 2;
    private static final int FLOAT_DECIMALS = 6;
    private static final int DELETE = 127;

    private final ByteText out = new ByteText();
    private final WorkStack stack = WorkStack.get();
    private long budget;

    private TermPrinter(final long limit) {
        budget = limit;
    }

    /** The bytes that {@code erlang:display/1} writes, without the line end: UTF-8, but strings of Latin-1 characters as single bytes. */
    public static byte[] bytes(final long term) {
        return print(term, Long.MAX_VALUE).toArray();
    }

    /** The text of a term. */
    public static String text(final long term) {
        return print(term, Long.MAX_VALUE).toString();
    }

    /** The text of a term, cut short by a limit. */
    public static String text(final long term, final long limit) {
        return print(term, limit).toString();
    }

    /** Appends the text of a term, cut short by a limit. */
    public static void append(final StringBuilder to, final long term, final long limit) {
        to.append(print(term, limit));
    }

    private static ByteText print(final long term, final long limit) {
        final TermPrinter printer = new TermPrinter(limit);
        final int bottom = printer.stack.top();
        printer.stack.push(term);
        while (printer.stack.top() != bottom && printer.step(printer.stack.pop())) {
            continue;
        }
        printer.stack.reset(bottom);
        return printer.out;
    }

    /** Prints one item of the stack; false when the limit is reached. */
    private boolean step(final long item) {
        if ((item & Term.TAG_PRIMARY_MASK) != Term.TAG_HEADER) {
            return term(item);
        }
        switch ((int)item) {
            case (int)COMMA -> out.add(',');
            case (int)BAR -> out.add('|');
            case (int)CLOSE_LIST -> out.add(']');
            case (int)CLOSE_TUPLE -> out.add('}');
            case (int)ASSOCIATION -> out.add("=>");
            case (int)FIELD -> out.add("=");
            case (int)REST_OF_LIST -> {
                return term(cell(stack.pop()));
            }
            default -> {
                return term(nextElement());
            }
        }
        return true;
    }

    private long nextElement() {
        final long count = stack.pop();
        final long addr = stack.pop();
        if (count > 1) {
            stack.push(addr + 8, count - 1, ELEMENTS);
            stack.push(COMMA);
        }
        return Memory.getLong(addr);
    }

    /** Leaves the tail of a cell on the stack and returns its head. */
    private long cell(final long consTerm) {
        final long tail = Cons.tail(consTerm);
        if (Term.isCons(tail)) {
            stack.push(tail, REST_OF_LIST, COMMA);
        } else if (tail != Term.NIL) {
            stack.push(tail);
            stack.push(BAR);
        }
        return Cons.head(consTerm);
    }

    private boolean term(final long term) {
        if (budget-- <= 0) {
            return false;
        }
        if (Term.isCons(term)) {
            if (isPrintable(term)) {
                return string(term);
            }
            out.add('[');
            stack.push(CLOSE_LIST);
            return term(cell(term));
        }
        if (Term.isAtom(term)) {
            return atom(term);
        }
        if (Term.isSmall(term)) {
            out.add(Long.toString(Term.smallValue(term)));
        } else if (term == Term.NIL) {
            out.add("[]");
        } else if (Term.isPid(term)) {
            out.add(IdentifierText.pid(term));
        } else if (Term.isPort(term)) {
            out.add(IdentifierText.port(term));
        } else {
            return boxed(term);
        }
        return true;
    }

    private boolean atom(final long atomTerm) {
        final String name = Atom.name(atomTerm);
        AtomText.print(out, name);
        budget -= name.length();
        return budget > 0;
    }

    private static boolean isPrintable(final long listTerm) {
        long rest = listTerm;
        while (Term.isCons(rest)) {
            final long head = Cons.head(rest);
            if (!PortableHash2.isByte(head) || isControl((int)Term.smallValue(head))) {
                return false;
            }
            rest = Cons.tail(rest);
        }
        return rest == Term.NIL;
    }

    private static boolean isControl(final int character) {
        final boolean space = character == '\n' || character == '\t' || character == '\r';
        return !space && (character < ' ' || character >= DELETE && character < 0xA0);
    }

    private boolean string(final long listTerm) {
        out.add('"');
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            if (budget-- <= 0) {
                return false;
            }
            final int character = (int)Term.smallValue(Cons.head(rest));
            if (character == '\n') {
                out.add("\\n");
            } else {
                if (character == '"') {
                    out.add('\\');
                }
                out.add(character);
            }
        }
        out.add('"');
        return true;
    }

    private boolean boxed(final long term) {
        final long header = Term.header(term);
        switch (Term.subtag(header)) {
            case Term.SUBTAG_TUPLE -> {
                out.add('{');
                stack.push(CLOSE_TUPLE);
                if (Tuple.arity(term) > 0) {
                    stack.push(Term.addr(term) + 8, Tuple.arity(term), ELEMENTS);
                }
            }
            case Term.SUBTAG_POS_BIG, Term.SUBTAG_NEG_BIG -> out.add(Bignum.toBigInteger(term).toString());
            case Term.SUBTAG_FLOAT -> out.add(FloatText.scientific(FloatTerm.value(term), FLOAT_DECIMALS));
            case Term.SUBTAG_REF, Term.SUBTAG_EXTERNAL_REF -> out.add(IdentifierText.ref(term));
            case Term.SUBTAG_MAP -> map(term, header);
            case Term.SUBTAG_FUN -> {
                final FunEntry entry = Fun.entry(term);
                out.add("#Fun<").add(Atom.name(entry.moduleTerm)).add('.').add(Integer.toString(entry.index)).add('.')
                    .add(Integer.toString(entry.uniq)).add('>');
            }
            case Term.SUBTAG_EXPORT -> exportFun(ExportTable.get(Fun.exportIndex(term)));
            case Term.SUBTAG_RECORD -> record(term);
            case Term.SUBTAG_MATCH_CONTEXT -> out.add("#MatchState");
            default -> {
                return bitstring(term);
            }
        }
        return true;
    }

    private void exportFun(final ExportTable.Mfa mfa) {
        out.add("fun ");
        AtomText.print(out, Atom.name(mfa.moduleTerm()));
        out.add(':');
        AtomText.print(out, Atom.name(mfa.functionTerm()));
        out.add('/').add(Integer.toString(mfa.arity()));
        budget -= Atom.name(mfa.moduleTerm()).length() + Atom.name(mfa.functionTerm()).length();
    }

    private boolean bitstring(final long term) {
        final long bytes = Bitstring.byteSize(term);
        final int bits = (int)Bitstring.bitSize(term) & 7;
        if (bits == 0 && bytes > 0 && isAscii(term, bytes)) {
            return ascii(term, bytes);
        }
        out.add("<<");
        for (long i = 0; i < bytes; i++) {
            out.add(i > 0 ? "," : "").add(Integer.toString(Bitstring.byteAt(term, i)));
            if (budget-- <= 0) {
                return false;
            }
        }
        if (bits > 0) {
            out.add(bytes > 0 ? "," : "").add(Integer.toString(CompareLeaf.trailingBits(term, bytes, bits))).add(":").add('0' + bits);
        }
        out.add(">>");
        return true;
    }

    private static boolean isAscii(final long term, final long bytes) {
        for (long i = 0; i < bytes; i++) {
            final int value = Bitstring.byteAt(term, i);
            if (value < ' ' || value >= DELETE) {
                return false;
            }
        }
        return true;
    }

    private boolean ascii(final long term, final long bytes) {
        out.add("<<\"");
        for (long i = 0; i < bytes; i++) {
            final int value = Bitstring.byteAt(term, i);
            if (value == '"') {
                out.add('\\');
            }
            out.add(value);
            if (budget-- <= 0) {
                return false;
            }
        }
        out.add("\">>");
        return true;
    }

    private void map(final long term, final long header) {
        final int type = MapLayout.type(header);
        if (type == MapLayout.TYPE_FLAT || OtpVariant.current().wideMapHash()) {
            out.add("#{");
            stack.push(CLOSE_TUPLE);
            final MapEntries entries = MapEntries.of(term);
            for (int i = entries.size() - 1; i >= 0; i--) {
                stack.push(entries.value(i), ASSOCIATION, entries.key(i));
                if (i > 0) {
                    stack.push(COMMA);
                }
            }
            return;
        }
        out.add(type == MapLayout.TYPE_NODE ? "<" : "#<").add(Integer.toHexString(bitmap(header, type))).add(">{");
        final int last = (int)MapLayout.wordsBehindHeader(Term.addr(term));
        final int first = MapLayout.firstTermWord(header);
        stack.push(CLOSE_TUPLE);
        stack.push(Term.addr(term) + first * 8L, last - first + 1L, ELEMENTS);
    }

    private static int bitmap(final long header, final int type) {
        return type == MapLayout.TYPE_HEAD_ARRAY ? 0xFFFF : MapLayout.bitmap(header);
    }

    /** Fields in the order of their atoms' indexes. */
    private void record(final long term) {
        final long definition = NativeRecord.definition(term);
        final long fields = NativeRecord.fields(definition);
        out.add('#');
        AtomText.print(out, Atom.name(NativeRecord.module(definition)));
        out.add(':');
        AtomText.print(out, Atom.name(NativeRecord.name(definition)));
        out.add('{');
        stack.push(CLOSE_TUPLE);
        long above = Long.MAX_VALUE;
        for (int left = Tuple.arity(fields); left > 0; left--) {
            int chosen = -1;
            for (int i = 0; i < Tuple.arity(fields); i++) {
                final long name = Tuple.element(fields, i + 1);
                if (name < above && (chosen < 0 || name > Tuple.element(fields, chosen + 1))) {
                    chosen = i;
                }
            }
            above = Tuple.element(fields, chosen + 1);
            stack.push(NativeRecord.value(term, chosen), FIELD, above);
            if (left > 1) {
                stack.push(COMMA);
            }
        }
    }
}
