package dev.longbeam.term;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermPrinterTest {
    private final LocalHeap heap = new LocalHeap();

    @AfterEach
    void close() {
        Release.leave();
        heap.close();
    }

    private String print(final String text) {
        return TermPrinter.text(TermText.parse(heap, text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"a;a", "'A b';'A b'", "'a-b';'a-b'", "'';''", "'1a';'1a'", "'_';'_'", "'a*';'a*'",
        "foo_Bar1;foo_Bar1", "[];[]", "[97,98,99];\"abc\"", "[97,34,98,92,99,10];\"a\\\"b\\c\\n\"", "[1,2|3];[1,2|3]", "[97,1000];[97,1000]",
        "[97,98|c];[97,98|c]", "[7];[7]", "[127];[127]", "[126];\"~\"", "{};{}", "{a};{a}", "{1,{2}};{1,{2}}", "1.0;1.000000e+00",
        "-0.0;-0.000000e+00", "1.0e22;1.000000e+22", "123456789.0;1.234568e+08", "<<>>;<<>>", "<<1,2>>;<<1,2>>", "<<97,98,99>>;<<\"abc\">>",
        "<<1:3>>;<<1:3>>", "<<1,2:5>>;<<1,2:5>>", "<<229,228,246>>;<<229,228,246>>", "#{};#{}", "#{a=>1,b=>[1]};#{a=>1,b=>[1]}",
        "18446744073709551616;18446744073709551616", "-1180591620717411303424;-1180591620717411303424", "-5;-5", "[[]];[[]]",
        "[[97,98,99],[100]];[\"abc\",\"d\"]", "[{a,1},{b,2}];[{a,1},{b,2}]"})
    void shouldPrintAsDisplayDoes(final String term, final String expected) {
        assertEquals(expected, print(term));
    }

    @Test
    void shouldQuoteAndEscapeAtoms() {
        assertEquals("'it\\'s'", TermPrinter.text(Atom.of("it's")));
        assertEquals("'a\\nb'", TermPrinter.text(Atom.of("a\nb")));
        assertEquals("'a\\\\b'", TermPrinter.text(Atom.of("a\\b")));
        assertEquals("'a\\037'", TermPrinter.text(Atom.of("a\u001f")));
        assertEquals("'foo@bar'", TermPrinter.text(Atom.of("foo@bar")));
        assertEquals("\u00e5\u00e4\u00f6", TermPrinter.text(Atom.of("\u00e5\u00e4\u00f6")));
        assertEquals("'\u00f7'", TermPrinter.text(Atom.of("\u00f7")));
        assertEquals("'\u00c4'", TermPrinter.text(Atom.of("\u00c4")));
        assertEquals("'\u65e5\u672c'", TermPrinter.text(Atom.of("\u65e5\u672c")));
        assertEquals("'a\u0200'", TermPrinter.text(Atom.of("a\u0200")));
        assertEquals("fun lists:map/2", TermPrinter.text(Fun.makeExport(heap, ExportTable.index(Atom.of("lists"), Atom.of("map"), 2))));
        assertEquals("fun 'a b':'+'/2", TermPrinter.text(Fun.makeExport(heap, ExportTable.index(Atom.of("a b"), Atom.of("+"), 2))));
    }

    @Test
    void shouldWriteLatin1StringsAsSingleBytes() {
        assertArrayEquals(new byte[] {'"', 'a', (byte)0xE5, '"'}, TermPrinter.bytes(TermText.parse(heap, "[97,229]")));
    }

    @Test
    void shouldPrintBigMapsAsTheReleaseDoes() {
        long map = Maps.empty(heap);
        for (int i = 1; i <= 33; i++) {
            map = Maps.put(heap, map, Term.makeSmall(i), Term.makeSmall(i));
        }
        assertEquals("#<fffb>{<1201>{[16|16],[18|18],[5|5]},<4400>{[19|19],[27|27]},<80>{<4080>{[10|10],[24|24]}},<14>{[4|4],[21|21]},"
            + "<240>{[22|22],[17|17]},<2a>{[3|3],[8|8],[1|1]},<8512>{[7|7],[2|2],[14|14],[15|15],[20|20]},[13|13],[6|6],"
            + "<1400>{[28|28],[25|25]},<212>{[32|32],[9|9],[11|11]},[31|31],[26|26],<2040>{[30|30],<8020>{[29|29],[23|23]}},"
            + "<8200>{[12|12],[33|33]}}", TermPrinter.text(map));
        Release.enter(OtpVariant.OTP_27);
        map = Maps.empty(heap);
        for (int i = 1; i <= 33; i++) {
            map = Maps.put(heap, map, Term.makeSmall(i), Term.makeSmall(i));
        }
        assertEquals("#{18=>18,4=>4,12=>12,19=>19,29=>29,13=>13,2=>2,7=>7,31=>31,8=>8,10=>10,23=>23,9=>9,15=>15,32=>32,1=>1,25=>25,28=>28,"
            + "20=>20,6=>6,11=>11,17=>17,24=>24,14=>14,33=>33,3=>3,16=>16,30=>30,21=>21,5=>5,27=>27,26=>26,22=>22}", TermPrinter.text(map));
    }

    @Test
    void shouldStopAtTheLimit() {
        long list = Term.NIL;
        for (int i = 0; i < 100_000; i++) {
            list = Cons.make(heap, Term.makeSmall(1000), list);
        }
        assertTrue(TermPrinter.text(list, 20).length() < 200);
        assertEquals(500_001, TermPrinter.text(list).length());
    }

    @Test
    void shouldPrintDeepTerms() {
        long deep = Term.NIL;
        for (int i = 0; i < 100_000; i++) {
            deep = Tuple.make(heap, new long[] {deep});
        }
        assertEquals(200_002, TermPrinter.text(deep).length());
    }
}
