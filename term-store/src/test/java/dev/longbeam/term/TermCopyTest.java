package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.Literals;
import dev.longbeam.memory.Memory;
import org.junit.jupiter.api.Test;

class TermCopyTest {
    private final LocalHeap from = new LocalHeap();
    private final LocalHeap to = new LocalHeap();

    private static long small(final long value) {
        return Term.makeSmall(value);
    }

    @Test
    void shouldLeaveImmediatesAsTheyAre() {
        assertEquals(0, TermCopy.sizeWords(Atoms.OK));
        assertEquals(small(-7), TermCopy.copy(small(-7), to));
    }

    @Test
    void shouldCopyListOfTuplesAndCountItsWords() {
        final long list = Cons.list(from, Tuple.make(from, small(1), FloatTerm.make(from, 1.5)), small(2), Tuple.make(from, Term.NIL, Atoms.OK));

        assertEquals(3 * 2 + 3 + 2 + 3, TermCopy.sizeWords(list));
        final long copy = TermCopy.copy(list, to);
        from.close();

        assertEquals(3, Cons.length(copy));
        assertEquals(1.5, FloatTerm.value(Tuple.element(Cons.head(copy), 2)));
        assertEquals(small(2), Cons.head(Cons.tail(copy)));
        assertEquals(Atoms.OK, Tuple.element(Cons.head(Cons.tail(Cons.tail(copy))), 2));
    }

    @Test
    void shouldCopyMillionDeepNestingAndMillionLongList() {
        long deep = Term.NIL;
        long tupled = Atoms.OK;
        long list = Term.NIL;
        for (int i = 0; i < 1_000_000; i++) {
            deep = Cons.make(from, deep, Term.NIL);
            tupled = Tuple.make(from, tupled, tupled == Atoms.OK ? Atoms.OK : small(i));
            list = Cons.make(from, small(i), list);
        }
        final long all = Tuple.make(from, deep, tupled, list);

        final long copy = TermCopy.copy(all, to);

        long depth = 0;
        for (long t = Tuple.element(copy, 1); t != Term.NIL; t = Cons.head(t)) {
            depth++;
        }
        assertEquals(1_000_000, depth);
        depth = 0;
        for (long t = Tuple.element(copy, 2); t != Atoms.OK; t = Tuple.element(t, 1)) {
            depth++;
        }
        assertEquals(1_000_000, depth);
        assertEquals(1_000_000, Cons.length(Tuple.element(copy, 3)));
        assertEquals(4 + 2_000_000 + 3_000_000 + 2_000_000, TermCopy.sizeWords(all));
    }

    @Test
    void shouldCopyListsOfImmediatesAmongOthers() {
        final long longList = Cons.list(from, small(1), small(2), small(3), Atoms.OK);
        final long shortList = Cons.list(from, small(4), small(5));
        final long mixed = Cons.list(from, small(6), Tuple.make(from, shortList, longList), Cons.make(from, small(7), small(8)));
        final long term = Tuple.make(from, shortList, mixed, longList, Cons.make(from, small(9), Tuple.make(from, shortList)), FloatTerm.make(from, 1.5));
        final String text = TermPrinter.text(term);

        final long copy = TermCopy.copy(term, to);
        from.close();

        assertEquals(text, TermPrinter.text(copy));
    }

    @Test
    void shouldCountOffHeapBinaryAndLinkItIntoTheReceivingHeap() {
        final byte[] bytes = new byte[100];
        bytes[99] = 9;
        final long binary = Bitstring.make(from, bytes);
        final long objectAddr = Term.word(binary, Bitstring.REFC_OBJECT_WORD);

        final long copy = TermCopy.copy(binary, to);

        assertEquals(2, OffHeapBinary.count(objectAddr));
        assertEquals(Term.addr(copy), to.offHeapAddr);
        assertEquals(100, to.offHeapBytes);
        OffHeapList.releaseAll(from.offHeapAddr);
        assertEquals(1, OffHeapBinary.count(objectAddr));
        assertArrayEquals(bytes, Bitstring.toArray(copy));
        OffHeapList.releaseAll(to.offHeapAddr);
    }

    @Test
    void shouldCopyPartOfOffHeapBinaryAsReferenceIntoIt() {
        final byte[] bytes = new byte[100];
        for (int i = 0; i < 100; i++) {
            bytes[i] = (byte)i;
        }
        final long binary = Bitstring.make(from, bytes);

        final long aligned = TermCopy.copy(Bitstring.makeSub(from, binary, 8 * 10, 8 * 3), to);
        final long unaligned = TermCopy.copy(Bitstring.makeSub(from, binary, 8 * 10 + 3, 8 * 3 + 7), to);

        assertEquals(Bitstring.REFC_WORDS, TermCopy.sizeWords(aligned));
        assertArrayEquals(new byte[] {10, 11, 12}, Bitstring.toArray(aligned));
        assertEquals(8 * 3 + 7, Bitstring.bitSize(unaligned));
        assertArrayEquals(Bitstring.toArray(Bitstring.makeSub(from, binary, 8 * 10 + 3, 24)), Bitstring.toArray(unaligned));
        assertEquals(Bitstring.REFC_WORDS + Bitstring.SUB_WORDS, TermCopy.sizeWords(unaligned));
    }

