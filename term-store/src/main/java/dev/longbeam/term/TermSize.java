package dev.longbeam.term;

import dev.longbeam.memory.AddressSpace;
import dev.longbeam.memory.Memory;

/**
 * Words that terms take, counted as the C emulator counts them, also where our objects are a little larger or smaller.
 *
 * <p>Any thread that may see the term; the Java stack stays flat.
 */
public final class TermSize {
    private static final int MAX_BITS_OF_ONE_BYTE = 8;

    private TermSize() {
    }

    /** Words of a copy of a term: what is shared counts every time, small parts of binaries count as binaries of their own. */
    public static long flat(final long term) {
        if (Term.isImmediate(term)) {
            return 0;
        }
        final WorkStack stack = WorkStack.get();
        final int bottom = stack.top();
        stack.push(term);
        long words = 0;
        while (stack.top() != bottom) {
            long rest = stack.pop();
            while (Term.isCons(rest)) {
                words += Cons.WORDS;
                push(stack, Cons.head(rest));
                rest = Cons.tail(rest);
            }
            if (Term.isBoxed(rest)) {
                words += object(rest);
                pushTerms(stack, rest);
            }
        }
        stack.reset(bottom);
        return words;
    }

    /** Words of a term with what is shared counted once. */
    public static long shared(final long term) {
        if (Term.isImmediate(term)) {
            return 0;
        }
        final AddressSet seen = new AddressSet();
        final WorkStack stack = WorkStack.get();
        final int bottom = stack.top();
        stack.push(term);
        long words = 0;
        while (stack.top() != bottom) {
            long rest = stack.pop();
            while (Term.isCons(rest) && isNew(seen, rest)) {
                words += Cons.WORDS;
                push(stack, Cons.head(rest));
                rest = Cons.tail(rest);
            }
            if (Term.isBoxed(rest) && isNew(seen, rest)) {
                words += ownWords(rest);
                pushTerms(stack, rest);
            }
        }
        stack.reset(bottom);
        return words;
    }

    /** Words of a boxed object that are no literals; of the definition of a native record they are counted here. */
    private static long ownWords(final long term) {
        if (Fun.isLocal(term)) {
            return OtpVariant.current().funs().ownWords(Fun.freeCount(term));
        }
        if (NativeRecord.is(term) && AddressSpace.isLiteral(NativeRecord.definition(term))) {
            return 1 + Term.headerWords(Term.header(term));
        }
        return object(term);
    }

    private static boolean isNew(final AddressSet seen, final long term) {
        return !AddressSpace.isLiteral(term) && seen.add(Term.addr(term));
    }

    private static void push(final WorkStack stack, final long term) {
        if (!Term.isImmediate(term)) {
            stack.push(term);
        }
    }

    /** Words of a boxed object itself; the empty tuple is one for all and takes none. */
    private static long object(final long term) {
        final long header = Term.header(term);
        return switch (Term.subtag(header)) {
            case Term.SUBTAG_TUPLE -> Term.headerWords(header) == 0 ? 0 : 1 + Term.headerWords(header);
            case Term.SUBTAG_MAP -> 1 + MapLayout.wordsBehindHeader(Term.addr(term));
            case Term.SUBTAG_SUB_BINARY -> subBinary(term);
            case Term.SUBTAG_RECORD -> 1 + Term.headerWords(header) + definitionExtra(NativeRecord.definition(term));
            case Term.SUBTAG_REF -> Ref.isMagic(term) ? Ref.WORDS : 1 + Term.headerWords(header);
            case Term.SUBTAG_FUN -> OtpVariant.current().funs().flatWords(Fun.freeCount(term));
            default -> 1 + Term.headerWords(header);
        };
    }

    /** What a definition of a native record takes in the C emulator beyond our tuple: a word, and another list of the fields. */
    private static long definitionExtra(final long definitionTuple) {
        return 1L + Tuple.arity(NativeRecord.fields(definitionTuple));
    }

    private static long subBinary(final long term) {
        final int bits = ((int)Bitstring.bitSize(term) & 7) + Bitstring.bitOffset(term);
        final int extraBytes = bits > MAX_BITS_OF_ONE_BYTE ? 2 : bits > 0 ? 1 : 0;
        final long whole = extraBytes == 0 ? 0 : Bitstring.SUB_WORDS;
        if (Term.header(Bitstring.original(term)) == Bitstring.REFC_HEADER) {
            return whole + Bitstring.REFC_WORDS;
        }
        return whole + 2 + (Bitstring.byteSize(term) + extraBytes + 7 >>> 3);
    }

    private static void pushTerms(final WorkStack stack, final long term) {
        final long header = Term.header(term);
        switch (Term.subtag(header)) {
            case Term.SUBTAG_TUPLE, Term.SUBTAG_RECORD -> pushWords(stack, term, 1, Term.headerWords(header));
            case Term.SUBTAG_FUN -> pushWords(stack, term, Fun.FIRST_TERM_WORD, Term.headerWords(header));
            case Term.SUBTAG_MAP -> pushWords(stack, term, MapLayout.firstTermWord(header), MapLayout.wordsBehindHeader(Term.addr(term)));
            default -> {
            }
        }
    }

    private static void pushWords(final WorkStack stack, final long term, final long first, final long last) {
        final long addr = Term.addr(term);
        for (long i = last; i >= first; i--) {
            push(stack, Memory.getLong(addr + i * 8));
        }
    }
}
