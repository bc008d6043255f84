package dev.longbeam.jit;

import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields of a match that follow each other and are known to be there: integers, comparisons and what is skipped. They are read as one number, or, where
 * a field ends with a byte, as several ones. The match context is in the first scratch variable.
 */
final class FieldRun {
    private static final int NO_OPERAND = -1;

    private final MethodEmitter m;
    private final FieldEmitter fields;
    private final List<Field> run = new ArrayList<>();
    private int bits;

    /**
     * One of the fields.
     *
     * @param to       where an integer goes, or {@link #NO_OPERAND}
     * @param expected what a comparison wants
     */
    private record Field(Kind kind, int bits, int flags, int to, long expected) {
    }

    private enum Kind { INTEGER, EQUAL, SKIP }

    FieldRun(final MethodEmitter m, final FieldEmitter fields) {
        this.m = m;
        this.fields = fields;
    }

    /** Bits of all fields. */
    int bits() {
        return bits;
    }

    /** True when more bits can be read together with those before. */
    boolean takes(final long moreBits) {
        return moreBits + bits <= FieldEmitter.MOST_BITS;
    }

    void integer(final long fieldBits, final int flags, final int to) {
        add(new Field(Kind.INTEGER, (int)fieldBits, flags, to, 0));
    }

    void equal(final long fieldBits, final long expected) {
        add(new Field(Kind.EQUAL, (int)fieldBits, 0, NO_OPERAND, expected));
    }

    void skip(final long fieldBits) {
        add(new Field(Kind.SKIP, (int)fieldBits, 0, NO_OPERAND, 0));
    }

    private void add(final Field field) {
        run.add(field);
        bits += field.bits;
    }

    /** Reads the fields and moves over them; a comparison that fails goes to a label of the code. */
    void emit(final int failPosition) {
        int used = run.size();
        int read = bits;
        while (used > 0 && run.get(used - 1).kind == Kind.SKIP) {
            read -= run.get(--used).bits;
        }
        if (used == 0) {
            fields.skip(bits);
            return;
        }
        final int[] groups = groups(used, read);
        fields.read(groups, bits);
        int group = 0;
        int above = groups[0];
        for (final Field field : run.subList(0, used)) {
            if (above == 0) {
                above = groups[++group];
            }
            above -= field.bits;
            emit(field, group, above, failPosition);
        }
    }

    private void emit(final Field field, final int group, final int above, final int failPosition) {
        final CodeBuilder out = m.out;
        if (field.kind == Kind.INTEGER) {
            fields.integer(group, above, field.bits, field.flags);
            m.store(field.to);
            if (FieldEmitter.isNatural(field.flags)) {
                m.facts.isNatural(field.to);
            }
        } else if (field.kind == Kind.EQUAL) {
            fields.part(group, above, field.bits);
            out.loadConstant(field.expected);
            out.lcmp();
            out.ifne(m.label(failPosition));
        }
    }

    /** Bits of each group of fields that ends with a byte when the first begins with one. */
    private int[] groups(final int used, final int read) {
        if ((read & 7) != 0) {
            return new int[] {read};
        }
        final List<Integer> groups = new ArrayList<>();
        int inGroup = 0;
        for (final Field field : run.subList(0, used)) {
            inGroup += field.bits;
            if ((inGroup & 7) == 0 && inGroup > 0) {
                groups.add(inGroup);
                inGroup = 0;
            }
        }
        return groups.stream().mapToInt(Integer::intValue).toArray();
    }
}