    @Test
    void shouldCopyPartOfHeapBinaryAsHeapBinary() {
        final long binary = Bitstring.make(from, "abcdefghijklmnopqrstuvwxyz".getBytes());

        final long aligned = TermCopy.copy(Bitstring.makeSub(from, binary, 8, 16), to);
        final long unaligned = TermCopy.copy(Bitstring.makeSub(from, binary, 12, 12), to);

        assertEquals(3, TermCopy.sizeWords(aligned));
        assertEquals("bc", new String(Bitstring.toArray(aligned)));
        assertEquals(12, Bitstring.bitSize(unaligned));
        assertArrayEquals(new byte[] {0x26}, Bitstring.toArray(unaligned));
    }

    @Test
    void shouldPointMatchContextAtTheCopiedBytes() {
        final long context = MatchContext.make(from, Bitstring.make(from, new byte[] {1, 2, 3}));
        MatchContext.position(context, 8);

        final long copy = TermCopy.copy(context, to);
        from.close();

        assertEquals(2, Memory.getByte(MatchContext.baseAddr(copy) + MatchContext.position(copy) / 8));
        assertEquals(24, MatchContext.end(copy));
    }

    @Test
    void shouldCopyReferencesPidsPortsAndFuns() {
        final int node = NodeTable.index(Atom.of("a@b"), 3);
        final FunEntry entry = NodeTerms.current().funs().hold(Atom.of("m"), 0, 17, new byte[16], 1, 2);
        final long fun = Fun.makeLocal(from, entry, Pid.makeLocal(5));
        Fun.free(fun, 0, Cons.list(from, small(1)));
        Fun.free(fun, 1, Atoms.OK);
        final boolean[] disposed = new boolean[1];
        final long magic = Ref.makeMagic(from, () -> disposed[0] = true);
        final long alias = Ref.makeAlias(from, Pid.makeLocal(9));
        final long all = Tuple.make(from, fun, magic, alias, Pid.makeExternal(from, node, 1, 2), Pid.makeExternalPort(from, node, 77),
            Ref.makeExternal(from, node, 1, 2, 3), Fun.makeExport(from, ExportTable.index(Atoms.ERLANG, Atoms.ERROR, 1)));

        final long copy = TermCopy.copy(all, to);
        final long magicNumber = Ref.number(magic);
        OffHeapList.releaseAll(from.offHeapAddr);
        final long aliasNumber = Ref.number(alias);
        from.close();

        assertEquals(small(1), Cons.head(Fun.free(Tuple.element(copy, 1), 0)));
        assertEquals(Pid.makeLocal(5), Fun.creator(Tuple.element(copy, 1)));
        assertEquals(magicNumber, Ref.number(Tuple.element(copy, 2)));
        assertEquals(aliasNumber, Ref.number(Tuple.element(copy, 3)));
        assertEquals(Pid.makeLocal(9), Ref.aliasPid(Tuple.element(copy, 3)));
        assertEquals(2, Pid.serial(Tuple.element(copy, 4)));
        assertEquals(77, Pid.portNumber(Tuple.element(copy, 5)));
        assertArrayEquals(new int[] {1, 2, 3}, Ref.numbers(Tuple.element(copy, 6)));
        assertEquals(1, Fun.arity(Tuple.element(copy, 7)));
        assertTrue(!disposed[0]);
        OffHeapList.releaseAll(to.offHeapAddr);
        assertTrue(disposed[0]);
    }

    @Test
    void shouldShareLiteralsUnlessAskedToCopyThem() {
        final long literal = Cons.write(Literals.allocate(16), small(4), Term.NIL);
        final long term = Tuple.make(from, literal, literal);

        assertEquals(3, TermCopy.sizeWords(term));
        assertEquals(literal, Tuple.element(TermCopy.copy(term, to.allocate(3), 3, to), 2));
        assertEquals(7, TermCopy.sizeWordsWithLiterals(term));
        final long full = TermCopy.copyWithLiterals(term, to);
        assertNotEquals(literal, Tuple.element(full, 2));
        assertEquals(small(4), Cons.head(Tuple.element(full, 2)));
    }

    @Test
    void shouldNotShareLiteralsWithHeapThatNoProcessOwns() {
        final long literal = Cons.write(Literals.allocate(16), small(4), Term.NIL);

        final long copy = TermCopy.copy(literal, to);

        assertNotEquals(literal, copy);
        assertEquals(small(4), Cons.head(copy));
    }

    @Test
    void shouldCopyLiteralsOfAreaThatIsGoingToBeFreed() {
        final LiteralHeap kept = new LiteralHeap(2);
        final LiteralHeap going = new LiteralHeap(2);
        final long keptTerm = Cons.make(kept, small(1), Term.NIL);
        final long goingTerm = Cons.make(going, small(2), Term.NIL);
        final long term = Tuple.make(from, keptTerm, goingTerm);
        final LiteralArea area = going.area();

        TermCopy.copyArea(area);
        final long words = TermCopy.sizeWords(term);
        final long copy = TermCopy.copy(term, to.allocate(words), words, to);
        TermCopy.copyArea(null);
        area.free();

        assertEquals(5, words);
        assertEquals(keptTerm, Tuple.element(copy, 1));
        assertEquals(small(2), Cons.head(Tuple.element(copy, 2)));
        kept.area().free();
    }
}
