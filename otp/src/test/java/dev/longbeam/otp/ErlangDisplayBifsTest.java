package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Term;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErlangDisplayBifsTest {
    @Test
    void shouldEncodeCharactersAndRefuseWhatIsNone() {
        try (LocalHeap heap = new LocalHeap()) {
            final long text = Cons.list(heap, Term.makeSmall('a'), Term.makeSmall(0xE5), Term.makeSmall(0x1F600));
            assertArrayEquals("a\u00e5\ud83d\ude00".getBytes(StandardCharsets.UTF_8), ErlangDisplayBifs.utf8(text));
            assertArrayEquals(new byte[0], ErlangDisplayBifs.utf8(Term.NIL));
            assertNull(ErlangDisplayBifs.utf8(Cons.list(heap, Term.makeSmall(0xD800))));
            assertNull(ErlangDisplayBifs.utf8(Cons.list(heap, Term.makeSmall(0x110000))));
            assertNull(ErlangDisplayBifs.utf8(Cons.list(heap, Atoms.OK)));
            assertNull(ErlangDisplayBifs.utf8(Cons.make(heap, Term.makeSmall('a'), Atoms.OK)));
        }
    }
}
