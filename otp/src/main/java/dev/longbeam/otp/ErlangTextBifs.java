package dev.longbeam.otp;

import dev.longbeam.interp.Bif;
import dev.longbeam.sched.Process;
import dev.longbeam.term.Cons;
import dev.longbeam.term.IdentifierText;
import dev.longbeam.term.Ref;
import dev.longbeam.term.Term;

/** BIFs of {@code erlang} between pids, ports, references and their text, and {@code make_ref/0}. */
public final class ErlangTextBifs {
    private ErlangTextBifs() {
    }

    /** A reference unlike any other. */
    @Bif("erlang:make_ref/0")
    public static long makeRef(final Process p) {
        return Ref.make(p);
    }

    /** The text of a pid. */
    @Bif("erlang:pid_to_list/1")
    public static long pidToList(final Process p, final long pidTerm) {
        return Term.isPid(pidTerm) ? characters(p, IdentifierText.pid(pidTerm)) : p.badarg();
    }

    /** The text of a port. */
    @Bif("erlang:port_to_list/1")
    public static long portToList(final Process p, final long portTerm) {
        return Term.isPort(portTerm) ? characters(p, IdentifierText.port(portTerm)) : p.badarg();
    }

    /** The text of a reference. */
    @Bif("erlang:ref_to_list/1")
    public static long refToList(final Process p, final long refTerm) {
        return Term.isReference(refTerm) ? characters(p, IdentifierText.ref(refTerm)) : p.badarg();
    }

    /** The pid of a text. */
    @Bif("erlang:list_to_pid/1")
    public static long listToPid(final Process p, final long listTerm) {
        final String text = text(listTerm);
        final long pidTerm = text == null ? Term.NON_VALUE : IdentifierText.parsePid(p, text);
        return pidTerm == Term.NON_VALUE ? p.badarg() : pidTerm;
    }

    /** The port of a text. */
    @Bif("erlang:list_to_port/1")
    public static long listToPort(final Process p, final long listTerm) {
        final String text = text(listTerm);
        final long portTerm = text == null ? Term.NON_VALUE : IdentifierText.parsePort(p, text);
        return portTerm == Term.NON_VALUE ? p.badarg() : portTerm;
    }

    /** The reference of a text. */
    @Bif("erlang:list_to_ref/1")
    public static long listToRef(final Process p, final long listTerm) {
        final String text = text(listTerm);
        final long refTerm = text == null ? Term.NON_VALUE : IdentifierText.parseRef(p, text);
        return refTerm == Term.NON_VALUE ? p.badarg() : refTerm;
    }

    static long characters(final Process p, final String text) {
        final int length = text.length();
        long list = Term.NIL;
        for (int i = length; i > 0;) {
            final int codePoint = text.codePointBefore(i);
            list = Cons.make(p, Term.makeSmall(codePoint), list);
            i -= Character.charCount(codePoint);
        }
        return list;
    }

    /** The text of a short list of Latin-1 characters, or null: no identifier's text is longer than {@link IdentifierText#MAX_CHARACTERS}. */
    private static String text(final long listTerm) {
        final StringBuilder text = new StringBuilder();
        long rest = listTerm;
        while (Term.isCons(rest) && text.length() < IdentifierText.MAX_CHARACTERS) {
            final long character = Cons.head(rest);
            if (!Term.isSmall(character) || Term.smallValue(character) < 0 || Term.smallValue(character) > 255) {
                return null;
            }
            text.append((char)Term.smallValue(character));
            rest = Cons.tail(rest);
        }
        return Term.isNil(rest) ? text.toString() : null;
    }
}
