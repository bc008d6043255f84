package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.LocalHeap;
import dev.longbeam.term.Term;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeNamesTest {
    private final LocalHeap heap = new LocalHeap();

    @BeforeEach
    void useUtf8() {
        NativeNames.configure(NativeNames.Encoding.UTF8, NativeNames.Invalid.WARNING);
    }

    @AfterEach
    void freeHeap() {
        NativeNames.configure(NativeNames.Encoding.UTF8, NativeNames.Invalid.WARNING);
        heap.close();
    }

    @Test
    void shouldEncodeDeepListsOfCharactersInUtf8() {
        assertArrayEquals(new byte[] {97, (byte)195, (byte)182, (byte)226, (byte)130, (byte)172, (byte)240, (byte)144, (byte)128, (byte)128},
            NativeNames.encode(chars('a', 0xF6, 0x20AC, 0x10000)));
        final long deepTerm = Cons.make(heap, Term.NIL, Cons.make(heap, chars('x'), chars('y')));
        assertArrayEquals(new byte[] {'x', 'y'}, NativeNames.encode(deepTerm));
    }

    @Test
    void shouldRefuseWhatIsNoName() {
        assertNull(NativeNames.encode(chars('a', 0)));
        assertNull(NativeNames.encode(chars(0xD800)));
        assertNull(NativeNames.encode(chars(0x110000)));
        assertNull(NativeNames.encode(chars(-1)));
        assertNull(NativeNames.encode(Atoms.OK));
        assertNull(NativeNames.encode(Cons.make(heap, Term.makeSmall('b'), Atoms.OK)));
        assertNull(NativeNames.encode(Cons.list(heap, Bitstring.make(heap, new byte[] {'x'}))));
    }

    @Test
    void shouldEncodeVeryDeepLists() {
        long deepTerm = chars('z');
        for (int i = 0; i < 100_000; i++) {
            deepTerm = Cons.make(heap, deepTerm, Term.NIL);
        }
        assertArrayEquals(new byte[] {'z'}, NativeNames.encode(deepTerm));
    }

    @Test
    void shouldEncodeLatin1ByteByByte() {
        NativeNames.configure(NativeNames.Encoding.LATIN1, NativeNames.Invalid.WARNING);
        assertArrayEquals(new byte[] {(byte)0xF6}, NativeNames.encode(chars(0xF6)));
        assertNull(NativeNames.encode(chars(0x100)));
        assertEquals("[195,182]", Shown.show(NativeNames.decodeStrictly(heap, new byte[] {(byte)195, (byte)182})));
    }

    @Test
    void shouldDecodeOnlyStrictUtf8() {
        assertEquals("[246]", Shown.show(NativeNames.decodeStrictly(heap, new byte[] {(byte)195, (byte)182})));
        assertEquals(Term.NIL, NativeNames.decodeStrictly(heap, new byte[0]));
        assertEquals(Term.NON_VALUE, NativeNames.decodeStrictly(heap, new byte[] {(byte)195}));
        assertEquals(Term.NON_VALUE, NativeNames.decodeStrictly(heap, new byte[] {(byte)237, (byte)160, (byte)128}));
        assertEquals(Term.NON_VALUE, NativeNames.decodeStrictly(heap, new byte[] {(byte)0xC0, (byte)0x80}));
        assertEquals("[195]", Shown.show(NativeNames.decode(heap, new byte[] {(byte)195})));
    }

    @Test
    void shouldTakeTheEncodingFromTheLocale() {
        assertEquals(NativeNames.Encoding.UTF8, NativeNames.localeEncoding(null, "", "C.UTF-8"));
        assertEquals(NativeNames.Encoding.LATIN1, NativeNames.localeEncoding("C", null, "C.UTF-8"));
        assertEquals(NativeNames.Encoding.LATIN1, NativeNames.localeEncoding(null, null, null));
        assertEquals(NativeNames.Encoding.UTF8, NativeNames.localeEncoding("de_DE.utf8", null, null));
    }

    private long chars(final int... characters) {
        final long[] terms = new long[characters.length];
        for (int i = 0; i < characters.length; i++) {
            terms[i] = Term.makeSmall(characters[i]);
        }
        return Cons.list(heap, terms);
    }
}
