package dev.longbeam.otp;

import dev.longbeam.interp.BeamFile;
import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;

/** BIFs of {@code erts_internal} that look into .beam files without loading them. */
public final class BeamFileBifs {
    private static final long AM_UNDEFINED = Atom.of("undefined");
    private static final int NAME_BYTES = 4;
    private static final int MAX_BYTE = 255;

    private BeamFileBifs() {
    }

    /** A chunk of a plain .beam file as a part of the binary; undefined when there is none. */
    @Bif("erts_internal:beamfile_chunk/2")
    public static long beamfileChunk(final Process p, final long fileTerm, final long nameTerm) {
        final String name = chunkName(nameTerm);
        if (name == null || !Bitstring.isBinary(fileTerm)) {
            return p.badarg();
        }
        final int[] range = BeamFile.chunkRange(Bitstring.toArray(fileTerm), name);
        return range == null ? AM_UNDEFINED : Bitstring.makeSub(p, fileTerm, range[0] * 8L, range[1] * 8L);
    }

    /** MD5 of a plain .beam file as the loader computes it; undefined when the file is none. */
    @Bif("erts_internal:beamfile_module_md5/1")
    public static long beamfileModuleMd5(final Process p, final long fileTerm) {
        if (!Bitstring.isBinary(fileTerm)) {
            return p.badarg();
        }
        final byte[] md5 = BeamFile.moduleMd5(Bitstring.toArray(fileTerm));
        return md5 == null ? AM_UNDEFINED : Bitstring.make(p, md5);
    }

    private static String chunkName(final long nameTerm) {
        final StringBuilder name = new StringBuilder(NAME_BYTES);
        long rest = nameTerm;
        while (Term.isCons(rest) && name.length() < NAME_BYTES) {
            final long byteTerm = Cons.head(rest);
            if (!Term.isSmall(byteTerm) || Term.smallValue(byteTerm) < 0 || Term.smallValue(byteTerm) > MAX_BYTE) {
                return null;
            }
            name.append((char)Term.smallValue(byteTerm));
            rest = Cons.tail(rest);
        }
        return rest == Term.NIL && name.length() == NAME_BYTES ? name.toString() : null;
    }
}
