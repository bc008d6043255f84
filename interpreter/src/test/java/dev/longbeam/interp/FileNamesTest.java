package dev.longbeam.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longbeam.memory.AddressSpace;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LiteralHeap;
import dev.longbeam.term.Term;
import org.junit.jupiter.api.Test;

class FileNamesTest {
    @Test
    void shouldKeepOneLiteralForEachName() {
        final long list = FileNames.kept("src/one.erl");

        assertTrue(AddressSpace.isLiteral(Term.addr(list)));
        assertEquals(list, FileNames.kept("src/" + "one.erl"));
        assertEquals("src/one.erl", text(list));
    }

    @Test
    void shouldCountCharactersNotUnitsOfJava() {
        final String name = "ž/\uD83D\uDE00.erl";

        assertEquals(name, text(FileNames.kept(name)));
        assertEquals(name, text(FileNames.list(new LiteralHeap(7L * Cons.WORDS), name)));
    }

    private static String text(final long listTerm) {
        final StringBuilder text = new StringBuilder();
        for (long rest = listTerm; Term.isCons(rest); rest = Cons.tail(rest)) {
            text.appendCodePoint((int)Term.smallValue(Cons.head(rest)));
        }
        return text.toString();
    }
}
