package dev.longbeam.interp;

import dev.longbeam.term.Cons;
import dev.longbeam.term.LiteralHeap;
import dev.longbeam.term.Term;
import dev.longbeam.term.TermHeap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of source files as lists of characters, as stack traces show them: literals that are never freed, one for each name, since a program that
 * fails often would otherwise build the same name for each function of each trace. Code that is loaded again has the names that it had before;
 * when names become very many all the same, further ones are not kept.
 *
 * <p>Any thread.
 */
final class FileNames {
    private static final int MOST_NAMES = 16_384;
    private static final ConcurrentHashMap<String, Long> LISTS = new ConcurrentHashMap<>();

    private FileNames() {
    }

    /** The list of a name, or NON_VALUE when so many are kept that this one is not. */
    static long kept(final String name) {
        final Long known = LISTS.get(name);
        if (known != null) {
            return known;
        }
        return LISTS.size() < MOST_NAMES ? LISTS.computeIfAbsent(name, FileNames::make) : Term.NON_VALUE;
    }

    private static long make(final String name) {
        return list(new LiteralHeap((long)Cons.WORDS * name.codePointCount(0, name.length())), name);
    }

    /** The list of a name, which is not empty, on a heap. */
    static long list(final TermHeap heap, final String name) {
        final int[] characters = name.codePoints().toArray();
        long list = Term.NIL;
        for (int i = characters.length - 1; i >= 0; i--) {
            list = Cons.make(heap, Term.makeSmall(characters[i]), list);
        }
        return list;
    }
}
