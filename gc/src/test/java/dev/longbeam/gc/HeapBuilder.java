package dev.longbeam.gc;

import dev.longbeam.memory.Memory;
import dev.longbeam.term.Atom;
import dev.longbeam.term.Bitstring;
import dev.longbeam.term.Cons;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import dev.longbeam.term.Tuple;

/**
 * Terms from text: {@code {a,[1|b],<<3>>,"x"}}: atoms, small integers, tuples, lists, and {@code <<N>>}, a binary of N bytes. For tests of
 * the collector, which need no virtual machine.
 */
final class HeapBuilder {
    private final TermHeap heap;
    private final String text;
    private int at;

    private HeapBuilder(final TermHeap heap, final String text) {
        this.heap = heap;
        this.text = text;
    }

    /** Builds a term on a heap. */
    static long build(final TermHeap heap, final String text) {
        return new HeapBuilder(heap, text).term();
    }

    private long term() {
        final char first = text.charAt(at);
        if (first == '{') {
            return Tuple.make(heap, elements('}'));
        }
        if (first == '[') {
            return list();
        }
        if (first == '<') {
            at += 2;
            final long bytes = number();
            at += 2;
            final long binary = Bitstring.allocate(heap, bytes);
            Memory.fill(Bitstring.dataAddr(binary), bytes, (int)bytes);
            return binary;
        }
        return Character.isDigit(first) ? Term.makeSmall(number()) : atom();
    }

    private long number() {
        final int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        return Long.parseLong(text.substring(start, at));
    }

    private long atom() {
        final int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return Atom.of(text.substring(start, at));
    }

    private long[] elements(final char close) {
        final java.util.ArrayList<Long> elements = new java.util.ArrayList<>();
        at++;
        while (text.charAt(at) != close && text.charAt(at) != '|') {
            elements.add(term());
            if (text.charAt(at) == ',') {
                at++;
            }
        }
        if (text.charAt(at) == close) {
            at++;
        }
        return elements.stream().mapToLong(Long::longValue).toArray();
    }

    private long list() {
        final long[] elements = elements(']');
        long list = Term.NIL;
        if (text.charAt(at - 1) != ']') {
            at++;
            list = term();
            at++;
        }
        for (int i = elements.length - 1; i >= 0; i--) {
            list = Cons.make(heap, elements[i], list);
        }
        return list;
    }
}
