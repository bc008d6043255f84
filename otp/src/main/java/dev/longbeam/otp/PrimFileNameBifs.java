package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.memory.Memory;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Term;
import dev.longbeam.term.Tuple;

import java.text.Normalizer;

/** Conversions between file names of Erlang programs and those of the operating system. */
public final class PrimFileNameBifs {
    private PrimFileNameBifs() {
    }

    /** {@code prim_file:internal_name2native/1}: bytes with a zero behind them; {@code badarg} for a zero within. */
    @Bif("prim_file:internal_name2native/1")
    public static long internalName2Native(final Process p, final long nameTerm) {
        final byte[] bytes = Term.isBitstring(nameTerm) ? Bitstring.toArray(nameTerm) : NativeNames.encode(nameTerm);
        if (bytes == null) {
            return p.badarg();
        }
        for (final byte b : bytes) {
            if (b == 0) {
                return p.badarg();
            }
        }
        final long term = Bitstring.allocate(p, bytes.length + 1L);
        final long addr = Bitstring.dataAddr(term);
        Memory.copyFromArray(bytes, 0, addr, bytes.length);
        Memory.putByte(addr + bytes.length, 0);
        return term;
    }

    /** {@code prim_file:internal_native2name/1}: characters, or {@code {error, warning | ignore | error}} for bytes that are no name. */
    @Bif("prim_file:internal_native2name/1")
    public static long internalNative2Name(final Process p, final long nativeTerm) {
        if (!Bitstring.isBinary(nativeTerm)) {
            return p.badarg();
        }
        final long nameTerm = NativeNames.decodeStrictly(p, Bitstring.toArray(nativeTerm));
        return nameTerm != Term.NON_VALUE ? nameTerm : Tuple.make(p, Atoms.ERROR, NativeNames.invalidTerm());
    }

    /** {@code prim_file:internal_normalize_utf8/1}: characters of UTF-8 bytes, composed. */
    @Bif("prim_file:internal_normalize_utf8/1")
    public static long internalNormalizeUtf8(final Process p, final long binaryTerm) {
        if (!Bitstring.isBinary(binaryTerm)) {
            return p.badarg();
        }
        final int[] characters = NativeNames.utf8(Bitstring.toArray(binaryTerm));
        if (characters == null) {
            return p.badarg();
        }
        final String composed = Normalizer.normalize(new String(characters, 0, characters.length), Normalizer.Form.NFC);
        return NativeNames.list(p, composed.codePoints().toArray());
    }

    /** {@code prim_file:is_translatable/1}. */
    @Bif("prim_file:is_translatable/1")
    public static long isTranslatable(final Process p, final long binaryTerm) {
        if (!Bitstring.isBinary(binaryTerm)) {
            return p.badarg();
        }
        return Atoms.bool(NativeNames.encoding() == NativeNames.Encoding.LATIN1
            || NativeNames.utf8(Bitstring.toArray(binaryTerm)) != null);
    }

    /** {@code file:native_name_encoding/0}. */
    @Bif("file:native_name_encoding/0")
    public static long nativeNameEncoding(final Process p) {
        return NativeNames.encoding() == NativeNames.Encoding.UTF8 ? Atoms.UTF8 : Atoms.LATIN1;
    }
}
