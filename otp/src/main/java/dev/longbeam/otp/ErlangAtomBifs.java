package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Atoms;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** BIFs of {@code erlang} between atoms and their text. */
public final class ErlangAtomBifs {
    private static final int MAX_UTF8_BYTES = Atom.MAX_CHARACTERS * 4;

    private ErlangAtomBifs() {
    }

    /** The characters of an atom. */
    @Bif("erlang:atom_to_list/1")
    public static long atomToList(final Process p, final long atomTerm) {
        return Term.isAtom(atomTerm) ? ErlangTextBifs.characters(p, Atom.name(atomTerm)) : p.badarg();
    }

    /** The atom of a list of characters. */
    @Bif("erlang:list_to_atom/1")
    public static long listToAtom(final Process p, final long listTerm) {
        final StringBuilder name = new StringBuilder();
        final long reasonTerm = read(listTerm, name);
        return reasonTerm == Atoms.OK ? Atom.of(name.toString()) : p.fail(reasonTerm);
    }

    /** The atom of a list of characters, if there is one. */
    @Bif("erlang:list_to_existing_atom/1")
    public static long listToExistingAtom(final Process p, final long listTerm) {
        final StringBuilder name = new StringBuilder();
        return read(listTerm, name) == Atoms.OK ? existing(p, name.toString()) : p.badarg();
    }

    private static long existing(final Process p, final String name) {
        final long atomTerm = Atom.existing(name);
        return atomTerm == Term.NON_VALUE ? p.badarg() : atomTerm;
    }

    private static long read(final long listTerm, final StringBuilder name) {
        int characters = 0;
        long rest = listTerm;
        for (; Term.isCons(rest); rest = Cons.tail(rest)) {
            if (characters++ == Atom.MAX_CHARACTERS) {
                return Atoms.SYSTEM_LIMIT;
            }
            final long value = Term.smallValue(Cons.head(rest));
            if (!Term.isSmall(Cons.head(rest)) || value < 0 || value > Character.MAX_CODE_POINT
                || value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE) {
                return Atoms.BADARG;
            }
            name.appendCodePoint((int)value);
        }
        return Term.isNil(rest) ? Atoms.OK : Atoms.BADARG;
    }

    /** The name of an atom as a binary in an encoding. */
    @Bif("erlang:atom_to_binary/2")
    public static long atomToBinary(final Process p, final long atomTerm, final long encodingTerm) {
        if (!Term.isAtom(atomTerm)) {
            return p.badarg();
        }
        if (encodingTerm == Atoms.UTF8 || encodingTerm == Atoms.UNICODE) {
            return Bitstring.make(p, Atom.utf8(atomTerm));
        }
        final String name = Atom.name(atomTerm);
        if (encodingTerm != Atoms.LATIN1 || name.chars().anyMatch(c -> c > 0xFF)) {
            return p.badarg();
        }
        return Bitstring.make(p, name.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The atom of a binary in an encoding. */
    @Bif("erlang:binary_to_atom/2")
    public static long binaryToAtom(final Process p, final long binaryTerm, final long encodingTerm) {
        if (!isName(binaryTerm, encodingTerm)) {
            return p.badarg();
        }
        final boolean latin1 = encodingTerm == Atoms.LATIN1;
        if (Bitstring.byteSize(binaryTerm) > (latin1 ? Atom.MAX_CHARACTERS : MAX_UTF8_BYTES)) {
            return p.systemLimit();
        }
        final StringBuilder name = new StringBuilder();
        final boolean isText = read(Bitstring.toArray(binaryTerm), latin1, name);
        if (name.codePointCount(0, name.length()) > Atom.MAX_CHARACTERS) {
            return p.systemLimit();
        }
        return isText ? Atom.of(name.toString()) : p.badarg();
    }

    /** The atom of a binary in an encoding, if there is one. */
    @Bif("erlang:binary_to_existing_atom/2")
    public static long binaryToExistingAtom(final Process p, final long binaryTerm, final long encodingTerm) {
        if (!isName(binaryTerm, encodingTerm) || Bitstring.byteSize(binaryTerm) > MAX_UTF8_BYTES) {
            return p.badarg();
        }
        final StringBuilder name = new StringBuilder();
        return read(Bitstring.toArray(binaryTerm), encodingTerm == Atoms.LATIN1, name) ? existing(p, name.toString()) : p.badarg();
    }

    private static boolean isName(final long binaryTerm, final long encodingTerm) {
        return Bitstring.isBinary(binaryTerm)
            && (encodingTerm == Atoms.LATIN1 || encodingTerm == Atoms.UTF8 || encodingTerm == Atoms.UNICODE);
    }

    /** Appends the characters up to the first wrong one; false when there is one. */
    private static boolean read(final byte[] bytes, final boolean latin1, final StringBuilder name) {
        if (latin1) {
            name.append(new String(bytes, StandardCharsets.ISO_8859_1));
            return true;
        }
        final CharBuffer characters = CharBuffer.allocate(bytes.length);
        final CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), characters, true);
        name.append(characters.flip());
        return !result.isError();
    }
}
