package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Blocks;
import dev.longbeam.memory.Literals;
import dev.longbeam.memory.MemoryKind;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShallowCopyTest {
    private static final int TERMS = 200;
    private static final int MOST_ELEMENTS = 5;
    /** Deeper than what is copied here, so that both happen. */
    private static final int DEPTH = 8;
    private static final int MOST_MISSING = 40;

    private final LocalHeap from = new LocalHeap();
    private final LocalHeap to = new LocalHeap();

    private static long small(final long value) {
        return Term.makeSmall(value);
    }

    private long random(final Random random, final int depth) {
        if (depth == 0) {
            return random.nextBoolean() ? small(random.nextInt()) : Term.NIL;
        }
        return switch (random.nextInt(9)) {
            case 0 -> Tuple.make(from, randoms(random, depth));
            case 1 -> Cons.list(from, randoms(random, depth));
            case 2 -> Cons.make(from, random(random, depth - 1), random(random, depth - 1));
            case 3 -> Maps.put(from, Maps.put(from, Maps.empty(from), Atoms.OK, random(random, depth - 1)), small(1), random(random, depth - 1));
            case 4 -> FloatTerm.make(from, random.nextDouble());
            case 5 -> Bignum.make(from, Long.MIN_VALUE + random.nextInt());
            case 6 -> Bitstring.make(from, new byte[random.nextInt(20)]);
            case 7 -> Ref.makeAlias(from, Pid.makeLocal(9));
            default -> Atoms.ERROR;
        };
    }

    private long[] randoms(final Random random, final int depth) {
        final long[] terms = new long[random.nextInt(MOST_ELEMENTS)];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = random(random, depth - 1);
        }
        return terms;
    }

    /** A copy here, or NON_VALUE when the term is none for here. */
    private long copied(final long term) {
        final long words = ShallowCopy.words(term);
        if (words == ShallowCopy.NOT_HERE) {
            assertFalse(tries(term, TermCopy.sizeWords(term)), () -> TermPrinter.text(term));
            return Term.NON_VALUE;
        }
        assertEquals(TermCopy.sizeWords(term), words, () -> TermPrinter.text(term));
        final LocalHeap other = new LocalHeap();
        final long before = other.allocate(words);
        other.heapTop = before;
        final long copy = ShallowCopy.copy(term, other);
        assertEquals(before + words * 8, other.heapTop, () -> TermPrinter.text(term));
        assertEquals(copy != Term.NON_VALUE, tries(term, words), () -> TermPrinter.text(term));
        for (long less = Math.max(0, words - MOST_MISSING); less < words; less++) {
            assertFalse(tries(term, less), () -> TermPrinter.text(term));
        }
        return copy;
    }

    /** True when a term can be copied into so many words without being counted. */
    private static boolean tries(final long term, final long words) {
        final SmallHeap heap = new SmallHeap(words);
        final long copy = ShallowCopy.tryCopy(term, heap);
        assertTrue(copy == Term.NON_VALUE || Compare.exactEqual(copy, term), () -> TermPrinter.text(term));
        heap.free();
        return copy != Term.NON_VALUE;
    }

    /** A block of its own, so that check mode sees what is written behind its end. */
    private static final class SmallHeap extends TermHeap {
        private final long addr;
        private final long bytes;

        SmallHeap(final long words) {
            bytes = Math.max(1, words * 8);
            addr = Blocks.allocate(bytes, MemoryKind.SYSTEM);
            heapTop = addr;
            heapLimit = addr + words * 8;
        }

        void free() {
            OffHeapList.releaseAll(offHeapAddr);
            Blocks.free(addr, bytes, MemoryKind.SYSTEM);
        }

        @Override
        protected long allocateSlow(final long words) {
            throw new IllegalStateException("words=" + words);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldCopyAsTermCopyDoes(final long seed) {
        final Random random = new Random(seed);
        int here = 0;
        for (int i = 0; i < TERMS; i++) {
            final long term = random(random, 1 + random.nextInt(DEPTH));
            if (!Term.isImmediate(term)) {
                final long copy = copied(term);
                here += copy == Term.NON_VALUE ? 0 : 1;
                assertTrue(copy == Term.NON_VALUE || copy != term && Compare.exactEqual(copy, term), () -> TermPrinter.text(term));
            }
        }
        assertTrue(here > TERMS / 4, "most are copied here: " + here);
    }

    @Test
    void shouldCopyFunsWithWhatTheyHold() {
        final FunEntry entry = NodeTerms.current().funs().hold(Atom.of("shallow"), 0, 17, new byte[16], 1, 1);
        final long fun = Fun.makeLocal(from, entry, Pid.makeLocal(5));
        Fun.free(fun, 0, Cons.list(from, small(1)));

        final long copy = copied(Cons.list(from, fun));

        assertEquals(small(1), Cons.head(Fun.free(Cons.head(copy), 0)));
        assertTrue(Cons.head(Fun.free(fun, 0)) != Fun.free(Cons.head(copy), 0));
    }

    @Test
    void shouldShareLiterals() {
        final long literal = Cons.write(Literals.allocate(16), small(2), Term.NIL);

        final long copy = copied(Tuple.make(from, literal, small(1)));

        assertEquals(literal, Tuple.element(copy, 1));
        assertEquals(literal, Cons.tail(copied(Cons.make(from, small(1), literal))));
        assertEquals(0, ShallowCopy.words(literal));
    }

    @Test
    void shouldLeaveWhatIsDeepOrLinkedToOthers() {
        long deep = Term.NIL;
        for (int i = 0; i < 100_000; i++) {
            deep = Tuple.make(from, deep);
        }
        assertEquals(ShallowCopy.NOT_HERE, ShallowCopy.words(deep));
        assertFalse(tries(deep, 1000));
        assertEquals(ShallowCopy.NOT_HERE, ShallowCopy.words(Cons.list(from, small(1), deep)));
        assertEquals(ShallowCopy.NOT_HERE, ShallowCopy.words(Cons.make(from, small(1), deep)));
        assertEquals(ShallowCopy.NOT_HERE, ShallowCopy.words(Bitstring.make(from, new byte[1000])));
        final long binary = Bitstring.make(from, new byte[20]);
        assertEquals(ShallowCopy.NOT_HERE, ShallowCopy.words(Tuple.make(from, Bitstring.makeSub(from, binary, 8, 16))));
        assertEquals(ShallowCopy.NOT_HERE, ShallowCopy.words(Ref.makeMagic(from, () -> { })));
    }

    @Test
    void shouldLeaveAllToOthersWhileAreasAreCopied() {
        final LiteralHeap area = new LiteralHeap(2);
        final long term = Tuple.make(from, Cons.make(area, small(2), Term.NIL));
        final LiteralArea going = area.area();

        TermCopy.copyArea(going);
        final long during = ShallowCopy.words(term);
        final boolean tried = tries(term, 4);
        TermCopy.copyArea(null);

        assertEquals(ShallowCopy.NOT_HERE, during);
        assertFalse(tried);
        assertEquals(2, ShallowCopy.words(term));
        going.free();
    }
}
