package dev.longbeam.embed;

import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;
import java.nio.charset.StandardCharsets;

/** Exit reasons of Java exceptions: {@code {{'java.lang.Exception', <<"text">>}, [{Module, Function, Arity, Location}]}}. Any thread. */
final class ExitReasons {
    private static final int MAX_FRAMES = 8;
    private static final int MAX_CHARACTERS = 500;
    /** What calls behaviours; from here on the stack is ours. */
    private static final String OUR_CALLER = JavaProcess.class.getName();
    private static final long AM_FILE = Atom.of("file");
    private static final long AM_LINE = Atom.of("line");

    private ExitReasons() {
    }

    /** The reason of what was thrown, with its stack. */
    static long of(final TermHeap heap, final Throwable thrown) {
        return Tuple.make(heap, describe(heap, thrown), stack(heap, thrown.getStackTrace()));
    }

    /** The reason without its stack. */
    static long describe(final TermHeap heap, final Throwable thrown) {
        return Tuple.make(heap, atom(thrown.getClass().getName()), text(heap, String.valueOf(thrown.getMessage())));
    }

    private static long stack(final TermHeap heap, final StackTraceElement[] frames) {
        int count = 0;
        while (count < frames.length && count < MAX_FRAMES && !frames[count].getClassName().equals(OUR_CALLER)) {
            count++;
        }
        long list = Term.NIL;
        for (int i = count - 1; i >= 0; i--) {
            final StackTraceElement frame = frames[i];
            list = Cons.make(heap, Tuple.make(heap, atom(frame.getClassName()), atom(frame.getMethodName()), Term.makeSmall(0),
                location(heap, frame)), list);
        }
        return list;
    }

    private static long location(final TermHeap heap, final StackTraceElement frame) {
        if (frame.getFileName() == null) {
            return Term.NIL;
        }
        final String file = frame.getFileName();
        long characters = Term.NIL;
        for (int i = file.length() - 1; i >= 0; i--) {
            characters = Cons.make(heap, Term.makeSmall(file.charAt(i)), characters);
        }
        return Cons.list(heap, Tuple.make(heap, AM_FILE, characters), Tuple.make(heap, AM_LINE, Term.makeSmall(frame.getLineNumber())));
    }

    private static long atom(final String name) {
        return Atom.of(name.length() <= Atom.MAX_CHARACTERS ? name : name.substring(0, Atom.MAX_CHARACTERS));
    }

    private static long text(final TermHeap heap, final String text) {
        return Bitstring.make(heap, (text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS)).getBytes(StandardCharsets.UTF_8));
    }
}
