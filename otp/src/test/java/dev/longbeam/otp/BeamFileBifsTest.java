package dev.longbeam.otp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Term;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BeamFileBifsTest {
    private static final String CHUNK = "erts_internal:beamfile_chunk/2";
    private static final String MD5 = "erts_internal:beamfile_module_md5/1";

    private final GoldenCalls calls = new GoldenCalls(BeamFileBifs.class);

    @Test
    void shouldFindChunks() {
        assertEquals("<<120,121,122,117>>", chunk("<<\"FOR1\",0,0,0,16,\"BEAMabcd\",0,0,0,4,\"xyzu\">>"));
        assertEquals("<<120,121,122>>", chunk("<<\"FOR1\",0,0,0,16,\"BEAMabcd\",0,0,0,3,\"xyzu\">>"));
        assertEquals("<<120,121,122,117>>", chunk("<<\"FOR1\",0,0,0,16,\"BEAMabcd\",0,0,0,4,\"xyzujunk\">>"));
        assertEquals("undefined", chunk("<<\"FOR1\",0,0,0,12,\"BEAMabcd\",0,0,0,0>>"));
        assertEquals("undefined", chunk("<<\"FOR1\",0,0,0,18,\"BEAMabcd\",0,0,0,2,\"xy\",0,0>>"));
        assertEquals("undefined", chunk("<<\"FOR1\">>"));
    }

    @Test
    void shouldRefuseWrongArguments() {
        final long file = TermText.read(calls.process, "<<\"FOR1\">>");
        for (final String name : new String[] {"[97,98,99]", "[97,98,99,100,101]", "[97,98,99,300]", "abcd", "[97,98,99,100|x]"}) {
            assertEquals(Term.NON_VALUE, calls.bif(CHUNK, file, TermText.read(calls.process, name)), name);
        }
        assertEquals(Term.NON_VALUE, calls.bif(CHUNK, TermText.read(calls.process, "abc"), TermText.read(calls.process, "[97,98,99,100]")));
        assertEquals(Term.NON_VALUE, calls.bif(MD5, TermText.read(calls.process, "abc")));
        assertEquals("undefined", TermText.write(calls.bif(MD5, TermText.read(calls.process, "<<\"abc\">>"))));
    }

    @Test
    void shouldComputeModuleMd5() {
        final byte[] file = HexFormat.of().parseHex(""
            + "464f5231000001804245414d417455380000003800000006026d7401660b6d6f64756c655f696e666f0665726c616e670f6765745f6d6f64756c655f"
            + "696e666f0b2d662f312d66756e2d302d436f6465000000680000001000000000000000ab000000090000000401109910021222100120103730001010"
            + "00201010ab000317100313013099000212320001404012034e1000015099000212321001604003134012034e201001709910021262100180103010a4"
            + "03172003470013035374725400000000496d70540000001c000000020000000400000005000000010000000400000005000000024578705400000028"
            + "0000000300000003000000010000000600000003000000000000000400000002000000010000000246756e540000001c000000010000000600000001"
            + "000000080000000000000001026051644c6974540000001b0000000f789c63606060646060606fce6660cec92c010009000243004d6574610000001d"
            + "836c000000016802640010656e61626c65645f66656174757265736a6a000000");

        final long md5 = calls.bif(MD5, Bitstring.make(calls.process, file));

        assertArrayEquals(HexFormat.of().parseHex("4c0a2c9c956363dbf9e21d1f2c8277bd"), Bitstring.toArray(md5));
    }

    private String chunk(final String file) {
        return TermText.write(calls.bif(CHUNK, TermText.read(calls.process, file), TermText.read(calls.process, "[97,98,99,100]")));
    }
}
