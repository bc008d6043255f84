package dev.longbeam.interp;

import dev.longbeam.term.Term;
import org.agrona.collections.Long2LongHashMap;

/** The cases of a select_val with many values, to be looked up at once. Any thread; immutable. */
final class SelectTable {
    private static final int MISSING = -1;

    private final Code code;
    private final int pc;
    private final Long2LongHashMap positions = new Long2LongHashMap(MISSING);

    SelectTable(final Code code, final int pc) {
        this.code = code;
        this.pc = pc;
        final int first = pc + 4;
        // The first of two equal values holds.
        for (int i = first + code.ops[pc + 3] - 2; i >= first; i -= 2) {
            positions.put(code.constants[code.ops[i] >>> 2], code.ops[i + 1]);
        }
    }

    /** Where a term leads. */
    int position(final long term) {
        if (Term.isImmediate(term)) {
            final long found = positions.get(term);
            return found == MISSING ? code.ops[pc + 2] : (int)found;
        }
        for (int i = pc + 4; i < pc + 4 + code.ops[pc + 3]; i += 2) {
            if (TestOps.same(code.constants[code.ops[i] >>> 2], term)) {
                return code.ops[i + 1];
            }
        }
        return code.ops[pc + 2];
    }
}
